package conform

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A Kind is what a case comes to.
type Kind uint8

// The kinds, from good to bad.
const (
	Conforms  Kind = iota // as the policy has it
	Permitted             // as RFC 9293 leaves room for: Choices says where
	Limited               // the subject could not be put to the test: Reason says why
	Undecided             // the oracle cannot tell: Reason says why
	Blocked               // the subject has left the route to it, for the cause that Reason names
	Deviates              // nothing permits it: Rule is broken

	kinds
)

var kindNames = [kinds]string{"conforms", "permitted", "limited", "undecided", "blocked", "deviates"}

// kindMarks are how the matrix counts cases.
var kindMarks = [kinds]string{"=", "~", "-", "?", "#", "!"}

// Mark is how a matrix counts cases of kind k, as in "=".
func (k Kind) Mark() string { return kindMarks[k] }

// String returns the name of k, as in "conforms".
func (k Kind) String() string { return kindNames[k] }

// A Verdict is what a case comes to, and why.
type Verdict struct {
	Kind
	Choices []fsm.Choice // Permitted: by these

	// Way are the choices that the subject has shown before it was put to the
	// test.
	Way []fsm.Choice

	// Step is the step of the run that broke Rule, of the paragraph Clause.
	Step           int
	Rule, Clause   string
	Strength       string // the label of the requirement, as in "MUST-13", empty for one in prose
	Expected, Seen string
	Reason         string

	untold bool // Deviates: in what no edit of the table says
}

// Accusation says what a run deviates from, in one line.
func (v *Verdict) Accusation() string {
	return fmt.Sprintf("%s (%s): expected %s, seen %s", v.Rule, v.Clause, v.Expected, v.Seen)
}

// Names returns the choices as the oracle calls them, as in "A35
// rst_in_time_wait=ignore".
func Names(choices []fsm.Choice) (all []string) {
	for _, c := range choices {
		all = append(all, oracle.NameOf(c))
	}
	return all
}

// String returns v in one line.
func (v Verdict) String() string {
	switch v.Kind {
	case Permitted:
		return v.Kind.String() + ": " + strings.Join(Names(v.Choices), ", ")
	case Limited, Undecided, Blocked:
		return v.Kind.String() + ": " + v.Reason
	case Deviates:
		return v.Kind.String() + ": " + v.Accusation()
	}
	return v.Kind.String()
}
