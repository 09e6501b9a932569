package catalogue

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/model"
)

// A NameError says that there is nothing of that name.
type NameError struct {
	What  string   // "property", "scenario", "mutant", "hazard" or "assumption"
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

// FindAssumption returns the assumption of that name. The error is a *NameError.
func FindAssumption(name string) (model.Assumption, error) {
	return find("assumption", name, model.AllAssumptions(), model.Assumption.String)
}
