package checker

import (
	"cmp"
	"fmt"
)

// A Property is a claim about a model, made by one of the functions below. Its
// functions are called by several workers at once and must be pure.
type Property[S comparable] struct {
	name string
	kind Kind

	state func(*S) bool             // the claim of Invariant, Reachable, Terminal; the goal of Eventually, LeadsTo
	step  func(*S, Action, *S) bool // the claim of StepInvariant
	joint *joint[S]                 // that decides it, or nil
	bit   int                       // of it in what joint returns
	from  func(*S) bool             // the trigger of LeadsTo
	value func(*S) uint64           // what Stabilizes watches
	fair  []Fairness
}

// Name returns the name the property was made with.
func (p Property[S]) Name() string { return p.name }

// Kind returns what sort of claim it is.
func (p Property[S]) Kind() Kind { return p.kind }

// A Kind is a sort of property.
type Kind uint8

// The kinds of properties.
const (
	KindInvariant Kind = iota + 1
	KindStepInvariant
	KindReachable
	KindTerminal
	KindEventually
	KindLeadsTo
	KindStabilizes
	KindPossible
)

var kindNames = [...]string{"", "invariant", "step-invariant", "reachable", "terminal", "eventually", "leads-to", "stabilizes", "possible"}

// String returns the name of the kind, as in "leads-to".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

// isLiveness reports whether the kind is decided on the graph of all states
// rather than while they are found.
func (k Kind) isLiveness() bool { return k >= KindEventually }

// Invariant claims that holds is true in every reachable state.
func Invariant[S comparable](name string, holds func(*S) bool) Property[S] {
	return Property[S]{name: name, kind: KindInvariant, state: holds}
}

// StepInvariant claims that holds is true of every step from a reachable
// state: the state before, the action, the state after.
func StepInvariant[S comparable](name string, holds func(before *S, a Action, after *S) bool) Property[S] {
	return Property[S]{name: name, kind: KindStepInvariant, step: holds}
}

// A joint is what one function says of several claims about steps.
type joint[S comparable] struct {
	broken func(*S, Action, *S) uint64
}

// maxJoint is how many claims a set of bits has room for.
const maxJoint = 64

// StepInvariants claims several things of every step, as StepInvariant does of one:
// broken returns which of them a step breaks, bit i for names[i]. To ask one function
// costs less than to ask many, where what they need of a step is looked up once. It
// panics if there are more than 64 names.
func StepInvariants[S comparable](names []string, broken func(before *S, a Action, after *S) uint64) []Property[S] {
	if len(names) > maxJoint {
		panic(fmt.Sprintf("checker: %d claims about steps by one function; it can speak of %d", len(names), maxJoint))
	}
	j := &joint[S]{broken: broken}
	var all []Property[S]
	for i, name := range names {
		p := StepInvariant(name, func(s *S, a Action, t *S) bool { return broken(s, a, t)>>i&1 == 0 })
		p.joint, p.bit = j, i
		all = append(all, p)
	}
	return all
}

// Reachable claims that some reachable state satisfies is. Beside a property
// of the form "whenever A, then B" it guards against holding only because A
// never happens. It is the only kind whose trace is a witness instead of a
// counterexample.
func Reachable[S comparable](name string, is func(*S) bool) Property[S] {
	return Property[S]{name: name, kind: KindReachable, state: is}
}

// Terminal claims that every reachable state without a step is one that
// allowed permits. A nil allowed permits none: there is no deadlock.
func Terminal[S comparable](name string, allowed func(*S) bool) Property[S] {
	if allowed == nil {
		allowed = func(*S) bool { return false }
	}
	return Property[S]{name: name, kind: KindTerminal, state: allowed}
}

// Deadlock claims that there is none: every reachable state has a step.
func Deadlock[S comparable](name string) Property[S] { return Terminal[S](name, nil) }

// Eventually claims that every fair behaviour reaches a state that satisfies
// goal: <>goal. A behaviour takes steps as long as there is one; a model in which
// it may stop before adds a step from each state to itself.
func Eventually[S comparable](name string, goal func(*S) bool, fair ...Fairness) Property[S] {
	return Property[S]{name: name, kind: KindEventually, state: goal, fair: fair}
}

// LeadsTo claims that on every fair behaviour each state that satisfies from
// is, or is followed by, one that satisfies goal: [](from => <>goal). Behaviours
// are those of [Eventually].
func LeadsTo[S comparable](name string, from, goal func(*S) bool, fair ...Fairness) Property[S] {
	return Property[S]{name: name, kind: KindLeadsTo, from: from, state: goal, fair: fair}
}

