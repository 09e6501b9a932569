package checker

import (
	"fmt"
	"iter"
)

// A Model is a system that takes one step at a time from one of its initial
// states.
//
// S must have a fixed size and contain no pointer and no padding, so that
// equal states have equal bits: integers, booleans, arrays and structs of
// them. [Check] refuses any other type and names the field.
//
// Both methods are called by several goroutines at once. They must be pure:
// the same state gives the same steps in the same order every time. A model
// that breaks this is found out and reported as a [ContractError].
type Model[S comparable] interface {
	// Initial adds every initial state. The actions are not looked at.
	Initial(out *Steps[S])

	// Next adds every step that can be taken from s, and does not change *s.
	// A state without a step is terminal, unless a step of it was left out: see
	// [Steps.Cut] and [Steps.Omit].
	Next(s *S, out *Steps[S])
}

// Symmetric is implemented by a model whose states fall into orbits that
// behave alike, for example by renaming two equal processes.
//
// With [Options.Symmetry] one state per orbit is explored. This is sound for
// a property that cannot tell the states of an orbit apart.
type Symmetric[S comparable] interface {
	Model[S]

	// Canonical replaces *s by the representative of its orbit, the same for
	// every state of the orbit.
	Canonical(s *S)
}

// Ordered is implemented by a model that puts its states in an order of their
// own. Without it they are ordered by their bits.
//
// Of several states that show the same, the first is reported. So this is for a
// model whose states do not have the same bits in every run: one that interns
// what its states are made of, say, and keeps the numbers in the state, when
// the number of a thing depends on which worker comes across it first. Such a
// model compares its states by what the numbers stand for, and lets nothing
// else depend on the numbers: not the order in which Initial and Next add, nor
// the actions, nor the choice of Canonical. Then counterexamples and the order
// of [Graph.States] are the same in every run and for any number of workers.
//
// A number has to mean the same as long as model and Graph are in use. To
// another process it means nothing, and Options.Checkpoint is refused.
type Ordered[S comparable] interface {
	Model[S]

	// Compare returns a negative number if *a comes before *b, a positive one
	// if it comes after, and 0 only if *a == *b. It is a total order, and is
	// called by several goroutines at once.
	Compare(a, b *S) int
}

// ActionNamer is implemented by a model that has names for its actions.
// Without it an action prints as a number.
type ActionNamer interface {
	ActionName(Action) string
}

// An Action says what happened in a step, in a code of the model's own. The
// checker compares actions and passes them to properties; nothing else.
type Action uint32

// Steps collects the steps out of a state. It belongs to one worker and is
// filled in place, so that a model allocates nothing.
type Steps[S comparable] struct {
	slots []slot[S]
	n     int

	cut      uint64
	omitted  uint64
	coverage []uint64
}

// A slot is a step that was not yet looked up.
type slot[S comparable] struct {
	state  S
	action Action
}

// Add makes room for one more step and returns where its successor state is
// to be written, in full: what is there before is unspecified. The pointer is
// good until the next Add.
//
//	*out.Add(pour) = next
func (o *Steps[S]) Add(a Action) *S {
	if o.n >= len(o.slots) {
		o.grow()
	}
	t := &o.slots[o.n]
	o.n++
	t.action = a
	return &t.state
}

// Cover counts one transition for each of the given rules, small numbers of
// the model's own choice. The sums are in [Stats.Coverage]. Each rule is
// expected once per transition.
func (o *Steps[S]) Cover(rules ...int) {
	for _, r := range rules {
		for r >= len(o.coverage) {
			o.coverage = append(o.coverage, 0)
		}
		o.coverage[r]++
	}
}

// Len returns the number of steps that were added.
func (o *Steps[S]) Len() int { return o.n }

// Reset forgets the steps that were added, so that the memory is used again.
func (o *Steps[S]) Reset() { o.n = 0 }

// All iterates over the steps that were added. It lets a model be built from
// another, and tested.
func (o *Steps[S]) All() iter.Seq2[Action, S] {
	return func(yield func(Action, S) bool) {
		for _, t := range o.since(0) {
			if !yield(t.action, t.state) {
				return
			}
		}
	}
}

// Cut says that a bound of the model's own kept it from adding a step. The
// exploration then counts as incomplete: nothing is said to hold. The state is
// not terminal, for something could happen in it.
func (o *Steps[S]) Cut() { o.cut++ }

// Omit says that a step is left out because it is assumed not to happen. The
// exploration is complete all the same, and what holds rests on the assumption.
// The state is not terminal, for something could happen in it.
func (o *Steps[S]) Omit() { o.omitted++ }

// Omitted returns how often [Steps.Omit] was called since the Steps began.
func (o *Steps[S]) Omitted() uint64 { return o.omitted }

// left returns how many steps were left out.
func (o *Steps[S]) left() uint64 { return o.cut + o.omitted }

func (o *Steps[S]) grow() {
	o.slots = append(o.slots, make([]slot[S], max(64, len(o.slots)))...)
}

// since returns the steps that were added after the first n.
func (o *Steps[S]) since(n int) []slot[S] { return o.slots[n:o.n] }

// A ContractError says how a model broke the contract of [Model], and in
// which state.
type ContractError struct {
	Problem string
	State   any // the state that shows it, of the model's type; nil if there is none
}

// Error returns the problem and, on a line of its own, the state that shows it.
func (e *ContractError) Error() string {
	if e.State == nil {
		return "checker: " + e.Problem
	}
	return fmt.Sprintf("checker: %s\nstate: %+v", e.Problem, e.State)
}
