package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// hazardous lists the properties that hazards are about. Most are expected of no
// scenario: where they fail is what hazards tell.
var hazardous = []*model.Property{
	{
		Name:      "survivor-learns",
		Statement: "an end whose peer has forgotten the connection leaves the synchronized states, though it has nothing to send",
		OnlyAsked: true,
		Needs:     model.Assume(model.NOATT, model.FL, model.TMR, model.R2),
		Leads:     &model.Promise{From: either(survives), To: neither(survives)},
	},
	{
		Name:      "octets-arrive",
		Statement: "what a user sends reaches the other user, if neither end of the connection goes away",
		OnlyAsked: true,
		Needs:     model.Assume(model.NOATT, model.NOABORT, model.NOCRASH, model.NOR2, model.FL, model.READ, model.TMR),
		Leads:     &model.Promise{From: either(awaits), To: neither(awaits)},
	},
	{
		Name:      "time-wait-restarts",
		Statement: "a FIN that comes again in TIME-WAIT is acknowledged and starts 2MSL anew",
		OnlyAsked: true,
		Event: &model.Event{
			When: func(h *model.Happening) bool {
				return h.Before.TCB.State == fsm.TimeWait && h.Packet != nil && repeats(h)
			},
			Broken: func(h *model.Happening) bool {
				return len(h.Sent) != 1 || h.Sent[0].CTL != fsm.ACK || !h.Out.Started.Has(fsm.TimeWait2MSL)
			},
		},
	},
	{
		Name:      "one-answer",
		Statement: "a segment that arrives draws at most one",
		Under: []fsm.Choice{
			fsm.BadACKInSynReceivedStop,
			fsm.SYNFINQueue, fsm.SYNFINIgnore, fsm.SYNFINDropSegment, // or else a SYN,FIN draws the SYN,ACK and the ACK of its FIN
		},
		Event: &model.Event{
			When:   func(h *model.Happening) bool { return h.Packet != nil },
			Broken: func(h *model.Happening) bool { return len(h.Sent) > 1 },
		},
	},
	{
		Name:      "window-from-newest",
		Statement: "the send window is never taken from a segment older than the one it was taken from before",
		OnlyAsked: true,
		Event: &model.Event{
			When: func(h *model.Happening) bool {
				return h.Packet != nil && stays(h) && h.Before.TCB.State >= fsm.Established && h.After.TCB.SND.WND != h.Before.TCB.SND.WND
			},
			Broken: func(h *model.Happening) bool {
				s := &h.Before.TCB.SND
				return h.Packet.SEQ.Less(s.WL1) || h.Packet.SEQ == s.WL1 && h.Packet.ACK.Less(s.WL2)
			},
		},
	},
	{
		Name:      "probed-peer-kept",
		Statement: "no timeout ends a connection while the peer answers the probes of its closed window",
		Under:     []fsm.Choice{fsm.UserTimeoutProbeSuspend},
		Event: &model.Event{
			When: func(h *model.Happening) bool {
				return h.Kind == fsm.UserTimeout && h.Before.TCB.Timers.Has(fsm.Persist) && !h.Before.TCB.Probed
			},
			Broken: func(h *model.Happening) bool { return h.After.TCB.State == fsm.Closed },
		},
	},
	{
		Name:      "reports-inert",
		Statement: "a report of ICMP changes no synchronized state",
		Under:     []fsm.Choice{fsm.ICMPHardIgnoreSynchronized},
		Event: &model.Event{
			When: func(h *model.Happening) bool {
				return h.Kind == fsm.ICMPHard && h.Before.TCB.State >= fsm.Established
			},
			Broken: func(h *model.Happening) bool { return h.After.TCB.State != h.Before.TCB.State },
		},
	},
	{
		Name:      "reset-noticed",
		Statement: "a RST of the present connection ends it or draws an answer",
		OnlyAsked: true,
		Event: &model.Event{
			When: func(h *model.Happening) bool {
				return h.Packet != nil && h.Packet.CTL&fsm.RST != 0 && h.Packet.From != 0 && !h.Old && synchronized.Has(h.Before.TCB.State)
			},
			Broken: func(h *model.Happening) bool { return h.After.TCB.State != fsm.Closed && len(h.Sent) == 0 },
		},
	},
	{
		Name:      "caller-not-reset",
		Statement: "no RST ends the attempt of an end that has called while the other is in SYN-RECEIVED, to which the call has led it",
		OnlyAsked: true,
		Step: &model.Each{
			When: func(before model.View, mv model.Move, _ model.View) bool {
				return mv.Packet != nil && mv.Packet.CTL&fsm.RST != 0 && answers(before.End(1-mv.End), before.End(mv.End))
			},
			Holds: func(_ model.View, mv model.Move, after model.View) bool {
				return after.End(mv.End).TCB.State != fsm.Closed
			},
		},
	},
	{
		Name:      "self-connection-possible",
		Statement: "whoever connects to his own socket can reach ESTABLISHED with himself",
		OnlyAsked: true,
		Can:       &model.Promise{From: either(in(fsm.SynSent)), To: either(in(fsm.Established))},
	},
}

// survives says that end i has outlived the incarnation it speaks to.
func survives(v model.View, i int) bool {
	e, peer := v.End(i), v.End(1-i)
	return synchronized.Has(e.TCB.State) && e.Peer != 0 && (peer.TCB.State == fsm.Closed || peer.Inc != e.Peer)
}

// answers says that an end is in SYN-RECEIVED by the SYN of the other, which has
// called, and is in SYN-RECEIVED too.
func answers(e, caller *model.End) bool {
	return e.TCB.State == fsm.SynReceived && caller.TCB.State == fsm.SynReceived && caller.TCB.Origin == fsm.Active && e.Peer == caller.Inc
}

// awaits says that the user of end i has sent what the other has yet to
// receive.
func awaits(v model.View, i int) bool {
	return v.Same() && v.End(i).Sent > v.End(1-i).Got && v.A.TCB.State != fsm.Closed && v.B.TCB.State != fsm.Closed
}

// repeats reports whether the packet of a happening is the FIN that has been
// taken, or a copy of it.
func repeats(h *model.Happening) bool {
	g := &h.Packet.Segment
	return g.CTL&(fsm.FIN|fsm.RST|fsm.SYN) == fsm.FIN && g.End() == h.Before.TCB.RCV.NXT
}
