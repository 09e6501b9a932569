package model

import (
	"context"
	"slices"
)

// Ask explores a scenario completely, if the options let it, and decides the
// properties. The error is not nil if the question makes no sense: a scenario
// that is out of bounds, a property that claims nothing or two things at once, or
// one that says nothing about the scenario.
func Ask(ctx context.Context, q Question) (*Answer, error) {
	var err error
	if q.beside, err = besideOf(q.Scenario, q.Beside); err != nil {
		return nil, err
	}
	a, err := ask(ctx, q)
	if err == nil {
		a.Beside = a.beside(&q)
	}
	return a, err
}

func ask(ctx context.Context, q Question) (*Answer, error) {
	props, err := q.properties()
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(props, (*Property).refines) {
		return askServices(ctx, q, props)
	}
	if q.AnyCapacity && q.Scenario.anyCapacity() {
		return askAny(ctx, q)
	}
	return search(ctx, q)
}
