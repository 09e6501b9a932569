package checker

import (
	"errors"
	"fmt"
)

// safety turns what the search noted about a property into a finding.
func (s *search[S]) safety(i int) (Finding[S], error) {
	p, h := s.props[i], s.hits[i]
	f := Finding[S]{Name: p.name, Kind: p.kind}
	switch {
	case h.Found && p.kind == KindReachable, !h.Found && s.stats.Complete && p.kind != KindReachable:
		f.Verdict = Holds
	case h.Found, s.stats.Complete:
		f.Verdict = Violated
	}
	if !h.Found {
		if f.Verdict != Unknown {
			f.Doubt = s.stats.CollisionProbability
		}
		return f, nil
	}
	t, err := s.evidence(i)
	if errors.Is(err, errStopped) && s.ctx.Err() == nil {
		s.proceed() // time was for finding it; telling it takes no longer
		t, err = s.evidence(i)
	}
	if errors.Is(err, errStopped) {
		return f, nil // a fact all the same, though there is no time to tell the way
	}
	f.Trace = t
	if s.ways != nil {
		f.Detour = s.ways[i].detour
	}
	return f, err
}

// evidence returns a shortest trace for what decides a property, executed again.
func (s *search[S]) evidence(prop int) (_ *Trace[S], err error) {
	defer s.catch(&err)
	p := s.props[prop]
	path, err := s.way(prop)
	if err != nil {
		return nil, err
	}
	r := newReplay(s)
	t, err := r.trace(path)
	if err != nil {
		return nil, err
	}
	if !r.confirms(p, t) {
		return nil, &ContractError{State: t.Last(), Problem: fmt.Sprintf(
			"property %q is not a function of the state, or symmetric states differ in it: asked again it answers differently", p.name)}
	}
	return t, nil
}

// way returns the states on the way to the one that decides a property.
func (s *search[S]) way(prop int) ([]S, error) {
	if s.ways != nil {
		return s.ways[prop].states, nil
	}
	return s.path(s.hits[prop].Level, s.hits[prop].State)
}

// confirms reports whether the trace violates the property, or is the witness. For
// a step invariant it appends the step that is wrong.
func (r *replay[S]) confirms(p Property[S], t *Trace[S]) bool {
	last := t.Last()
	r.search.asked = &last
	switch p.kind {
	case KindReachable:
		return p.state(&last)
	case KindInvariant:
		return !p.state(&last)
	case KindTerminal:
		return r.terminal(last) && !p.state(&last)
	}
	for _, next := range r.steps(last) {
		if !p.step(&last, next.action, &next.state) {
			t.Steps = append(t.Steps, Step[S]{next.action, r.search.actionName(next.action), next.state})
			return true
		}
	}
	return false
}
