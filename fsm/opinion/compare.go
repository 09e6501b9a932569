package opinion

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Comparison holds a machine against the second opinion, one event at a time.
// It is not for several goroutines at once.
type Comparison struct {
	machine *fsm.Machine
	step    func(*fsm.TCB, *fsm.Event, *fsm.Output)
	Policy  fsm.Policy

	// Of the last event: what was, and what either made of it.
	Before   fsm.TCB
	Event    fsm.Event
	its, our fsm.TCB
	Output   fsm.Output // of the machine
	Said     Said
}

// Compare prepares to hold m against the second opinion under the policy of m.
func Compare(m *fsm.Machine) *Comparison {
	return &Comparison{machine: m, step: m.Step, Policy: m.Policy()}
}

// CompareInterpreted is [Compare] with the table of m interpreted, which is worth
// it for a table that takes few steps.
func CompareInterpreted(m *fsm.Machine) *Comparison {
	return &Comparison{machine: m, step: m.Interpret, Policy: m.Policy()}
}

// Agree has both carry out ev at c, which stays as it is, and reports whether
// everything is the same: the TCB, segments, replies, signals and timers.
func (x *Comparison) Agree(c *fsm.TCB, ev *fsm.Event) bool {
	x.Before, x.Event = *c, *ev
	x.its, x.our = *c, *c
	x.step(&x.its, ev, &x.Output)
	Step(&x.Policy, &x.our, ev, &x.Said)
	return x.its == x.our && x.saysTheSame()
}

func (x *Comparison) saysTheSame() bool {
	o, s := &x.Output, &x.Said
	segments := o.Segments()
	if len(segments) != s.nsent {
		return false
	}
	for i := range segments {
		if segments[i] != s.sent[i] {
			return false
		}
	}
	return o.From == x.Before.State && o.To == x.our.State &&
		o.Reply == s.Reply && o.Answered == s.Answered && o.Signals == s.Signals &&
		o.Delivered == s.Delivered && o.Acked == s.Acked && o.Started == s.Started && o.Stopped == s.Stopped
}

// Fired returns the IDs of the rules that the machine fired in the last event.
func (x *Comparison) Fired() (ids []string) {
	for _, id := range x.Output.Fired() {
		ids = append(ids, x.machine.Rule(id).ID)
	}
	return ids
}

// String tells of the last event, with everything in which the two differ.
func (x *Comparison) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v: %v\n  at %v\n  rules %v\n", x.Policy, x.Event, x.Before, x.Fired())
	tell := func(what string, its, ours any) {
		if a, b2 := fmt.Sprintf("%+v", its), fmt.Sprintf("%+v", ours); a != b2 {
			fmt.Fprintf(&b, "  %-9s table:   %s\n            opinion: %s\n", what, a, b2)
		}
	}
	o, s := &x.Output, &x.Said
	tell("state", x.its.State, x.our.State)
	tell("segments", o.Segments(), s.Segments())
	tell("reply", o.Reply, s.Reply)
	tell("answered", o.Answered, s.Answered)
	tell("signals", o.Signals, s.Signals)
	tell("delivered", o.Delivered, s.Delivered)
	tell("acked", o.Acked, s.Acked)
	tell("started", o.Started, s.Started)
	tell("stopped", o.Stopped, s.Stopped)
	its, our := fields(&x.its), fields(&x.our)
	for i := range its {
		tell("TCB", its[i], our[i])
	}
	return b.String()
}
