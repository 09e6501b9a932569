package catalogue

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// liveness lists the liveness properties. Each is claimed of either end.
var liveness = []*model.Property{
	{
		Name:        "quiet",
		Statement:   "when all trouble ceases, so do segments: no ACK is answered by an ACK, no RST by a RST, for ever",
		Needs:       alone, // or else a segment of another connection may desynchronize the two
		Under:       []fsm.Choice{fsm.EmptySegmentACKSilent, fsm.EdgeSegmentAccept, fsm.TimeWaitRestartFIN},
		Meaningless: unlessCalms,
		Stays:       network,
	},
	{
		Name:      "syn-sent-exits",
		Statement: "SYN-SENT leads to ESTABLISHED, SYN-RECEIVED, CLOSE-WAIT, FIN-WAIT-1 or CLOSED",
		Needs:     model.Assume(model.R2),
		Leads:     leaves(fsm.SynSent),
	},
	{
		Name:      "open-succeeds",
		Statement: "when one end has opened actively, the other is in LISTEN, no reset is on its way and nobody will close or abort, both reach ESTABLISHED in the same connection",
		Needs:     model.Assume(model.FRESH, model.NOATT, model.NOCRASH, model.NOR2, model.FL, model.TMR),
		Leads:     &model.Promise{From: either(calling), To: connected},
	},
	{
		Name:      "simultaneous-open-succeeds",
		Statement: "when both ends have opened actively, no reset is on its way and nobody will close or abort, both reach ESTABLISHED in the same connection",
		Needs:     model.Assume(model.FRESH, model.NOATT, model.NOCRASH, model.NOR2, model.FL, model.TMR),
		Leads:     &model.Promise{From: crossing, To: connected},
	},
	{
		Name:      "syn-received-exits",
		Statement: "SYN-RECEIVED leads to another state: ESTABLISHED, FIN-WAIT-1, CLOSE-WAIT, LISTEN, TIME-WAIT or CLOSED",
		Needs:     model.Assume(model.FRESH, model.NOATT, model.FL, model.TMR), // or else two ends may have taken SYNs that neither of them has sent
		Under:     []fsm.Choice{fsm.AbortToClosed, fsm.ListenACKReset},         // or else nobody resets what a peer that has gone will never acknowledge
		Or:        []model.Ground{{Needs: model.Assume(model.R2)}},
		Leads:     leaves(fsm.SynReceived),
	},
	{
		Name:      "fin-wait-1-exits",
		Statement: "FIN-WAIT-1 leads to FIN-WAIT-2, CLOSING, TIME-WAIT or CLOSED: a FIN is acknowledged at last",
		Needs:     model.Assume(model.FRESH, model.NOATT, model.FL, model.TMR, model.READ), // or else it may be entered with a peer that has sent nothing, see syn-received-exits
		Under:     sendsFIN,
		Or:        []model.Ground{{Needs: model.Assume(model.R2, model.TMR, model.READ), Under: sendsFIN}},
		Leads:     leaves(fsm.FinWait1),
	},
	{
		Name:        "closing-exits",
		Statement:   "CLOSING leads to TIME-WAIT or CLOSED",
		Meaningless: unlessRemembered,
		Needs:       model.Assume(model.NOATT, model.FL, model.TMR, model.READ),
		Under:       sendsFIN,
		Or:          []model.Ground{{Needs: model.Assume(model.R2, model.TMR), Under: sendsFIN}},
		Leads:       leaves(fsm.Closing),
	},
	{
		Name:        "last-ack-exits",
		Statement:   "LAST-ACK leads to CLOSED",
		Meaningless: unlessRemembered,
		Needs:       model.Assume(model.NOATT, model.FL, model.TMR),
		Under:       sendsFIN,
		Or:          []model.Ground{{Needs: model.Assume(model.R2), Under: sendsFIN}},
		Leads:       leaves(fsm.LastAck),
	},
	{
		Name:        "close-completes",
		Statement:   "when both users have closed, both connections come to their end in CLOSED",
		Meaningless: unlessRemembered,
		Needs:       model.Assume(model.MONO, model.NOATT, model.NOABORT, model.NOCRASH, model.NOR2, model.FL, model.READ, model.TICK, model.TMR),
		Timed:       model.Assume(model.LIFE), // or else a FIN that comes again and again restarts 2MSL
		Under:       slices.Concat(ends, closesOnly),
		Or:          []model.Ground{model.Ground{Needs: model.Assume(model.R2, model.TICK, model.TMR), Under: ends}.And(fsm.FinWait2TimeoutOn)},
		Leads: &model.Promise{
			From: func(v model.View) bool { return v.A.Closed && v.B.Closed },
			To:   func(v model.View) bool { return !v.A.Closed && !v.B.Closed }, // they may have opened again
		},
	},
	{
		Name:      "time-wait-closes",
		Statement: "TIME-WAIT leads to CLOSED, unless a new SYN reopens the connection",

		Meaningless: noClock,
		Needs:       model.Assume(model.LIFE, model.NOATT, model.FL, model.TICK),
		Under:       append([]fsm.Choice{fsm.AbortToClosed}, expires...), // or else a FIN may be repeated for ever, see sendsFIN
		Or:          []model.Ground{{Needs: model.Assume(model.LIFE, model.NOATT, model.R2, model.TICK), Under: expires}},
		Leads:       leaves(fsm.TimeWait),
	},
	{
		Name:        "no-orphaned-close-wait",
		Statement:   "CLOSE-WAIT leads to CLOSED: every user closes, and every FIN is acknowledged",
		Meaningless: unlessRemembered,
		Needs:       model.Assume(model.MONO, model.NOATT, model.FL, model.APP, model.READ, model.TMR),
		Under:       sendsFIN,
		Or:          []model.Ground{{Needs: model.Assume(model.MONO, model.NOATT, model.R2, model.APP, model.TMR), Under: sendsFIN}},
		Leads:       &model.Promise{From: either(in(fsm.CloseWait)), To: neither(in(fsm.CloseWait, fsm.LastAck))},
	},
	{
		Name:        "fin-wait-2-exits",
		Statement:   "FIN-WAIT-2 leads to TIME-WAIT or CLOSED",
		Meaningless: unlessRemembered,
		Needs:       model.Assume(model.MONO, model.NOATT, model.NOABORT, model.NOCRASH, model.NOR2, model.FL, model.APP, model.READ, model.TMR),
		Under:       slices.Concat(sendsFIN, closesOnly),
		Or: []model.Ground{
			{Needs: model.Assume(model.TMR), Under: []fsm.Choice{fsm.FinWait2TimeoutOn}},
			{Needs: model.Assume(model.R2), Under: []fsm.Choice{fsm.KeepAliveOn}},
		},
		Leads: leaves(fsm.FinWait2),
	},
	{
		Name: "half-open-resolves",
		Statement: "an end in ESTABLISHED whose peer has forgotten the connection does not send or keep alive for ever: " +
			"it leaves ESTABLISHED, unless an ACK from before leaves it nothing to send",
		Needs:       model.Assume(model.MONO, model.NOATT, model.FL, model.TMR), // or else what it sends is acceptable to a new incarnation in SYN-SENT
		Meaningless: unlessTwoEnds,
		Leads:       &model.Promise{From: either(halfOpen(fsm.StatesOf(fsm.Established))), To: neither(halfOpen(fsm.StatesOf(fsm.Established)))},
	},
	callerAnswered,
	{
		Name: "abort-reaches-peer",
		Statement: "after ABORT the peer does not send for ever: " +
			"it leaves the synchronized states, unless an ACK from before leaves it nothing to send",
		Needs:       model.Assume(model.MONO, model.NOATT, model.FL, model.TMR),
		Meaningless: unlessSomebodyAborts,
		Leads:       &model.Promise{From: either(halfOpen(synchronized)), To: neither(halfOpen(synchronized))},
	},
	{
		Name:      "network-drains",
		Statement: "two ends that are CLOSED for ever leave an empty network",
		Needs:     model.Assume(model.LIFE, model.NOATT, model.TICK),
		Leads: &model.Promise{
			From: func(v model.View) bool { return bothClosed(v) && !v.Empty() },
			To:   func(v model.View) bool { return v.Empty() || !bothClosed(v) },
		},
	},
	{
		Name:      "finite-calls-finite-segments",
		Statement: "when nobody calls any more the network falls silent: nothing is on its way and no timer runs that sends",
		Needs:     model.Assume(model.FRESH, model.LIFE, model.NOATT, model.FL, model.READ, model.TICK, model.TMR),
		Under:     fallsSilent,
		Or:        []model.Ground{{Needs: model.Assume(model.LIFE, model.NOATT, model.R2, model.READ, model.TICK, model.TMR), Under: fallsSilent}},
		Leads:     &model.Promise{From: func(v model.View) bool { return !silent(v) }, To: func(v model.View) bool { return silent(v) || either(spent)(v) }},
	},
}

