package model

// How one search speaks for two policies.
//
// Beside the machine of the scenario that of another policy takes each input of each
// end, once, as the first does. As long as both do the same, the same states are
// reached by the same steps, and what is found of the one holds of the other: of that
// only which properties are claimed, and on which ground, is asked again.
//
//	input --> Step of the scenario's policy --> end, output, claims broken
//	    |                                                 |  the same?
//	    '---> Step of the other one ---------> end, output, claims broken
//
// The first difference parts them for good, though it may be one that no state shows:
// nothing is said of the other policy then.

import (
	"sync/atomic"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A beside is the machine of another policy that is stepped beside that of a model.
type beside struct {
	machine *fsm.Machine
	ghosts  []ghostUpdates
	fired   []atomic.Bool
	parted  atomic.Bool // it has done something else
	seen    *Model      // what a claim sees of the scenario: the policy is another one
}

// besideOf makes the machine of another policy for a scenario; nil for none.
func besideOf(s Scenario, policy string) (*beside, error) {
	if policy == "" {
		return nil, nil
	}
	s.Policy = policy
	machine, err := s.machine()
	if err != nil {
		return nil, err
	}
	return &beside{
		machine: machine, ghosts: updatesOf(machine), fired: make([]atomic.Bool, machine.Rules()),
		seen: &Model{scenario: s, machine: machine},
	}, nil
}

// steps reports whether there is a machine to be stepped.
func (b *beside) steps() bool { return b != nil && !b.parted.Load() }

// take steps the machine as that of the model was in h, which left the end in the
// given state, and notes whether it did something else.
func (b *beside) take(h *Happening, after *fsm.TCB, ghosts []ghostUpdates) (fired []fsm.RuleID) {
	tcb, event, out := h.Before.TCB, h.Event, fsm.Output{}
	b.machine.Step(&tcb, &event, &out)
	if tcb != *after || !out.Same(&h.Out) || updated(b.ghosts, &out) != updated(ghosts, &h.Out) {
		b.parted.Store(true)
	}
	return out.Fired()
}

// updated returns what the rules that fired make of the ghosts of an end.
func updated(ghosts []ghostUpdates, out *fsm.Output) (did ghostUpdates) {
	for _, id := range out.Fired() {
		did |= ghosts[id]
	}
	return did
}

// judge notes whether a claim says something else of a happening under the policy of
// the machine.
func (b *beside) judge(m *Model, h Happening, witnessed, broken breaches) {
	h.m = b.seen
	if w, k := m.breaches(&h); w != witnessed || k != broken {
		b.parted.Store(true)
	}
}

// beside returns the answer to the same question about the policy beside, as far as it
// is the same; nil if the machines have parted, or the search was not complete.
func (a *Answer) beside(q *Question) *Answer {
	b := a.Model.beside
	if !b.steps() || !a.Complete || a.Any != nil && !a.Any.Complete {
		return nil
	}
	also, same := *a, *q
	also.Scenario.Policy, also.Verdicts, also.Invariant = q.Beside, nil, nil
	same.Scenario = also.Scenario
	also.Model = a.Model.resized(a.Scenario.Net.Capacity)
	also.Model.scenario, also.Model.machine, also.Model.fired = also.Scenario, b.machine, b.fired
	for _, v := range a.Verdicts {
		fair := same.Scenario.keeps(same.fair(v.Property))
		if _, claimed := v.Ground(&same.Scenario); claimed && v.Assumed == same.Scenario.Assumptions()|fair {
			v.Model = also.Model
			also.Verdicts = append(also.Verdicts, v)
		}
	}
	return &also
}
