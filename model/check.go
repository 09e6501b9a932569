package model

import (
	"context"
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Question asks which properties a scenario has.
type Question struct {
	_ struct{}

	Scenario Scenario

	// Machine replaces that of the scenario's policy: a mutant. Nil: no mutant.
	Machine *fsm.Machine

	// Properties to decide, of whatever kind, each with a name of its own. One
	// that says nothing about the scenario is refused. Without any, and none
	// expected, the scenario is explored and nothing is decided.
	Properties []*Property

	// Expected are further properties to decide. Of these the answer leaves out
	// the ones that say nothing about the scenario, and of those of safety the
	// ones that turn out to be about nothing in it.
	Expected []*Property

	// AnyCapacity asks about a network of any capacity, as far as that can be
	// answered: which of the claims about events, states and steps of ends hold
	// however many segments a direction has room for, where the network loses. For
	// the rest of the properties the capacity is that of the scenario. See
	// [Verdict.Capacity].
	AnyCapacity bool

	// Beside names another policy, as [Scenario.Policy] does. Its machine takes every
	// input beside that of the scenario, and if both do the same in all of them the
	// answer speaks for it as well: see [Answer.Beside].
	Beside string

	// Invariant asks for the states that the search without a capacity has found, as
	// [Answer.Invariant].
	Invariant bool

	mistake func(*fsm.TCB, *fsm.Event) // see [Mutant]
	beside  *beside                    // of Beside

	// Fair replaces the assumptions of fairness of each property if not nil. The
	// scenario may break some, see [Scenario.Breaks]: nothing is assumed that it
	// breaks.
	Fair *Assumptions

	Options checker.Options
}

// An Answer is what an exploration has found out.
type Answer struct {
	Scenario Scenario
	Model    *Model
	*checker.Result[State]

	// Any is what the search without a capacity has found, if there was one, in
	// states of its own; it is Result if there was no other. Nil if there was none.
	Any *checker.Result[State]

	// Invariant is what proves the verdicts about a network of any capacity. Nil if it
	// was not asked for, or if that search was not complete.
	Invariant *Invariant

	// Beside is the answer to the question about the policy of [Question.Beside] in
	// place of that of the scenario, if both machines did the same in every step of an
	// end: then they have the same states. Its verdicts are about the properties that
	// are claimed of that policy on as much as was assumed here. Nil if it was not
	// asked for, if one of them did something else, or if the search was not complete.
	Beside *Answer

	// Verdicts has one entry per property, in the order asked: first those of
	// Properties, then those of Expected.
	Verdicts []Verdict

	// Excluded: steps were left out because a direction had no room for what
	// must not be lost. The verdicts then rest on the capacity, CAP(n), being
	// enough.
	Excluded bool
}

// A Verdict is what became of one property.
type Verdict struct {
	*Property
	Kind    checker.Kind
	Assumed Assumptions // what the verdict rests on
	Broken  Assumptions // of fairness that were to be assumed, and that the scenario breaks
	Finding checker.Finding[State]

	// Capacity is how many segments a direction has room for in the network that the
	// verdict is about; 0: any number. A violation that was looked for in a network of
	// any capacity has the one that its trace needs.
	Capacity int

	// Model is the one of whose states Finding tells.
	Model *Model

	// Crowded: it is violated in a network of any capacity, by a run that needs more
	// than [MaxCapacity] segments. The verdict is Unknown, and the run is not told.
	Crowded bool

	// Vacuous: the property holds because what it is about never happens. The
	// verdict is Unknown then.
	Vacuous bool

	// Observed is what users say and are told up to what the service does not allow,
	// if the property is that they are one. Explored is how much was explored for it
	// beside what the answer tells of; nil if nothing was.
	Observed []string
	Explored *checker.Stats

	// Coarse: it was not decided whether the property is violated, because
	// there are more contents of segments than fairness of delivery can tell
	// apart. The verdict is Unknown, and what was found is not told.
	Coarse bool
}

// A Refinement is what has come of the question whether two TCPs and a network are a
// Service.
type Refinement[O any] struct {
	Verdict  checker.Verdict
	Capacity int // of the network that it is about; 0: any
	Stats    checker.Stats

	// Observed is what is observed up to the one that is not allowed, Trace the run
	// that shows it, in states of Model; nil if all is. Detour: there may be a run of
	// fewer steps. Crowded: it is violated by a run that needs more room than
	// [MaxCapacity], and is not told.
	Observed []O
	Trace    *checker.Trace[State]
	Model    *Model
	Detour   bool
	Crowded  bool

	// Vacuous: nothing was observed that the service promises anything of.
	Vacuous bool
}

// search asks about the capacity of the scenario alone, and about no service.
func search(ctx context.Context, q Question) (*Answer, error) {
	a, claims, err := q.prepare()
	if err != nil {
		return nil, err
	}
	if a.Result, err = checker.Check(ctx, a.Model, q.Options, claims...); err != nil {
		return nil, err
	}
	a.Excluded = a.Omitted > 0
	for i := range a.Verdicts {
		a.settle(&a.Verdicts[i])
	}
	return a.pruned(&q), nil
}

// pruned leaves out what was expected and is about nothing.
func (a *Answer) pruned(q *Question) *Answer {
	a.Verdicts = slices.DeleteFunc(a.Verdicts, func(v Verdict) bool {
		return v.Vacuous && !v.live() && !slices.Contains(q.Properties, v.Property)
	})
	return a
}

// Model makes the scenario of the question executable.
func (q *Question) Model() (*Model, error) {
	machine := q.Machine
	if machine == nil {
		var err error
		if machine, err = q.Scenario.machine(); err != nil {
			return nil, err
		}
	}
	m, err := newModel(q.Scenario, machine)
	if err == nil {
		m.mistake, m.beside = q.mistake, q.beside
	}
	return m, err
}

// Watched makes the scenario of the question executable, as [Question.Model] does, for
// who takes single steps: an event that changes nothing is a step, too, if it breaks one
// of the properties.
func (q *Question) Watched() (*Model, error) {
	props, err := q.properties()
	if err != nil {
		return nil, err
	}
	m, err := q.Model()
	if err != nil {
		return nil, err
	}
	props = slices.DeleteFunc(props, func(p *Property) bool { return p.Event == nil })
	if err := m.watch(props); err != nil {
		return nil, err
	}
	m.claimEvents(props)
	return m, nil
}

// prepare makes the scenario executable and the claims that the checker is to
// decide.
func (q *Question) prepare() (*Answer, []checker.Property[State], error) {
	props, err := q.properties()
	if err != nil {
		return nil, nil, err
	}
	if i := slices.IndexFunc(props, (*Property).refines); i >= 0 {
		return nil, nil, fmt.Errorf("property %s is about all that users observe, and decided by Ask alone", props[i].Name)
	}
	m, err := q.Model()
	if err != nil {
		return nil, nil, err
	}
	if err := m.watch(props); err != nil {
		return nil, nil, err
	}
	a := &Answer{Scenario: q.Scenario, Model: m}
	assumed := map[*Property]Assumptions{}
	for _, p := range props {
		wanted := q.fair(p)
		fair := q.Scenario.keeps(wanted)
		assumed[p] = fair
		a.Verdicts = append(a.Verdicts, Verdict{
			Property: p, Kind: p.kind(), Capacity: q.Scenario.Net.Capacity, Model: m, Assumed: q.Scenario.Assumptions() | fair, Broken: wanted &^ fair,
		})
	}
	return a, m.claimAll(props, assumed), nil
}

// settle fills in what the checker has found.
func (a *Answer) settle(v *Verdict) {
	v.Finding = a.Finding(v.Name)
	if v.Finding.Verdict == checker.Violated && v.live() && a.Model.coarse(v.Assumed) {
		v.Coarse, v.Finding.Verdict, v.Finding.Lasso = true, checker.Unknown, nil
	}
	if v.Finding.Verdict != checker.Holds {
		return
	}
	v.Vacuous = a.Model.vacuous(v.Property)
	if v.Vacuous {
		v.Finding.Verdict = checker.Unknown
	}
}

// fair returns the assumptions of fairness under which p is to be decided.
func (q *Question) fair(p *Property) Assumptions {
	switch {
	case !p.live():
		return 0
	case q.Fair != nil:
		return *q.Fair
	}
	g, _ := p.Ground(&q.Scenario)
	return g.Needs.Fair() &^ q.Scenario.needless(g.Needs)
}

// properties returns the properties that are to be decided.
func (q *Question) properties() (props []*Property, err error) {
	names := map[string]bool{}
	for i, p := range slices.Concat(q.Properties, q.Expected) {
		if err := p.validate(); err != nil {
			return nil, err
		}
		expected, why := i >= len(q.Properties), p.meaningless(&q.Scenario)
		switch {
		case expected && (why != "" || slices.Contains(q.Properties, p)):
			continue
		case why != "":
			return nil, fmt.Errorf("property %s says nothing about scenario %s: %s", p.Name, q.Scenario.Name, why)
		case names[p.Name]:
			return nil, fmt.Errorf("there are two properties %s; leave one of them out, or give it another name", p.Name)
		}
		names[p.Name], props = true, append(props, p)
	}
	return props, nil
}

// beside returns the answer to the same question about the policy beside, as far as it
// is the same; nil if the machines have parted, or the search was not complete.
func (a *Answer) beside(q *Question) *Answer {
	b := a.Model.beside
	if !b.steps() || !a.Complete || a.Any != nil && !a.Any.Complete {
		return nil
	}
	also, same := *a, *q
	also.Scenario.Policy, also.Verdicts, also.Invariant = q.Beside, nil, nil
	same.Scenario = also.Scenario
	also.Model = a.Model.resized(a.Scenario.Net.Capacity)
	also.Model.scenario, also.Model.machine, also.Model.fired = also.Scenario, b.machine, b.fired
	for _, v := range a.Verdicts {
		fair := same.Scenario.keeps(same.fair(v.Property))
		if _, claimed := v.Ground(&same.Scenario); claimed && v.Assumed == same.Scenario.Assumptions()|fair {
			v.Model = also.Model
			also.Verdicts = append(also.Verdicts, v)
		}
	}
	return &also
}
