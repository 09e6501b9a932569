// Package question turns what a command line asks for into questions to the model.
package question

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// A Request is what a command line asks for, in its own words. Empty words
// leave the scenarios as they are.
type Request struct {
	Scenarios  []string // none: the standard ones; one that is named twice is asked about once
	All        bool     // without names: the large ones too
	Properties []string // none: those that each scenario is expected to have
	Mutant     string   // with neither names nor properties: asked where it is refuted

	// A question of one's own, in place of properties: at most one of them.
	Reach   string // a predicate: is there a way to such a state?
	Never   string // a predicate that no state is to satisfy
	LeadsTo string // two predicates, as in "P ~> Q"

	Net    string // as in "loss,reorder"
	Policy string // as in "Linux,rst_in_time_wait=ignore"
	Bound  string // as in "segments=2,msl=1"
	Set    string // as in "B.CRASH=1"

	// Assume lists the assumptions to rest on, as in "MONO,FL,TICK". Assumed
	// says that it was given, be it empty.
	Assume  string
	Assumed bool

	// Stepwise: what is to be seen are single steps. Fairness, which is about
	// whole behaviours, means nothing then.
	Stepwise bool
}

// A Question is one to the model, with the name of the mutant that it is about.
type Question struct {
	model.Question
	Mutant string
}

// Questions returns one question per scenario, each of which makes sense. Its
// errors name what is wrong and end with a hint.
func (r *Request) Questions() ([]Question, error) {
	if err := r.valid(); err != nil {
		return nil, err
	}
	own, err := r.own()
	if err != nil {
		return nil, err
	}
	questions, err := r.questions(own)
	if err != nil {
		return nil, err
	}
	change, err := r.change()
	if err != nil {
		return nil, err
	}
	return r.changed(questions, &change)
}

// changed makes the change in each question. Of scenarios that were not named
// it leaves out those in which the mutant makes no difference, if it does in
// any.
func (r *Request) changed(questions []Question, change *change) (all []Question, err error) {
	var unchanged error
	for _, q := range questions {
		switch err, e := change.apply(&q), new(unchangedError); {
		case errors.As(err, &e) && len(r.Scenarios) == 0:
			unchanged = err
			continue
		case err != nil:
			return nil, err
		}
		if err := q.Valid(); err != nil {
			return nil, fmt.Errorf("%w\nhint: explore check -help tells what each flag means, explore list scenarios what there is to ask about", err)
		}
		all = append(all, q)
	}
	if len(all) == 0 {
		return nil, unchanged
	}
	return all, nil
}

// AnyCapacity reports whether the request leaves open how many segments a direction
// has room for.
func (r *Request) AnyCapacity() bool {
	bounds, err := parseBounds(r.Bound)
	return err == nil && !slices.ContainsFunc(bounds, func(b bound) bool { return b.name == segments })
}

// valid checks what can be checked before the scenarios are known.
func (r *Request) valid() error {
	for _, name := range r.Properties {
		p, err := catalogue.FindProperty(name)
		if err != nil {
			return nearest(err)
		}
		if r.Stepwise && p.Refines != nil {
			return fmt.Errorf("property %s is about all that users are told, and no single step shows it\nhint: explore check -property %[1]s", name)
		}
	}
	switch {
	case r.All && len(r.Scenarios) > 0:
		return errors.New("-all is for the standard scenarios, and some are named\nhint: leave one of them out")
	case r.All && r.refutes():
		return errors.New("-all is for the standard scenarios, and a mutant is asked about where it is refuted\nhint: leave out -all, or name a -property")
	}
	return nil
}

// refutes reports whether the request is about a mutant where it is refuted.
func (r *Request) refutes() bool {
	return r.Mutant != "" && len(r.Scenarios) == 0 && r.Properties == nil
}

