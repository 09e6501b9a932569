package model_test

import (
	"context"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// besides asks a scenario for what holds of it under its policy and another one.
func besides(t *testing.T, name, policy string, any bool) *model.Answer {
	t.Helper()
	s, err := catalogue.FindScenario(name)
	if err != nil {
		t.Fatal(err)
	}
	q, err := catalogue.Question(s)
	if err != nil {
		t.Fatal(err)
	}
	q.Beside, q.AnyCapacity = policy, any
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestBeside holds that what one search says of two policies is, in all that an answer
// tells, what a search under the other one says.
func TestBeside(t *testing.T) {
	for _, name := range []string{"handshake", "simultaneous-open", "old-syn-at-listener", "self-connect", "open-fair", "open-given-up", "half-open-fair", "mss"} {
		for _, any := range []bool{false, true} {
			b := besides(t, name, "RFC9293", any).Beside
			if b == nil {
				t.Errorf("%s: the machines have parted", name)
				continue
			}
			q, err := catalogue.Question(b.Scenario)
			if err != nil {
				t.Fatal(err)
			}
			q.AnyCapacity = any
			a, err := model.Ask(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			if a.Distinct != b.Distinct || a.Generated != b.Generated || strings.Join(a.Model.Fired(), " ") != strings.Join(b.Model.Fired(), " ") {
				t.Errorf("%s: %d states, %d steps, want %d and %d, and the same rules", name, b.Distinct, b.Generated, a.Distinct, a.Generated)
			}
			if got, want := verdicts(b), verdicts(a); got != want {
				t.Errorf("%s: %s, want %s", name, got, want)
			}
		}
	}
}

// verdicts lists what an answer says of properties.
func verdicts(a *model.Answer) string {
	var all []string
	for _, v := range a.Verdicts {
		all = append(all, v.Name+" "+v.Finding.Verdict.String()+" "+v.Assumed.String())
	}
	return strings.Join(all, "; ")
}

// TestParted holds that one step in which the machines differ is noticed: in close a RST
// ends TIME-WAIT early, and the states that are reached are the same ones all the same.
func TestParted(t *testing.T) {
	for name, policy := range map[string]string{"close": "RFC9293", "half-open": "RFC9293", "handshake": "RFC793", "open-fair": "Linux"} {
		if b := besides(t, name, policy, false).Beside; b != nil {
			t.Errorf("%s: %s does the same as Hardened in every step", name, policy)
		}
	}
}
