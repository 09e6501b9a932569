package oracle_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A mutant is a wrong design: the table altered, or a choice that the reference
// does not allow.
type mutant struct {
	name   string
	alter  func(rule func(id string) *fsm.Rule)
	choice fsm.Choice
}

func effect(name string) fsm.Effect {
	e, err := fsm.ParseEffect(name)
	if err != nil {
		panic(err)
	}
	return e
}

func fact(name string) fsm.Fact {
	f, err := fsm.ParseFact(name)
	if err != nil {
		panic(err)
	}
	return f
}

// drop removes effects from a rule.
func drop(r *fsm.Rule, names ...string) {
	r.Do = slices.DeleteFunc(r.Do, func(e fsm.Effect) bool { return slices.Contains(names, e.String()) })
}

// mutants are designs that were proposed or shipped, as far as one end shows
// them. Those that only lack a retransmission show nothing: an oracle does not
// know when one is due.
var mutants = []mutant{
	{name: "two-way-handshake", alter: func(rule func(string) *fsm.Rule) {
		rule("listen.syn-received").Enter = fsm.Enter(fsm.Established)
	}},
	{name: "no-time-wait", alter: func(rule func(string) *fsm.Rule) {
		rule("fin-wait-2.fin").Enter = fsm.Enter(fsm.Closed)
	}},
	{name: "rst-in-time-wait", choice: fsm.RSTInTimeWaitClose},
	{name: "rst-in-window", choice: fsm.RSTValidationInWindow},
	{name: "syn-resets-established", choice: fsm.SYNInSyncRFC793},
	{name: "ack-of-unsent-accepted", alter: func(rule func(string) *fsm.Rule) {
		rule("ack.range.ok").Not = []fsm.Fact{fact("ackTooOld")}
		rule("ack.range.unsent").Not = []fsm.Fact{fact("ackUnsent")}
		rule("ack.unsent").Do = []fsm.Effect{effect("acknowledge")}
		rule("ack.unsent").Then = fsm.Continue
	}},
	{name: "syn-received-rst-listen", alter: func(rule func(string) *fsm.Rule) {
		r := rule("rst.syn-received.active")
		r.Do, r.Enter, r.Then = nil, 0, rule("rst.syn-received.passive").Then
	}},
	{name: "syn-received-ignores-bare-rst", alter: func(rule func(string) *fsm.Rule) {
		for _, id := range []string{"rst.syn-received.active", "rst.syn-received.passive"} {
			r := rule(id)
			r.Do, r.Enter, r.Then = nil, 0, fsm.Stop
		}
	}},
	{name: "fin-twice", choice: fsm.SecondFINLiteral},
	{name: "fin-takes-no-seq", alter: func(rule func(string) *fsm.Rule) {
		drop(rule("transmit.fin"), "countFIN")
		drop(rule("transmit.fin.close-wait"), "countFIN")
	}},
	{name: "close-in-syn-received-silent", alter: func(rule func(string) *fsm.Rule) {
		r := rule("close.syn-received")
		r.Do, r.Enter, r.Then = []fsm.Effect{effect("deleteTCB")}, fsm.Enter(fsm.Closed), fsm.Stop
	}},
	{name: "closing-any-ack", alter: func(rule func(string) *fsm.Rule) {
		rule("closing.fin-unacked").Enter = fsm.Enter(fsm.TimeWait)
	}},
	{name: "last-ack-any-ack", alter: func(rule func(string) *fsm.Rule) {
		r := rule("last-ack.fin-unacked")
		r.Do, r.Enter, r.Then = []fsm.Effect{effect("deleteTCB")}, fsm.Enter(fsm.Closed), fsm.Stop
	}},
	{name: "closed-silent", alter: func(rule func(string) *fsm.Rule) {
		rule("closed.ack").Do, rule("closed.no-ack").Do = nil, nil
	}},
	{name: "time-wait-no-reack", alter: func(rule func(string) *fsm.Rule) {
		drop(rule("seq.time-wait.fin"), "sendACK")
	}},
	{name: "rst-answers-rst", alter: func(rule func(string) *fsm.Rule) {
		rule("closed.rst").Do = []fsm.Effect{effect("sendRSTa")}
	}},
	{name: "time-wait-acks-everything", choice: fsm.TimeWaitRestartLiteral},
	{name: "syn-received-acks-beyond-nxt", alter: func(rule func(string) *fsm.Rule) {
		ack := rule("syn-received.ack")
		for _, id := range []string{"syn-received.ahead", "syn-received.ahead.occupied"} {
			r := rule(id)
			r.Do, r.Enter, r.Then = ack.Do, ack.Enter, ack.Then
		}
	}},
	{name: "simultaneous-open-silent", choice: fsm.SimultaneousOpenLiteral, alter: func(rule func(string) *fsm.Rule) {
		drop(rule("seq.syn-received.ack"), "sendACK")
	}},
	{name: "syn-received-una-le", alter: func(rule func(string) *fsm.Rule) {
		r := rule("syn-received.bad-ack")
		r.Do, r.Enter, r.Then = nil, fsm.Enter(fsm.Established), fsm.Continue
	}},
}

