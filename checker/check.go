package checker

import (
	"context"
	"time"
)

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
func Check[S comparable](ctx context.Context, m Model[S], opt Options, props ...Property[S]) (_ *Result[S], err error) {
	opt = opt.withDefaults()
	if err := checkType[S](); err != nil {
		return nil, err
	}
	if err := checkProperties(props, opt.Symmetry, opt.Compact && !narrow[S]()); err != nil {
		return nil, err
	}
	s, err := newSearch(m, opt, props)
	if err != nil {
		return nil, err
	}
	defer s.watch(ctx)()
	defer s.catch(&err)
	if err := s.run(); err != nil {
		return nil, err
	}
	s.stats.CollisionProbability = s.compact.collision(s.stats.Distinct)
	findings, err := s.findings()
	if err != nil {
		return nil, err
	}
	s.stats.Elapsed = time.Since(s.began)
	s.opt.Timeout, s.opt.Progress = 0, nil // were for this call alone
	r := &Result[S]{Stats: s.stats, Findings: findings}
	if s.compact == nil {
		r.Graph = &Graph[S]{s}
	}
	return r, nil
}

// findings decides every property. Unless it is told to keep going, it leaves
// liveness properties undecided after the first counterexample. A witness that
// is missing is none.
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
	return all, nil
}
