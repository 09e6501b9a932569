package catalogue

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/model"
)

// A Family is a group of standard scenarios that are about the same.
type Family struct {
	Name      string
	Scenarios []model.Scenario
}

// Families returns the standard scenarios in groups and, at the end, the large ones.
func Families() []Family {
	return []Family{
		{"how a connection begins", opening},
		{"how octets are transferred", transferring},
		{"how a connection ends", closing},
		{"one connection after the other", incarnations},
		{"crashes, resets, giving up", failing},
		{"strange segments and calls", strange},
		{"what has to happen at last", fairly},
		{"large ones", slices.Concat(largeIncarnations, large)},
	}
}

// Scenarios returns the standard scenarios and, at the end, the large ones.
func Scenarios() (all []model.Scenario) {
	for _, f := range Families() {
		all = append(all, f.Scenarios...)
	}
	return all
}

// FindScenario returns the scenario of that name. The error is a *NameError.
func FindScenario(name string) (model.Scenario, error) {
	return find("scenario", name, Scenarios(), func(s model.Scenario) string { return s.Name })
}
