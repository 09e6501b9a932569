package catalogue

import (
	"context"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// TestPromises holds that the scenarios have the liveness properties that they
// promise, and that none is promised in vain: what it is about does happen. By default
// two scenarios are asked for each property.
func TestPromises(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a minute")
	}
	kept := map[string]int{}
	for _, s := range Scenarios() {
		promises := slices.DeleteFunc(slices.Clone(s.Promises), func(name string) bool { return !*whole && kept[name] >= 2 })
		if s.Large || len(promises) == 0 {
			continue
		}
		a, err := model.Ask(context.Background(), model.Question{Scenario: s, Properties: named(t, promises...)})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range a.Verdicts {
			kept[v.Name]++
			if _, ok := v.Ground(&s); !ok {
				t.Errorf("%s promises %s, and stands on no ground of it", s.Name, v.Name)
			}
			if v.Finding.Verdict != checker.Holds || v.Vacuous {
				t.Errorf("%s: %s: %v (vacuous %v, coarse %v)", s.Name, v.Name, v.Finding.Verdict, v.Vacuous, v.Coarse)
			}
		}
	}
	for _, p := range liveness {
		if kept[p.Name] == 0 {
			t.Errorf("no scenario promises %s", p.Name)
		}
	}
}

// TestCalm holds that a scenario in which trouble ceases comes to rest in calm,
// where nothing is lost and nobody calls.
func TestCalm(t *testing.T) {
	s, err := FindScenario("open-fair")
	if err != nil {
		t.Fatal(err)
	}
	s.Calms, s.Promises = true, []string{"quiet"}
	a, err := model.Ask(context.Background(), model.Question{Scenario: s, Properties: named(t, s.Promises...)})
	if err != nil {
		t.Fatal(err)
	}
	if v := a.Verdicts[0]; v.Finding.Verdict != checker.Holds {
		t.Errorf("quiet: %v, want it to hold", v.Finding.Verdict)
	}
	s.Calms = false
	if _, err := model.Ask(context.Background(), model.Question{Scenario: s, Properties: named(t, s.Promises...)}); err == nil {
		t.Error("quiet was decided where trouble never ceases")
	}
}

// TestIdle holds that nothing is promised by the checker alone: a user who has
// nothing but CLOSE left need not close.
func TestIdle(t *testing.T) {
	s, err := FindScenario("close-fair")
	if err != nil {
		t.Fatal(err)
	}
	fair := most &^ model.Assume(model.APP)
	a, err := model.Ask(context.Background(), model.Question{Scenario: s, Properties: named(t, "no-orphaned-close-wait"), Fair: &fair})
	if err != nil {
		t.Fatal(err)
	}
	l := a.Verdicts[0].Finding.Lasso
	if l == nil || len(l.Cycle) != 1 || l.Cycle[0].Name != "nothing" {
		t.Error("no lasso in which nothing happens for ever")
	}
}

// TestAttackIsNotOwed holds that fairness of delivery does not oblige an
// attacker: that he could reset an end helps nobody who waits for a FIN.
func TestAttackIsNotOwed(t *testing.T) {
	s, err := FindScenario("open-fair")
	if err != nil {
		t.Fatal(err)
	}
	s.Ends[0].May[fsm.Close] = 1
	s.Attack = model.Attack{Budget: model.Unbounded, Forged: [2][]fsm.Segment{{{SEQ: issB + 1, CTL: fsm.RST}}}}
	fair := most
	a, err := model.Ask(context.Background(), model.Question{Scenario: s, Properties: named(t, "fin-wait-2-exits"), Fair: &fair})
	if err != nil {
		t.Fatal(err)
	}
	if v := a.Verdicts[0].Finding.Verdict; v != checker.Violated {
		t.Errorf("FIN-WAIT-2 ends because the attacker has to attack: %v", v)
	}
}

// TestOwnPeerForgets holds that an end which is its own peer, and has crashed, may
// wait in LAST-ACK for ever: what it repeats arrives at the connection that it has
// now, and nobody says that there is none any more.
func TestOwnPeerForgets(t *testing.T) {
	s := model.Scenario{
		Name: "forgetful", Policy: "edge_segment=accept,bad_ack_in_syn_received=continue", Loopback: true,
		Net:   fair(2),
		Clock: model.Clock{MSL: 2, Rest: 2, Immortal: true},
		Ends: [2]model.Side{
			{ISS: issSeam, Incarnations: 3, Prompt: true, Patient: true, May: model.Budget{fsm.OpenPassive: 1, fsm.OpenActive: 1, fsm.Close: 3, model.Crash: 1}},
			{ISS: issB},
		},
	}
	for _, name := range []string{"last-ack-exits", "no-orphaned-close-wait"} {
		p := *named(t, name)[0]
		if p.Meaningless(&s) == "" {
			t.Errorf("%s is claimed", name)
		}
		p.Meaningless = nil
		v := verdict(t, model.Question{Scenario: s, Properties: []*model.Property{&p}, Options: checker.Options{MaxStates: 50000}})
		if v.Finding.Verdict != checker.Violated {
			t.Errorf("%s: %v", name, v.Finding.Verdict)
		}
	}
}
