package checker

import "fmt"

// A Finding is what became of one property.
type Finding[S comparable] struct {
	Name    string
	Kind    Kind
	Verdict Verdict

	// Doubt is the probability that the verdict is wrong because a state was
	// missed. It is 0 without [Options.Compact], and for what a trace or a lasso
	// shows.
	Doubt float64

	// Trace is a shortest path to a violation or, for Reachable, to a witness.
	// Nil if there is none.
	Trace *Trace[S]

	// Detour: with [Options.Covering] a bound came before it was known whether there
	// is a shorter Trace.
	Detour bool

	// Lasso is a behaviour that violates a liveness property. Nil if there is
	// none.
	Lasso *Lasso[S]
}

// Steps returns the length of the counterexample or witness: for a lasso, stem
// and cycle.
func (f Finding[S]) Steps() int {
	switch {
	case f.Trace != nil:
		return len(f.Trace.Steps)
	case f.Lasso != nil:
		return len(f.Lasso.Stem.Steps) + len(f.Lasso.Cycle)
	}
	return 0
}

// String returns the verdict with its doubt, and the counterexample or witness if there is
// one.
func (f Finding[S]) String() string {
	text := fmt.Sprintf("%s: %v", f.Name, f.Verdict)
	if f.Doubt > 0 {
		text += fmt.Sprintf(", unless two states have the same hash (probability %.2g)", f.Doubt)
	}
	switch {
	case f.Trace != nil:
		text += "\n" + f.Trace.String()
	case f.Lasso != nil:
		text += "\n" + f.Lasso.String()
	}
	return text
}

// A Verdict is the answer to the question whether a property holds. The zero
// Verdict says that there is no answer.
type Verdict uint8

// The verdicts.
const (
	Unknown  Verdict = iota
	Holds            // everything was explored, or the witness of Reachable was found
	Violated         // there is a counterexample; for Reachable: everything was explored without a witness
)

// String returns "unknown", "holds" or "violated".
func (v Verdict) String() string { return [...]string{"unknown", "holds", "violated"}[v] }
