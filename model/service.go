package model

import (
	"context"
	"sync"

	"github.com/tcpfsm/tcpfsm/checker"
)

// A Service is what the users of two TCPs may rely on: which observations there may be,
// in which order, at both ends. Observe says what users say and are told in a happening,
// and After what is allowed: see [checker.Specification].
type Service[Q comparable, O any] struct {
	Initial Q
	Observe func(*Happening) []O
	After   func(q Q, o O) []Q
}

// A Refinement is what has come of the question whether two TCPs and a network are a
// Service.
type Refinement[O any] struct {
	Verdict  checker.Verdict
	Capacity int // of the network that it is about; 0: any
	Stats    checker.Stats

	// Observed is what is observed up to the one that is not allowed, Trace the run
	// that shows it, in states of Model; nil if all is.
	Observed []O
	Trace    *checker.Trace[State]
	Model    *Model
}

// Refines asks whether what users observe of a scenario is what a service allows. Where
// the network loses the answer is about one of any capacity, unless q says otherwise;
// there, a violation may take a way round, and needs perhaps more than the scenario has.
func Refines[Q comparable, O any](ctx context.Context, q Question, service Service[Q, O]) (*Refinement[O], error) {
	m, err := q.Model()
	if err != nil {
		return nil, err
	}
	q.Options.Covering = q.AnyCapacity && q.Scenario.anyCapacity()
	a := &Refinement[O]{Capacity: q.Scenario.Net.Capacity, Model: m}
	var system checker.Model[State] = m
	if q.Options.Covering {
		system, a.Capacity = newAnyCapacity(m), 0
	}
	observed := observations(m, service.Observe)
	r := checker.Refine(system, observed, checker.Specification[Q, O]{Initial: []Q{service.Initial}, After: service.After})
	result, err := checker.Check[checker.Refined[State]](ctx, r, q.Options, r.Refines("refines"))
	if err != nil {
		return nil, err
	}
	f := result.Findings[0]
	a.Verdict, a.Stats = f.Verdict, result.Stats
	if f.Trace == nil {
		return a, nil
	}
	a.Trace = &checker.Trace[State]{Start: f.Trace.Start.State}
	for _, s := range f.Trace.Steps {
		a.Observed = append(a.Observed, observed(s.Action)...)
		a.Trace.Steps = append(a.Trace.Steps, checker.Step[State]{Action: s.Action, Name: s.Name, State: s.State.State})
	}
	if a.Capacity > 0 {
		return a, nil
	}
	if err := a.bound(ctx); err != nil || a.Trace != nil || q.Scenario.Net.asSet() {
		return a, err
	}
	q.AnyCapacity, q.Options.Covering = false, false // one of any capacity can do more than this network
	return Refines(ctx, q, service)
}

// observations returns what is observed of an action, which is computed once.
func observations[O any](m *Model, observe func(*Happening) []O) func(checker.Action) []O {
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
			all = append(all, observe(&h)...)
		}
		known.Store(a, all)
		return all
	}
}

// bound follows a run of a network of any capacity in the smallest one that has room
// for it. If there is none, the verdict is left open.
func (a *Refinement[O]) bound(ctx context.Context) error {
	for n := 1; n <= MaxCapacity; n++ {
		m := a.Model.resized(n)
		run, err := m.follow(ctx, a.Trace)
		if err != nil {
			return err
		}
		if run != nil {
			a.Trace, a.Model, a.Capacity = run, m, n
			return nil
		}
	}
	a.Verdict, a.Trace = checker.Unknown, nil
	return nil
}
