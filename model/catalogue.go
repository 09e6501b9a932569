package model

import (
	"fmt"
	"slices"
)

// catalogue lists the properties in the order of the documents.
var catalogue = slices.Concat(safety, liveness, hazardous)

// Properties returns all properties. They are to be read only.
func Properties() []*Property { return catalogue }

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
func FindProperty(name string) (*Property, error) {
	return find("property", name, catalogue, func(p *Property) string { return p.Name })
}

// FindScenario returns the scenario of that name. The error is a *NameError.
func FindScenario(name string) (Scenario, error) {
	return find("scenario", name, Scenarios(), func(s Scenario) string { return s.Name })
}

// FindAssumption returns the assumption of that name. The error is a *NameError.
func FindAssumption(name string) (Assumption, error) {
	return find("assumption", name, AllAssumptions(), Assumption.String)
}

// eventClaims returns the properties of single happenings, of which there are
// at most 64.
func eventClaims() (claims []*Property) {
	for _, p := range catalogue {
		if p.Event != nil {
			claims = append(claims, p)
		}
	}
	return claims
}
