package edit

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Mutation is one small mechanical change of one rule, or of one form. Whoever
// claims that a table is right has to notice nearly all of them.
type Mutation struct {
	Operator Operator
	Rule     string     // its ID; of a form, the name of the effect
	Form     fsm.Effect // whose form it is; 0: it is a rule
	Change   string     // what is changed, as in "+atNXT"

	alter Edit
}

// An Operator is a kind of change.
type Operator uint8

// The operators.
const (
	DropRule      Operator = iota // the rule is not there
	FlipGuard                     // a fact that has to hold must not, or the reverse
	DropGuard                     // a fact is not asked for
	ChangeTarget                  // another state is entered, or none
	DropEffect                    // an effect is left out
	SwapEffects                   // an effect and the next change places
	ChangeFlow                    // processing goes on where it should not, or the reverse
	SwapOutcomes                  // the rule and the next of its check do what the other should
	ChangeNumber                  // SEG.SEQ or SEG.ACK is another
	ChangeWindow                  // SEG.WND is another
	ChangeControl                 // a control bit is set that should not be, or the reverse
	ChangeOption                  // the MSS option is left out, or put in
	ChangeText                    // more or fewer octets are sent
	ChangeOctets                  // other octets are sent than those that the numbers say
	numOperators
)

var operatorNames = [numOperators]string{
	"drop rule", "flip guard", "drop guard", "change target", "drop effect", "swap effects", "change flow", "swap outcomes",
	"change number", "change window", "change control", "change option", "change text", "change octets",
}

// String returns the name in words, as in "drop rule".
func (o Operator) String() string { return operatorNames[o] }

// Operators lists the operators in the order of the constants.
func Operators() []Operator {
	all := make([]Operator, numOperators)
	for i := range all {
		all[i] = Operator(i)
	}
	return all
}

// String names the mutation, as in "drop effect: listen.syn -takeSYN".
func (mu Mutation) String() string {
	return fmt.Sprintf("%v: %s %s", mu.Operator, mu.Rule, mu.Change)
}

// Of returns a copy of t, the table that the mutation was made for, with the
// change made.
func (mu Mutation) Of(t fsm.Table) fsm.Table {
	t = t.Clone()
	mu.alter(t)
	return t
}

// place returns the index of a rule in a check, or -1.
func place(k *fsm.Check, id string) int {
	return slices.IndexFunc(k.Rules, func(r fsm.Rule) bool { return r.ID == id })
}

// Check returns the index, in the table that the mutation was made for, of the
// check that it changes.
func (mu Mutation) Check(t fsm.Table) int {
	return slices.IndexFunc(t, func(k fsm.Check) bool {
		has := func(f fsm.Form) bool { return f.Effect == mu.Form }
		return place(&k, mu.Rule) >= 0 || slices.ContainsFunc(k.Forms, has)
	})
}

// Mutations lists the mutations of t, rule by rule and form by form.
func Mutations(t fsm.Table) (all []Mutation) {
	for i := range t {
		for j := range t[i].Rules {
			m := mutator{check: &t[i], rule: &t[i].Rules[j], at: j}
			for _, make := range []func(*mutator){
				(*mutator).drop, (*mutator).guards, (*mutator).targets, (*mutator).effects, (*mutator).flows, (*mutator).outcomes,
			} {
				make(&m)
			}
			all = append(all, m.all...)
		}
	}
	return append(all, formMutations(t)...)
}

// A mutator lists the mutations of one rule.
type mutator struct {
	check *fsm.Check
	rule  *fsm.Rule
	at    int // its place in the check
	all   []Mutation
}

func (m *mutator) add(o Operator, alter func(*fsm.Check, *fsm.Rule), change string, args ...any) {
	id := m.rule.ID
	m.all = append(m.all, Mutation{Operator: o, Rule: id, Change: fmt.Sprintf(change, args...), alter: func(t fsm.Table) {
		k, at := checkOf(t, id)
		alter(k, &k.Rules[at])
	}})
}

// addRule adds a mutation that concerns nothing but the rule.
func (m *mutator) addRule(o Operator, alter func(*fsm.Rule), change string, args ...any) {
	m.add(o, func(_ *fsm.Check, r *fsm.Rule) { alter(r) }, change, args...)
}

func (m *mutator) drop() {
	at := m.at
	m.add(DropRule, func(k *fsm.Check, _ *fsm.Rule) { k.Rules = slices.Delete(k.Rules, at, at+1) }, "")
}

func (m *mutator) guards() {
	for i, f := range m.rule.If {
		m.addRule(FlipGuard, func(r *fsm.Rule) { r.If, r.Not = slices.Delete(r.If, i, i+1), append(r.Not, f) }, "!%v", f)
		m.addRule(DropGuard, func(r *fsm.Rule) { r.If = slices.Delete(r.If, i, i+1) }, "-%v", f)
	}
	for i, f := range m.rule.Not {
		m.addRule(FlipGuard, func(r *fsm.Rule) { r.Not, r.If = slices.Delete(r.Not, i, i+1), append(r.If, f) }, "+%v", f)
		m.addRule(DropGuard, func(r *fsm.Rule) { r.Not = slices.Delete(r.Not, i, i+1) }, "-!%v", f)
	}
}

// targets enters no state, or a neighbour of it, where one is entered.
func (m *mutator) targets() {
	var stay fsm.Target
	if m.rule.Enter == stay {
		return
	}
	m.addRule(ChangeTarget, func(r *fsm.Rule) { r.Enter = stay }, "stays")
	states := fsm.AllStates()
	at := slices.IndexFunc(states, func(s fsm.State) bool { return fsm.Enter(s) == m.rule.Enter })
	for _, i := range []int{at + len(states) - 1, at + 1} {
		s := states[i%len(states)]
		m.addRule(ChangeTarget, func(r *fsm.Rule) { r.Enter = fsm.Enter(s) }, "enters %v", s)
	}
}

func (m *mutator) effects() {
	for i, e := range m.rule.Do {
		m.addRule(DropEffect, func(r *fsm.Rule) { r.Do = slices.Delete(r.Do, i, i+1) }, "-%v", e)
		if i > 0 {
			m.addRule(SwapEffects, func(r *fsm.Rule) { r.Do[i-1], r.Do[i] = r.Do[i], r.Do[i-1] }, "%v before %v", e, m.rule.Do[i-1])
		}
	}
}

func (m *mutator) flows() {
	for _, f := range []fsm.Flow{fsm.Continue, fsm.Stop} {
		if f != m.rule.Then {
			m.addRule(ChangeFlow, func(r *fsm.Rule) { r.Then = f }, "%v", f)
		}
	}
}

// outcomes swaps what two rules of a check do. Guards that are confused come to
// this, and exactly one rule fires all the same.
func (m *mutator) outcomes() {
	at := m.at
	if at+1 == len(m.check.Rules) {
		return
	}
	r, next := m.rule, &m.check.Rules[at+1]
	if slices.Equal(r.Do, next.Do) && r.Enter == next.Enter && r.Then == next.Then {
		return
	}
	m.add(SwapOutcomes, func(k *fsm.Check, r *fsm.Rule) {
		next := &k.Rules[at+1]
		r.Do, next.Do = next.Do, r.Do
		r.Enter, next.Enter = next.Enter, r.Enter
		r.Then, next.Then = next.Then, r.Then
	}, "and %s", next.ID)
}
