// Package ask turns what a command line asks for into questions to the model.
package ask

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/spec"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// A Request is what a command line asks for, in its own words. Empty words
// leave the scenarios as they are.
type Request struct {
	Scenarios  []string // none: the standard ones
	All        bool     // without names: the large ones too
	Properties []string // none: those that each scenario is expected to have

	Net    string // as in "loss,reorder"
	Policy string // as in "Linux,rst_in_time_wait=ignore"
	Mutant string
	Bound  string // as in "segments=2,msl=1"

	// Assume lists the assumptions to rest on, as in "MONO,FL,TICK". Assumed
	// says that it was given, be it empty.
	Assume  string
	Assumed bool
}

// A Question is one to the model, with the name of the mutant that it is about.
type Question struct {
	model.Question
	Mutant string
}

// Questions returns one question per scenario. Its errors name what is wrong
// and end with a hint.
func (r *Request) Questions() ([]Question, error) {
	scenarios, err := r.scenarios()
	if err != nil {
		return nil, err
	}
	for _, name := range r.Properties {
		if _, err := model.FindProperty(name); err != nil {
			return nil, nearest(err)
		}
	}
	change, err := r.change()
	if err != nil {
		return nil, err
	}
	var all []Question
	for i := range scenarios {
		q := Question{Mutant: r.Mutant}
		q.Scenario = scenarios[i]
		if err := change.apply(&q); err != nil {
			return nil, err
		}
		q.Properties = r.of(&q.Scenario)
		if r.Properties == nil || len(q.Properties) > 0 {
			all = append(all, q)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no standard scenario is expected to have %v\nhint: name the scenario to ask about; explore list scenarios shows them all", r.Properties)
	}
	return all, nil
}

// scenarios returns those that are asked for.
func (r *Request) scenarios() (all []model.Scenario, err error) {
	for _, name := range r.Scenarios {
		s, err := model.FindScenario(name)
		if err != nil {
			return nil, nearest(err)
		}
		all = append(all, s)
	}
	if len(all) > 0 {
		return all, nil
	}
	return slices.DeleteFunc(slices.Clone(model.Scenarios()), func(s model.Scenario) bool { return s.Large && !r.All }), nil
}

// of returns the properties to ask about in a scenario: those of the request,
// but if no scenario was named only those that are expected of this one.
func (r *Request) of(s *model.Scenario) []string {
	if r.Properties == nil || len(r.Scenarios) > 0 {
		return r.Properties
	}
	return slices.DeleteFunc(slices.Clone(r.Properties), func(name string) bool {
		p, err := model.FindProperty(name)
		return err != nil || !p.Claimed(s) && !slices.Contains(s.Promises, name)
	})
}

// A change is what a request does to each scenario.
type change struct {
	net     *network
	policy  string
	bounds  []bound
	assume  model.Assumptions
	assumed bool
}

func (r *Request) change() (c change, err error) {
	if c.net, err = parseNet(r.Net); err != nil {
		return c, err
	}
	if r.Policy != "" {
		if _, err := spec.ParsePolicy(r.Policy); err != nil {
			return c, err
		}
	}
	if c.bounds, err = parseBounds(r.Bound); err != nil {
		return c, err
	}
	c.policy, c.assumed = r.Policy, r.Assumed
	c.assume, err = parseAssumptions(r.Assume)
	return c, err
}

// apply changes the scenario of a question: policy, network and bounds first,
// for the assumptions have to hold in what comes of them.
func (c *change) apply(q *Question) error {
	s := &q.Scenario
	if c.policy != "" {
		s.Policy = c.policy
	}
	if c.net != nil {
		c.net.apply(&s.Net)
	}
	for _, b := range c.bounds {
		if err := b.apply(s); err != nil {
			return err
		}
	}
	if c.assumed {
		if err := meet(s, c.assume, c.bounds); err != nil {
			return err
		}
		fair := c.assume.Fair()
		q.Fair = &fair
	}
	return mutate(q)
}

// mutate replaces the machine of a question by that of its mutant.
func mutate(q *Question) error {
	if q.Mutant == "" {
		return nil
	}
	return spec.Unknown("mutant", q.Mutant, nil, "explore list mutants")
}

// PolicyName returns the policy of a scenario in words.
func PolicyName(s *model.Scenario) string {
	if s.Policy == "" {
		return fsm.Profiles()[0].Name
	}
	return s.Policy
}

// nearest turns the error of a name that there is not into one with the names
// that resemble it.
func nearest(err error) error {
	if e := new(model.NameError); errors.As(err, &e) {
		return spec.Unknown(e.What, e.Name, e.Known, "explore list "+plural(e.What))
	}
	return err
}

func plural(what string) string {
	if what == "property" {
		return "properties"
	}
	return what + "s"
}
