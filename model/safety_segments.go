package model

import "github.com/tcpfsm/tcpfsm/fsm"

// What single segments may do.

var rstNeverAnswered = &Property{
	Name: "rst-never-answered",
	Statement: "a RST causes no segment, but for the challenge ACK to one in the window and beyond RCV.NXT; " +
		"CLOSED answers every other segment with the RST of section 3.10.7.1",
	Under: []fsm.Choice{fsm.RSTActiveSynRcvdClosed, fsm.EdgeSegmentReject, fsm.EdgeSegmentAccept},
	Event: &Event{
		When: func(_ *Model, h *Happening) bool {
			return h.Packet != nil && (h.Packet.CTL.Has(fsm.RST) || h.Before.TCB.State == fsm.Closed)
		},
		Broken: func(_ *Model, h *Happening) bool {
			sent := h.Out.Segments()
			switch {
			case len(sent) == 0:
				return !h.Packet.CTL.Has(fsm.RST)
			case !h.Packet.CTL.Has(fsm.RST):
				return len(sent) != 1 || sent[0] != resetOf(&h.Packet.Segment)
			}
			return len(sent) != 1 || !challenged(h) || sent[0] != ackOf(&h.Before)
		},
	},
}

// resetOf is the answer of CLOSED to a segment.
func resetOf(g *fsm.Segment) fsm.Segment {
	if g.CTL.Has(fsm.ACK) {
		return fsm.Segment{SEQ: g.ACK, CTL: fsm.RST}
	}
	return fsm.Segment{ACK: g.End(), CTL: fsm.RST | fsm.ACK}
}

// ackOf is the ACK that an end sends when it has nothing else to say.
func ackOf(e *End) fsm.Segment {
	return fsm.Segment{SEQ: e.TCB.SND.NXT, ACK: e.TCB.RCV.NXT, WND: e.TCB.RCV.WND, CTL: fsm.ACK}
}

// challenged reports whether a RST lies in the window and beyond RCV.NXT.
func challenged(h *Happening) bool {
	r := &h.Before.TCB.RCV
	return h.Before.TCB.State >= fsm.SynReceived && h.Packet.SEQ != r.NXT && h.Packet.SEQ.In(r.NXT, r.WND)
}

var rstExact = &Property{
	Name: "rst-exact",
	Statement: "a RST changes SYN-RECEIVED and the synchronized states if and only if SEG.SEQ = RCV.NXT, " +
		"SYN-SENT if and only if its ACK is acceptable, LISTEN never; " +
		"SYN-RECEIVED goes back to LISTEN if passive, to TIME-WAIT if reopened, else to CLOSED like all others",
	Under: []fsm.Choice{
		fsm.RSTValidationExact, fsm.RSTMinusOneOff, fsm.RSTActiveSynRcvdClosed,
		fsm.ZeroWindowAllow, // or else a RST with text is not acceptable to a closed window
	},
	Event: &Event{
		When: func(_ *Model, h *Happening) bool {
			return h.Packet != nil && h.Packet.CTL.Has(fsm.RST) && h.Before.TCB.State != fsm.Closed
		},
		Broken: func(m *Model, h *Happening) bool {
			ignores := m.machine.Policy().RSTInTimeWait == fsm.RSTInTimeWaitIgnore
			if !validRST(h) || h.Before.TCB.State == fsm.TimeWait && ignores {
				return h.After.TCB != h.Before.TCB
			}
			return h.After.TCB.State != resetTo(&h.Before.TCB)
		},
	},
}

// validRST reports whether a RST is to be believed.
func validRST(h *Happening) bool {
	c, g := &h.Before.TCB, &h.Packet.Segment
	switch c.State {
	case fsm.Listen:
		return false
	case fsm.SynSent:
		return g.CTL.Has(fsm.ACK) && c.SND.UNA.Less(g.ACK) && g.ACK.LessEq(c.SND.NXT)
	}
	return g.SEQ == c.RCV.NXT
}

// resetTo returns the state that a connection is in after a valid RST.
func resetTo(c *fsm.TCB) fsm.State {
	if c.State == fsm.SynReceived {
		switch {
		case c.Origin == fsm.Passive && !c.CloseQueued:
			return fsm.Listen
		case c.Origin == fsm.Reopened:
			return fsm.TimeWait
		}
	}
	return fsm.Closed
}

var synInertWhenSynchronized = &Property{
	Name:      "syn-inert-when-synchronized",
	Statement: "a SYN without RST changes no synchronized state, but that TIME-WAIT may accept it and reopen",
	Under:     []fsm.Choice{fsm.SYNInSyncChallenge, fsm.CrossedAfterCloseChallenge},
	Event: &Event{
		When: func(_ *Model, h *Happening) bool {
			return h.Packet != nil && h.Packet.CTL&(fsm.SYN|fsm.RST) == fsm.SYN && h.Before.TCB.State.Synchronized()
		},
		Broken: func(_ *Model, h *Happening) bool { return changes(h) && !reopens(h) },
	},
}

// changes reports whether a connection is another one after an event. That a
// segment has answered a probe and that timers run anew does not count.
func changes(h *Happening) bool {
	was, is := h.Before.TCB, h.After.TCB
	was.Probed, was.Timers = is.Probed, is.Timers
	return was != is
}

// reopens reports whether TIME-WAIT has accepted a new SYN (MAY-2).
func reopens(h *Happening) bool {
	return h.left(fsm.TimeWait) && h.After.TCB.State == fsm.SynReceived && h.After.TCB.Origin == fsm.Reopened
}