// questions returns the scenarios with what to ask about them, before anything is
// changed: own, unless it is nil.
func (r *Request) questions(own *model.Property) (all []Question, err error) {
	var scenarios []model.Scenario
	var refuted map[string][]*model.Property
	if r.refutes() && own == nil {
		scenarios, refuted, err = refuting(r.Mutant)
	} else {
		scenarios, err = r.scenarios()
	}
	if err != nil {
		return nil, err
	}
	for _, s := range scenarios {
		q := Question{Mutant: r.Mutant}
		q.Scenario = s
		q.Properties, q.Expected = r.of(&s)
		if named, ok := refuted[s.Name]; ok {
			q.Properties = named
		}
		if own != nil {
			fair := fairness()
			q.Properties, q.Fair = []*model.Property{own}, &fair
		}
		if r.Properties == nil || len(q.Properties)+len(q.Expected) > 0 {
			all = append(all, q)
		}
	}
	if r.Mutant != "" && len(r.Scenarios) == 0 && refuted == nil && own == nil {
		also, err := r.alsoRefuting()
		if err != nil {
			return nil, err
		}
		all = append(all, also...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no standard scenario is expected to have %s\nhint: name the scenario to ask about; explore list scenarios shows them all", strings.Join(r.Properties, " and "))
	}
	return all, nil
}

// alsoRefuting returns what to ask about where the mutant is refuted by one of
// the properties of the request.
func (r *Request) alsoRefuting() (all []Question, err error) {
	scenarios, refuted, err := refuting(r.Mutant)
	for _, s := range scenarios {
		q := Question{Mutant: r.Mutant}
		q.Scenario = s
		q.Properties = slices.DeleteFunc(refuted[s.Name], func(p *model.Property) bool { return !slices.Contains(r.Properties, p.Name) })
		if len(q.Properties) > 0 {
			all = append(all, q)
		}
	}
	return all, err
}

// scenarios returns those that are asked for.
func (r *Request) scenarios() (all []model.Scenario, err error) {
	for _, name := range unique(r.Scenarios) {
		s, err := FindScenario(name)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	if len(all) > 0 {
		return all, nil
	}
	return slices.DeleteFunc(slices.Clone(catalogue.Scenarios()), func(s model.Scenario) bool { return s.Large && !r.All }), nil
}

// FindScenario returns the scenario of that name, which is a standard one, one that
// refutes a mutant, that of the table of TIME-WAIT, or one of a file, see [FileGrammar].
func FindScenario(name string) (model.Scenario, error) {
	if isFile(name) {
		return fromFile(name)
	}
	all := known()
	i := slices.IndexFunc(all, func(s model.Scenario) bool { return s.Name == name })
	if i < 0 {
		return model.Scenario{}, nearest(&catalogue.NameError{What: "scenario", Name: name, Known: ScenarioNames()})
	}
	return all[i], nil
}

// ScenarioNames returns the names that [FindScenario] knows.
func ScenarioNames() (names []string) {
	for _, s := range known() {
		names = append(names, s.Name)
	}
	return unique(names)
}

// known lists the standard scenarios, those that refute mutants, and that of [TimeWaits].
func known() []model.Scenario {
	all := slices.Clone(catalogue.Scenarios())
	for _, mu := range catalogue.Mutants() {
		for i := range mu.Refuted {
			all = append(all, mu.Refuted[i].Scenario)
		}
	}
	return append(all, catalogue.TimeWaitLength())
}

// of returns the properties to ask about in a scenario: those of the request,
// but if no scenario was named only those that are expected of this one. That two TCPs
// are a service is left out then where nobody is told anything.
func (r *Request) of(s *model.Scenario) (all, expected []*model.Property) {
	for _, name := range unique(r.Properties) {
		p, err := catalogue.FindProperty(name)
		switch {
		case err != nil:
		case len(r.Scenarios) == 0 && p.Refines != nil && p.Claimed(s):
			expected = append(expected, p)
		case len(r.Scenarios) > 0 || p.Claimed(s) || slices.Contains(s.Promises, name):
			all = append(all, p)
		}
	}
	return all, expected
}

// A change is what a request does to each scenario.
type change struct {
	net      *network
	policy   string
	bounds   []bound
	settings []setting
	assume   model.Assumptions
	assumed  bool
	stepwise bool
	all      bool // it is made in all scenarios, and what some of them break is left out there
}

func (r *Request) change() (c change, err error) {
	if c.net, err = parseNet(r.Net); err != nil {
		return c, err
	}
	if r.Policy != "" {
		if _, err := hint.ParsePolicy(r.Policy); err != nil {
			return c, err
		}
	}
	if c.bounds, err = parseBounds(r.Bound); err != nil {
		return c, err
	}
	if c.settings, err = settings(r.Set); err != nil {
		return c, err
	}
	c.policy, c.assumed, c.stepwise, c.all = r.Policy, r.Assumed, r.Stepwise, len(r.Scenarios) == 0
	c.assume, err = parseAssumptions(r.Assume)
	if fair := c.assume.Fair(); err == nil && fair != 0 && r.Stepwise {
		err = fmt.Errorf("-assume %v means nothing to single steps: it is about whole behaviours\nhint: leave it out, or ask explore check", fair)
	}
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
	for _, a := range c.settings {
		a.apply(s)
	}
	if c.assumed {
		if err := meet(s, c.assume, c.bounds); err != nil {
			return err
		}
		fair := c.assume.Fair()
		q.Fair = &fair
	} else if q.Fair != nil {
		fair := unbroken(s, *q.Fair)
		q.Fair = &fair
	}
	if err := c.expect(q); err != nil {
		return err
	}
	if err := mutate(q); err != nil || !c.assumed {
		return err
	}
	set := c.assume
	if c.all {
		set &^= set.Fair()
	}
	return kept(q, set)
}

// expect asks for what the scenario is expected to have, if nothing is named.
func (c *change) expect(q *Question) (err error) {
	if len(q.Properties)+len(q.Expected) > 0 {
		return nil
	}
	q.Expected, err = catalogue.Expected(&q.Scenario)
	if whole := catalogue.Theorem(&q.Scenario); whole != nil && !c.stepwise {
		q.Expected = append(q.Expected, whole)
	}
	return err
}

// PolicyName returns the policy of a scenario in words.
func PolicyName(s *model.Scenario) string {
	if s.Policy == "" {
		return fsm.Profiles()[0].Name
	}
	return s.Policy
}

// Design names a policy, and the mutant of it if there is one.
func Design(policy, mutant string) string {
	if mutant != "" {
		return "policy " + policy + ", mutant " + mutant
	}
	return "policy " + policy
}

// nearest turns the error of a name that there is not into one with the names
// that resemble it.
func nearest(err error) error {
	if e := new(catalogue.NameError); errors.As(err, &e) {
		return hint.Unknown(e.What, e.Name, e.Known, "explore list "+plural(e.What))
	}
	return err
}

// unique returns the names in their order, each once; nil if there are none.
func unique(names []string) (once []string) {
	for _, name := range names {
		if !slices.Contains(once, name) {
			once = append(once, name)
		}
	}
	return once
}

func plural(what string) string {
	if what == "property" {
		return "properties"
	}
	return what + "s"
}
