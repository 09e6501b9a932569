package model

import (
	"context"
	"fmt"

	"github.com/tcpfsm/tcpfsm/checker"
)

// A Bound asks for a length of time: how many ticks pass at most from states that
// satisfy From until there is one that satisfies To.
type Bound struct {
	Name     string
	Question string // how long what takes
	From, To func(View) bool
}

// A Delay is the answer to a Bound.
type Delay struct {
	Scenario Scenario
	Model    *Model
	Assumed  Assumptions // what it rests on, with the capacity of the scenario
	Excluded bool        // the capacity excluded steps, see [Answer.Excluded]
	Stats    checker.Stats
	*checker.Delay[State]
}

// Longest asks how long something takes at most in a scenario with a clock. Time may pass
// in a state even if nothing comes of it; what is not counted in ticks, as a
// retransmission, may happen at any time, or never. That time passes at all is assumed
// (TICK). The Delay has no answer, and is nil, if the exploration was not complete; the
// error is not nil if the question makes no sense.
func Longest(ctx context.Context, q Question, b *Bound) (*Delay, error) {
	if q.Scenario.Clock.MSL == 0 {
		return nil, fmt.Errorf("scenario %s has no clock: choose a maximum segment lifetime", q.Scenario.Name)
	}
	m, err := q.Model()
	if err != nil {
		return nil, err
	}
	m.stands = true
	r, err := checker.Check[State](ctx, m, q.Options)
	if err != nil {
		return nil, err
	}
	a := &Delay{Scenario: q.Scenario, Model: m, Assumed: q.Scenario.Assumptions() | Assume(TICK), Excluded: r.Omitted > 0, Stats: r.Stats}
	if !r.Complete {
		return a, nil
	}
	is := func(holds func(View) bool) func(*State) bool {
		return func(s *State) bool { return holds(m.view(s)) }
	}
	a.Delay, err = r.Graph.MaxDelay(ctx, is(b.From), is(b.To), func(a checker.Action) bool { return a == tickAction })
	return a, err
}
