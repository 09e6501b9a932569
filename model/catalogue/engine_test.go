package catalogue

import (
	"context"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/edit"
)

// TestReopenedWithAnyISN holds that TIME-WAIT is reopened by a new SYN though
// the first of the numbers that it may choose from is one that it refuses.
func TestReopenedWithAnyISN(t *testing.T) {
	s, err := FindScenario("reincarnation-arbitrary")
	if err != nil {
		t.Fatal(err)
	}
	s.Clock, s.Net = model.Clock{}, model.Network{Capacity: 1, Loss: true}
	fired := askSafety(t, s, 0).Model.Fired()
	for _, id := range []rule.ID{rule.TimeWaitSYNSeqNew, rule.TimeWaitSYNISSNotBeyond} {
		if !slices.Contains(fired, id.String()) {
			t.Errorf("%s never fires", id)
		}
	}
}

// TestBrokenWithoutChange holds that an event that changes nothing is not left
// out if what it says to the user is wrong: here RECEIVE in CLOSE-WAIT tells the
// end of the stream while there are octets on hand.
func TestBrokenWithoutChange(t *testing.T) {
	told := edit.At(rule.ReceiveCloseWait, rule.ReceiveCloseWaitRest)
	early := model.Mutant{Table: edit.All(told.Do(effect.ReplyConnectionClosing), told.Then(fsm.Stop))}
	s := model.Scenario{
		Name: "told-early", Policy: "Hardened", Net: model.Network{Capacity: 1, Loss: true},
		Ends: [2]model.Side{
			{ISS: issA, Reads: model.Whenever, May: model.Budget{fsm.OpenActive: 1, fsm.Receive: model.Unbounded}},
			{ISS: issB, Prompt: true, Patient: true, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Close: 1}},
		},
	}
	if v := verdict(t, model.Question{Scenario: s, Properties: named(t, "eof-after-close")}); v.Finding.Verdict != checker.Holds {
		t.Fatalf("without the change: %v", v.Finding.Verdict)
	}
	q, err := early.Question(s, named(t, "eof-after-close")...)
	if err != nil {
		t.Fatal(err)
	}
	if v := verdict(t, q); v.Finding.Verdict != checker.Violated {
		t.Errorf("the end is told early: %v", v.Finding.Verdict)
	}
}

// TestPerfectNetwork: where nothing is lost no segment dies of age before it has
// arrived, and a step that a bound leaves out is no end.
func TestPerfectNetwork(t *testing.T) {
	for _, c := range []struct {
		scenario, property string
		net                model.Network
	}{
		{"time-wait-ends", "last-ack-acknowledged", model.Network{Capacity: 1}},
		{"handshake", "terminal-states", model.Network{Capacity: 3, Duplicate: true, Reorder: true}},
		{"time-wait", "no-timelock", model.Network{Capacity: 2, Loss: true, Delivers: true}},
	} {
		s := mustFind(c.scenario)
		s.Net = c.net
		a, err := model.Ask(context.Background(), model.Question{Scenario: s, Properties: named(t, c.property)})
		if err != nil {
			t.Fatal(err)
		}
		if f := a.Verdicts[0].Finding; f.Verdict == checker.Violated {
			t.Errorf("%s: %s is violated in %d steps\n%s", s.Name, c.property, f.Steps(), evidence(&f))
		}
	}
}
