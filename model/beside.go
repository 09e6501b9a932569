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
	return &beside{machine: machine, ghosts: updatesOf(machine), fired: make([]atomic.Bool, machine.Rules())}, nil
}

// steps reports whether there is a machine to be stepped.
func (b *beside) steps() bool { return b != nil && !b.parted.Load() }

// take steps the machine as that of the model was stepped, which left the end in a
// state, said something and updated ghosts; and notes whether it did something else.
func (b *beside) take(before fsm.TCB, event fsm.Event, after *fsm.TCB, said *fsm.Output, did ghostUpdates) (fired []fsm.RuleID) {
	var out fsm.Output
	b.machine.Step(&before, &event, &out)
	if before != *after || !out.Same(said) || updated(b.ghosts, &out) != did {
		b.parted.Store(true)
	}
	return out.Fired()
}
