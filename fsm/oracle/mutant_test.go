package oracle_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// A mutant is a wrong design: the table altered, or a choice that the reference
// does not allow.
type mutant struct {
	name   string
	alter  func(fsm.Table)
	choice fsm.Choice
}

// drop removes effects from a rule.
func drop(r *fsm.Rule, effects ...fsm.Effect) {
	r.Do = slices.DeleteFunc(r.Do, func(e fsm.Effect) bool { return slices.Contains(effects, e) })
}

// mutants are designs that were proposed or shipped, as far as one end shows
// them.
var mutants = []mutant{
	{name: "two-way-handshake", alter: func(t fsm.Table) {
		rule.ListenSynReceived.In(t).Enter = fsm.Enter(fsm.Established)
	}},
	{name: "no-time-wait", alter: func(t fsm.Table) {
		rule.FinWait2FIN.In(t).Enter = fsm.Enter(fsm.Closed)
	}},
	{name: "rst-in-time-wait", choice: fsm.RSTInTimeWaitClose},
	{name: "rst-in-window", choice: fsm.RSTValidationInWindow},
	{name: "syn-resets-established", choice: fsm.SYNInSyncRFC793},
	{name: "ack-of-unsent-accepted", alter: func(t fsm.Table) {
		rule.ACKRangeOK.In(t).Not = []fsm.Fact{fact.ACKTooOld}
		rule.ACKRangeUnsent.In(t).Not = []fsm.Fact{fact.ACKUnsent}
		rule.ACKUnsent.In(t).Do = []fsm.Effect{effect.Acknowledge}
		rule.ACKUnsent.In(t).Then = fsm.Continue
	}},
	{name: "syn-received-rst-listen", alter: func(t fsm.Table) {
		r := rule.RSTSynReceivedActive.In(t)
		r.Do, r.Enter, r.Then = nil, 0, rule.RSTSynReceivedPassive.In(t).Then
	}},
	{name: "syn-received-ignores-bare-rst", alter: func(t fsm.Table) {
		for _, id := range []rule.ID{rule.RSTSynReceivedActive, rule.RSTSynReceivedPassive} {
			r := id.In(t)
			r.Do, r.Enter, r.Then = nil, 0, fsm.Stop
		}
	}},
	{name: "fin-twice", choice: fsm.SecondFINLiteral},
	{name: "fin-takes-no-seq", alter: func(t fsm.Table) {
		drop(rule.TransmitFIN.In(t), effect.CountFIN)
		drop(rule.TransmitFINCloseWait.In(t), effect.CountFIN)
	}},
	{name: "close-in-syn-received-silent", alter: func(t fsm.Table) {
		r := rule.CloseSynReceived.In(t)
		r.Do, r.Enter, r.Then = []fsm.Effect{effect.DeleteTCB}, fsm.Enter(fsm.Closed), fsm.Stop
	}},
	{name: "closing-any-ack", alter: func(t fsm.Table) {
		rule.ClosingFINUnacked.In(t).Enter = fsm.Enter(fsm.TimeWait)
	}},
	{name: "last-ack-any-ack", alter: func(t fsm.Table) {
		r := rule.LastAckFINUnacked.In(t)
		r.Do, r.Enter, r.Then = []fsm.Effect{effect.DeleteTCB}, fsm.Enter(fsm.Closed), fsm.Stop
	}},
	{name: "closed-silent", alter: func(t fsm.Table) {
		rule.ClosedACK.In(t).Do, rule.ClosedNoACK.In(t).Do = nil, nil
	}},
	{name: "time-wait-no-reack", alter: func(t fsm.Table) {
		drop(rule.SeqTimeWaitFIN.In(t), effect.SendACK)
	}},
	{name: "rst-answers-rst", alter: func(t fsm.Table) {
		rule.ClosedRST.In(t).Do = []fsm.Effect{effect.SendRSTa}
	}},
	{name: "time-wait-acks-everything", choice: fsm.TimeWaitRestartLiteral},
	{name: "syn-received-acks-beyond-nxt", alter: func(t fsm.Table) {
		ack := rule.SynReceivedACK.In(t)
		for _, id := range []rule.ID{rule.SynReceivedAhead, rule.SynReceivedAheadOccupied} {
			r := id.In(t)
			r.Do, r.Enter, r.Then = ack.Do, ack.Enter, ack.Then
		}
	}},
	{name: "simultaneous-open-silent", choice: fsm.SimultaneousOpenLiteral, alter: func(t fsm.Table) {
		drop(rule.SeqSynReceivedACK.In(t), effect.SendACK)
	}},
	{name: "syn-received-una-le", alter: func(t fsm.Table) {
		r := rule.SynReceivedBadACK.In(t)
		r.Do, r.Enter, r.Then = nil, fsm.Enter(fsm.Established), fsm.Continue
	}},
	{name: "syn-never-again", alter: silence(rule.RetransmitSYN)},
	{name: "syn-ack-never-again", alter: silence(rule.RetransmitSYNACK)},
	{name: "fin-never-again", alter: silence(rule.RetransmitFIN)},
	{name: "text-never-again", alter: silence(rule.RetransmitText, rule.RetransmitTextMSS)},
	{name: "window-never-probed", alter: silence(rule.PersistText, rule.PersistNewText)},
	{name: "fin-never-probed", alter: silence(rule.PersistHeldFIN)},
	{name: "keep-alive-while-busy", choice: fsm.KeepAliveOn, alter: func(t fsm.Table) {
		rule.KeepAliveBusy.In(t).Do = rule.KeepAliveProbe.In(t).Do
	}},
	{name: "keep-alive-with-new-number", choice: fsm.KeepAliveOn, alter: func(t fsm.Table) {
		rule.KeepAliveProbe.In(t).Do = []fsm.Effect{effect.SendACK, effect.StartKeepAlive}
	}},
	{name: "text-beyond-the-window", alter: func(t fsm.Table) {
		rule.TransmitWindow.In(t).Do = []fsm.Effect{effect.FormQueue}
	}},
	{name: "text-into-a-closed-window", alter: func(t fsm.Table) {
		r := rule.TransmitClosedWindow.In(t)
		r.Do, r.Then = []fsm.Effect{effect.FormQueue}, rule.TransmitQueue.In(t).Then
	}},
	{name: "fin-beyond-the-window", choice: fsm.FINZeroWindowSend},
	{name: "window-never-updated", alter: func(t fsm.Table) {
		drop(rule.WindowOpen.In(t), effect.OweACK)
	}},
}

