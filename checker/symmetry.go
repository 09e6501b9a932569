package checker

import (
	"fmt"
	"slices"
)

// An orbit tests whether Canonical is a symmetry: whether a state and its
// representative behave alike. If they do everywhere, then to each behaviour of
// the model belongs one of representatives, step by step:
//
//	s0  ->  s1  ->  s2        behaviour of the model
//	|       |       |         Canonical
//	r0  ->  r1  ->  r2        what the search sees
//
// A step s1 -> s2 has its counterpart if the representatives of the successors
// of s1 are those of the successors of r1: this is what is compared. The search
// itself never expands s1, so the orbits have to: of the first states of the
// model they expand all, and later walk a few steps from a sample.
type orbit[S comparable] struct {
	search *search[S]
	states []check[S] // claims about states
	own    Steps[S]   // of a state
	its    Steps[S]   // of its representative
}

const (
	rehearsed = 4096 // states whose orbits are tested before the search
	walked    = 4    // steps of a walk from a sampled state
)

// newOrbit returns nil if there is no symmetry.
func newOrbit[S comparable](s *search[S], states []check[S]) *orbit[S] {
	if s.canon == nil {
		return nil
	}
	return &orbit[S]{search: s, states: states, own: Steps[S]{search: s}, its: Steps[S]{search: s}}
}

// rehearse tests the orbits of the first states of the model, found without
// symmetry, breadth first. A model with no more states than that is tested
// completely.
func (o *orbit[S]) rehearse() {
	seen := map[S]bool{}
	var queue []S
	visit := func(steps []slot[S]) {
		for i := range steps {
			if s := steps[i].state; len(queue) < rehearsed && !seen[s] {
				seen[s] = true
				queue = append(queue, s)
			}
		}
	}
	visit(o.own.fillInitial(o.search.model))
	for i := 0; i < len(queue) && !o.search.stop.Load(); i++ {
		o.search.asked = &queue[i]
		visit(o.test(&queue[i]))
	}
	o.search.asked = nil
}

// sample tests the orbits of the given states, and those on a walk from one of
// them. The walk goes through states, not representatives.
func (o *orbit[S]) sample(steps []slot[S]) {
	for i := range steps {
		o.represent(&steps[i].state)
	}
	for range walked {
		if len(steps) == 0 {
			return
		}
		s := steps[hash(&steps[0].state)%uint64(len(steps))].state
		steps = o.test(&s)
	}
}

// test compares a state with its representative, and returns the steps of the
// state.
func (o *orbit[S]) test(s *S) []slot[S] {
	o.own.restart()
	own := o.own.fill(o.search.model, s)
	rep := o.represent(s)
	if rep == *s {
		return own
	}
	o.its.restart()
	its := o.its.fill(o.search.model, &rep)
	if len(own) > 0 || len(its) > 0 {
		o.compareSteps(s, own, &rep, its)
	} else {
		o.compareClaims(s, &rep, KindTerminal, func(p *Property[S], s *S, _ []slot[S]) bool { return p.state(s) }, nil, nil)
	}
	o.compareClaims(s, &rep, KindStepInvariant, stepsHold, own, its)
	return own
}

// represent returns the representative of a state. It tests that it is its own,
// and that no property can tell the two apart.
func (o *orbit[S]) represent(s *S) S {
	once := *s
	o.search.canon(&once)
	twice := once
	o.search.canon(&twice)
	if once != twice {
		o.search.fail(&ContractError{Problem: fmt.Sprintf("Canonical of %+v changes when applied again", once), State: *s})
	}
	for _, c := range o.states {
		if c.is(s) != c.is(&once) {
			o.differs(&o.search.props[c.prop], s, &once)
		}
	}
	return once
}

// compareClaims tests that claims of one kind agree on a state and its
// representative.
func (o *orbit[S]) compareClaims(s, rep *S, kind Kind, holds func(*Property[S], *S, []slot[S]) bool, own, its []slot[S]) {
	for i := range o.search.props {
		if p := &o.search.props[i]; p.kind == kind && holds(p, s, own) != holds(p, rep, its) {
			o.differs(p, s, rep)
		}
	}
}

// stepsHold reports whether a step invariant is true of all steps from s.
func stepsHold[S comparable](p *Property[S], s *S, steps []slot[S]) bool {
	return !slices.ContainsFunc(steps, func(t slot[S]) bool { return !p.step(s, t.action, &t.state) })
}

func (o *orbit[S]) differs(p *Property[S], s, rep *S) {
	o.search.fail(&ContractError{Problem: fmt.Sprintf("property %q differs between a state and its representative %+v; "+
		"explore without symmetry", p.name, *rep), State: *s})
}

// compareSteps tests that a state and its representative have steps to the same
// representatives.
func (o *orbit[S]) compareSteps(s *S, own []slot[S], rep *S, its []slot[S]) {
	a, b := o.representatives(own), o.representatives(its)
	if slices.Equal(a, b) {
		return
	}
	problem := "Canonical is no symmetry: "
	if i := slices.IndexFunc(a, func(t S) bool { return !slices.Contains(b, t) }); i >= 0 {
		problem += fmt.Sprintf("from this state a step leads to the orbit of %+v, from its representative %+v none does", a[i], *rep)
	} else {
		i := slices.IndexFunc(b, func(t S) bool { return !slices.Contains(a, t) })
		problem += fmt.Sprintf("from its representative %+v a step leads to the orbit of %+v, from this state none does", *rep, b[i])
	}
	o.search.fail(&ContractError{Problem: problem, State: *s})
}

// representatives returns those of the successors, each once and in order.
func (o *orbit[S]) representatives(steps []slot[S]) []S {
	reps := make([]S, len(steps))
	for i := range steps {
		reps[i] = steps[i].state
		o.search.canon(&reps[i])
	}
	slices.SortFunc(reps, func(a, b S) int { return o.search.compare(&a, &b) })
	return slices.Compact(reps)
}
