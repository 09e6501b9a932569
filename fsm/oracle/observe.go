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

// Out tells that the end has sent a segment. On a wire it is the moment when it
// was seen; SEG.WND is in octets, scaled already.
func (o *Oracle) Out(g fsm.Segment) Verdict {
	if o.possible.lost {
		return o.adopt(&g)
	}
	o.doubt--
	x := observation{kind: sent, g: g, opens: o.seen.opens(&g)}
	d := x.departure()
	o.record(&x)
	if o.seen.stale(&d) {
		return o.passed(&x)
	}
	if o.follow(&x) {
		return o.settle(&x)
	}
	return o.unexplained(&x, &d)
}

// Event tells a user call or a timeout of the end, or the arrival of a segment.
// Buffers that an OPEN does not name are as large as need be; an ISS of 0 is
// one that the SYN will show. TRANSMIT, retransmissions, probes and STATUS need
// not be told and change nothing. On a wire only arrivals count: when a call was
// made is not known to who does not know when a segment arrived.
func (o *Oracle) Event(ev fsm.Event) Verdict {
	if o.possible.lost {
		return undecided(ev.String(), lostReason)
	}
	o.doubt--
	x := observation{kind: event, ev: ev}
	o.record(&x)
	o.follow(&x)
	return o.passed(&x)
}

const lostReason = "what state the end is in is not known"

// State tells a reading of the end's state: it is one of set. A reading that
// cannot tell two states apart names both.
func (o *Oracle) State(set fsm.States) Verdict {
	if o.possible.lost {
		return undecided(set.String(), lostReason)
	}
	x := observation{kind: reading, states: set}
	o.record(&x)
	if o.follow(&x) || o.replay() {
		return o.settle(&x)
	}
	v := o.deviates(&x, "state "+o.States().String())
	o.enterStates(set)
	return v
}

// Quiet tells that the end sends nothing more until something else happens to
// it: answers that may not wait are due. ACKs that may be delayed are not.
func (o *Oracle) Quiet() Verdict {
	if o.possible.lost {
		return undecided("nothing", lostReason)
	}
	x := observation{kind: silence}
	o.record(&x)
	if o.follow(&x) || o.replay() {
		return o.settle(&x)
	}
	v := o.deviates(&x, strings.Join(o.possible.debts(), " "))
	for i := range o.possible.set {
		o.possible.set[i].forgive()
	}
	return v
}

// record keeps an observation, to be followed anew.
func (o *Oracle) record(x *observation) {
	if !o.seen.onWire() {
		o.lockstep.record(x, o.possible.set)
	}
}

// follow makes the set what an observation leaves possible, and reports whether
// that is anything. If it is not, the set stays.
func (o *Oracle) follow(x *observation) bool {
	switch x.kind {
	case event:
		o.happen(&x.ev)
		return true
	case sent:
		d := x.departure()
		if !o.explainFar(&d) {
			return false
		}
		o.announce(&x.g)
		return true
	case reading:
		return o.explained(o.successors.reading(o.possible.set, x.states))
	}
	return o.explained(o.successors.silent(o.possible.set))
}

// happen follows an event.
func (o *Oracle) happen(ev *fsm.Event) {
	switch ev.Kind {
	case fsm.Transmit, fsm.Status, fsm.RetransmissionTimeout, fsm.R1Reached, fsm.PersistTimeout, fsm.KeepAliveTimeout:
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
	}
	o.possible.become(o.successors.arrival(o.possible.set, ev))
}

// announce notes what a segment out says of acknowledgments and windows.
func (o *Oracle) announce(g *fsm.Segment) {
	if o.seen.departs(g) {
		o.possible.announced(o.seen.edge)
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
	if !o.explained(list) {
		o.Join()
	}
}
