package checker

import (
	"fmt"
	"strings"
)

// A Trace is a finite behaviour. Every step of it was taken again, by calling
// the model, before the trace was reported.
type Trace[S comparable] struct {
	Start S
	Steps []Step[S]
}

// An Action says what happened in a step, in a code of the model's own. The
// checker compares actions and passes them to properties; nothing else.
type Action uint32

// A Step is an action and the state it leads to.
type Step[S comparable] struct {
	Action Action
	Name   string // of the action, as the model has it
	State  S
}

// Last returns the state the trace ends in.
func (t Trace[S]) Last() S {
	if len(t.Steps) == 0 {
		return t.Start
	}
	return t.Steps[len(t.Steps)-1].State
}

// String lists the states, one a line, each behind the action that leads to
// it.
func (t Trace[S]) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%3d. %+v  (initial)\n", 0, t.Start)
	writeSteps(&b, t.Steps, 1)
	return b.String()
}

// A Lasso is an infinite behaviour: Stem once, then Cycle for ever. The last
// state of Cycle is the last of Stem. An empty Cycle says that the stem ends
// in a terminal state, where nothing happens any more.
type Lasso[S comparable] struct {
	Stem  Trace[S]
	Cycle []Step[S]
}

// String lists the stem and then the cycle.
func (l Lasso[S]) String() string {
	var b strings.Builder
	b.WriteString(l.Stem.String())
	if len(l.Cycle) == 0 {
		b.WriteString("then nothing, for ever\n")
		return b.String()
	}
	b.WriteString("then again and again:\n")
	writeSteps(&b, l.Cycle, len(l.Stem.Steps)+1)
	return b.String()
}

func writeSteps[S comparable](b *strings.Builder, steps []Step[S], first int) {
	for i, s := range steps {
		fmt.Fprintf(b, "%3d. %+v  by %s\n", first+i, s.State, s.Name)
	}
}