// machine compiles a mutant against the profile Hardened.
func (m *mutant) machine(t *testing.T) *fsm.Machine {
	table := fsm.RFC9293Table()
	if m.alter != nil {
		m.alter(func(id string) *fsm.Rule {
			r := table.Rule(id)
			if r == nil {
				t.Fatalf("%s: the table has no rule %q", m.name, id)
			}
			return r
		})
	}
	c, err := fsm.Compile(table, fsm.Hardened.Policy().With(m.choice))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestMutants holds that each wrong design is caught in lock step.
func TestMutants(t *testing.T) {
	strict := oracle.Options{Told: oracle.Everything, Variants: []oracle.Variant{{Name: "Hardened", Machine: fsm.Hardened}}}
	for i := range mutants {
		m := &mutants[i]
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			if what, v := hunt(m.machine(t), strict, 400); v.Kind != oracle.Deviates {
				t.Errorf("survives; last: %s: %v", what, v)
			} else {
				t.Logf("%s: %v", what, v)
			}
		})
	}
}

// hunt drives a machine in random worlds until its oracle objects, and returns
// the first objection.
func hunt(m *fsm.Machine, opts oracle.Options, worlds int) (what string, found oracle.Verdict) {
	for seed := range worlds {
		w := newWorld(rand.New(rand.NewPCG(uint64(seed), 2)), m, opts, func(who int, x string, v oracle.Verdict) {
			if found.Kind == oracle.Conforms && v.Kind != oracle.Conforms {
				what, found = fmt.Sprintf("world %d, %c: %s", seed, 'A'+who, x), v
			}
		})
		w.forged = true
		for range 250 {
			if w.happen(opts.Told); found.Kind != oracle.Conforms {
				return what, found
			}
		}
	}
	return what, found
}

// TestMutantsOnWire holds which of the wrong designs show on a wire that misses
// nothing. The others need to be watched from closer by: on a wire a timeout or
// a call that nobody saw explains them, or the arrival that they mishandle may
// have been lost.
func TestMutantsOnWire(t *testing.T) {
	opts := oracle.Options{Told: oracle.Segments, Variants: []oracle.Variant{{Name: "Hardened", Machine: fsm.Hardened}}}
	for _, name := range []string{"two-way-handshake", "ack-of-unsent-accepted", "rst-answers-rst", "fin-twice", "syn-received-una-le"} {
		i := slices.IndexFunc(mutants, func(m mutant) bool { return m.name == name })
		if what, v := hunt(mutants[i].machine(t), opts, 100); v.Kind != oracle.Deviates {
			t.Errorf("%s survives; last: %s: %v", name, what, v)
		}
	}
}
