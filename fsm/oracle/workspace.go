package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// A Workspace holds what many Oracles that one goroutine uses need only once:
// memory to work in, and counts of the rules that fired. All of them have
// variants of the same table. The zero Workspace is ready for use.
type Workspace struct {
	next  []hypothesis // what a set becomes
	kept  []hypothesis // the set before the segment at hand, far away
	out   fsm.Output
	fired []uint64 // by RuleID

	traits []trait // by RuleID; nil: not asked for yet

	predicts []*predictions // by machine, the last one first
}

// traitsOf lists the traits of the rules of a table, by RuleID.
func (w *Workspace) traitsOf(m *fsm.Machine) []trait {
	if w.traits == nil {
		w.traits = traits(m)
	}
	return w.traits
}

// DefaultLimit is the number of connections that an Oracle follows at a time,
// unless told otherwise.
const DefaultLimit = 64
