package model

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// cover notes which rules fired and which claims were at stake in a step that
// the model takes.
func (m *Model) cover(t *execution) {
	for _, id := range t.fired {
		if !m.fired[id].Load() {
			m.fired[id].Store(true)
		}
	}
	for _, id := range t.beside {
		m.beside.fired[id].Store(true)
	}
	for i := range m.witnessed {
		witness(&m.witnessed[i], t.witnessed>>i&1 != 0)
	}
}

func (m *Model) ruleIDs(fired []fsm.RuleID) (ids []string) {
	for _, id := range fired {
		ids = append(ids, m.machine.Rule(id).ID)
	}
	return ids
}

// alsoFired notes that the rules have fired that have in another model.
func (m *Model) alsoFired(other *Model) {
	for i := range other.fired {
		if other.fired[i].Load() {
			m.fired[i].Store(true)
		}
	}
}

// Fired returns the IDs of the rules that have fired in the steps explored so
// far, sorted.
func (m *Model) Fired() (ids []string) {
	for id := range m.fired {
		if m.fired[id].Load() {
			ids = append(ids, m.machine.Rule(fsm.RuleID(id)).ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// Machine returns the machine of both ends.
func (m *Model) Machine() *fsm.Machine { return m.machine }

// Alive returns the IDs of the rules that the policy leaves alive, sorted.
func (m *Model) Alive() (ids []string) {
	for i := range m.fired {
		if id := fsm.RuleID(i); m.machine.Alive(id) {
			ids = append(ids, m.machine.Rule(id).ID)
		}
	}
	slices.Sort(ids)
	return ids
}
