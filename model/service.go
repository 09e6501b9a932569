package model

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/tcpfsm/tcpfsm/checker"
)

// A Service is what the users of two TCPs may rely on: which observations there may be,
// in which order, at both ends. Observe says what users say and are told in a happening,
// and After what is allowed: see [checker.Specification]. Tells picks the observations
// that the service promises something of; nil picks all.
type Service[Q comparable, O any] struct {
	Initial Q
	Observe func(*Happening) []O
	After   func(q Q, o O) []Q
	Tells   func(O) bool
}

// Refines asks whether what users observe of a scenario is what a service allows. Where
// the network loses the answer is about one of any capacity, unless q says otherwise;
// there, a violation is told in the smallest network in which it was found.
func Refines[Q comparable, O any](ctx context.Context, q Question, service Service[Q, O]) (*Refinement[O], error) {
	m, err := q.Model()
	if err != nil {
		return nil, err
	}
	q.Options.Covering = q.AnyCapacity && q.Scenario.anyCapacity()
	q.Options.AnyTrace, q.Options.Invariant, q.Options.KeepGoing = q.Options.Covering, false, false
	a := &Refinement[O]{Capacity: q.Scenario.Net.Capacity, Model: m}
	var system checker.Model[State] = m
	if q.Options.Covering {
		system, a.Capacity = newAnyCapacity(m), 0
	}
	told := new(atomic.Bool)
	observed := observations(m, service, told)
	r := checker.Refine(system, observed, checker.Specification[Q, O]{Initial: []Q{service.Initial}, After: service.After})
	result, err := refined(ctx, r, q.Options, r.Refines("refines"))
	if err != nil {
		return nil, err
	}
	f := result.Findings[0]
	a.Verdict, a.Stats = f.Verdict, result.Stats
	if a.Vacuous = a.Verdict == checker.Holds && !told.Load(); a.Vacuous {
		a.Verdict = checker.Unknown
	}
	if f.Trace == nil {
		return a, nil
	}
	a.tell(f.Trace, observed)
	if !q.Options.Covering {
		return a, nil
	}
	return bounded(ctx, q, service, a)
}

// refined explores a refinement. It is not inlined, so that who asks about a service of
// their own does not compile a search, which takes seconds.
//
//go:noinline
func refined(ctx context.Context, r checker.Model[checker.Refined[State]], opt checker.Options, claim checker.Property[checker.Refined[State]]) (*checker.Result[checker.Refined[State]], error) {
	return checker.Check(ctx, r, opt, claim)
}

// tell takes over the run that is not allowed, and what is observed of it.
func (a *Refinement[O]) tell(t *checker.Trace[checker.Refined[State]], observed func(checker.Action) []O) {
	a.Trace = &checker.Trace[State]{Start: t.Start.State}
	for _, s := range t.Steps {
		a.Observed = append(a.Observed, observed(s.Action)...)
		a.Trace.Steps = append(a.Trace.Steps, checker.Step[State]{Action: s.Action, Name: s.Name, State: s.State.State})
	}
}

// bounded makes of what violates a service in a network of any capacity a run of one
// that has a capacity: that of the scenario if the run can be followed there, else the
// smallest in which it can. There a shortest run is looked for, if the search is small.
func bounded[Q comparable, O any](ctx context.Context, q Question, service Service[Q, O], a *Refinement[O]) (*Refinement[O], error) {
	m, run, err := a.Model.smallest(ctx, a.Trace, 1)
	if err != nil {
		return nil, err
	}
	q.AnyCapacity = false
	switch {
	case run == nil && q.Scenario.Net.asSet():
		a.Verdict, a.Trace, a.Observed, a.Crowded = checker.Unknown, nil, nil, true
		return a, nil
	case run == nil: // one of any capacity can do more than this network
		return Refines(ctx, q, service)
	}
	a.Trace, a.Model, a.Capacity, a.Detour = run, m, m.scenario.Net.Capacity, true
	q.Scenario.Net.Capacity = max(a.Capacity, q.Scenario.Net.Capacity)
	q.shorten()
	short, err := Refines(ctx, q, service)
	if err != nil || short.Trace == nil {
		return a, err
	}
	short.Stats = a.Stats
	return short, nil
}

