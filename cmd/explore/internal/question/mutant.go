package question

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// mutate makes the change of the mutant that a question is about.
func mutate(q *Question) error {
	if q.Mutant == "" {
		return nil
	}
	mu, err := catalogue.FindMutant(q.Mutant)
	if err != nil {
		return nearest(err)
	}
	if changes, err := mu.Changes(q.Scenario); err != nil {
		return err
	} else if !changes {
		return &unchangedError{&mu, q.Scenario.Name}
	}
	fair, expected := q.Fair, q.Expected
	q.Question, err = mu.Question(q.Scenario, q.Properties...)
	q.Fair, q.Expected = fair, expected
	return err
}

// An unchangedError says that a mutant leaves a scenario as it is.
type unchangedError struct {
	mutant   *model.Mutant
	scenario string
}

func (e *unchangedError) Error() string {
	return fmt.Sprintf("mutant %s changes nothing in scenario %s: %s\nhint: explore check -mutant %[1]s asks where it is refuted",
		e.mutant.Name, e.scenario, e.mutant.Change)
}

// refuting returns the scenarios that refute a mutant, each once, and what they
// refute it by.
func refuting(name string) (all []model.Scenario, properties map[string][]*model.Property, err error) {
	mu, err := catalogue.FindMutant(name)
	if err != nil {
		return nil, nil, nearest(err)
	}
	properties = map[string][]*model.Property{}
	for i := range mu.Refuted {
		r := &mu.Refuted[i]
		if !slices.ContainsFunc(all, func(s model.Scenario) bool { return s.Name == r.Scenario.Name }) {
			all = append(all, r.Scenario)
		}
		properties[r.Scenario.Name] = append(properties[r.Scenario.Name], r.Property)
	}
	return all, properties, nil
}
