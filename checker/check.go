package checker

import "context"

// Check explores every reachable state of the model and decides the
// properties.
//
// The error is not nil if the question cannot be answered at all: the model
// breaks its contract (a [ContractError] with the state that shows it), or the
// checkpoint cannot be read or written. A violated property is no error, nor
// is a bound that is reached: both are in the Result, and a property that is
// then undecided is Unknown.
//
// A cancelled context ends Check within a tenth of a second, as far as calls
// of the model return. No goroutine is left behind.
func Check[S comparable](ctx context.Context, m Model[S], opt Options, props ...Property[S]) (*Result[S], error) {
	opt = opt.withDefaults()
	if err := checkType[S](); err != nil {
		return nil, err
	}
	if err := checkProperties(props, opt.Symmetry); err != nil {
		return nil, err
	}
	s, err := newSearch(m, opt, props)
	if err != nil {
		return nil, err
	}
	defer s.watch(ctx)()
	if err := s.start(); err != nil {
		return nil, err
	}
	if err := s.explore(); err != nil {
		return nil, err
	}
	return &Result[S]{Stats: s.stats}, nil
}

type Graph[S comparable] struct{}
