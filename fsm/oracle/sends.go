package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// What a connection may send as it is, without another arrival.
//
// Invariant: sendsNow appends what h becomes by sending g. A call, a timeout or an
// arrival that makes it send g is supplied if it was not reported.
//
//	  g has    may be                                    supplied
//	  RST      the answer to an arrival                  the arrival, processed now
//	           an ABORT, a connection given up           the call, the timeout
//	  SYN      the SYN of an OPEN                        the OPEN, with ISS=SEG.SEQ
//	           a SYN or SYN,ACK another time             -
//	  FIN      the FIN of a CLOSE, or another time       the CLOSE     (text.go)
//	  ACK      text, an acknowledgment, a probe          the SEND      (text.go)
//
// Each of them goes one way: caused lets the event happen (step.go), after which h
// owes what the table sends, and keeps what owes g.
//
//	  h --- ABORT ---> CLOSED, owes <SEQ=301><CTL=RST>  == g? kept
//	  h --- R2 ------> CLOSED, owes nothing             dropped
//
// Example: ESTABLISHED, SND.NXT=301, RCV.NXT=101. <SEQ=301><ACK=101><CTL=RST,ACK>
// is that of an ABORT: the RFC writes it without ACK in one place and with ACK in
// another, and isReset accepts both. <SEQ=999><CTL=RST> is an answer if a segment
// with SEG.ACK=999 was among the last arrivals, and else nothing sends it.

// sendsNow explains g as a segment that h sends as it is, of its own accord or
// because of a call that was not reported.
func (s *successors) sendsNow(list []hypothesis, h *hypothesis, g *departure) []hypothesis {
	switch {
	case g.CTL.Has(fsm.RST):
		return s.sendsRST(list, h, g)
	case g.CTL.Has(fsm.SYN):
		return s.sendsSYN(list, h, g)
	case !g.CTL.Has(fsm.ACK):
		return list // nothing but SYN and RST leaves without ACK
	case g.CTL.Has(fsm.FIN):
		return s.sendsFIN(list, h, g)
	}
	return s.sendsText(list, h, g)
}