// Stabilizes claims that on every fair behaviour value changes only finitely
// often, so that it is constant in the end: <>[](value = c) for some c.
func Stabilizes[S comparable](name string, value func(*S) uint64, fair ...Fairness) Property[S] {
	return Property[S]{name: name, kind: KindStabilizes, value: value, fair: fair}
}

// Possible claims that from every reachable state that satisfies from some way
// leads to one that satisfies goal, whether it is taken or not: in the words
// of branching time AG (from -> EF goal). The trace of a violation ends in a
// state from which there is no way. It tells a system that can always recover
// from one that is stuck, without an assumption about fairness.
func Possible[S comparable](name string, from, goal func(*S) bool) Property[S] {
	return Property[S]{name: name, kind: KindPossible, from: from, state: goal}
}

// Fairness is an assumption about a class of actions. A liveness property is
// decided over the behaviours that satisfy all of its assumptions, of which
// there can be 64.
//
// As in TLA+ a step that leaves the state as it is does not count: the class
// is enabled in a state, or taken, only by a step to another state.
type Fairness struct {
	Strong bool
	Class  func(Action) bool
}

// Weak assumes that the class, if from some point on it is enabled in every
// state, is taken again and again. This is WF of TLA+, justice in the
// literature.
func Weak(class func(Action) bool) Fairness { return Fairness{Class: class} }

// Strong assumes that the class, if it is enabled again and again, is taken
// again and again. This is SF of TLA+, compassion in the literature.
func Strong(class func(Action) bool) Fairness { return Fairness{Strong: true, Class: class} }

// A classes is a set of fairness assumptions of one property: bit i stands for the
// i-th of them. Of a state or a step it says the classes of which assumptions are
// enabled or taken.
type classes uint64

// maxClasses is the number of fairness assumptions one property can have, and
// classBytes what a set of them costs.
const (
	maxClasses = 64
	classBytes = maxClasses / 8
)

// class returns the set of the i-th fairness assumption alone.
func class(i int) classes { return 1 << i }

// checkProperties returns an error for a claim that cannot be decided.
func checkProperties[S comparable](props []Property[S], symmetry, compact bool) error {
	seen := map[string]bool{}
	for i := range props {
		p := &props[i]
		switch {
		case p.kind == 0:
			return &ContractError{Problem: "a property is the zero Property; make it with Invariant, LeadsTo and the like"}
		case seen[p.name]:
			return &ContractError{Problem: fmt.Sprintf("two properties are named %q", p.name)}
		case symmetry && p.kind.isLiveness():
			return &ContractError{Problem: fmt.Sprintf("property %q is a liveness property and cannot be decided with symmetry: "+
				"a cycle of representatives need not be a cycle of states, and fairness tells symmetric actions apart", p.name)}
		case compact && p.kind.isLiveness():
			return &ContractError{Problem: fmt.Sprintf("property %q is a liveness property and cannot be decided with Options.Compact: "+
				"the graph of the states needs whole states, and a state that was missed may be part of the only cycle", p.name)}
		case len(p.fair) > maxClasses:
			return &ContractError{Problem: fmt.Sprintf("property %q has %d fairness assumptions; at most %d are supported", p.name, len(p.fair), maxClasses)}
		case p.missing() != "":
			return &ContractError{Problem: fmt.Sprintf("property %q: %s is nil", p.name, p.missing())}
		}
		seen[p.name] = true
	}
	return nil
}

// missing returns which function that a claim consists of is nil, in the words of
// the function that makes it; "" if none is.
func (p *Property[S]) missing() string {
	for i := range p.fair {
		if p.fair[i].Class == nil {
			return fmt.Sprintf("the class of fairness assumption %d", i+1)
		}
	}
	switch p.kind {
	case KindInvariant:
		return missingIf(p.state == nil, "holds")
	case KindStepInvariant:
		return cmp.Or(missingIf(p.step == nil, "holds"), missingIf(p.joint != nil && p.joint.broken == nil, "broken"))
	case KindReachable:
		return missingIf(p.state == nil, "is")
	case KindEventually:
		return missingIf(p.state == nil, "goal")
	case KindStabilizes:
		return missingIf(p.value == nil, "value")
	case KindLeadsTo, KindPossible:
		return cmp.Or(missingIf(p.from == nil, "from"), missingIf(p.state == nil, "goal"))
	}
	return ""
}

func missingIf(missing bool, name string) string {
	if missing {
		return name
	}
	return ""
}
