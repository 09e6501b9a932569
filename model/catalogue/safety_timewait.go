package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// What TIME-WAIT is for.

// noClock says why a property of time says nothing about a scenario without.
func noClock(s *model.Scenario) string {
	if s.Clock.MSL == 0 {
		return "it has no clock: choose a maximum segment lifetime"
	}
	return ""
}

var timeWaitFullLength = &model.Property{
	Name: "time-wait-full-length",
	Statement: "TIME-WAIT is not left before 2MSL after it has begun or begun anew, " +
		"unless by ABORT, an accepted new SYN, or an OPEN that reuses it",
	Needs:       model.Assume(model.LIFE, model.MSL2, model.NOCRASH, model.NOR2),
	Under:       []fsm.Choice{fsm.RSTInTimeWaitIgnore, fsm.SYNInSyncChallenge},
	Meaningless: noClock,
	Event: &model.Event{
		When: func(h *model.Happening) bool { return left(h, fsm.TimeWait) && h.Kind != fsm.Abort },
		Broken: func(h *model.Happening) bool {
			early := waited(h) < 2*h.Scenario().Clock.MSL
			return early && !reopens(h) && h.Kind != fsm.OpenActive
		},
	},
}

var timeWaitResumed = &model.Property{
	Name: "time-wait-resumed",
	Statement: "whatever ends an attempt that has reopened TIME-WAIT, but ABORT and a crash, leads back to TIME-WAIT, " +
		"unless 2MSL are over (MAY-2)",
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			return left(h, fsm.SynReceived) && h.Before.TCB.Origin == fsm.Reopened && h.Kind != fsm.Abort && h.Kind != model.Crash
		},
		Broken: func(h *model.Happening) bool { return h.After.TCB.State == fsm.Closed },
	},
}

// waited returns how many ticks the end has been in TIME-WAIT since it began or
// began anew.
func waited(h *model.Happening) int { return h.Scenario().Clock.TimeWaitTicks() - int(h.Before.Due) }

var timeWaitNotLonger = &model.Property{
	Name: "time-wait-not-longer",
	Statement: "in TIME-WAIT the 2MSL timer runs with at most 2MSL to go, and its end is that of TIME-WAIT " +
		"(the clock waits for it)",
	Needs:       model.Assume(model.LIFE, model.MSL2),
	Under:       []fsm.Choice{fsm.ClosingTimeWaitStart},
	Meaningless: noClock,
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			return h.After.TCB.State == fsm.TimeWait || h.Before.TCB.State == fsm.TimeWait && h.Kind == fsm.TimeWaitTimeout
		},
		Broken: func(h *model.Happening) bool {
			late := h.Kind == fsm.TimeWaitTimeout || int(h.After.Due) > 2*h.Scenario().Clock.MSL
			return h.After.TCB.State == fsm.TimeWait && (late || !h.After.TCB.Timers.Has(fsm.TimeWait2MSL))
		},
	},
}

var timeWaitDrainsNetwork = &model.Property{
	Name: "time-wait-drains-network",
	Statement: "when 2MSL are over no segment of the connection that takes sequence space is on its way " +
		"to the end in TIME-WAIT",
	Needs:       model.Assume(model.REL, model.LIFE, model.MSL2, model.NOATT, model.NOABORT, model.NOCRASH, model.NOR2),
	Under:       []fsm.Choice{fsm.EdgeSegmentAccept, fsm.OutOfOrderACKProcess}, // or else an ACK that overtakes something is lost on its receiver
	Meaningless: noClock,
	Step: &model.Each{
		When: func(before model.View, mv model.Move, _ model.View) bool {
			if mv.Kind != fsm.TimeWaitTimeout || mv.End < 0 {
				return false
			}
			c := &before.End(mv.End).TCB
			return c.State == fsm.TimeWait && c.Timers.Has(fsm.TimeWait2MSL)
		},
		Holds: func(before model.View, mv model.Move, _ model.View) bool {
			e := before.End(mv.End)
			for _, f := range before.Flights(before.Scenario().Other(mv.End)) {
				if f.Packet.LEN() > 0 && !f.Packet.Old(e) {
					return false
				}
			}
			return true
		},
	},
}

var lastAckAcknowledged = &model.Property{
	Name:      "last-ack-acknowledged",
	Statement: "LAST-ACK and CLOSING are left by the acknowledgment of the FIN, never by a RST",
	Needs:     model.Assume(model.MONO, model.REL, model.LIFE, model.MSL2, model.NOATT, model.NOABORT, model.NOCRASH, model.NOR2),
	Under: []fsm.Choice{
		fsm.TimeWaitRestartFIN, fsm.RSTInTimeWaitIgnore, fsm.FinWait2TimeoutNone, fsm.HalfDuplexCloseOff,
		fsm.EdgeSegmentAccept,       // or else the ACK of the FIN is lost on an end whose window is full
		fsm.BadACKInSynReceivedStop, // or else a FIN is taken of a peer that has not called, and resets
	},
	Event: &model.Event{
		When: func(h *model.Happening) bool { return left(h, fsm.LastAck) || left(h, fsm.Closing) },
		Broken: func(h *model.Happening) bool {
			g := h.Packet
			return g == nil || g.CTL&(fsm.ACK|fsm.RST) != fsm.ACK || !h.Before.TCB.FINSeq.Less(g.ACK)
		},
	},
}
