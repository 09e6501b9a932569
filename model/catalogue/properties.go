package catalogue

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/model"
)

// properties lists the properties in the order of the documents.
var properties = slices.Concat(safety, services, liveness, hazardous)

// Properties returns all properties. They are to be read only.
func Properties() []*model.Property { return properties }

// FindProperty returns the property of that name. The error is a *NameError.
func FindProperty(name string) (*model.Property, error) {
	return find("property", name, properties, func(p *model.Property) string { return p.Name })
}

// Expected returns the properties that a scenario is expected to have: each of
// safety on whose ground it stands, and of liveness those that it promises, as
// far as it stands on a ground of theirs. That two TCPs are a service is not among them,
// for it takes a search of its own: see [Theorem]. The error is a *NameError of what it
// promises.
func Expected(s *model.Scenario) (props []*model.Property, err error) {
	for _, p := range properties {
		if p.Refines == nil && p.Claimed(s) {
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
