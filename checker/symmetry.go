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
	states []predicate[S] // claims about states
	own    Steps[S]       // of a state
	its    Steps[S]       // of its representative

	at, rep, to, once, twice S // asked about: variables of their own would each time be on the heap
}

const (
	walked = 4   // steps of a walk from a sampled state
	small  = 256 // states up to which every one is sampled
)

// newOrbit returns nil if there is no symmetry.
func newOrbit[S comparable](s *search[S], states []predicate[S]) *orbit[S] {
	if s.canon == nil {
		return nil
	}
	return &orbit[S]{search: s, states: states, own: newSteps(s), its: newSteps(s)}
}

// rehearse tests the orbits of the first states of the model, found without
// symmetry, breadth first. A model with no more states than that is tested
// completely. The states are given back: the budget is for the search.
func (o *orbit[S]) rehearse() {
	room := o.search.room() / 4 / int64(stateSize[S]())
	queue, err := newMemory[S](int(min(max(1, room), rehearsed)))
	if err != nil {
		return // nor will there be memory for the search
	}
	defer queue.release(0, len(queue.at))
	n := 0
	seen := map[uint64][]int{} // by hash, the places in the queue
	visit := func(steps []slot[S]) {
		for i := range steps {
			s := &steps[i].state
			h := hash(s)
			if n < len(queue.at) && !slices.ContainsFunc(seen[h], func(at int) bool { return queue.at[at] == *s }) {
				seen[h] = append(seen[h], n)
				queue.at[n] = *s
				n++
			}
		}
	}
	visit(o.own.fillInitial(o.search.model))
	for i := 0; i < n && !o.search.stop.Load(); i++ {
		o.search.asked = &queue.at[i]
		visit(o.test(&queue.at[i]))
	}
	o.search.asked = nil
}

// samples reports whether the orbits of the steps from a state are tested. It goes
// by the state, not by its number, and by what is known at the begin of a level: so
// whether a wrong Canonical is found does not depend on which worker found what.
func (o *orbit[S]) samples(s *S) bool {
	return o.search.stats.Distinct <= small || hash(s)%sampled == 0
}

// visit tests that a state is its own representative, and if it is in the sample
// the orbits of the steps from it.
func (o *orbit[S]) visit(s *S, steps []slot[S]) {
	o.once = *s
	o.search.canon(&o.once)
	if o.once != *s {
		o.changesAgain(s)
	}
	if o.samples(s) {
		o.sample(steps)
	}
}

// sample tests the orbits of the given states, and those on a walk from one of
// them. The walk goes through states, not representatives.
func (o *orbit[S]) sample(steps []slot[S]) {
	for i := range steps {
		o.at = steps[i].state
		o.represent(&o.at)
	}
	for range walked {
		if len(steps) == 0 {
			return
		}
		o.at = steps[hash(&steps[0].state)%uint64(len(steps))].state
		steps = o.test(&o.at)
	}
}

// test compares a state with its representative, and returns the steps of the
// state.
func (o *orbit[S]) test(s *S) []slot[S] {
	own, ownCut := o.own.fillAlone(o.search.model, s)
	rep := &o.rep
	if *rep = o.represent(s); *rep == *s {
		return own
	}
	its, itsCut := o.its.fillAlone(o.search.model, rep)
	o.compareClaims(s, rep, KindStepInvariant, stepsHold, own, its)
	switch {
	case ownCut != itsCut:
		o.search.fail(&ContractError{Problem: fmt.Sprintf("Canonical is no symmetry: of this state and its representative %+v "+
			"only one leaves a step out, by Steps.Cut or Omit", *rep), State: *s})
	case len(own) > 0 || len(its) > 0:
		o.compareSteps(s, own, rep, its)
	case !ownCut:
		o.compareClaims(s, rep, KindTerminal, func(p *Property[S], s *S, _ []slot[S]) bool { return p.state(s) }, nil, nil)
	}
	return own
}

// represent returns the representative of a state. It tests that the representative
// is its own, and that no property can tell the two states apart.
func (o *orbit[S]) represent(s *S) S {
	o.once = *s
	o.search.canon(&o.once)
	o.twice = o.once
	o.search.canon(&o.twice)
	if o.once != o.twice {
		o.changesAgain(&o.once)
	}
	for _, c := range o.states {
		if c.is(s) != c.is(&o.once) {
			o.differs(&o.search.props[c.prop], s, &o.once)
		}
	}
	return o.once
}

func (o *orbit[S]) changesAgain(rep *S) {
	o.search.fail(&ContractError{Problem: "Canonical changes when applied again: this state is one that it has made", State: *rep})
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
// representatives. Those that the representative leads to take the place of its
// steps.
func (o *orbit[S]) compareSteps(s *S, own []slot[S], rep *S, its []slot[S]) {
	inOrder := o.canonicalOrder(its)
	met := make([]bool, len(its))
	t := &o.to
	for i := range own {
		*t = own[i].state
		o.search.canon(t)
		at, ok := slices.BinarySearchFunc(inOrder, t, func(i int, t *S) int { return o.search.compare(&its[i].state, t) })
		if !ok {
			o.leadsElsewhere(s, *t, "this state", fmt.Sprintf("its representative %+v", *rep))
			return
		}
		met[at] = true // the first of equal ones
	}
	for at, i := range inOrder {
		if !met[at] && (at == 0 || its[i].state != its[inOrder[at-1]].state) {
			o.leadsElsewhere(s, its[i].state, fmt.Sprintf("its representative %+v", *rep), "this state")
			return
		}
	}
}

// canonicalOrder makes of the states that steps lead to their representatives,
// and returns the order of these.
func (o *orbit[S]) canonicalOrder(steps []slot[S]) []int {
	inOrder := make([]int, len(steps))
	for i := range steps {
		inOrder[i] = i
		o.search.canon(&steps[i].state)
	}
	slices.SortFunc(inOrder, func(i, j int) int { return o.search.compare(&steps[i].state, &steps[j].state) })
	return inOrder
}

func (o *orbit[S]) leadsElsewhere(s *S, to S, one, other string) {
	o.search.fail(&ContractError{State: *s, Problem: fmt.Sprintf(
		"Canonical is no symmetry: from %s a step leads to the orbit of %+v, from %s none does", one, to, other)})
}
