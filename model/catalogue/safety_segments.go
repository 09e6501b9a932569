package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// What single segments may do.

var rstNeverAnswered = &model.Property{
	Name: "rst-never-answered",
	Statement: "a RST causes no segment, but for the challenge ACK to one in the window and beyond RCV.NXT; " +
		"CLOSED answers every other segment with the RST of section 3.10.7.1",
	Under: []fsm.Choice{fsm.RSTActiveSynRcvdClosed, fsm.EdgeSegmentReject, fsm.EdgeSegmentAccept},
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			return h.Packet != nil && (h.Packet.CTL.Has(fsm.RST) || h.Before.TCB.State == fsm.Closed)
		},
		Broken: func(h *model.Happening) bool {
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
func ackOf(e *model.End) fsm.Segment {
	return fsm.Segment{SEQ: e.TCB.SND.NXT, ACK: e.TCB.RCV.NXT, WND: e.TCB.RCV.WND, CTL: fsm.ACK}
}

// challenged reports whether a RST lies in the window and beyond RCV.NXT.
func challenged(h *model.Happening) bool {
	r := &h.Before.TCB.RCV
	return h.Before.TCB.State >= fsm.SynReceived && h.Packet.SEQ != r.NXT && h.Packet.SEQ.In(r.NXT, r.WND)
}

var rstExact = &model.Property{
	Name: "rst-exact",
	Statement: "a RST changes SYN-RECEIVED and the synchronized states if and only if SEG.SEQ = RCV.NXT, " +
		"SYN-SENT if and only if its ACK is acceptable, LISTEN never; " +
		"SYN-RECEIVED goes back to LISTEN if passive, to TIME-WAIT if reopened, else to CLOSED like all others",
	Under: []fsm.Choice{
		fsm.RSTValidationExact, fsm.RSTMinusOneOff, fsm.RSTActiveSynRcvdClosed,
		fsm.ZeroWindowAllow, // or else a RST with text is not acceptable to a closed window
	},
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			return h.Packet != nil && h.Packet.CTL.Has(fsm.RST) && h.Before.TCB.State != fsm.Closed
		},
		Broken: func(h *model.Happening) bool {
			ignores := h.Policy().RSTInTimeWait == fsm.RSTInTimeWaitIgnore
			if !validRST(h) || h.Before.TCB.State == fsm.TimeWait && ignores {
				return h.After.TCB != h.Before.TCB
			}
			return h.After.TCB.State != resetTo(&h.Before.TCB)
		},
	},
}

// validRST reports whether a RST is to be believed.
func validRST(h *model.Happening) bool {
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

var synInertWhenSynchronized = &model.Property{
	Name:      "syn-inert-when-synchronized",
	Statement: "a SYN without RST changes no synchronized state, but that TIME-WAIT may accept it and reopen",
	Under:     []fsm.Choice{fsm.SYNInSyncChallenge, fsm.CrossedAfterCloseChallenge},
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			return h.Packet != nil && h.Packet.CTL&(fsm.SYN|fsm.RST) == fsm.SYN && h.Before.TCB.State.Synchronized()
		},
		Broken: func(h *model.Happening) bool { return changes(h) && !reopens(h) },
	},
}

// changes reports whether a connection is another one after an event. That a
// segment has answered a probe and that timers run anew does not count.
func changes(h *model.Happening) bool {
	was, is := h.Before.TCB, h.After.TCB
	was.Probed, was.Timers = is.Probed, is.Timers
	return was != is
}

// reopens reports whether TIME-WAIT has accepted a new SYN (MAY-2).
func reopens(h *model.Happening) bool {
	return left(h, fsm.TimeWait) && h.After.TCB.State == fsm.SynReceived && h.After.TCB.Origin == fsm.Reopened
}

var ackOfUnsentInert = &model.Property{
	Name: "ack-of-unsent-inert",
	Statement: "an acceptable segment without RST and SYN whose SEG.ACK > SND.NXT changes nothing and is answered, " +
		"with an ACK; in SYN-SENT and SYN-RECEIVED with a RST",
	Under: []fsm.Choice{
		fsm.ACKRangeCheckSynchronized, fsm.ACKRangeCheckSent, fsm.BadACKInSynReceivedStop,
		fsm.TimeWaitRestartFIN, fsm.TimeWaitRestartLiteral, // the others judge no number in TIME-WAIT
	},
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			c := &h.Before.TCB
			return h.Packet != nil && c.State > fsm.Listen && h.Packet.CTL&(fsm.RST|fsm.SYN|fsm.ACK) == fsm.ACK &&
				c.SND.NXT.Less(h.Packet.ACK) && (c.State == fsm.SynSent || inWindow(c, &h.Packet.Segment))
		},
		Broken: func(h *model.Happening) bool {
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

var blindSegmentInert = &model.Property{
	Name: "blind-segment-inert",
	Statement: "of forged segments a synchronized state is changed by a RST at exactly RCV.NXT, by a SYN that reopens TIME-WAIT, " +
		"and by others only with SEG.SEQ in one of RCV.WND places and SEG.ACK in one of MAX.SND.WND + SND.NXT - SND.UNA + 1",
	Under: []fsm.Choice{
		fsm.RSTValidationExact, fsm.RSTMinusOneOff, fsm.SYNInSyncChallenge,
		fsm.ACKRangeCheckSynchronized, fsm.ACKRangeCheckSent, fsm.ACKRangeCheckAll, fsm.SpanningSegmentReject,
		fsm.EdgeSegmentReject, fsm.EdgeSegmentAccept, // or else a SEG.SEQ at the right edge is one place more
		fsm.LeftEdgeReject, // and one at the left
	},
	Meaningless: func(s *model.Scenario) string {
		if s.Attack.Budget == 0 {
			return "there is no attacker in it"
		}
		return ""
	},
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			return h.Packet != nil && h.Packet.From == model.Stranger && h.Before.TCB.State.Synchronized()
		},
		Broken: func(h *model.Happening) bool { return changes(h) && !hits(h) },
	},
}

// hits reports whether a segment lies where it may have an effect. A closed
// window takes probes at RCV.NXT, and the policy may accept empty segments at
// the right edge.
func hits(h *model.Happening) bool {
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

var noUnprovokedReset = &model.Property{
	Name: "no-unprovoked-reset",
	Statement: "no end whose SYN was acknowledged is told of a reset or a refusal, " +
		"unless somebody aborts, crashes, gives up, attacks, closes with octets unread or leaves FIN-WAIT-2 early",
	Needs: undisturbed.Needs | model.Assume(model.FRESH),
	Under: undisturbed.And(fsm.RSTSignalText).Under,
	Or:    []model.Ground{undisturbedAgain.And(fsm.RSTSignalText)},
	Event: &model.Event{
		When: func(h *model.Happening) bool { return h.Packet != nil && h.Before.TCB.SYNAcked },
		Broken: func(h *model.Happening) bool {
			return h.Out.Signals.Has(fsm.SignalReset) || h.Out.Signals.Has(fsm.SignalRefused)
		},
	},
}
