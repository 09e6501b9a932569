package catalogue

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// A Hazard is a place where rules of the RFC meet in a way that does harm, or
// that one would think does.
type Hazard struct {
	ID   string // as in "H01"
	What string

	// Exhibited lists questions whose answer is a counterexample, Cleared
	// questions whose answer is that the property holds: the same but for the
	// options, or because the danger is none.
	Exhibited, Cleared []Trial

	// Outside says why no closed system of two ends shows it. Then there are no
	// trials.
	Outside string
}

// A Trial is one question about a hazard.
type Trial struct {
	With     string // the options that matter; "" if none does
	Scenario model.Scenario
	Table    func(fsm.Table) // changes the table; may be nil
	Property string
	Steps    int // of a shortest counterexample, if there is to be one

	// AnyCapacity asks about a network of any capacity, where that can be asked.
	// Else the verdict is about the capacity of the scenario, CAP(n).
	AnyCapacity bool
}

// Hazards returns the hazards in the order of their IDs, to be read only.
func Hazards() []Hazard {
	all := slices.Concat(openingHazards, closingHazards, timeWaitHazards, flowHazards, blindHazards)
	slices.SortFunc(all, func(a, b Hazard) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// FindHazard returns the hazard with that ID. The error is a *NameError.
func FindHazard(id string) (Hazard, error) {
	return find("hazard", id, Hazards(), func(h Hazard) string { return h.ID })
}

// Question asks what the trial asks. The error is a *NameError, or that of a
// machine that cannot be compiled.
func (t *Trial) Question() (model.Question, error) {
	p, err := FindProperty(t.Property)
	if err != nil {
		return model.Question{}, err
	}
	mu := model.Mutant{Table: t.Table}
	q, err := mu.Question(t.Scenario, p)
	q.AnyCapacity = t.AnyCapacity
	return q, err
}

// trial makes a trial of a scenario under options of its policy.
func trial(s model.Scenario, choice, property string, steps int) Trial {
	if choice != "" {
		s = s.With(s.Name, under(choice))
	}
	return Trial{With: choice, Scenario: s, Property: property, Steps: steps}
}

// sound makes a trial whose property is expected to hold, whatever fits into the
// network.
func sound(s model.Scenario, choice, property string) Trial {
	t := trial(s, choice, property, 0)
	t.AnyCapacity = true
	return t
}

// bounded returns the trial for the capacity of its scenario alone: with more room
// the property is violated.
func (t Trial) bounded() Trial {
	t.AnyCapacity = false
	return t
}

// changed returns a trial with a table that is changed, with says how.
func (t Trial) changed(with string, table func(fsm.Table)) Trial {
	t.With, t.Table = with, table
	return t
}
