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
