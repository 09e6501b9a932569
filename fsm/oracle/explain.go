package oracle

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// explain returns what the connections of set may be after they have sent g:
// nothing, if none may have sent it. The list is the Workspace's, and holds until
// the next one is made.
func (s *successors) explain(set []hypothesis, g *departure) []hypothesis {
	list := s.next[:0]
	for i := range set {
		list = s.explainOne(list, &set[i], g)
	}
	s.next = list
	return list
}

// explainOne appends what h may be after it has sent g.
func (s *successors) explainOne(list []hypothesis, h *hypothesis, g *departure) []hypothesis {
	for i := range int(h.n) {
		if n := *h; s.pays(&n, i, g) {
			return append(list, n)
		}
	}
	list = s.sends(list, h, g)
	if h.late != 0 {
		list = s.sendsLate(list, h, g, 2)
	}
	return list
}

// sendsLate takes g for something that h sends once it has processed some of
// the arrivals that are late, at most depth of them.
func (s *successors) sendsLate(list []hypothesis, h *hypothesis, g *departure, depth int) []hypothesis {
	for i, in := range s.seen.recent.changing() {
		if h.late>>i&1 == 0 {
			continue
		}
		begin, ev := len(list), arrives(in)
		list = s.process(list, h, &ev)
		end := len(list)
		for j := begin; j < end; j++ {
			n := list[j]
			n.late &^= 1 << i
			list = s.sends(list, &n, g)
			if depth > 1 && n.late != 0 {
				list = s.sendsLate(list, &n, g, depth-1)
			}
		}
		list = slices.Delete(list, begin, end)
	}
	return list
}

// explainAgain is explain for ends that have processed an arrival for a second
// time, which the network has duplicated behind the observer.
func (s *successors) explainAgain(set []hypothesis, g *departure) []hypothesis {
	list := s.next[:0]
	for i := range set {
		list = s.sendsAgain(list, &set[i], s.seen.recent.changing(), g)
		list = s.sendsAgain(list, &set[i], s.seen.recent.any(), g)
	}
	s.next = list
	return list
}

// sendsAgain takes g for something that h sends once it has processed one of the
// arrivals for a second time.
func (s *successors) sendsAgain(list []hypothesis, h *hypothesis, arrivals []fsm.Segment, g *departure) []hypothesis {
	for _, in := range arrivals {
		begin, ev := len(list), arrives(in)
		list = s.process(list, h, &ev)
		end := len(list)
		for j := begin; j < end; j++ {
			n := list[j]
			list = s.sends(list, &n, g)
		}
		list = slices.Delete(list, begin, end)
	}
	return list
}

// thorough is the number of connections, the likeliest, that are looked at
// closely when nothing explains a segment on a wire: whether they have processed
// an arrival twice, and whether another variant explains it.
const thorough = 16

// explainClosely is explain for a segment on a wire that nothing explains: an
// arrival has been processed twice, or a variant that was not followed explains
// it.
func (s *successors) explainClosely(set []hypothesis, g *departure) []hypothesis {
	if !s.seen.onWire() {
		return nil
	}
	set = set[:min(len(set), thorough)]
	if list := s.explainAgain(set, g); len(list) > 0 {
		return list
	}
	return s.explain(s.others(set), g)
}

// others is set under the variants that are not followed.
func (s *successors) others(set []hypothesis) (list []hypothesis) {
	for _, h := range set {
		if h.by = firstVariants(len(s.variants)).without(h.by); !h.by.empty() {
			list = append(list, h)
		}
	}
	return list
}
