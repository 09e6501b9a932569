package conform

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
)

// A Cause is one way in which a subject deviates, and all cases that come of it.
type Cause struct {
	// ID is the name of the cause, in one line. It is the same as long as the subject
	// deviates in the same way.
	ID string

	// Edit is the change of the table under which the cases conform; nil for a trait
	// that no single change explains.
	Edit *Edit

	// Also are further edits of the same paragraph that change it in the same way, in some
	// of the same states: what one edit does not say of a trait.
	Also []*Edit

	// Rule is the rule that the shortest run breaks, of the paragraph Clause. Strength is
	// how strongly RFC 9293 asks for what the cause breaks.
	Rule, Clause string
	Strength     Strength

	// Means says in words what the subject does, Instead what the table does.
	Means, Instead string

	paragraph string     // that is edited
	check     string     // of it
	on        fsm.Events // that the edit is about

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

// A manner is the way in which a conduct is an answer to an event.
type manner uint8

const (
	goesOn manner = iota
	silent
	answers
	resets
	enters
)

// manner returns that of a conduct.
func (o Conduct) manner() manner {
	sends := false
	for _, e := range o.Do {
		switch {
		case slices.Contains([]fsm.Effect{effect.SendRSTa, effect.SendRSTn, effect.SendRSTu, effect.SendRSTs}, e):
			return resets
		case e.Sends() != 0:
			sends = true
		}
	}
	switch {
	case o.Enter != 0:
		return enters
	case o.Then != fsm.Stop:
		return goesOn
	case sends:
		return answers
	}
	return silent
}

// akin reports whether a cause is of the same trait as an edit that shows in the state: it
// edits the same check by the very same, or the same paragraph in the same manner, or does the
// very same to the same events where another paragraph looks at them.
func (c *Cause) akin(o *Cause, state fsm.State) bool {
	if c.Edit == nil || o.Edit == nil || c.Edit.Form != nil || o.Edit.Form != nil {
		return false
	}
	same := c.Edit.Conduct.same(o.Edit.Conduct)
	if c.check == o.check && same {
		return true
	}
	acts := len(o.Edit.Do) > 0 || o.Edit.Enter != 0
	return c.States.Has(state) && (c.paragraph == o.paragraph && c.Edit.manner() == o.Edit.manner() || acts && c.on&o.on != 0 && same)
}

// shows is what a cause that is no edit is known by, at whatever rule it shows: what was seen
// in place of what. Where nothing was to be sent the state is no matter of that.
func (c *Cause) shows() string {
	_, shows, _ := strings.Cut(c.ID, ": ")
	expected, seen, _ := strings.Cut(shows, ", seen ")
	if strings.HasPrefix(expected, "expected nothing in ") {
		expected = "expected nothing"
	}
	return expected + ", seen " + seen
}
