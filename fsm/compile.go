package fsm

// A machine: the table under one policy, ready to run.
//
// Invariant: compiled and interpreted, an event has the same outcome. What a policy
// does not have, a check or a rule, is dead: it keeps its RuleID, and no node.
//
//	Table ---- validate, number ----> Machine      rules, numbered through
//	                                     |
//	                    later Steps: layOut (build.go), guess (guess.go)
//	                                     v
//	                                  program      one for each kind of event and state
//
//	node   ask, observeAndAsk    group, word, bit: one fact      edges yes, no
//	       act                   its effects, state entered      edge yes
//	       end
//	edge   to a node; names a rule that fires on the way and does nothing
//
// Example: CLOSE in CLOSE-WAIT. Next finds the check "call" and in it the candidates
// call.unpermitted (stop) and call.permitted (continue). After the second, After
// leads to the check behind it, and Next from there to that of CLOSE with the
// candidates close.close-wait (go on with finish) and close.close-wait.again (stop).
// A check that is not for the event or the state in between is never a node.

import (
	"fmt"
	"slices"
	"sync/atomic"
)

// A Machine is a table compiled for one policy. It never changes in what it
// does: any number of goroutines may use one.
//
// The compiled form is a program of nodes for each kind of event and state. A
// node asks for one fact or carries out one rule, and knows the nodes that may
// follow, so that running it takes no search. Facts are observed again only
// where an effect may have changed them. A program is laid out when its kind of
// event has come in its state often enough to pay for it; until then, the table
// is interpreted.
type Machine struct {
	*numbered
	policy Policy
	checks []bool // of each check, whether the policy has it
	alive  []bool // of each rule, whether the policy has it
	forms  *forms // those of the table, one step nearer

	entries [numEvents][numStates]entry
}

// numbered is a table with its rules numbered, which machines of all policies
// share.
type numbered struct {
	table Table
	rules []located // by RuleID
	first []RuleID  // the first rule of each check
	heads []head    // of each check
	forms *forms    // by which its effects write segments
	after []int     // by RuleID, the check from which on the event goes on

	// meets is, by the index of a check, that of the first one from there on that is for a kind of
	// event in a state, whatever the policy; the number of checks if there is none.
	meets [numEvents][numStates][]uint16
}

// An entry is where a kind of event enters a Machine in a state.
type entry struct {
	program     atomic.Pointer[program] // nil until it pays
	interpreted atomic.Uint32           // how many events have been, about
}

// cold is how many events are interpreted before a program is laid out. A
// program of a segment costs some hundred interpretations: whoever asks a Machine
// a few questions, a mutant for one, is not made to pay for it. Tests of this
// package set it to 0, so that what they try is compiled.
var cold uint32 = 128

// A program is the nodes for one kind of event in one state, and the edge by
// which it enters them.
type program struct {
	nodes []node
	begin edge
}

// A head says what a check is for.
type head struct {
	on Events
	in States
}

// located is a rule with the check it stands in, and its guards as sets.
type located struct {
	at       int // the index of its check
	check    *Check
	rule     *Rule
	if_, not factSet
	groups   groupSet // of its guards
	in       States   // where it can fire
}

// groupsOfFacts returns the groups that guards are of.
func groupsOfFacts(guards ...Fact) (set groupSet) {
	for _, f := range guards {
		set |= 1 << f.group()
	}
	return set
}

// fires reports whether the guards hold of the facts observed.
func (l *located) fires(observed *factSet) bool {
	return l.if_.within(observed) && l.not.disjoint(observed)
}

// A nodeID is the position of a node. 0 is the node that ends an event. It is
// short so that a node fills one line of a processor's cache; no program of the
// specification has 3,000 nodes.
type nodeID = uint16

// maxNodes bounds the nodes of a program.
const maxNodes = 1 << 16

const halt nodeID = 0

// A node asks for one fact and goes on by one of two edges, or applies the
// effects of one rule and goes on by yes. What it asks for is observed first if
// it is not known to be fresh.
type node struct {
	bit     uint64 // of the fact asked for, in the word that it stands in
	guess   guess
	yes, no edge
	op      opcode
	group   factGroup // of the fact asked for
	word    uint8     // of the fact asked for
	enter   State     // entered by the action
	count   uint8     // how many effects the action has
	effects [maxEffects]Effect
}

// maxEffects bounds the effects of a rule.
const maxEffects = 11

// An opcode is what a node does.
type opcode uint8

const (
	ask opcode = iota
	observeAndAsk
	act
	end
)

// A guess is the way that a node and those behind it go together if the facts
// of one group are as they mostly are: one comparison instead of several, as in
// the header prediction of stacks, but derived.
type guess struct {
	mask, want uint64
	rules      [maxGuess]RuleID
	to         nodeID
	count      uint8
}

// An edge leads to the next node. If a rule fires on the way that has nothing
// to do, the edge names it; other rules are named by the edge to their action.
type edge struct {
	to   nodeID
	rule uint16 // RuleID+1, or 0
}

