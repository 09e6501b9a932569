package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// What the observer has missed, far away from the end.
//
// Invariant: a segment that nobody saw is supplied only where one that was seen tells
// of it, by its numbers: by SEG.ACK of what has arrived, by the SEG.SEQ or by an ACK of
// the peer of what was sent.
//
//	  seen                    set                    missed
//	  out ACK=601             ESTABLISHED RCV.NXT=501    text 501 to 600,
//	                                                 or  text 501 to 599 and a FIN
//	  out DATA=10             SYN-RECEIVED               the ACK of the SYN
//	  out ACK=501             SYN-SENT                   the SYN,ACK under 500
//	  in  ACK=301             ESTABLISHED SND.NXT=201    text 201 to 300 of the end,
//	                                                 or  text 201 to 299 and its FIN
//
// Example: the ACK of the handshake is not in the capture. The server is in
// SYN-RECEIVED, and sends text, which the table does not do there. Once it has
// processed an ACK of what it has sent, it is in ESTABLISHED, and may.
//
// Each connection of the set becomes at most two, or four if its FIN waits for an ACK,
// so that the set does not grow with what is missing; what comes next tells text and FIN
// apart.

// explainMissed is explain for ends that have processed a segment of the peer that the
// observer has missed.
func (s *successors) explainMissed(set []hypothesis, g *departure) []hypothesis {
	list := s.next[:0]
	for i := range set {
		list = s.sendsMissed(list, &set[i], g)
	}
	s.next = list
	return list
}

// sendsMissed explains g as something that h sends once it has processed a segment that
// was missed.
func (s *successors) sendsMissed(list []hypothesis, h *hypothesis, g *departure) []hypothesis {
	begin, c := len(list), &h.c
	switch {
	case c.State == fsm.SynSent && g.CTL&(fsm.ACK|fsm.SYN|fsm.RST) == fsm.ACK:
		list = s.hearsSYN(list, h, g.ACK)
	case c.State.Synchronized(), c.State == fsm.SynReceived:
		list = s.hears(list, h, g.ACK)
	default:
		return list
	}
	return s.sendEach(list, begin, g)
}

// hearsSYN appends what becomes of h, which is in SYN-SENT, by a SYN,ACK that nobody saw
// and that ack acknowledges.
func (s *successors) hearsSYN(list []hypothesis, h *hypothesis, ack fsm.Seq) []hypothesis {
	ev := arrives(fsm.Segment{SEQ: ack - 1, ACK: h.c.SND.NXT, CTL: fsm.SYN | fsm.ACK, WND: unknownBuffer})
	return s.deliver(list, h, &ev)
}

// hears appends what becomes of h when it processes a segment that nobody saw: it
// acknowledges all that h has sent, and fills what is missing up to ack.
func (s *successors) hears(list []hypothesis, h *hypothesis, ack fsm.Seq) []hypothesis {
	list = s.hearsWith(list, h, ack, h.c.SND.NXT)
	if h.c.FINSent && h.c.SND.UNA.LessEq(h.c.FINSeq) { // or all but its FIN
		list = s.hearsWith(list, h, ack, h.c.SND.UNA)
	}
	return list
}

// hearsWith is hears for a segment that acknowledges up to una.
func (s *successors) hearsWith(list []hypothesis, h *hypothesis, ack, una fsm.Seq) []hypothesis {
	c := &h.c
	ev := arrives(fsm.Segment{SEQ: c.RCV.NXT, ACK: una, CTL: fsm.ACK, WND: unknownBuffer})
	missing := uint32(0)
	if !c.RCV.FINTaken && c.RCV.NXT.Less(ack) {
		missing = ack.Sub(c.RCV.NXT)
	}
	roomy := *h
	roomy.c.RCV.WND = max(c.RCV.WND, missing)
	ev.Segment.Text = missing
	list = s.deliver(list, &roomy, &ev)
	if missing > 0 {
		ev.Segment.Text, ev.Segment.CTL = missing-1, fsm.FIN|fsm.ACK
		list = s.process(list, &roomy, &ev)
	}
	return list
}

// sentUnseen appends what h is once it has sent text that nobody saw, or text and its
// FIN, up to ack, which the peer acknowledges; h itself if it does not.
func (s *successors) sentUnseen(list []hypothesis, h *hypothesis, ack fsm.Seq) []hypothesis {
	begin, c := len(list), &h.c
	missing := ack.Sub(c.SND.NXT)
	if n := *h; s.transmit(&n, &departure{Segment: fsm.Segment{SEQ: c.SND.NXT, Text: missing}}) {
		list = append(list, n)
	}
	list = s.sendsFIN(list, h, &departure{Segment: fsm.Segment{SEQ: c.SND.NXT, ACK: c.RCV.NXT, CTL: fsm.FIN | fsm.ACK, Text: missing - 1}})
	if len(list) == begin {
		list = append(list, *h)
	}
	return list
}

// tellsOfUnseen reports whether ack, far away, acknowledges what h has sent and nobody
// saw.
func (s *successors) tellsOfUnseen(c *fsm.TCB, ack fsm.Seq) bool {
	return s.seen.far() && c.SND.NXT.Less(ack) && !c.FINSent && (c.State.Synchronized() || c.State == fsm.SynReceived)
}