var ackOfUnsentInert = &Property{
	Name: "ack-of-unsent-inert",
	Statement: "an acceptable segment without RST and SYN whose SEG.ACK > SND.NXT changes nothing and is answered, " +
		"with an ACK; in SYN-SENT and SYN-RECEIVED with a RST",
	Under: []fsm.Choice{
		fsm.ACKRangeCheckSynchronized, fsm.ACKRangeCheckSent, fsm.BadACKInSynReceivedStop,
		fsm.TimeWaitRestartFIN, fsm.TimeWaitRestartLiteral, // the others judge no number in TIME-WAIT
	},
	Event: &Event{
		When: func(_ *Model, h *Happening) bool {
			c := &h.Before.TCB
			return h.Packet != nil && c.State > fsm.Listen && h.Packet.CTL&(fsm.RST|fsm.SYN|fsm.ACK) == fsm.ACK &&
				c.SND.NXT.Less(h.Packet.ACK) && (c.State == fsm.SynSent || inWindow(c, &h.Packet.Segment))
		},
		Broken: func(_ *Model, h *Happening) bool {
			answer := ackOf(&h.Before)
			if s := h.Before.TCB.State; s == fsm.SynSent || s == fsm.SynReceived {
				answer = resetOf(&h.Packet.Segment)
			}
			sent := h.Out.Segments()
			return changes(h) || len(sent) != 1 || sent[0] != answer
		},
	},
}

// inWindow reports whether a segment passes the test of section 3.4: an empty
// one by its number, any other by its first or its last.
func inWindow(c *fsm.TCB, g *fsm.Segment) bool {
	r := &c.RCV
	switch {
	case g.LEN() == 0 && r.WND == 0:
		return g.SEQ == r.NXT
	case g.LEN() == 0:
		return g.SEQ.In(r.NXT, r.WND)
	}
	return g.SEQ.In(r.NXT, r.WND) || (g.End()-1).In(r.NXT, r.WND)
}

var blindSegmentInert = &Property{
	Name: "blind-segment-inert",
	Statement: "of forged segments a synchronized state is changed by a RST at exactly RCV.NXT, by a SYN that reopens TIME-WAIT, " +
		"and by others only with SEG.SEQ in one of RCV.WND places and SEG.ACK in one of MAX.SND.WND + SND.NXT - SND.UNA + 1",
	Under: []fsm.Choice{
		fsm.RSTValidationExact, fsm.RSTMinusOneOff, fsm.SYNInSyncChallenge,
		fsm.ACKRangeCheckSynchronized, fsm.ACKRangeCheckSent, fsm.ACKRangeCheckAll, fsm.SpanningSegmentReject,
		fsm.EdgeSegmentReject, fsm.EdgeSegmentAccept, // or else a SEG.SEQ at the right edge is one place more
		fsm.LeftEdgeReject, // and one at the left
	},
	Meaningless: func(s *Scenario) string {
		if s.Attack.Budget == 0 {
			return "there is no attacker in it"
		}
		return ""
	},
	Event: &Event{
		When: func(_ *Model, h *Happening) bool {
			return h.Packet != nil && h.Packet.From == Stranger && h.Before.TCB.State.Synchronized()
		},
		Broken: func(_ *Model, h *Happening) bool { return changes(h) && !hits(h) },
	},
}

// hits reports whether a segment lies where it may have an effect. A closed
// window takes probes at RCV.NXT, and the policy may accept empty segments at
// the right edge.
func hits(h *Happening) bool {
	c, g := &h.Before.TCB, &h.Packet.Segment
	switch {
	case g.CTL.Has(fsm.RST):
		return g.SEQ == c.RCV.NXT
	case g.CTL.Has(fsm.SYN):
		return reopens(h)
	}
	edge := c.RCV.NXT.Add(max(1, c.RCV.WND))
	near := inWindow(c, g) || g.LEN() == 0 && g.SEQ == edge || c.RCV.WND == 0 && g.SEQ == c.RCV.NXT
	return near && g.CTL.Has(fsm.ACK) && (c.SND.UNA - fsm.Seq(c.SND.MAX)).LessEq(g.ACK) && g.ACK.LessEq(c.SND.NXT)
}

// BlindWidths returns how many values of SEG.SEQ, and of SEG.ACK, a forged
// segment of one octet may have to be taken by a synchronized end. Somebody
// off the path who guesses needs 2^64 divided by their product, on average, for
// one hit.
func (e *End) BlindWidths() (seq, ack uint64) {
	s := &e.TCB.SND
	return uint64(e.TCB.RCV.WND), uint64(s.MAX) + uint64(s.NXT.Sub(s.UNA)) + 1
}

var noUnprovokedReset = &Property{
	Name: "no-unprovoked-reset",
	Statement: "no end whose SYN was acknowledged is told of a reset or a refusal, " +
		"unless somebody aborts, crashes, gives up, attacks, closes with octets unread or leaves FIN-WAIT-2 early",
	Needs: undisturbed.Needs | Assume(FRESH),
	Under: undisturbed.and(fsm.RSTSignalText).Under,
	Or:    []Ground{undisturbedAgain.and(fsm.RSTSignalText)},
	Event: &Event{
		When: func(_ *Model, h *Happening) bool { return h.Packet != nil && h.Before.TCB.SYNAcked },
		Broken: func(_ *Model, h *Happening) bool {
			return h.Out.Signals.Has(fsm.SignalReset) || h.Out.Signals.Has(fsm.SignalRefused)
		},
	},
}
