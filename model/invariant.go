package model

import (
	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// An Invariant is a set of states of a network of any capacity, of none of which another
// can do all that it can: one of them is the beginning or can do more, and so is one for
// each step out of any of them. A claim about states, steps and events of ends that is
// violated nowhere in it is violated nowhere.
type Invariant struct {
	States []State // numbers of parts: see End and Sent

	u *anyCapacity
}

// invariant returns the states that a search has kept, or nil.
func (u *anyCapacity) invariant(r *checker.Result[State]) *Invariant {
	if r.Invariant == nil {
		return nil
	}
	return &Invariant{States: r.Invariant, u: u}
}

// End returns the end of a number, to be read only.
func (v *Invariant) End(id uint32) *End { return v.u.ends.at(id) }

// A Sending is a packet that was sent and may still arrive, however often.
type Sending struct {
	Packet *Packet
	Young  uint8  // age of the youngest copy, in ticks
	Owed   uint16 // bit i: a copy of age i has to arrive
}

// Sent lists what is on its way in the direction of a number.
func (v *Invariant) Sent(id uint32) (all []Sending) {
	for _, x := range v.u.sent(id).all {
		all = append(all, Sending{v.u.packets.at(x.packet), x.young, x.owed})
	}
	return all
}

// A History is what a model remembers of an end and no property asks for.
type History struct {
	OldInc, OldPeer     uint8   // those of the TIME-WAIT that a SYN has reopened
	TriedInc, TriedPeer uint8   // of the attempt before, if that has sent nothing but its SYN
	TriedISS            fsm.Seq // and its ISS
	Met                 uint16  // bit 4i+j: incarnation i has accepted the SYN of j
	Top                 fsm.Seq // the first number beyond all that were used
}

// History returns what is remembered of the end.
func (e *End) History() History {
	return History{e.oldInc, e.oldPeer, e.tried.Inc, e.tried.Peer, e.tried.ISS, e.accepted, e.top}
}
