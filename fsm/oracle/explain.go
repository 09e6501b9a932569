package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

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
		list = expand(s.process(list, h, &ev), begin, func(list []hypothesis, n hypothesis) []hypothesis {
			n.late &^= 1 << i
			list = s.sends(list, &n, g)
			if depth > 1 && n.late != 0 {
				list = s.sendsLate(list, &n, g, depth-1)
			}
			return list
		})
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
		list = expand(s.process(list, h, &ev), begin, func(list []hypothesis, n hypothesis) []hypothesis {
			return s.sends(list, &n, g)
		})
	}
	return list
}

// pays takes g for the segment that h owes in place i, and strikes it out.
func (s *successors) pays(h *hypothesis, i int, g *departure) bool {
	owed := h.owed[i]
	if h.anyISS && owed.CTL.Has(fsm.SYN) && g.CTL.Has(fsm.SYN) {
		owed.SEQ = g.SEQ
		h.rebase(g.SEQ)
	}
	if owed != g.Segment && !s.isReset(&owed, g) {
		return false
	}
	h.strike(i)
	return true
}

// isReset reports whether g is the RST that is owed. Section 3.10.5 writes the
// RST of an ABORT without ACK, section 3.1 has ACK in every segment of an
// established connection; both are in use.
func (s *successors) isReset(owed *fsm.Segment, g *departure) bool {
	if owed.CTL != fsm.RST || g.CTL&^fsm.ACK != fsm.RST || g.SEQ != owed.SEQ || g.Text != 0 {
		return false
	}
	switch w := s.seen; {
	case !g.CTL.Has(fsm.ACK) || g.ACK == owed.ACK && owed.ACK != 0:
		return true
	case !w.onWire() || owed.ACK == 0:
		return false
	default:
		return w.spoken && w.acked.LessEq(g.ACK) && g.ACK.Less(owed.ACK) // what was seen may not have arrived
	}
}