// pays accepts g as the segment that h owes in place i, and strikes it out.
func (s *successors) pays(h *hypothesis, i int, g *departure) bool {
	if h.owed[i].kind != answer {
		return false // settle looks after those
	}
	owed := h.owed[i].Segment
	if h.anyISS && owed.CTL.Has(fsm.SYN) && g.CTL.Has(fsm.SYN) {
		owed.SEQ = g.SEQ
		h.rebase(g.SEQ)
	}
	if owed != g.Segment && !s.isReset(&owed, g) {
		return false
	}
	h.challenged = h.challenged || s.traitsOf(s.machine(h))[h.why[i]]&challenges != 0
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

// sendsRST explains g as the RST of an ABORT, or for the answer to a segment that
// has arrived.
func (s *successors) sendsRST(list []hypothesis, h *hypothesis, g *departure) []hypothesis {
	if s.seen.misses(Calls) {
		list = s.caused(list, h, &fsm.Event{Kind: fsm.Abort}, g)
	}
	if s.seen.misses(Timeouts) {
		for _, kind := range endings {
			list = s.caused(list, h, &fsm.Event{Kind: kind}, g)
		}
	}
	if !s.seen.onWire() {
		return list // what is owed was tried
	}
	list = s.answers(list, h, g)
	// A connection that has gone unseen answers as CLOSED does.
	if gone, ok := s.gone(h); ok && h.c.State != fsm.Closed {
		list = s.answers(list, &gone, g)
	}
	return list
}

// endings are the timeouts that end a connection, with a RST under some policy.
var endings = [...]fsm.EventKind{fsm.UserTimeout, fsm.R2Reached, fsm.KeepAliveFailed, fsm.FinWait2Timeout}

// caused explains g as what h sends when ev happens.
func (s *successors) caused(list []hypothesis, h *hypothesis, ev *fsm.Event, g *departure) []hypothesis {
	begin := len(list)
	list = s.after(list, h, ev)
	kept := list[:begin]
	for i := begin; i < len(list); i++ { // what h owed before is no answer to ev
		if n := &list[i]; s.paysNew(n, int(h.n), g) {
			kept = append(kept, *n)
		}
	}
	return kept
}

// paysNew accepts g as one of the segments that h owes from place i on.
func (s *successors) paysNew(h *hypothesis, i int, g *departure) bool {
	for ; i < int(h.n); i++ {
		if s.pays(h, i, g) {
			if s.seen.onWire() {
				h.forgive()
			}
			return true
		}
	}
	return false
}

// answers explains g as the answer of h to one of the last arrivals.
func (s *successors) answers(list []hypothesis, h *hypothesis, g *departure) []hypothesis {
	for _, in := range s.seen.recent.changing() {
		if ev := arrives(in); !s.seen.far() || g.SEQ == h.c.SND.NXT || mayDraw(&in, g) {
			list = s.caused(list, h, &ev, g)
		}
	}
	for _, in := range s.seen.recent.any() {
		if ev := arrives(in); mayDraw(&in, g) {
			list = s.caused(list, h, &ev, g)
		}
	}
	return list
}

// mayDraw reports whether the RST g may be an answer to in: its number comes from
// there. It spares a step for each arrival that cannot have drawn it.
func mayDraw(in *fsm.Segment, g *departure) bool {
	return in.CTL.Has(fsm.ACK) && in.ACK == g.SEQ || g.CTL.Has(fsm.ACK) && in.End() == g.ACK
}

// sendsSYN explains g as the SYN of an active OPEN, or for a SYN or SYN,ACK that
// is sent, perhaps not for the first time.
func (s *successors) sendsSYN(list []hypothesis, h *hypothesis, g *departure) []hypothesis {
	if !g.CTL.Has(fsm.ACK) && s.seen.misses(Calls) {
		list = s.opens(list, h, g)
	}
	n := *h
	if n.anyISS {
		n.rebase(g.SEQ)
	}
	if g.Text == 0 && g.SEQ == n.c.ISS && s.mayRepeatSYN(&n, g) {
		list = append(list, n)
	}
	return list
}

// opens explains g as the SYN of an active OPEN that nobody saw.
func (s *successors) opens(list []hypothesis, h *hypothesis, g *departure) []hypothesis {
	ev := fsm.Event{Kind: fsm.OpenActive, Remote: fsm.Specified, ISS: g.SEQ,
		RcvBUFF: unknownBuffer, SndBUFF: anyBuffer, Family: s.family}
	if h.c.State == fsm.Listen || h.c.State == fsm.TimeWait { // the latter under open_from_time_wait=reuse
		list = s.caused(list, h, &ev, g)
	}
	if gone, ok := s.gone(h); ok {
		list = s.caused(list, &gone, &ev, g)
	}
	return list
}

// mayRepeatSYN reports whether h may send g, its SYN or SYN,ACK, another time,
// or on a wire for the first.
func (s *successors) mayRepeatSYN(h *hypothesis, g *departure) bool {
	c := &h.c
	switch {
	case c.State == fsm.Closed || c.State == fsm.Listen || c.SYNAcked || h.owesSYN():
		return false // if it owes one, g is that one
	case c.State == fsm.SynSent:
		return g.CTL == fsm.SYN
	case g.CTL != fsm.SYN|fsm.ACK:
		return false
	}
	return g.ACK == c.RCV.NXT || s.seen.onWire() && c.IRS.Less(g.ACK) && g.ACK.Less(c.RCV.NXT)
}

// rebase gives h the initial sequence number that its SYN shows.
func (h *hypothesis) rebase(iss fsm.Seq) {
	d := iss - h.c.ISS
	h.c.ISS += d
	h.c.SND.UNA += d
	h.c.SND.NXT += d
	h.c.SND.WL2 += d
	if h.c.FINSent {
		h.c.FINSeq += d
	}
	for i := range h.owed[:h.n] {
		if !h.owed[i].CTL.Has(fsm.RST) { // whose number is that of a SEG.ACK
			h.owed[i].SEQ += d
		}
	}
	h.anyISS = false
}
