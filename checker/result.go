package checker

import (
	"fmt"
	"time"
)

// A Result is what an exploration found out.
type Result[S comparable] struct {
	Stats

	// Findings has one entry per property, in the order given.
	Findings []Finding[S]

	// Unsaved says why the checkpoint lacks the end of the search, a full disk
	// for example; nil if it does not, or if there is none.
	Unsaved error

	// Graph is what was explored. Nil with [Options.Compact] and states of more
	// than 8 bytes: they were not kept.
	Graph *Graph[S]
}

// Stats counts what was explored: the levels that are complete. Everything but
// the last three fields is the same for any number of workers.
type Stats struct {
	Distinct  uint64   // states found
	Generated uint64   // steps out of them; initial states are not steps
	Terminal  uint64   // states without a step, of which none was left out
	Depth     int      // steps on a shortest path to the farthest state
	Levels    []uint64 // states at each depth
	MaxOut    int      // largest number of steps out of one state
	Cuts      uint64   // calls of Steps.Cut
	Omitted   uint64   // calls of Steps.Omit
	Coverage  []uint64 // per rule given to Steps.Cover, the transitions it was in

	// Complete says that every reachable state was found and expanded. If not,
	// Stopped says why. Stopped may also be set after a complete search, if a
	// liveness property was left undecided.
	Complete bool
	Stopped  Stop

	// CollisionProbability is, with [Options.Compact], that of two states with
	// the same hash among those found; only then was something missed, and
	// Complete is not true. Without it is 0.
	CollisionProbability float64

	Workers   int
	PeakBytes int64 // most memory of states, visited set and graph at one time
	Elapsed   time.Duration
}

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

// Verdict returns the answer for all properties together: Violated if one is,
// Holds if all do, else Unknown. With no property at all it says whether the
// exploration is complete.
func (r *Result[S]) Verdict() Verdict {
	all := Holds
	if !r.Complete {
		all = Unknown
	}
	for _, f := range r.Findings {
		if f.Verdict == Violated {
			return Violated
		}
		if f.Verdict == Unknown {
			all = Unknown
		}
	}
	return all
}

// Finding returns what became of the property of that name. It panics if there
// is none: ask only for properties that were given to Check.
func (r *Result[S]) Finding(name string) Finding[S] {
	for _, f := range r.Findings {
		if f.Name == name {
			return f
		}
	}
	panic(fmt.Sprintf("checker: there is no property %q; Finding wants the name of one that was given to Check", name))
}