// sendsFIN are the choices under which a FIN is sent, and seen to be acknowledged:
// or else a window that was never learned is probed for ever, an ACK that meets a
// full window is not looked at, nor is one ahead of a gap, and a TIME-WAIT to which
// an ABORT has led does not count the FIN that it acknowledges.
var sendsFIN = []fsm.Choice{fsm.SYNACKWindowSet, fsm.EdgeSegmentAccept, fsm.OutOfOrderACKProcess, fsm.AbortToClosed}

// closesOnly are those under which no CLOSE is an ABORT: one that throws octets away sends a
// RST, which nobody repeats.
var closesOnly = []fsm.Choice{fsm.HalfDuplexCloseOff, fsm.HalfDuplexCloseLate}

// ends are those under which a connection comes to its end in CLOSED.
var ends = slices.Concat(sendsFIN, expires)

// expires are those under which TIME-WAIT ends.
var expires = []fsm.Choice{fsm.ClosingTimeWaitStart, fsm.TimeWaitRestartFIN, fsm.TimeWaitRestartAnyACK}

// fallsSilent are the choices under which no end has a reason to go on sending:
// no keep-alive, no ACK for what needs none, and no ACK of all that was sent that
// is never looked at.
var fallsSilent = []fsm.Choice{
	fsm.KeepAliveOff, fsm.EmptySegmentACKSilent, fsm.EdgeSegmentAccept, fsm.OutOfOrderACKProcess,
	fsm.ClosingTimeWaitStart, fsm.TimeWaitRestartFIN, fsm.SYNACKWindowSet,
}

