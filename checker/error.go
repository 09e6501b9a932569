package checker

import (
	"errors"
	"fmt"
	"runtime"
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

// errStopped ends a phase whose reason to stop is noted elsewhere.
var errStopped = errors.New("stopped")

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

func noContext() error {
	return &ContractError{Problem: "the context is nil; context.Background() is one that is never cancelled"}
}
