package checker

import (
	"context"
	"errors"
	"time"
)

// Check explores every reachable state of the model and decides the
// properties.
//
// The error is not nil if the question cannot be answered at all: the model
// breaks its contract (a [ContractError] with the state that shows it), or the
// checkpoint cannot be opened or read. A violated property is no error, nor
// is a bound that is reached: both are in the Result, and a property that is
// then undecided is Unknown.
//
// A cancelled context ends Check within a tenth of a second, as far as calls
// of the model return; one that is cancelled beforehand lets it explore nothing.
// No goroutine is left behind. Model and properties are called on goroutines of
// the checker: one that ends its goroutine, as FailNow of package testing does,
// breaks the contract.
func Check[S comparable](ctx context.Context, m Model[S], opt Options, props ...Property[S]) (*Result[S], error) {
	if err := checkArguments(ctx, m, opt, props); err != nil {
		return nil, err
	}
	s, err := newSearch(m, opt.withDefaults(), props)
	if err != nil {
		return nil, err
	}
	var r *Result[S]
	err = s.aside(ctx, func() (err error) {
		r, err = s.check()
		return err
	})
	s.opt.Timeout, s.opt.Progress = 0, nil // were for this call alone
	return r, err
}

// checkArguments returns an error for a question that makes no sense.
func checkArguments[S comparable](ctx context.Context, m Model[S], opt Options, props []Property[S]) error {
	switch {
	case ctx == nil:
		return noContext()
	case m == nil:
		return &ContractError{Problem: "the model is nil"}
	}
	if err := opt.check(); err != nil {
		return err
	}
	if err := checkType[S](); err != nil {
		return err
	}
	return checkProperties(props, opt.Symmetry, opt.Compact && !narrow[S]())
}

// check explores, and decides the properties.
func (s *search[S]) check() (*Result[S], error) {
	run := s.run
	if s.opt.Covering {
		run = s.runCovering
	}
	err := run()
	if errors.Is(err, errStopped) {
		s.stats.Stopped, err = s.whyStopped(), nil
	}
	if err != nil {
		return nil, err
	}
	s.stats.Levels = s.levels.sizes(0, s.levels.len())
	s.stats.CollisionProbability = s.compact.collision(s.stats.Distinct)
	findings, err := s.findings()
	if err != nil {
		return nil, err
	}
	s.stats.Elapsed = time.Since(s.began)
	r := &Result[S]{Stats: s.stats, Findings: findings, Unsaved: s.unsaved, Invariant: s.invariant}
	if s.compact == nil && !s.opt.Covering {
		r.Graph = &explored[S]{s}
	}
	return r, nil
}

// findings decides every property. Unless it is told to keep going, it leaves
// liveness properties undecided after the first counterexample. A
// Reachable without a witness is no counterexample.
func (s *search[S]) findings() ([]Finding[S], error) {
	s.proceed()
	all := make([]Finding[S], len(s.props))
	violated := false
	for i, p := range s.props {
		if p.kind.isLiveness() {
			continue
		}
		var err error
		if all[i], err = s.safety(i); err != nil {
			return nil, err
		}
		violated = violated || all[i].Verdict == Violated && p.kind != KindReachable
	}
	if s.opt.Timeout > 0 && time.Since(s.began) >= s.opt.Timeout {
		s.stop.Store(true)
	}
	for i, p := range s.props {
		if !p.kind.isLiveness() {
			continue
		}
		all[i] = Finding[S]{Name: p.name, Kind: p.kind}
		if violated && !s.opt.KeepGoing {
			s.stats.Stopped = StoppedViolation
			continue
		}
		var err error
		if all[i], err = s.liveness(i); err != nil {
			return nil, err
		}
		violated = violated || all[i].Verdict == Violated
	}
	s.whole = whole[S]{}
	s.letGo()
	return all, nil
}
