package conform

import (
	"slices"
	"sync"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A bench has a table compiled once, and the machine of each policy that is asked for. It
// is safe for concurrent use.
type bench struct {
	table     fsm.Table
	compiled  *fsm.Machine // under any policy; nil: the table does not compile
	err       error
	at        map[string]fsm.RuleID
	places    []place // by rule
	relevance *relevance

	mutex    sync.Mutex
	machines map[fsm.Policy]*fsm.Machine
}

// benchOf compiles a table.
func benchOf(t fsm.Table) *bench {
	b := &bench{table: t, relevance: relevanceOf(t), at: map[string]fsm.RuleID{}, machines: map[fsm.Policy]*fsm.Machine{}}
	if b.compiled, b.err = fsm.Compile(t, fsm.Policy{}); b.err != nil {
		return b
	}
	for i := range t {
		for j := range t[i].Rules {
			r := &t[i].Rules[j]
			b.at[r.ID] = fsm.RuleID(len(b.places))
			b.places = append(b.places, place{t, i, r})
		}
	}
	return b
}

// manyMachines is how many machines are kept; one that was asked much has a megabyte.
const manyMachines = 600

// machine returns the machine of p.
func (b *bench) machine(p fsm.Policy) (*fsm.Machine, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if m := b.machines[p]; m != nil || b.err != nil {
		return m, b.err
	}
	m, err := b.compiled.With(p)
	if err != nil {
		return nil, err
	}
	if len(b.machines) == manyMachines {
		clear(b.machines)
	}
	b.machines[p] = m
	return m, nil
}

// place returns where the rule of a name stands.
func (b *bench) place(id string) place { return b.placeOf(b.at[id]) }

// has reports whether the table has what an edit changes.
func (b *bench) has(e *Edit) bool {
	switch {
	case e.Form != nil:
		return b.table.Form(e.Form.Effect) != nil
	case e.Check != "":
		return slices.ContainsFunc(b.table, func(k fsm.Check) bool { return k.Title == e.Check })
	}
	_, there := b.at[e.Rule]
	return there
}

// placeOf returns where a rule stands.
func (b *bench) placeOf(id fsm.RuleID) place { return b.places[id] }

// rulesOf returns rules by their numbers.
func (b *bench) rulesOf(ids []fsm.RuleID) (all []*fsm.Rule) {
	for _, id := range ids {
		all = append(all, b.places[id].rule)
	}
	return all
}
