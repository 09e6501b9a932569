package oracle

import (
	"slices"
	"sync"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
)

// A trait is something about a rule that the oracle wants to know often.
type trait uint16

const (
	owes       trait = 1 << iota // an ACK that may wait
	sends                        // a segment
	challenges                   // a challenge ACK
	enters                       // a state
	opens                        // a window, for which an ACK is owed too
	acts                         // has an effect, or ends the event
	stops                        // ends the event
	leaves                       // passes over what follows
	asked                        // stands for a requirement or a choice
	overflows                    // text is not held for want of room
	finishes                     // looks after timers and the ACK owed: what any event may need
)

// traits lists the traits of the rules of a machine. Those of the specification are
// found out once; those of another table go with it.
func traits(m *fsm.Machine) []trait {
	if m.Rules() > 0 && m.Rule(0) == fsm.RFC9293.Rule(0) {
		return specified()
	}
	return list(m)
}

var specified = sync.OnceValue(func() []trait { return list(fsm.RFC9293) })

func list(m *fsm.Machine) []trait {
	all := make([]trait, m.Rules())
	for id := range all {
		id := fsm.RuleID(id)
		all[id] = traitsOfRule(m.Check(id), m.Rule(id))
	}
	return all
}

func traitsOfRule(k *fsm.Check, r *fsm.Rule) (t trait) {
	if r.Enter != 0 {
		t |= enters
	}
	if len(r.Do) > 0 || r.Then == fsm.Stop {
		t |= acts
	}
	if r.Then == fsm.Stop {
		t |= stops
	}
	if r.Then != fsm.Continue {
		t |= leaves
	}
	if r.Req != "" {
		t |= asked
	}
	if slices.Contains(r.Not, fact.HoldFits) {
		t |= overflows
	}
	if r.Challenges() {
		t |= sends | challenges // by the rules of challenge ACKs, which say less
	}
	if k.Routine || slices.ContainsFunc(r.Do, completes) {
		return t | finishes
	}
	if slices.Contains(r.Do, effect.OpenWindow) {
		t |= opens
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

// completes reports whether e completes a segment that is being formed: what is in
// it, and that it leaves, is for the rule to say that has formed it.
func completes(e fsm.Effect) bool {
	switch e {
	case effect.FormPSH, effect.FormURG, effect.EndUrgent, effect.SendFormed:
		return true
	}
	return false
}

// telling returns the rule that says most about a step: the last one that
// entered a state, else that sent something, else that owed an ACK. If the step did
// none of that, what an end ought to do is to leave it alone, and the rule that says
// so is the last one that passed over what follows; of a call, the last one that did
// anything.
func telling(t []trait, fired []fsm.RuleID, ev fsm.EventKind) (rule fsm.RuleID) {
	best := 0
	for _, id := range fired {
		if rank := t[id].rank(ev == fsm.SegmentArrives); rank >= best {
			rule, best = id, rank
		}
	}
	return rule
}

// rank says how much a rule tells of a step.
func (t trait) rank(arrival bool) int {
	switch {
	case t&finishes != 0:
		return 0
	case t&enters != 0:
		return 8
	case t&sends != 0:
		return 7
	case t&owes != 0 && t&opens == 0:
		return 6
	case t&opens != 0:
		return 5
	case t&stops != 0, t&acts != 0 && !arrival:
		return 4
	case t&leaves != 0 && t&asked != 0:
		return 3
	case t&leaves != 0:
		return 2
	}
	return 1
}
