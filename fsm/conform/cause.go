package conform

import (
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Cause is one way in which a subject deviates, and all cases that come of it.
type Cause struct {
	// ID is the name of the cause, in one line. It is the same as long as the subject
	// deviates in the same way.
	ID string

	// Edit is the change of the table under which the cases conform; nil for a trait
	// that no single change explains.
	Edit *Edit

	// Together are choices that RFC 9293 leaves open, more than explain a case by
	// themselves, and that the subject makes at once: the cases conform under them.
	Together []fsm.Choice

	// Rule is the rule that is broken, of the paragraph Clause. Strength is how
	// strongly RFC 9293 asks for it.
	Rule, Clause string
	Strength     Strength

	// Means says in words what the subject does, Instead what the table does.
	Means, Instead string

	Cases   int        // that it explains
	Blocked int        // that it keeps from being tried
	States  fsm.States // of the cases

	// Run is the shortest one that shows it, and Verdict what it is accused of.
	Run
	Verdict
}

// A Strength is how strongly RFC 9293 asks for something, the strongest first.
type Strength uint8

// The strengths. What stands in the steps of section 3.10 without a label is Prose.
const (
	Must Strength = iota
	Prose
	Should
	May
)

var strengthNames = [...]string{"MUST", "prose", "SHOULD", "MAY"}

// String returns "MUST", "prose", "SHOULD" or "MAY".
func (s Strength) String() string { return strengthNames[s] }

// strengthOf is the strength of a requirement by its label, as in "SHLD-14".
func strengthOf(label string) Strength {
	switch {
	case len(label) < 3:
		return Prose
	case label[:3] == "MUS":
		return Must
	case label[:3] == "SHL":
		return Should
	}
	return May
}
