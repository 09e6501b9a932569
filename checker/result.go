package checker

import (
	"fmt"
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
	// than 8 bytes, which were not kept, and with [Options.Covering].
	Graph Graph[S]

	// Invariant lists the maximal states if [Options.Invariant] asks for them and all
	// was explored: some of them covers an initial state, and each step out of one of
	// them leads to what another covers, or itself. It is in the order in which they
	// were found, and of none of them another covers it.
	Invariant []S
}

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
