package model

import (
	"slices"

	"cmp"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// An input is one thing that can happen to an end.
type input struct {
	kind   fsm.EventKind // or Crash
	packet uint32        // the number of the one that arrives
	iss    fsm.Seq
	fault  fault
}

// A fault is why a call of a rude user is refused.
type fault uint8

const (
	noFault fault = iota
	unpermitted
	noResources
	invalidRemote
	noRemote
	numFaults
)

// A Timeout is an event that happens when a timer has run out. All others that time
// brings are those that a scenario allows a number of times.
type Timeout struct {
	Kind  fsm.EventKind
	Timer fsm.Timer
}

// Timeouts lists them.
func Timeouts() []Timeout { return slices.Clone(timeouts) }

var timeouts = []Timeout{
	{fsm.RetransmissionTimeout, fsm.Retransmission},
	{fsm.PersistTimeout, fsm.Persist},
	{fsm.KeepAliveTimeout, fsm.KeepAlive},
	{fsm.TimeWaitTimeout, fsm.TimeWait2MSL},
	{fsm.FinWait2Timeout, fsm.FinWait2Timer},
}

// reports are the events that a scenario allows a number of times.
var reports = []fsm.EventKind{
	fsm.R1Reached, fsm.R2Reached, fsm.UserTimeout, fsm.KeepAliveFailed,
	fsm.ICMPSoft, fsm.ICMPHard, fsm.ICMPFragNeeded, fsm.ICMPSourceQuench, Crash,
}

// inputs lists what can happen to an end apart from arrivals and ticks.
func (m *Model) inputs(e *End) (all []input) {
	for k := fsm.OpenPassive; k <= fsm.Status; k++ {
		if e.may(k) && (m.scenario.Ends[e.Side].Rude || m.polite(e, k)) {
			all = append(all, m.calls(e, k)...)
		}
	}
	all = append(all, input{kind: fsm.Transmit})
	for _, t := range timeouts {
		runs := e.TCB.Timers.Has(t.Timer)
		if runs && (t.Kind != fsm.TimeWaitTimeout || e.Due == 0) || !runs && m.scenario.Ends[e.Side].Rude {
			all = append(all, input{kind: t.Kind})
		}
	}
	for _, k := range reports {
		if e.may(k) {
			all = append(all, input{kind: k})
		}
	}
	return all
}

// calls lists the ways to make a call.
func (m *Model) calls(e *End, k fsm.EventKind) (all []input) {
	offers := m.offers(e)
	for _, iss := range offers {
		all = append(all, input{kind: k, iss: iss})
		if k != fsm.OpenActive && k != fsm.Send {
			break
		}
	}
	if m.scenario.Ends[e.Side].Rude {
		for f := noFault + 1; f < numFaults; f++ {
			all = append(all, input{kind: k, iss: offers[0], fault: f}) // for what is a fault in one state is none in another
		}
	}
	return all
}

// offers returns the initial sequence numbers to offer to an event. If there is
// no incarnation left it is one that TIME-WAIT refuses.
func (m *Model) offers(e *End) []fsm.Seq {
	if all := m.candidates(e); len(all) > 0 {
		return all
	}
	return []fsm.Seq{e.TCB.SND.NXT}
}

// polite reports whether a user who knows the rules makes a call.
func (m *Model) polite(e *End, k fsm.EventKind) bool {
	s := e.TCB.State
	switch k {
	case fsm.OpenPassive, fsm.OpenActive:
		return s == fsm.Closed && e.Quiet == 0
	case fsm.Send:
		return !e.Closed && (s == fsm.SynSent || s == fsm.SynReceived || s == fsm.Established || s == fsm.CloseWait)
	case fsm.Receive:
		return e.TCB.RCV.Want == 0 && (e.unread() > 0 || m.scenario.Ends[e.Side].Reads == Ahead && s != fsm.Closed && s <= fsm.FinWait2)
	case fsm.Close:
		return s != fsm.Closed && !e.Closed && (s.Synchronized() || !m.scenario.Ends[e.Side].Patient)
	case fsm.Abort:
		return s != fsm.Closed
	}
	return false
}

// event is the event of the machine that an input stands for.
func (m *Model) event(e *End, in input) fsm.Event {
	side := &m.scenario.Ends[e.Side]
	ev := fsm.Event{
		Kind: in.kind, ISS: in.iss, Remote: fsm.Specified,
		SndBUFF: side.sndBUFF(), RcvBUFF: side.rcvBUFF(), MSS: side.MSS,
		Unpermitted: in.fault == unpermitted, NoResources: in.fault == noResources,
	}
	switch in.kind {
	case fsm.SegmentArrives:
		p := m.packets.at(in.packet)
		ev.Segment, ev.Timestamp = p.Segment, timestamp(p, e)
	case fsm.OpenPassive:
		ev.Remote = fsm.Unspecified
	case fsm.Send:
		ev.Octets, ev.Urgent = cmp.Or(uint32(side.Octets), 1), side.Urgent
	case fsm.Receive:
		ev.Octets = cmp.Or(uint32(side.Wants), 1)
	}
	switch in.fault {
	case invalidRemote:
		ev.Remote = fsm.Invalid
	case noRemote:
		ev.Remote = fsm.Unspecified
	}
	if m.mistake != nil {
		m.mistake(&e.TCB, &ev)
	}
	return ev
}

// timestamp compares the timestamp of a packet with the newest one of the
// connection as a clock that ticks between incarnations would have it.
func timestamp(p *Packet, e *End) fsm.Timestamp {
	switch {
	case p.From == Stranger || p.From == 0 || e.Peer == 0:
		return fsm.NoTimestamp
	case p.From == e.Peer:
		return fsm.EqualTimestamp
	case p.From != Past && (p.From > e.Peer || e.Peer == Past):
		return fsm.NewerTimestamp
	}
	return fsm.OlderTimestamp
}
