package model

import "github.com/tcpfsm/tcpfsm/fsm"

// hazardous lists the properties that hazards are about. Most are expected of no
// scenario: where they fail is what hazards tell.
var hazardous = []*Property{
	{
		Name:      "survivor-learns",
		Statement: "an end whose peer has forgotten the connection leaves the synchronized states, though it has nothing to send",
		OnlyAsked: true,
		Needs:     Assume(NOATT, FL, TMR, R2),
		Leads:     &Promise{From: either(survives), To: neither(survives)},
	},
	{
		Name:      "octets-arrive",
		Statement: "what a user sends reaches the other user, if neither end of the connection goes away",
		OnlyAsked: true,
		Needs:     Assume(NOATT, NOABORT, NOCRASH, NOR2, FL, READ, TMR),
		Leads:     &Promise{From: either(awaits), To: neither(awaits)},
	},
	{
		Name:      "time-wait-restarts",
		Statement: "a FIN that comes again in TIME-WAIT is acknowledged and starts 2MSL anew",
		OnlyAsked: true,
		Event: &Event{
			When: func(_ *Model, h *Happening) bool {
				return h.Before.TCB.State == fsm.TimeWait && h.Packet != nil && repeats(h)
			},
			Broken: func(_ *Model, h *Happening) bool {
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
		Event: &Event{
			When:   func(_ *Model, h *Happening) bool { return h.Packet != nil },
			Broken: func(_ *Model, h *Happening) bool { return len(h.Sent) > 1 },
		},
	},
	{
		Name:      "window-from-newest",
		Statement: "the send window is never taken from a segment older than the one it was taken from before",
		OnlyAsked: true,
		Event: &Event{
			When: func(_ *Model, h *Happening) bool {
				return h.Packet != nil && h.stays() && h.Before.TCB.State >= fsm.Established && h.After.TCB.SND.WND != h.Before.TCB.SND.WND
			},
			Broken: func(_ *Model, h *Happening) bool {
				s := &h.Before.TCB.SND
				return h.Packet.SEQ.Less(s.WL1) || h.Packet.SEQ == s.WL1 && h.Packet.ACK.Less(s.WL2)
			},
		},
	},
	{
		Name:      "probed-peer-kept",
		Statement: "no timeout ends a connection while the peer answers the probes of its closed window",
		Under:     []fsm.Choice{fsm.UserTimeoutProbeSuspend},
		Event: &Event{
			When: func(_ *Model, h *Happening) bool {
				return h.Kind == fsm.UserTimeout && h.Before.TCB.Timers.Has(fsm.Persist) && !h.Before.TCB.Probed
			},
			Broken: func(_ *Model, h *Happening) bool { return h.After.TCB.State == fsm.Closed },
		},
	},
	{
		Name:      "reports-inert",
		Statement: "a report of ICMP changes no synchronized state",
		Under:     []fsm.Choice{fsm.ICMPHardIgnoreSynchronized},
		Event: &Event{
			When: func(_ *Model, h *Happening) bool {
				return h.Kind == fsm.ICMPHard && h.Before.TCB.State >= fsm.Established
			},
			Broken: func(_ *Model, h *Happening) bool { return h.After.TCB.State != h.Before.TCB.State },
		},
	},
	{
		Name:      "reset-noticed",
		Statement: "a RST of the present connection ends it or draws an answer",
		OnlyAsked: true,
		Event: &Event{
			When: func(_ *Model, h *Happening) bool {
				return h.Packet != nil && h.Packet.CTL&fsm.RST != 0 && h.Packet.From != 0 && !h.Old && synchronized.Has(h.Before.TCB.State)
			},
			Broken: func(_ *Model, h *Happening) bool { return h.After.TCB.State != fsm.Closed && len(h.Sent) == 0 },
		},
	},
	{
		Name:      "caller-not-reset",
		Statement: "no RST ends the attempt of an end that has called while the other is in SYN-RECEIVED, to which the call has led it",
		OnlyAsked: true,
		Step: &Each{
			When: func(before View, mv Move, _ View) bool {
				return mv.Packet != nil && mv.Packet.CTL&fsm.RST != 0 && answers(before.End(1-mv.End), before.End(mv.End))
			},
			Holds: func(_ View, mv Move, after View) bool { return after.End(mv.End).TCB.State != fsm.Closed },
		},
	},
	{
		Name:      "self-connection-possible",
		Statement: "whoever connects to his own socket can reach ESTABLISHED with himself",
		OnlyAsked: true,
		Can:       &Promise{From: either(in(fsm.SynSent)), To: either(in(fsm.Established))},
	},
}

// survives says that end i has outlived the incarnation it speaks to.
func survives(v View, i int) bool {
	e, peer := v.End(i), v.End(1-i)
	return synchronized.Has(e.TCB.State) && e.Peer != 0 && (peer.TCB.State == fsm.Closed || peer.Inc != e.Peer)
}

// answers says that an end is in SYN-RECEIVED by the SYN of the other, which has
// called, and is in SYN-RECEIVED too.
func answers(e, caller *End) bool {
	return e.TCB.State == fsm.SynReceived && caller.TCB.State == fsm.SynReceived && caller.TCB.Origin == fsm.Active && e.Peer == caller.Inc
}

// awaits says that the user of end i has sent what the other has yet to
// receive.
func awaits(v View, i int) bool {
	return v.Same() && v.End(i).Sent > v.End(1-i).Got && v.A.TCB.State != fsm.Closed && v.B.TCB.State != fsm.Closed
}

// repeats reports whether the packet of a happening is the FIN that has been
// taken, or a copy of it.
func repeats(h *Happening) bool {
	g := &h.Packet.Segment
	return g.CTL&(fsm.FIN|fsm.RST|fsm.SYN) == fsm.FIN && g.End() == h.Before.TCB.RCV.NXT
}
