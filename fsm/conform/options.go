package conform

import (
	"context"
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Options are the options of [Check] and [Test]. The zero Options try all cases by RFC
// 9293, and count whatever deviates.
type Options struct {
	_ struct{}

	// Name is what the subject is called in reports.
	Name string

	// Policy is what conforms; what other choices allow is a permitted variation.
	Policy fsm.Policy

	// States are those in which cases are tried; zero: all.
	States fsm.States

	// Quick tries a sample, some thirteenth of all cases: at each kind of connection every flag
	// at every place of SEG.SEQ and at every place of SEG.ACK, and whatever else the table does
	// to a segment with the flag.
	Quick bool

	// More tries other peers, too, when the rest is explained: one that closes its window,
	// one that fills the stack's, and two whose numbers pass 2^31 and 2^32, one of which
	// announces an MSS. They also send octets that are urgent, and are sent more than fits
	// a segment. That is a third of all cases in addition. Of a stack that is [Numbered] its
	// own numbers pass both, too.
	More bool

	// Known names a file of known causes, for [Test]: one ID a line; empty lines and
	// what follows # are passed over. A cause that is known is no failure. [Report.WriteKnown]
	// writes such a file, by which a subject has the same causes in a part of the cases, too.
	Known string

	// Family is the version of IP under the stack's connections: without an MSS option no
	// segment bears more than 536 octets by the one, and 1220 by the other (MUST-15).
	Family fsm.Family

	// Only, if it is not nil, chooses cases.
	Only func(Case) bool
}

// Check puts a stack to the test and returns what it comes to. An error is one of the
// instrument, or ctx's; the report then has what is known by then, and its Complete is
// false.
func Check(ctx context.Context, stack Stack, o Options) (*Report, error) {
	return check(ctx, stack, o, Known{})
}

// check is Check where causes are known.
func check(ctx context.Context, stack Stack, o Options, known Known) (*Report, error) {
	c := Campaign{
		Setup:  Setup{Subject: o.Name, Policy: nameOf(o.Policy)},
		Runner: Runner{Stack: stack, Family: o.Family}, Judge: NewJudge(o.Policy),
		States: o.States, Quick: o.Quick, More: o.More, Only: o.Only, Known: known,
	}
	if o.Name == "" {
		c.Setup.Subject = fmt.Sprintf("%T", stack)
	}
	return c.Run(ctx)
}

// nameOf returns the name of the profile that p is, or says that it is none.
func nameOf(p fsm.Policy) string {
	for _, profile := range fsm.Profiles() {
		if profile.Policy == p {
			return profile.Name
		}
	}
	return "a policy of its own"
}
