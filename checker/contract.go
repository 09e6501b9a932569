package checker

import (
	"fmt"
	"slices"
)

// sampled is how rarely a state is used to test whether the model keeps its
// contract: one in so many.
const sampled = 64

// A bug is a panic that is not the fault of the model.
type bug string

// catch turns a panic of the model or of a property, on the goroutine that
// called the checker, into a contract error. It is to be deferred; what
// [worker.guard] is to the workers.
func (s *search[S]) catch(err *error) {
	p := recover()
	if p == nil {
		return
	}
	if b, ok := p.(bug); ok {
		panic(b)
	}
	var state any
	if s.asked != nil {
		state = *s.asked
	}
	*err = broken(p, state)
}

// broken makes a contract error of what the model or a property panicked with
// in a state, nil if it is not known which.
func broken(p, state any) *ContractError {
	if already, ok := p.(*ContractError); ok {
		return already
	}
	return &ContractError{Problem: fmt.Sprintf("panic: %v", p), State: state}
}

// checkFanOut notes a new largest number of steps.
func (w *worker[S]) checkFanOut(s *S, out int) {
	w.maxOut = out
	if limit := w.search.opt.MaxFanOut; out > limit {
		w.search.fail(&ContractError{
			Problem: fmt.Sprintf("Next adds %d steps; Options.MaxFanOut is %d", out, limit),
			State:   *s,
		})
	}
}

// checkContract calls Next a second time and compares what it did to the state
// and which steps it added. Of these it tests the order and the symmetry that
// the model may have.
func (w *worker[S]) checkContract(s *S, before S, steps []slot[S]) {
	w.again.Reset()
	w.search.model.Next(s, &w.again)
	switch {
	case *s != before:
		w.search.fail(&ContractError{Problem: "Next changes the state it is given", State: before})
	case !slices.Equal(steps, w.again.since(0)):
		w.search.fail(&ContractError{Problem: "Next is not deterministic: called twice it adds different steps", State: before})
	}
	if w.search.order != nil {
		w.checkOrder(s, steps)
	}
	if w.search.canon != nil {
		w.checkSymmetry(steps)
	}
}

// checkSymmetry tests that Canonical picks one state per orbit and that no
// property can tell it from the others.
func (w *worker[S]) checkSymmetry(steps []slot[S]) {
	for i := range steps {
		raw := steps[i].state
		once := raw
		w.search.canon(&once)
		twice := once
		w.search.canon(&twice)
		if once != twice {
			w.search.fail(&ContractError{Problem: fmt.Sprintf("Canonical of %+v changes when applied again", once), State: raw})
		}
		for _, c := range w.states {
			if c.is(&raw) != c.is(&once) {
				w.search.fail(&ContractError{Problem: fmt.Sprintf("property %q differs between a state and its representative %+v; "+
					"explore without symmetry", w.search.props[c.prop].name, once), State: raw})
			}
		}
	}
}
