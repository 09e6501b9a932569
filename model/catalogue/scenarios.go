package catalogue

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/model"
)

// Scenarios returns the standard scenarios and, at the end, the large ones.
func Scenarios() []model.Scenario {
	return slices.Concat(opening, transferring, closing, incarnations, failing, strange, fairly, largeIncarnations, large)
}

// FindScenario returns the scenario of that name. The error is a *NameError.
func FindScenario(name string) (model.Scenario, error) {
	return find("scenario", name, Scenarios(), func(s model.Scenario) string { return s.Name })
}
