package checker

import "fmt"

// WellStructured is implemented by a model of whose states some can do all that
// others can, and more. With [Options.Covering] only the former are explored.
//
// Covers says which: it is reflexive and transitive, and if a covers b, then each
// step of b to a state y is one of a to a state that covers y, or a itself covers y.
// So whatever can be reached from b, from a something can be that covers it (A. Finkel
// and Ph. Schnoebelen, "Well-structured transition systems everywhere!", 2001;
// P. A. Abdulla et al., "General decidability theorems for infinite-state systems",
// 1996). What has to hold of properties too: where b violates one, a does.
//
// A network that loses messages is the example: who may receive more messages can do
// what he could with less. A counter that nobody asks whether it is zero is another.
type WellStructured[S comparable] interface {
	Model[S]

	// Class returns the same number for states one of which covers the other. The
	// more classes there are, the fewer states have to be compared.
	Class(s *S) uint64

	// Signature returns a set of bits that grows with the states: of a state that is
	// covered it has no bit that it does not have of the one that covers it. Most
	// pairs are told apart by it alone; 0 for all states will do.
	Signature(s *S) uint64

	// Covers reports whether *a covers *b. Like Next it is called by several
	// goroutines at once and changes neither.
	Covers(a, b *S) bool
}

// A compatibility tests on a sample of states whether what is left out could do
// anything that the state in whose favour it is left out cannot.
type compatibility[S comparable] struct {
	search   *search[S]
	model    WellStructured[S]
	own, its Steps[S]
}

func newCompatibility[S comparable](s *search[S], m WellStructured[S]) *compatibility[S] {
	return &compatibility[S]{search: s, model: m, own: newSteps(s), its: newSteps(s)}
}

// samples reports whether a state that is left out is in the sample.
func (c *compatibility[S]) samples(s *S) bool {
	return c.search.distinct.Load() <= small || hash(s)%sampled == 0
}

// test compares a state that is left out with one that covers it.
func (c *compatibility[S]) test(w *worker[S], covered, by *S) {
	c.compare(w, covered, by)
	own, _ := c.own.fillAlone(c.search.model, covered)
	its, _ := c.its.fillAlone(c.search.model, by)
	for i := range own {
		if match := c.match(&own[i].state, by, its); match != nil {
			c.compare(w, &own[i].state, match)
		} else {
			c.fail(covered, by, fmt.Sprintf("it has a step to %+v, which is covered by no step", own[i].state))
		}
	}
	for _, p := range w.steps {
		if c.violates(p, covered, own) && !c.violates(p, by, its) {
			c.fail(covered, by, fmt.Sprintf("a step violates property %q and none does", c.search.props[p].name))
		}
	}
}

// compare tests that properties decide where they decide in what is covered.
func (c *compatibility[S]) compare(w *worker[S], covered, by *S) {
	for _, p := range w.states {
		if p.is(covered) == p.decides && p.is(by) != p.decides {
			c.fail(covered, by, fmt.Sprintf("property %q decides in it and does not", c.search.props[p.prop].name))
		}
	}
}

// match returns what covers a state: a state to which another one has a step, or that
// one itself; nil if nothing does.
func (c *compatibility[S]) match(s, by *S, steps []slot[S]) *S {
	for i := range steps {
		if c.model.Covers(&steps[i].state, s) {
			return &steps[i].state
		}
	}
	if c.model.Covers(by, s) {
		return by
	}
	return nil
}

// violates reports whether one of the steps violates a claim about steps.
func (c *compatibility[S]) violates(prop int, s *S, steps []slot[S]) bool {
	for i := range steps {
		if !c.search.props[prop].step(s, steps[i].action, &steps[i].state) {
			return true
		}
	}
	return false
}

func (c *compatibility[S]) fail(covered, by *S, what string) {
	c.search.fail(&ContractError{State: *covered, Problem: fmt.Sprintf(
		"the states are not well structured: %s from %+v, of which Covers says that it covers this state", what, *by)})
}