// Compile makes a Machine of t under p. It fails if a choice of p is not one of
// the option it is given for, or if t is malformed: an unknown fact, effect,
// choice, target or flow, or a flow that leads nowhere or back. It does not
// prove that exactly one rule fires in each check; where none does, the Machine
// ends the event, and where several do, it takes the first.
func Compile(t Table, p Policy) (*Machine, error) {
	t = t.Clone()
	if err := t.validate(); err != nil {
		return nil, err
	}
	return t.number().under(p)
}

// With returns the Machine of the same table under p, which costs far less than
// to compile the table again. It fails if a choice of p is not one of the option
// it is given for.
func (m *Machine) With(p Policy) (*Machine, error) { return m.under(p) }

func (n *numbered) under(p Policy) (*Machine, error) {
	p, err := p.complete()
	if err != nil {
		return nil, err
	}
	m := &Machine{numbered: n, policy: p, checks: make([]bool, len(n.table)), alive: make([]bool, len(n.rules)), forms: n.forms}
	for i := range n.table {
		m.checks[i] = p.allows(n.table[i].Under)
	}
	for id := range n.rules {
		m.alive[id] = p.allows(n.rules[id].rule.Under)
	}
	return m, nil
}

// MustCompile is Compile for tables and policies that are known to be good. It
// panics with the error of Compile.
func MustCompile(t Table, p Policy) *Machine {
	m, err := Compile(t, p)
	if err != nil {
		panic(fmt.Sprintf("fsm: %v", err))
	}
	return m
}

// number numbers the rules of t.
func (t Table) number() *numbered {
	n := &numbered{table: t, rules: make([]located, 0, t.rules()), forms: t.forms()}
	for i := range t {
		k := &t[i]
		n.first, n.heads = append(n.first, RuleID(len(n.rules))), append(n.heads, head{k.On, k.In})
		for j := range k.Rules {
			r := &k.Rules[j]
			n.rules = append(n.rules, located{
				at: i, check: k, rule: r, if_: factSetOf(r.If), not: factSetOf(r.Not),
				groups: groupsOfFacts(r.If...) | groupsOfFacts(r.Not...), in: k.States(r),
			})
		}
	}
	for id := range n.rules {
		n.after = append(n.after, n.follows(id))
	}
	for k := range numEvents {
		for s := range numStates {
			n.meets[k][s] = n.met(k, s)
		}
	}
	return n
}

// met returns the meets of a kind of event in a state.
func (n *numbered) met(k EventKind, s State) []uint16 {
	next := uint16(len(n.heads))
	all := make([]uint16, next+1)
	all[next] = next
	for i, h := range slices.Backward(n.heads) {
		if h.on.Has(k) && h.in.Has(s) {
			next = uint16(i)
		}
		all[i] = next
	}
	return all
}

// follows returns the index of the check from which on the event goes on when the rule has fired.
func (n *numbered) follows(id int) int {
	l := &n.rules[id]
	switch l.rule.Then {
	case Continue:
		return l.at + 1
	case Stop:
		return len(n.table)
	}
	return n.labelled(l.at+1, l.rule.Then)
}

// applies reports whether the check at index i is for the event, the state and
// the policy of m.
func (m *Machine) applies(i int, k EventKind, s State) bool {
	return m.checks[i] && m.heads[i].on.Has(k) && m.heads[i].in.Has(s)
}

// candidates lists the rules of the check at index i that may fire in state s
// under the policy of m, in the order of the table.
func (m *Machine) candidates(i int, s State) (ids []RuleID) {
	for j := range m.table[i].Rules {
		id := m.first[i] + RuleID(j)
		if l := &m.rules[id]; m.alive[id] && l.in.Has(s) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Next returns the index of the first check from index i on that an event of
// kind k meets in state s under the policy of m, and which of its rules may fire
// there, in the order of the table. If there are none, at the end of the table,
// the event ends. By Next and [Machine.After] a program goes all the ways that
// an event may take through the table; Step goes the one that facts decide.
func (m *Machine) Next(i int, k EventKind, s State) (int, []RuleID) {
	for ; i < len(m.table); i++ {
		if m.applies(i, k, s) {
			return i, m.candidates(i, s)
		}
	}
	return i, nil
}

// After returns the index of the check from which on the event goes on when the
// rule has fired: that of the next check to look for by [Machine.Next].
func (m *Machine) After(id RuleID) int { return m.after[id] }

// labelled returns the index of the first check from index i on that bears the label,
// or the number of checks if there is none.
func (n *numbered) labelled(i int, f Flow) int {
	for i < len(n.table) && n.table[i].Label != f {
		i++
	}
	return i
}

// Writing returns a Machine that does what m does, but for what the effect of f writes
// into a segment: that is f.
func (m *Machine) Writing(f Form) *Machine {
	n := &Machine{numbered: m.numbered, policy: m.policy, checks: m.checks, alive: m.alive, forms: new(forms)}
	*n.forms = *m.forms
	n.forms[f.Effect] = f
	return n
}

// Accused returns the rule that an end breaks that sends a segment with the
// fault, and whether the table of m has such a rule.
func (m *Machine) Accused(f Fault) (RuleID, bool) {
	for id := range m.rules {
		if f != NoFault && m.rules[id].rule.Fault == f {
			return RuleID(id), true
		}
	}
	return 0, false
}
