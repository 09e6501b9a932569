package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// What windows are for, and what a call or a report leads to.

var sentInWindow = &model.Property{
	Name:      "sent-in-window",
	Statement: "no octet is sent beyond SND.UNA + SND.WND, but for the one that probes a closed window",
	Needs:     model.Assume(model.NOATT),
	Event: &model.Event{
		When: func(h *model.Happening) bool { return h.Kind != fsm.SegmentArrives && sendsText(h) },
		Broken: func(h *model.Happening) bool {
			s := &h.Before.TCB.SND
			edge := s.UNA.Add(max(1, s.WND))
			for i := range h.Sent {
				g := &h.Sent[i].Segment
				if !g.CTL.Has(fsm.SYN) && g.Text > 0 && edge.Less(g.TextStart().Add(g.Text)) {
					return true
				}
			}
			return false
		},
	},
}

// sendsText reports whether a segment with text, and without SYN, is sent.
func sendsText(h *model.Happening) bool {
	for i := range h.Sent {
		if h.Sent[i].Text > 0 && !h.Sent[i].CTL.Has(fsm.SYN) {
			return true
		}
	}
	return false
}

var takenInWindow = &model.Property{
	Name:      "taken-in-window",
	Statement: "no octet beyond RCV.NXT + RCV.WND is taken or held",
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			return h.Packet != nil && h.Packet.Text > 0 && stays(h) && h.Before.Peer != 0
		},
		Broken: func(h *model.Happening) bool {
			was, is := &h.Before.TCB.RCV, &h.After.TCB.RCV
			edge, taken := was.NXT.Add(was.WND), is.NXT
			if is.FINTaken {
				taken = is.FINSeq
			}
			if n := is.Held.Runs(); n > 0 && edge.Less(is.Held.Run(n-1).Hi) {
				return true
			}
			return edge.Less(taken)
		},
	},
}

var hardErrorRefuses = &model.Property{
	Name:      "hard-error-refuses",
	Statement: "a hard error that ICMP reports ends an opening: who calls is told, and is in CLOSED",
	Event: &model.Event{
		When: func(h *model.Happening) bool { return h.Kind == fsm.ICMPHard && h.Before.TCB.State == fsm.SynSent },
		Broken: func(h *model.Happening) bool {
			return h.After.TCB.State != fsm.Closed || len(h.Sent) > 0
		},
	},
}

var callerAnswered = &model.Property{
	Name: "caller-answered",
	Statement: "who calls an end that has another connection with him is established or refused, or the other connection ends, " +
		"without a wait for 2MSL or R2",
	Needs: model.Assume(model.MONO, model.NOATT, model.FL, model.TMR),
	// Or else TIME-WAIT outlasts the RST that its challenge ACK draws, or sends none: it drops
	// what bears no ACK.
	Under: []fsm.Choice{
		fsm.RSTInTimeWaitClose, fsm.RSTInTimeWaitExact,
		fsm.TimeWaitRestartFIN, fsm.TimeWaitRestartLiteral, fsm.TimeWaitRestartAnyACK,
	},
	Meaningless: unlessTwoEnds,
	Leads:       &model.Promise{From: either(meetsOld), To: neither(meetsOld)},
}

// meetsOld says that end i calls the other, which is in another connection still.
func meetsOld(v model.View, i int) bool {
	e, peer := v.End(i), v.End(1-i)
	return e.TCB.State == fsm.SynSent && peer.TCB.State.Synchronized() && peer.Peer != e.Inc
}
