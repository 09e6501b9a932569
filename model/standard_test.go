package model

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Initial sequence numbers, of which that of A lies just before the wrap.
const (
	issA fsm.Seq = 1<<32 - 2
	issB fsm.Seq = 5000
)

// hostile is a network that does everything to segments but change them.
func hostile(capacity int) Network {
	return Network{Capacity: capacity, Loss: true, Duplicate: true, Reorder: true}
}

// standard is what the catalogue knows, for tests that look inside the engine
// while it is at work on it. The catalogue imports this package, so that only the
// tests outside it may import the catalogue: they fill this in.
var standard struct {
	scenarios  []Scenario
	properties []*Property
	question   func(Scenario) (Question, error)
}

// Standard has the tests inside this package know the catalogue.
func Standard(scenarios []Scenario, properties []*Property, question func(Scenario) (Question, error)) {
	standard.scenarios, standard.properties, standard.question = scenarios, properties, question
}

// mustFind returns a standard scenario by its name.
func mustFind(name string) Scenario {
	for _, s := range standard.scenarios {
		if s.Name == name {
			return s
		}
	}
	panic("there is no scenario " + name)
}

// expecting asks whether a scenario has what is expected of it.
func expecting(t testing.TB, s Scenario) Question {
	t.Helper()
	q, err := standard.question(s)
	if err != nil {
		t.Fatal(err)
	}
	return q
}
