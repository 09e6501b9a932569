// Package rule names the rules of the table of package fsm, for programs that
// alter it or look at single rules of it:
//
//	table := fsm.RFC9293Table()
//	rule.ClosedRST.In(table).Do = []fsm.Effect{effect.SendRSTa} // answers a RST by a RST
//
// Each is called as the table calls it, so that "closed.rst" is [ClosedRST], and
// the table names no others. A name that is misspelt, or that a rule no longer
// has, does not compile.
package rule

import "github.com/tcpfsm/tcpfsm/fsm"

// An ID is the stable name of a rule, its [fsm.Rule.ID]. The zero ID is that of
// no rule.
type ID struct{ name string }

// String returns the name as the table spells it, as in "closed.rst".
func (id ID) String() string { return id.name }

// In returns the rule of t with this name, or nil: another table than that of
// the specification may be without it.
func (id ID) In(t fsm.Table) *fsm.Rule { return t.Rule(id.name) }

// Of returns the rule's number in m, and whether the table of m has it.
func (id ID) Of(m *fsm.Machine) (fsm.RuleID, bool) {
	for n := range m.Rules() {
		if m.Rule(fsm.RuleID(n)).ID == id.name {
			return fsm.RuleID(n), true
		}
	}
	return 0, false
}