// An endClaim is about end i of a view.
type endClaim func(v model.View, i int) bool

// in says that an end is in one of some states.
func in(states ...fsm.State) endClaim {
	set := fsm.StatesOf(states...)
	return func(v model.View, i int) bool { return set.Has(v.End(i).TCB.State) }
}

func either(is endClaim) func(model.View) bool {
	return func(v model.View) bool { return is(v, 0) || is(v, 1) }
}

func neither(is endClaim) func(model.View) bool {
	return func(v model.View) bool { return !is(v, 0) && !is(v, 1) }
}

// leaves promises that no end stays in a state for ever. It says that at last
// neither is in it, which is the same: incarnations are few, so no end comes
// back to it again and again.
func leaves(s fsm.State) *model.Promise {
	return &model.Promise{From: either(in(s)), To: neither(in(s))}
}

// bothClosed says that neither end has a connection.
func bothClosed(v model.View) bool { return v.In(fsm.StatesOf(fsm.Closed), fsm.StatesOf(fsm.Closed)) }

// connected says that both ends are in ESTABLISHED, with each other.
func connected(v model.View) bool {
	return v.In(fsm.StatesOf(fsm.Established), fsm.StatesOf(fsm.Established)) && v.Same()
}

// calling says that end i calls an end that listens. A RST that is on its way,
// from before the other end listened, still ends the call.
func calling(v model.View, i int) bool {
	return v.End(i).TCB.State == fsm.SynSent && v.Accepts(1-i) && unhindered(v)
}

// crossing says that both ends call each other.
func crossing(v model.View) bool {
	return v.In(fsm.StatesOf(fsm.SynSent), fsm.StatesOf(fsm.SynSent)) && unhindered(v)
}

// unhindered reports whether no user will close or abort, and nothing that was
// done before can still end a call.
func unhindered(v model.View) bool {
	for i := range 2 {
		if left := &v.End(i).Left; left[fsm.Close] > 0 || left[fsm.Abort] > 0 {
			return false
		}
	}
	return !resetting(v)
}

// resetting reports whether a RST is on its way.
func resetting(v model.View) bool {
	for i := range 2 {
		for _, f := range v.Flights(i) {
			if f.Packet.CTL&fsm.RST != 0 {
				return true
			}
		}
	}
	return false
}

// synchronized are the states in which both ends have had each other's SYN and
// something may still be sent.
var synchronized = fsm.StatesOf(fsm.Established, fsm.FinWait1, fsm.FinWait2, fsm.CloseWait, fsm.Closing, fsm.LastAck)

// halfOpen says that end i is in one of the states, that the incarnation it has
// spoken to is over, and that it is going to send: it has something
// unacknowledged or waiting, or keeps alive.
func halfOpen(states fsm.States) endClaim {
	return func(v model.View, i int) bool {
		e, peer := v.End(i), v.End(1-i)
		gone := peer.TCB.State == fsm.Closed || peer.TCB.State == fsm.Listen || peer.Inc != e.Peer
		return states.Has(e.TCB.State) && e.Peer != 0 && gone && sends(e)
	}
}

// sends reports whether a timer runs by which the end sends.
func sends(e *model.End) bool {
	t := e.TCB.Timers
	return e.TCB.SND.Wait > 0 || t.Has(fsm.Retransmission) || t.Has(fsm.Persist) || t.Has(fsm.KeepAlive)
}

// silent says that nothing is sent any more, unless a user calls.
func silent(v model.View) bool { return v.Empty() && !sends(v.A) && !sends(v.B) }

// spent says that end i listens and has no connection left: whoever calls it is
// not heard, which is a bound of the scenario.
func spent(v model.View, i int) bool { return v.End(i).TCB.State == fsm.Listen && !v.Accepts(i) }

// network is what is on its way when all trouble has ceased.
func network(v model.View) uint64 {
	if !v.Calm() {
		return 0
	}
	return v.Network()
}

func unlessCalms(s *model.Scenario) string {
	if s.Calms {
		return ""
	}
	return "trouble never ceases in it; choose a scenario that calms down"
}

func unlessSomebodyAborts(s *model.Scenario) string {
	if s.Allows(fsm.Abort) {
		return unlessTwoEnds(s)
	}
	return "nobody aborts in it"
}

func unlessTwoEnds(s *model.Scenario) string {
	if s.Loopback {
		return "it has one end, which is its own peer"
	}
	return ""
}

func unlessRemembered(s *model.Scenario) string {
	if s.Loopback && s.Assumptions()&model.Assume(model.FRESH) == 0 {
		return "its one end answers what is meant for a connection that it has no more"
	}
	return ""
}