// silence returns an alteration that lets rules do nothing and end the event.
func silence(ids ...rule.ID) func(fsm.Table) {
	return func(t fsm.Table) {
		for _, id := range ids {
			r := id.In(t)
			r.Do, r.Then = nil, fsm.Stop
		}
	}
}

// machine compiles a mutant against the profile Hardened.
func (m *mutant) machine(t *testing.T) *fsm.Machine {
	table := fsm.RFC9293Table()
	if m.alter != nil {
		m.alter(table)
	}
	c, err := fsm.Compile(table, fsm.Hardened.Policy().With(m.choice))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestMutants holds that each wrong design is caught in lock step.
func TestMutants(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: hunts mutants for seconds")
	}
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

// hunt drives a machine in random worlds until its oracle accuses it, and returns
// the accusation, or else the worst that was said.
func hunt(m *fsm.Machine, opts oracle.Options, worlds int) (what string, found oracle.Verdict) {
	for seed := range worlds {
		w := newWorld(rand.New(rand.NewPCG(uint64(seed), 2)), m, opts, func(who int, x string, v oracle.Verdict) {
			if v.Kind > found.Kind {
				what, found = fmt.Sprintf("world %d, %c: %s", seed, 'A'+who, x), v
			}
		})
		w.forged = true
		for range 250 {
			if w.happen(opts.Told); found.Kind == oracle.Deviates {
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
	if testing.Short() {
		t.Skip("skipped with -short: hunts mutants in hundreds of worlds")
	}
	opts := oracle.Options{Told: oracle.Segments, Variants: []oracle.Variant{{Name: "Hardened", Machine: fsm.Hardened}}}
	for _, name := range []string{"two-way-handshake", "ack-of-unsent-accepted", "rst-answers-rst", "fin-twice", "syn-received-una-le"} {
		i := slices.IndexFunc(mutants, func(m mutant) bool { return m.name == name })
		if what, v := hunt(mutants[i].machine(t), opts, 400); v.Kind != oracle.Deviates {
			t.Errorf("%s survives; last: %s: %v", name, what, v)
		}
	}
}
