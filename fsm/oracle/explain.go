package oracle

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// The ways in which an end may have come to send a segment.
//
// Invariant: explain returns a connection if and only if one of the set becomes
// it by sending g, by itself or after something that was not reported. The set is
// not changed: the caller decides what to do with the answer.
//
//	  hypothesis --- owes g ------------------------------> paid       (1)
//	      |
//	      +--------- sends g of its own accord -----------> sends.go   (2)
//	      |
//	      +-- late arrival --> hypothesis' --- sends g ---> sends.go   (3)
//	                 |
//	                 +-- another --> hypothesis'' -- ... ->            (3)
//
// (1) settles the matter: who owes a segment and sends it is believed to have sent
// that one. Else (2) and (3) are both tried, for both may be.
//
// Example, on a wire that misses nothing: a FIN with number 700 was seen on its way
// to the end, which may or may not have processed it.
//
//	set           CLOSE-WAIT  RCV.NXT=701
//	              ESTABLISHED RCV.NXT=700, the FIN is late
//	out ACK=700   (2) the second, with the FIN still late; not the first
//	out ACK=701   (2) the first; (3) the second, once it has processed the FIN:
//	              it is the first then, and the set keeps one of the two
//
// Late arrivals are tried two deep: a FIN and the ACK of a FIN is what comes out
// of order at the end of connections, and each level costs a factor of eight. Far
// away, where more is late, the second level is tried where the first explains nothing.

// explain returns what the connections of set may be after they have sent g:
// nothing, if none may have sent it. The list is the Workspace's, and holds until
// the next one is made.
func (s *successors) explain(set []hypothesis, g *departure) []hypothesis {
	if s.seen.overlaps {
		return s.explainLagging(set, g)
	}
	depth := deepest
	if s.seen.far() {
		depth = 1
	}
	for ; ; depth = deepest {
		if list := s.explainTo(depth, set, g); len(list) > 0 || depth == deepest {
			return list
		}
	}
}

// deepest is how many arrivals that are late are tried together.
const deepest = 2

// explainTo is explain with so many arrivals that are late.
func (s *successors) explainTo(depth int, set []hypothesis, g *departure) []hypothesis {
	list := s.next[:0]
	for i := range set {
		begin := len(list)
		list = s.explainOne(list, &set[i], g, depth)
		settle(list[begin:], &set[i], g)
	}
	s.next = list
	return list
}

// explainOne appends what h may be after it has sent g, perhaps once it has processed
// some of the arrivals that are late, at most depth of them.
func (s *successors) explainOne(list []hypothesis, h *hypothesis, g *departure, depth int) []hypothesis {
	for i := range int(h.n) {
		if n := *h; s.pays(&n, i, g) {
			return append(list, n)
		}
	}
	begin := len(list)
	list = s.sends(list, h, g)
	settled := s.seen.far() && g.CTL.Has(fsm.RST) && len(list) > begin // it is gone, whatever else it has processed
	if h.late != 0 && !settled {
		list = s.sendsLate(list, h, g, depth)
	}
	return list
}

// sends appends what h may be after it has sent g without another arrival; far
// away, perhaps behind segments that were not seen.
func (s *successors) sends(list []hypothesis, h *hypothesis, g *departure) []hypothesis {
	list = s.sendsNow(list, h, g)
	if s.seen.far() {
		list = s.sendsBehind(list, h, g)
	}
	return list
}

// sendsLate explains g as something that h sends once it has processed some of
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

// sendsAgain explains g as something that h sends once it has processed one of the
// arrivals for a second time.
func (s *successors) sendsAgain(list []hypothesis, h *hypothesis, arrivals []fsm.Segment, g *departure) []hypothesis {
	for _, in := range arrivals {
		begin, ev := len(list), arrives(in)
		list = s.sendEach(s.process(list, h, &ev), begin, g)
	}
	return list
}

// sendEach has each connection of list from begin on give way to what it may be after it
// has sent g.
func (s *successors) sendEach(list []hypothesis, begin int, g *departure) []hypothesis {
	end := len(list)
	for i := begin; i < end; i++ {
		n := list[i]
		list = s.sends(list, &n, g)
	}
	return slices.Delete(list, begin, end)
}

// thorough is the number of connections, the likeliest, that are looked at
// closely when nothing explains a segment on a wire: whether they have processed
// an arrival twice, and whether another variant explains it.
const thorough = 16

// explainClosely is explain for a segment on a wire that nothing explains: an
// arrival has been processed twice, or a variant that was not followed explains
// it.
func (s *successors) explainClosely(set []hypothesis, g *departure) []hypothesis {
	if !s.seen.onWire() && !s.seen.overlaps {
		return nil
	}
	set = set[:min(len(set), thorough)]
	if s.seen.overlaps {
		return s.explain(s.others(set), g)
	}
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

// explainLagging is explain where connections lag: they send g as they are, or once
// they have processed some of what they lag by. Text and ACKs leave as well before as
// behind what is processed: of these the connection that lags most is enough, since it
// may process the rest later, and those that have sent what an arrival demands.
func (s *successors) explainLagging(set []hypothesis, g *departure) (list []hypothesis) {
	for _, h := range set {
		list = s.sendsLagging(list, h, g)
	}
	if !g.CTL.Has(fsm.RST) || len(list) == 0 {
		return list
	}
	for _, h := range s.others(set) { // who explains a RST as an ABORT owes another for what waits
		if h.lags > 0 {
			list = s.sendsLagging(list, h, g)
		}
	}
	return list
}

// sendsLagging explains g as something that h sends.
func (s *successors) sendsLagging(list []hypothesis, h hypothesis, g *departure) []hypothesis {
	settles := g.CTL&(fsm.SYN|fsm.FIN|fsm.RST) == 0
	at, enough := []hypothesis{h}, false
	for lags := h.lags; ; lags-- {
		found := false
		for i := range at {
			if h := &at[i]; h.lags == lags && (!enough || h.n > 0) {
				sent := s.explainOne(nil, h, g, 0)
				for i := range sent {
					sent[i].must = false // each segment acknowledges
				}
				found = found || len(sent) > 0
				list = s.join(list, sent)
			}
		}
		if lags == 0 {
			return list
		}
		enough = enough || found && settles
		at = s.processNext(at, lags)
	}
}
