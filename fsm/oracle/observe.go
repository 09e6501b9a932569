package oracle

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// In tells that a segment has arrived at the end; on a wire, that it was seen
// on its way there.
func (o *Oracle) In(g fsm.Segment) Verdict {
	return o.Event(arrives(g))
}

// An observation is what an observer tells at a time.
type observation struct {
	kind      observed
	ev        *fsm.Event
	g         fsm.Segment
	states    fsm.States
	departure // g, as far as it is judged
}

type observed uint8

// The kinds of observations.
const (
	observedEvent observed = iota
	observedDeparture
	observedState
	observedQuiet
)

// Event tells a user call or a timeout of the end, or the arrival of a segment.
// Buffers that an OPEN does not name are as large as need be; an ISS of 0 is
// one that the SYN will show. TRANSMIT and STATUS need not be told and change
// nothing. The timeouts of retransmissions, probes and keep-alives need not be told
// either; one that is has to be followed by its segment. On a wire only arrivals count: without knowing
// when a segment arrived, nobody knows whether a call came before it.
func (o *Oracle) Event(ev fsm.Event) Verdict {
	if o.possible.lost {
		o.await(&ev)
		return undecided(lostReason).on(&observation{kind: observedEvent, ev: &ev})
	}
	o.doubt--
	if o.seen.onWire() {
		return o.passes(&ev)
	}
	happened := ev // it is kept
	x := observation{kind: observedEvent, ev: &happened}
	o.record(&x)
	o.follow(&x)
	return o.passed().on(&x)
}

// passes follows an event on a wire, of which nothing has to be kept.
func (o *Oracle) passes(ev *fsm.Event) Verdict {
	o.happen(ev)
	switch {
	case o.cut():
		return undecided(cutReason).on(&observation{kind: observedEvent, ev: ev})
	case ev.Kind == fsm.SegmentArrives:
		return o.inVain(&ev.Segment, o.seen.patience.arrives(&o.seen, &ev.Segment))
	}
	return Verdict{}
}

// State tells a reading of the end's state: it is one of set. A reading that
// cannot tell two states apart names both.
func (o *Oracle) State(set fsm.States) Verdict {
	if o.possible.lost {
		return undecided(lostReason).on(&observation{kind: observedState, states: set})
	}
	x := observation{kind: observedState, states: set}
	o.record(&x)
	if o.follow(&x) || o.replay() {
		return o.settle(&x).on(&x)
	}
	v := o.deviates("state " + o.States().String()).on(&x)
	o.enterStates(set)
	return v
}

// Quiet tells that the end sends nothing more until something else happens to
// it: answers that may not wait are due. ACKs that may be delayed are not.
func (o *Oracle) Quiet() Verdict {
	if o.possible.lost {
		return undecided(lostReason).on(&observation{kind: observedQuiet})
	}
	before := o.lagging()
	o.processed()
	x := observation{kind: observedQuiet}
	o.record(&x)
	if o.follow(&x) || o.replay() || o.quietOtherwise(before) {
		o.possible.forgive()
		return o.settle(&x).on(&x)
	}
	v := o.deviates(strings.Join(o.possible.debts(), " ")).on(&x)
	o.accuseSilence(v.Finding)
	for i := range o.possible.set {
		o.possible.set[i].forgive()
	}
	return v
}

// follow makes the set what an observation leaves possible, and reports whether
// that is anything. If it is not, the set stays.
func (o *Oracle) follow(x *observation) bool {
	switch x.kind {
	case observedEvent:
		o.happen(x.ev)
		return true
	case observedDeparture:
		if !o.possible.become(o.successors.explain(o.possible.set, &x.departure)) {
			return false
		}
		o.possible.announce(&x.g, &x.departure)
		return true
	case observedState:
		return o.possible.become(o.successors.reading(o.possible.set, x.states))
	}
	return o.possible.become(o.successors.silent(o.possible.set))
}

// happen follows an event.
func (o *Oracle) happen(ev *fsm.Event) {
	switch ev.Kind {
	case fsm.Transmit, fsm.Status, fsm.R1Reached:
	case fsm.RetransmissionTimeout, fsm.PersistTimeout, fsm.KeepAliveTimeout:
		if !o.seen.onWire() {
			o.possible.become(o.successors.timeout(o.possible.set, ev))
		}
	case fsm.SegmentArrives:
		o.arrival(ev)
	default:
		if !o.seen.onWire() {
			o.possible.become(o.successors.call(o.possible.set, *ev))
		}
	}
}

// arrival follows an arrival.
func (o *Oracle) arrival(ev *fsm.Event) {
	if o.seen.onWire() {
		o.seen.arrives(&ev.Segment)
		if o.successors.allPlain(o.possible.set, ev) {
			return
		}
		o.seen.hold(&ev.Segment)
	} else {
		o.seen.windows.arrives(&ev.Segment)
	}
	if o.seen.overlaps {
		o.wait(ev)
		return
	}
	o.possible.become(o.successors.arrival(o.possible.set, ev))
}

// await notes an arrival at an end of which nothing is known: on a wire it may process
// it after what it sends next.
func (o *Oracle) await(ev *fsm.Event) {
	if ev.Kind != fsm.SegmentArrives || !o.seen.onWire() {
		return
	}
	g := &ev.Segment
	o.seen.arrives(g)
	o.seen.hold(g)
	if g.CTL&(fsm.SYN|fsm.FIN|fsm.RST) != 0 {
		o.seen.recent.place(g)
	}
}

// enterStates believes a reading that deviates: whatever is followed is in one
// of the states, with the sequence numbers that it has.
func (o *Oracle) enterStates(set fsm.States) {
	var list []hypothesis
	for _, s := range fsm.AllStates() {
		if !set.Has(s) {
			continue
		}
		n := o.possible.set[0]
		n.forgive()
		n.by, n.late = o.initially(), 0
		if s == fsm.Closed {
			n.c = fsm.TCB{}
		}
		n.c.State = s
		list = append(list, n)
	}
	if !o.possible.become(list) {
		o.Join()
	}
}
