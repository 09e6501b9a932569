package ask

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/model"
)

// mutate makes the change of the mutant that a question is about.
func mutate(q *Question) error {
	if q.Mutant == "" {
		return nil
	}
	mu, err := model.FindMutant(q.Mutant)
	if err != nil {
		return nearest(err)
	}
	fair, properties := q.Fair, q.Properties
	q.Question, err = mu.Question(q.Scenario, properties...)
	q.Fair = fair
	return err
}

// refuting returns the scenarios that refute a mutant, each once, and what they
// refute it by.
func refuting(name string) (all []model.Scenario, properties map[string][]string, err error) {
	mu, err := model.FindMutant(name)
	if err != nil {
		return nil, nil, nearest(err)
	}
	properties = map[string][]string{}
	for i := range mu.Refuted {
		r := &mu.Refuted[i]
		if !slices.ContainsFunc(all, func(s model.Scenario) bool { return s.Name == r.Scenario.Name }) {
			all = append(all, r.Scenario)
		}
		properties[r.Scenario.Name] = append(properties[r.Scenario.Name], r.Property)
	}
	return all, properties, nil
}
