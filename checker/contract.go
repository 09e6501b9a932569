package checker

import (
	"errors"
	"fmt"
	"slices"
)

// guard runs do, and makes an error of a panic of the model or of a property,
// or of the end of the goroutine.
func (w *worker[S]) guard(do func(*worker[S])) {
	returned := false
	defer func() {
		if !returned {
			w.search.fail(broken(recover(), w.current()))
		}
	}()
	do(w)
	returned = true
}

// catch does on the goroutine that works alone what [worker.guard] does in the
// workers. It is to be deferred.
func (s *search[S]) catch(err *error) {
	p := recover()
	if p == nil {
		return
	}
	if b, ok := p.(bug); ok {
		panic(b)
	}
	*err = broken(p, s.state())
}

// state returns what model or property were asked about outside of the workers,
// if that is known.
func (s *search[S]) state() any {
	if s.asked == nil {
		return nil
	}
	return *s.asked
}

// fail notes the first error of the model and stops everybody.
func (s *search[S]) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fault == nil && !errors.Is(err, errStopped) {
		s.fault = err
	}
	s.stop.Store(true)
}

// checkFanOut notes a new largest number of steps.
func (w *worker[S]) checkFanOut(s *S, out int) {
	w.maxOut = out
	if limit := w.search.opt.MaxFanOut; out > limit {
		e := tooManySteps(out, limit)
		e.State = *s
		w.search.fail(e)
	}
}

func tooManySteps(n, limit int) *ContractError {
	return &ContractError{Problem: fmt.Sprintf("Next adds %d steps; Options.MaxFanOut is %d", n, limit)}
}

// A model is tested for keeping its contract in one state of so many, and in
// the first ones: a space that has no more is tested completely.
const (
	sampled   = 64
	rehearsed = 4096
)

// samples reports whether model and properties are asked twice about the state of
// that number: if it is in the sample, or if the slots had to grow for its steps,
// for then a step that was written too late is lost.
func (w *worker[S]) samples(ref uint32, slots int) bool {
	return ref%sampled == 0 || ref < rehearsed || slots != len(w.out.slots)
}

// fillAgain has the model add the steps out of a state once more, into slots that
// do not have to grow.
func (w *worker[S]) fillAgain(s *S) (again []slot[S], left bool) {
	for slots := -1; slots != len(w.again.slots); {
		slots = len(w.again.slots)
		again, left = w.again.fillAlone(w.search.model, s)
	}
	return again, left
}

// checkNext compares the steps out of a state, and whether any was left out, with what the
// model says when it is asked a second time.
func (w *worker[S]) checkNext(s *S, steps []slot[S], left bool) {
	again, leftAgain := w.fillAgain(s)
	if left != leftAgain {
		w.search.fail(cutsOnce(*s))
	}
	if !slices.Equal(steps, again) {
		w.search.fail(&ContractError{Problem: "Next is not deterministic: called twice it adds different steps, or it writes one after the next Add", State: *s})
	}
}

// checkContract asks model and properties about a state a second time and
// compares the answers. Of the steps it tests the order that the model may have.
func (w *worker[S]) checkContract(s *S, steps []slot[S], left bool) {
	w.checkNext(s, steps, left)
	for _, c := range w.states {
		if before := c.is(s); before != c.is(s) {
			w.search.fail(notAFunction(&w.search.props[c.prop], *s))
		}
	}
	if w.search.order != nil {
		w.checkOrder(s, steps)
	}
}

func cutsOnce(s any) *ContractError {
	return &ContractError{State: s, Problem: "Next is not deterministic: of the steps from this state it leaves one out by Steps.Cut or Omit, but not every time"}
}

func notAFunction[S comparable](p *Property[S], s S) *ContractError {
	return &ContractError{State: s, Problem: fmt.Sprintf("property %q is not a function of the state: asked again it answers differently", p.name)}
}
