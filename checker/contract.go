package checker

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
)

// A ContractError says how a model or a property broke the contract of [Model],
// and in which state.
type ContractError struct {
	Problem string
	State   any    // the state that shows it, of the model's type; nil if there is none
	Stack   string // of a panic: where it came from, the innermost call first; else ""

	cause error // what a model panicked with, if that is an error
}

// Error returns the problem and, on lines of their own, the state that shows it
// and the stack.
func (e *ContractError) Error() string {
	text := "checker: " + e.Problem
	if e.State != nil {
		text += fmt.Sprintf("\nstate: %+v", e.State)
	}
	if e.Stack != "" {
		text += "\n" + strings.TrimSuffix(e.Stack, "\n")
	}
	return text
}

// Unwrap returns the error that a model or a property panicked with; nil if it
// did not.
func (e *ContractError) Unwrap() error { return e.cause }

// A bug is a panic that is not the fault of the model.
type bug string

// overflowing is what the panic is with which a model is left that adds more steps
// than it may: its Steps.
type overflowing interface{ overflow() *ContractError }

// broken makes an error of what the model or a property panicked with in a
// state, nil if it is not known which. A nil panic says that they ended the
// goroutine instead.
func broken(p, state any) error {
	switch p := p.(type) {
	case overflowing:
		if err := p.overflow(); err != nil {
			return broken(err, state)
		}
		return errStopped
	case *ContractError:
		if p.State == nil {
			p.State = state
		}
		return p
	case nil:
		return &ContractError{State: state, Stack: stack("runtime.Goexit"),
			Problem: "the model or a property ends the goroutine that calls it (runtime.Goexit), as FailNow, Fatal and Skip of package testing do; return or panic instead"}
	case error:
		return &ContractError{Problem: fmt.Sprintf("panic: %v", p), State: state, Stack: stack("runtime.gopanic"), cause: p}
	}
	return &ContractError{Problem: fmt.Sprintf("panic: %v", p), State: state, Stack: stack("runtime.gopanic")}
}

// stack returns the calls that led to the runtime's function of that name, if
// it is on the stack, the innermost first.
func stack(function string) string {
	pcs := make([]uintptr, 128)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	var b strings.Builder
	for more, inside := true, false; more; {
		var f runtime.Frame
		f, more = frames.Next()
		if inside && !strings.HasPrefix(f.Function, "runtime.") {
			fmt.Fprintf(&b, "\t%s\n\t\t%s:%d\n", f.Function, f.File, f.Line)
		}
		inside = inside || f.Function == function
	}
	return b.String()
}

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
