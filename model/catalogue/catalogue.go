package catalogue

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/model"
)

// catalogue lists the properties in the order of the documents.
var catalogue = slices.Concat(safety, liveness, hazardous)

// Properties returns all properties. They are to be read only.
func Properties() []*model.Property { return catalogue }

// A NameError says that there is nothing of that name.
type NameError struct {
	What  string   // "property", "scenario", "mutant", "assumption"
	Name  string   // that was asked for
	Known []string // that there are
}

// Error names what was asked for.
func (e *NameError) Error() string { return fmt.Sprintf("there is no %s %q", e.What, e.Name) }

// find returns the element of that name.
func find[T any](what, name string, all []T, nameOf func(T) string) (found T, err error) {
	var known []string
	for _, v := range all {
		if nameOf(v) == name {
			return v, nil
		}
		known = append(known, nameOf(v))
	}
	return found, &NameError{what, name, known}
}

// FindProperty returns the property of that name. The error is a *NameError.
func FindProperty(name string) (*model.Property, error) {
	return find("property", name, catalogue, func(p *model.Property) string { return p.Name })
}

// FindScenario returns the scenario of that name. The error is a *NameError.
func FindScenario(name string) (model.Scenario, error) {
	return find("scenario", name, Scenarios(), func(s model.Scenario) string { return s.Name })
}

// FindAssumption returns the assumption of that name. The error is a *NameError.
func FindAssumption(name string) (model.Assumption, error) {
	return find("assumption", name, model.AllAssumptions(), model.Assumption.String)
}

// Expected returns the properties that a scenario is expected to have: each of
// safety on whose ground it stands, and of liveness those that it promises, as
// far as it stands on a ground of theirs. The error is a *NameError of what it
// promises.
func Expected(s *model.Scenario) (props []*model.Property, err error) {
	for _, p := range catalogue {
		if p.Claimed(s) {
			props = append(props, p)
		}
	}
	for _, name := range s.Promises {
		p, err := FindProperty(name)
		if err != nil {
			return nil, err
		}
		if _, ok := p.Ground(s); ok {
			props = append(props, p)
		}
	}
	return props, nil
}

// Question asks whether a scenario has what is expected of it. The error is a
// *NameError of what it promises.
func Question(s model.Scenario) (model.Question, error) {
	expected, err := Expected(&s)
	return model.Question{Scenario: s, Expected: expected}, err
}