// decide implements [Abstract].
func (service Service[Q, O]) decide(ctx context.Context, q Question) (*Refinement[string], error) {
	r, err := Refines(ctx, q, service)
	if err != nil {
		return nil, err
	}
	told := &Refinement[string]{
		Verdict: r.Verdict, Capacity: r.Capacity, Stats: r.Stats, Trace: r.Trace, Model: r.Model,
		Detour: r.Detour, Crowded: r.Crowded, Vacuous: r.Vacuous,
	}
	for _, o := range r.Observed {
		told.Observed = append(told.Observed, fmt.Sprint(o))
	}
	return told, nil
}

// observations returns what is observed of an action, which is computed once. It notes
// whether anything was that the service promises something of.
func observations[Q comparable, O any](m *Model, service Service[Q, O], told *atomic.Bool) func(checker.Action) []O {
	var known sync.Map
	return func(a checker.Action) []O {
		mv := m.moveOf(a)
		if mv == nil || mv.lost {
			return nil
		}
		if all, ok := known.Load(a); ok {
			return all.([]O)
		}
		var all []O
		for _, h := range m.execute(m.ends.at(mv.from), mv.in, true).happening {
			all = append(all, service.Observe(&h)...)
		}
		witness(told, slices.ContainsFunc(all, func(o O) bool { return service.Tells == nil || service.Tells(o) }))
		known.Store(a, all)
		return all
	}
}

// withoutServices returns the question about those of the properties that need no search of
// their own.
func (q Question) withoutServices() *Question {
	q.Properties = slices.DeleteFunc(slices.Clone(q.Properties), (*Property).refines)
	q.Expected = slices.DeleteFunc(slices.Clone(q.Expected), (*Property).refines)
	return &q
}

// askServices answers a question in which properties claim a service. If all do, that is
// all that is explored.
func askServices(ctx context.Context, q Question, props []*Property) (a *Answer, err error) {
	if rest := q.withoutServices(); len(rest.Properties)+len(rest.Expected) > 0 {
		if a, err = ask(ctx, *rest); err != nil {
			return nil, err
		}
	}
	verdicts := map[*Property]Verdict{}
	for _, p := range props {
		if !p.refines() {
			continue
		}
		v := Verdict{Property: p, Kind: p.kind(), Capacity: q.Scenario.Net.Capacity, Assumed: q.Scenario.Assumptions()}
		v.Finding = checker.Finding[State]{Name: p.Name, Kind: v.Kind}
		if a == nil || q.Options.KeepGoing || a.Stopped != checker.StoppedViolation {
			if a, err = q.refine(ctx, a, &v); err != nil {
				return nil, err
			}
		}
		verdicts[p] = v
	}
	a.insert(props, verdicts)
	return a.pruned(&q), nil
}

// refine decides one of them. It makes the answer if there is none.
func (q *Question) refine(ctx context.Context, a *Answer, v *Verdict) (*Answer, error) {
	r, err := v.Refines.decide(ctx, *q)
	if err != nil {
		return nil, err
	}
	v.Finding.Verdict, v.Finding.Trace, v.Finding.Detour = r.Verdict, r.Trace, r.Detour
	v.Capacity, v.Model, v.Crowded, v.Vacuous, v.Observed = r.Capacity, r.Model, r.Crowded, r.Vacuous, r.Observed
	if a == nil {
		a = &Answer{Scenario: q.Scenario, Model: r.Model, Result: &checker.Result[State]{Stats: r.Stats}}
		if q.AnyCapacity && q.Scenario.anyCapacity() {
			a.Any = a.Result
		}
		return a, nil
	}
	v.Explored = &r.Stats
	a.Complete = a.Complete && (r.Stats.Complete || r.Verdict == checker.Violated)
	if a.Stopped == checker.NotStopped {
		a.Stopped = r.Stats.Stopped
	}
	return a, nil
}

// insert adds verdicts to those of an answer, in the order in which they were asked for.
func (a *Answer) insert(props []*Property, verdicts map[*Property]Verdict) {
	for _, v := range a.Verdicts {
		verdicts[v.Property] = v
	}
	a.Verdicts = nil
	for _, p := range props {
		if v, ok := verdicts[p]; ok { // one that is expected, and about nothing, is left out
			a.Verdicts = append(a.Verdicts, v)
		}
	}
}
