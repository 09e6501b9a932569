package oracle

import (
	"slices"
	"sync"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
)

// A trait is something about a rule that the oracle wants to know often.
type trait uint8

const (
	owes      trait = 1 << iota // an ACK that may wait
	sends                       // a segment
	enters                      // a state
	acts                        // has an effect, or ends the event
	overflows                   // text is not held for want of room
	finishes                    // looks after timers and the ACK owed: what any event may need
)

// traitsOf caches the traits of the rules of a machine, by RuleID.
var traitsOf sync.Map // *fsm.Machine to []trait

func traits(m *fsm.Machine) []trait {
	if t, ok := traitsOf.Load(m); ok {
		return t.([]trait)
	}
	list := make([]trait, m.Rules())
	for id := range list {
		id := fsm.RuleID(id)
		list[id] = traitsOfRule(m.Check(id), m.Rule(id))
	}
	traitsOf.Store(m, list)
	return list
}

func traitsOfRule(k *fsm.Check, r *fsm.Rule) (t trait) {
	if r.Enter != 0 {
		t |= enters
	}
	if len(r.Do) > 0 || r.Then == fsm.Stop {
		t |= acts
	}
	if slices.Contains(r.Not, fact.HoldFits) {
		t |= overflows
	}
	if r.Challenges() {
		t |= sends // by the rules of challenge ACKs, which say less
	}
	if k.Routine {
		return t | finishes
	}
	for _, e := range r.Do {
		if e.Owes() {
			t |= owes
		}
		if e.Sends() != 0 {
			t |= sends
		}
	}
	return t
}

// telling returns the rule that says most about a step: the last one that
// entered a state, else that sent something, else that did or ended anything.
func telling(t []trait, fired []fsm.RuleID) (rule fsm.RuleID) {
	best := 0
	for _, id := range fired {
		rank := 1
		switch {
		case t[id]&finishes != 0:
			rank = 0
		case t[id]&enters != 0:
			rank = 4
		case t[id]&sends != 0:
			rank = 3
		case t[id]&acts != 0:
			rank = 2
		}
		if rank >= best {
			rule, best = id, rank
		}
	}
	return rule
}
