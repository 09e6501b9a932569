package model

import (
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestReopenedWithAnyISN holds that TIME-WAIT is reopened by a new SYN though
// the first of the numbers that it may choose from is one that it refuses.
func TestReopenedWithAnyISN(t *testing.T) {
	s, err := FindScenario("reincarnation-arbitrary")
	if err != nil {
		t.Fatal(err)
	}
	s.Clock, s.Net = Clock{}, Network{Capacity: 1, Loss: true}
	fired := askSafety(t, s, 0).Model.Fired()
	for _, rule := range []string{"time-wait.syn.seq-new", "time-wait.syn.iss-not-beyond"} {
		if !slices.Contains(fired, rule) {
			t.Errorf("%s never fires", rule)
		}
	}
}

// TestBrokenWithoutChange holds that an event that changes nothing is not left
// out if what it says to the user is wrong: here RECEIVE in CLOSE-WAIT tells the
// end of the stream while there are octets on hand.
func TestBrokenWithoutChange(t *testing.T) {
	told := "receive.close-wait receive.close-wait.rest"
	early := Mutant{Table: edits(do(told, "replyConnectionClosing"), then(told, fsm.Stop))}
	s := Scenario{
		Name: "told-early", Policy: "Hardened", Net: Network{Capacity: 1, Loss: true},
		Ends: [2]Side{
			{ISS: issA, Reads: Whenever, May: Budget{fsm.OpenActive: 1, fsm.Receive: Unbounded}},
			{ISS: issB, Prompt: true, Patient: true, May: Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Close: 1}},
		},
	}
	if v := verdict(t, Question{Scenario: s, Properties: []string{"eof-after-close"}}); v.Finding.Verdict != checker.Holds {
		t.Fatalf("without the change: %v", v.Finding.Verdict)
	}
	q, err := early.Question(s, "eof-after-close")
	if err != nil {
		t.Fatal(err)
	}
	if v := verdict(t, q); v.Finding.Verdict != checker.Violated {
		t.Errorf("the end is told early: %v", v.Finding.Verdict)
	}
}

// TestCrashForgetsAttempt holds that what an end does after a crash is not taken
// for the attempt that came to nothing two incarnations before.
func TestCrashForgetsAttempt(t *testing.T) {
	m, err := New(Scenario{Net: hostile(1), ISN: Constant}, fsm.Hardened)
	if err != nil {
		t.Fatal(err)
	}
	e := End{Used: 2, Inc: 2, Tried: attempt{Inc: 1}}
	if e = m.take(&e, input{kind: Crash}, false).end; e.Tried != (attempt{}) {
		t.Errorf("%+v is left", e.Tried)
	}
}

// TestLostSYN holds that a SYN for which there is no incarnation left is lost,
// and that nothing which it would have done counts as done.
func TestLostSYN(t *testing.T) {
	m, err := New(Scenario{Name: "full", Net: hostile(1)}, fsm.Hardened)
	if err != nil {
		t.Fatal(err)
	}
	full := End{Side: 1, Used: 1, TCB: fsm.TCB{State: fsm.Listen, RCV: fsm.ReceiveSequence{BUFF: 4, WND: 4}}}
	end := m.ends.number(&full)
	syn := m.packets.number(&Packet{Segment: fsm.Segment{SEQ: issA, CTL: fsm.SYN, WND: 4}, From: 1})
	before := State{End: [2]uint32{end, end}, Dir: [2]uint32{m.dirs.number(&Direction{flights: [MaxCapacity]flight{{packet: syn}}, n: 1}), m.dirs.number(&Direction{})}}
	id := m.arrival(end, syn)
	if mv := m.moves.at(id); !mv.lost || mv.to != end {
		t.Errorf("the SYN leads to %+v, want it lost", *m.ends.at(mv.to))
	}
	if fired := m.Fired(); len(fired) != 0 {
		t.Errorf("%v count as fired", fired)
	}
	after := before
	after.Dir[0] = after.Dir[1]
	if x := m.Explain(before, checker.Action(id), after); len(x.Happenings) != 0 || len(x.Lost[0]) != 1 {
		t.Errorf("%d things are told to happen and %d packets to be lost, want 0 and 1", len(x.Happenings), len(x.Lost[0]))
	}
}
