// Package trace sets the counterexamples of a model for people and for other
// programs: as text that shows what each step changes, as JSON, in the Informal
// Trace Format of Apalache, and as a graph for Mermaid, DOT, SVG and PNG.
//
//	result, err := checker.Check(ctx, model, checker.Options{}, property)
//	t := trace.Of(&result.Findings[0], nil)
//	if t != nil { // there is a counterexample
//		err = t.Text(os.Stdout)
//	}
//
// The variables of a trace are the fields of the model's state, whether they are
// exported or not. A model that packs its state into numbers, or keeps more in it
// than a reader wants to see, says what to show in its place, as an ALIAS does for
// TLC: a function that turns a state into a struct made for reading.
package trace

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/checker"
)

// A Trace is a behaviour of a model: its states, and the steps between them.
type Trace struct {
	Title  string
	States []State // the first is an initial one

	// Endless says that the behaviour is infinite. The last state is the one at
	// index Loop, reached again: what lies between comes again and again. If Loop
	// is the index of the last state itself, nothing happens any more.
	Endless bool
	Loop    int
}

// A State is a state and the step that leads to it.
type State struct {
	Action string // the name of the step; empty for the first state
	Vars   []Var  // in the order of declaration
}

// A Var is a variable and its value: a bool, an int64, a uint64, a float64, a
// string, a list ([]any) or a record ([]Var). What prints as a word, because it
// has a method String, is that word.
type Var struct {
	Name  string
	Value any
}

// Of returns the counterexample or witness of a finding, or nil if it has none.
// Show returns what is to be shown of a state; nil shows the state itself.
func Of[S comparable](f *checker.Finding[S], show func(S) any) *Trace {
	title := f.Name + ": " + f.Verdict.String()
	switch {
	case f.Trace != nil:
		return OfTrace(title, *f.Trace, show)
	case f.Lasso != nil:
		return OfLasso(title, *f.Lasso, show)
	}
	return nil
}

// OfTrace returns a finite behaviour. Show is as [Of] has it.
func OfTrace[S comparable](title string, t checker.Trace[S], show func(S) any) *Trace {
	all := &Trace{Title: title, States: []State{{Vars: vars(t.Start, show)}}}
	for _, s := range t.Steps {
		all.States = append(all.States, State{s.Name, vars(s.State, show)})
	}
	return all
}

// OfLasso returns an infinite behaviour. Show is as [Of] has it.
func OfLasso[S comparable](title string, l checker.Lasso[S], show func(S) any) *Trace {
	all := OfTrace(title, checker.Trace[S]{Start: l.Stem.Start, Steps: slices.Concat(l.Stem.Steps, l.Cycle)}, show)
	all.Endless, all.Loop = true, len(l.Stem.Steps)
	return all
}

// vars returns the variables of what is shown of a state.
func vars[S comparable](s S, show func(S) any) []Var {
	shown := any(s)
	if show != nil {
		shown = show(s)
	}
	if record, ok := value(shown).([]Var); ok {
		return record
	}
	return []Var{{"state", value(shown)}}
}
