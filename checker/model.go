package checker

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
	// every state of the orbit. Next is asked about states that are not
	// representatives, too: to test Canonical, and to tell a counterexample.
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
