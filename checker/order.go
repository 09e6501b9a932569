package checker

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
)

// compare orders states: by the model's own order if it has one, else by their
// bits. The order of the bits means nothing; that there is one, the same in
// every run, makes counterexamples reproducible.
func (s *search[S]) compare(a, b *S) int {
	if s.order != nil {
		return s.compareOrdered(a, b)
	}
	return bytes.Compare(bitsOf(a), bitsOf(b))
}

// compareOrdered asks the model. Where its answer cannot be relied on it panics
// with the contract error: states are compared in the midst of many things.
func (s *search[S]) compareOrdered(a, b *S) int {
	defer func() {
		if p := recover(); p != nil {
			panic(broken(p, *a))
		}
	}()
	c := s.order(a, b)
	if (c == 0) != (*a == *b) {
		panic(&ContractError{State: *a, Problem: fmt.Sprintf(
			"Compare of this state and %+v is %d; it has to be 0 for equal states and for no others", *b, c)})
	}
	return c
}

// sort puts states, given by their numbers, in order.
func (s *search[S]) sort(refs []uint32) {
	slices.SortFunc(refs, func(v, w uint32) int { return s.compare(s.arena.at(v), s.arena.at(w)) })
}

// checkOrder compares a state with its successors, and them with it.
func (w *worker[S]) checkOrder(s *S, steps []slot[S]) {
	for i := range steps {
		t := &steps[i].state
		there, back := w.search.compare(s, t), w.search.compare(t, s)
		if cmp.Compare(there, 0) != cmp.Compare(0, back) {
			w.search.fail(&ContractError{State: *s, Problem: fmt.Sprintf(
				"Compare is no order: of this state and %+v it is %d, the other way round %d", *t, there, back)})
		}
	}
}
