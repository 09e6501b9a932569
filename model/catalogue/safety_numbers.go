package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// What sequence numbers, windows and timers are at each end.

var unaLeNxt = &model.Property{
	Name:      "una-le-nxt",
	Statement: "SND.UNA =< SND.NXT, and the difference is what is outstanding: SYN, octets and FIN",
	Event: &model.Event{
		When:   func(h *model.Happening) bool { return h.After.HasISS() },
		Broken: func(h *model.Happening) bool { return !accounted(&h.After) },
	},
}

// accounted reports whether the numbers from ISS to SND.NXT are those of the
// SYN, of the octets that the user has sent and that do not wait any more, and
// of the FIN. In TIME-WAIT all of them are acknowledged.
func accounted(e *model.End) bool {
	c := &e.TCB
	if c.State == fsm.TimeWait {
		return c.SND.UNA == c.SND.NXT
	}
	used := 1 + uint32(e.Sent) - c.SND.Wait
	if c.FINSent {
		used++
	}
	return c.ISS.LessEq(c.SND.UNA) && c.SND.UNA.LessEq(c.SND.NXT) && c.SND.NXT == c.ISS.Add(used) &&
		c.SYNAcked == (c.SND.UNA != c.ISS)
}

var sameConnectionAgree = &model.Property{
	Name:      "same-connection-agree",
	Statement: "in the same connection A.IRS = B.ISS and the reverse, and B.SND.UNA =< A.RCV.NXT =< B.SND.NXT and the reverse",
	Needs:     model.Assume(model.MONO, model.NOATT),
	Under:     []fsm.Choice{fsm.AbortToClosed}, // or else TIME-WAIT is entered with numbers that the peer has not seen
	State: &model.Always{
		When:  func(v model.View) bool { return v.Same() && v.A.HasISS() && v.B.HasISS() },
		Holds: func(v model.View) bool { return agrees(v.A, v.B) && agrees(v.B, v.A) },
	},
}

// agrees reports whether what e has received of its peer is what the peer has
// sent.
func agrees(e, peer *model.End) bool {
	s := &peer.TCB.SND
	return e.TCB.IRS == peer.TCB.ISS && s.UNA.LessEq(e.TCB.RCV.NXT) && e.TCB.RCV.NXT.LessEq(s.NXT)
}

var establishedHasPeer = &model.Property{
	Name: "established-has-peer",
	Statement: "ESTABLISHED is entered, and a SYN acknowledged, only with a peer incarnation " +
		"whose SYN carried IRS and which has received ISS",
	Needs: alone | model.Assume(model.MONO),
	Under: []fsm.Choice{fsm.AbortToClosed}, // or else the SYN of an attempt that was aborted is answered from TIME-WAIT
	Or:    []model.Ground{advancing.And(fsm.AbortToClosed)},
	Step: &model.Each{
		When: func(before model.View, mv model.Move, after model.View) bool {
			return mv.Kind == fsm.SegmentArrives && mv.End >= 0 && completes(before.End(mv.End), after.End(mv.End))
		},
		Holds: func(_ model.View, mv model.Move, after model.View) bool {
			e, peer := after.End(mv.End), after.End(after.Scenario().Other(mv.End))
			if !peer.Accepted(e.Peer, e.Inc) {
				return false
			}
			return peer.Inc != e.Peer || !peer.HasISS() || peer.TCB.ISS == e.TCB.IRS
		},
	},
}

// completes reports whether a handshake is complete after a step and was not
// before it.
func completes(before, after *model.End) bool {
	if before.TCB.SYNAcked && before.Inc == after.Inc {
		return false
	}
	return after.TCB.SYNAcked || after.TCB.State == fsm.Established
}

var closedIffNoTCB = &model.Property{
	Name:      "closed-iff-no-tcb",
	Statement: "an end is CLOSED if and only if it has no TCB",
	Event: &model.Event{Broken: func(h *model.Happening) bool {
		return (h.After.TCB.State == fsm.Closed) != (h.After.TCB == fsm.TCB{})
	}},
}

var unackedImpliesTimer = &model.Property{
	Name: "unacked-implies-timer",
	Statement: "SND.UNA < SND.NXT implies that the retransmission or the persist timer runs; " +
		"the two never run together",
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			c := &h.After.TCB
			return c.SND.UNA != c.SND.NXT || c.Timers.Has(fsm.Retransmission) || c.Timers.Has(fsm.Persist)
		},
		Broken: func(h *model.Happening) bool {
			c := &h.After.TCB
			retransmits, probes := c.Timers.Has(fsm.Retransmission), c.Timers.Has(fsm.Persist)
			return retransmits && probes || !retransmits && !probes && c.SND.UNA != c.SND.NXT
		},
	},
}

var windowEdgeNeverFalls = &model.Property{
	Name:      "window-edge-never-falls",
	Statement: "RCV.NXT + RCV.WND never decreases",
	Event: &model.Event{
		When: func(h *model.Happening) bool { return stays(h) && h.Before.Peer != 0 },
		Broken: func(h *model.Happening) bool {
			was, is := &h.Before.TCB.RCV, &h.After.TCB.RCV
			return is.NXT.Add(is.WND).Less(was.NXT.Add(was.WND))
		},
	},
}

var finIsFinal = &model.Property{
	Name:      "fin-is-final",
	Statement: "after its FIN SND.NXT never grows, and after the peer's FIN RCV.NXT never grows",
	Under:     []fsm.Choice{fsm.SecondFINAck},
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			return stays(h) && (h.Before.TCB.FINSent || h.Before.TCB.RCV.FINTaken)
		},
		Broken: func(h *model.Happening) bool {
			was, is := &h.Before.TCB, &h.After.TCB
			return was.FINSent && is.SND.NXT != was.SND.NXT || was.RCV.FINTaken && is.RCV.NXT != was.RCV.NXT
		},
	},
}
