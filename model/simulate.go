package model

import (
	"context"

	"github.com/tcpfsm/tcpfsm/checker"
)

// Simulate walks through a scenario at random and looks at its safety
// properties on the way. Walks prove nothing: a verdict is Violated or
// Unknown. Of the options of the question none counts.
func Simulate(ctx context.Context, q Question, sim checker.Simulation) (*Answer, *checker.Simulated[State], error) {
	a, claims, err := q.prepare()
	if err != nil {
		return nil, nil, err
	}
	walked, err := checker.Simulate(ctx, a.Model, sim, claims...)
	if err != nil {
		return nil, nil, err
	}
	for i := range a.Verdicts {
		v := &a.Verdicts[i]
		for _, f := range walked.Findings {
			if f.Name == v.Property.Name {
				v.Finding = f
			}
		}
	}
	return a, walked, nil
}
