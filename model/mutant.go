package model

import (
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

	// Refuted lists the ways to refute it, the shortest first.
	Refuted []Case
}

// A Case is a property that a scenario has, and has no more with a
// mutant.
type Case struct {
	Scenario Scenario // without the change
	Property string
	Steps    int // of a shortest counterexample
}

// Mutants returns the named mutants, to be read only.
func Mutants() []Mutant {
	return slices.Concat(openingMutants, closingMutants, timeMutants, arrivalMutants)
}

// FindMutant returns the mutant of that name. The error is a *NameError.
func FindMutant(name string) (Mutant, error) {
	return find("mutant", name, Mutants(), func(mu Mutant) string { return mu.Name })
}

// Question asks about a scenario with the change made. Properties are those
// that the scenario has without it, unless some are named.
func (mu *Mutant) Question(s Scenario, properties ...string) (Question, error) {
	claims, err := s.claims()
	if err != nil {
		return Question{}, err
	}
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
	claims = slices.DeleteFunc(claims, func(p *Property) bool { return p.meaningless(&s) != "" })
	machine, err := fsm.Compile(table, policy)
	return Question{Scenario: s, Machine: machine, Properties: properties, claims: claims}, err
}

// under makes a choice in the policy of a scenario.
func under(choice string) func(*Scenario) {
	return func(s *Scenario) {
		policy, err := s.policy()
		if err != nil {
			panic(err)
		}
		c, err := fsm.ParseChoice(choice)
		if err != nil {
			panic(err)
		}
		s.Policy = policy.With(c).String()
	}
}
