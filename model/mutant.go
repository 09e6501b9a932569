package model

import (
	"reflect"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Mutant is a wrong design that somebody has proposed or shipped, and the
// scenarios that refute it.
type Mutant struct {
	Name   string
	Change string // what is different

	// Table makes the change in the table, Alter in the scenario: in the policy,
	// the users, the clock, or the choice of initial sequence numbers. Either
	// may be nil.
	Table func(fsm.Table)
	Alter func(*Scenario)

	// Mistake changes what the TCP of an end makes of an event, which no table
	// expresses: comparing sequence numbers is not up to the table. It changes the
	// event, and reads of the TCB what that is before it. May be nil.
	Mistake func(*fsm.TCB, *fsm.Event)

	// Refuted lists the ways to refute it, the shortest first.
	Refuted []Case
}

// A Case is a property that a scenario has, and has no more with a
// mutant.
type Case struct {
	Scenario Scenario // without the change
	Property *Property
	Steps    int // of a shortest counterexample
}

// Question asks about a scenario with the change made, and which of the given
// properties it has then. What it has without the change can be asked for as
// [Question.Expected]. The error is that of a policy or a table with which
// there is no machine.
func (mu *Mutant) Question(s Scenario, properties ...*Property) (Question, error) {
	if mu.Alter != nil {
		mu.Alter(&s)
	}
	policy, err := s.policy()
	if err != nil {
		return Question{}, err
	}
	table := fsm.RFC9293Table()
	if mu.Table != nil {
		mu.Table(table)
	}
	machine, err := fsm.Compile(table, policy)
	return Question{Scenario: s, Machine: machine, Properties: properties, mistake: mu.Mistake}, err
}

// Changes reports whether the mutant makes a difference to a scenario: its machine
// has other rules, or its ends, network or clock are different. The length of
// TIME-WAIT makes none without a clock, and the way to choose the next ISS makes none
// where each end has one connection.
func (mu *Mutant) Changes(s Scenario) (bool, error) {
	right, err := s.machine()
	if err != nil {
		return false, err
	}
	q, err := mu.Question(s)
	if err != nil {
		return false, err
	}
	return mu.Mistake != nil || !sameRules(right, q.Machine) || !reflect.DeepEqual(s.relevant(), q.Scenario.relevant()), nil
}

// relevant returns what of a scenario makes a difference beside its policy.
func (s Scenario) relevant() Scenario {
	s.Policy = ""
	if s.Clock.MSL == 0 {
		s.Clock = Clock{}
	}
	if s.Ends[0].Incarnations <= 1 && s.Ends[1].Incarnations <= 1 {
		s.ISN = Advancing
	}
	return s
}

// sameRules reports whether two machines have the same rules and choose among
// them alike.
func sameRules(a, b *fsm.Machine) bool {
	if a.Policy() != b.Policy() || a.Rules() != b.Rules() || !slices.Equal(a.Forms(), b.Forms()) {
		return false
	}
	for i := range a.Rules() {
		id := fsm.RuleID(i)
		k, l := *a.Check(id), *b.Check(id)
		k.Rules, l.Rules = nil, nil
		if !reflect.DeepEqual(a.Rule(id), b.Rule(id)) || !reflect.DeepEqual(k, l) {
			return false
		}
	}
	return true
}
