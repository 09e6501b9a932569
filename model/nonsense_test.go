package model

import (
	"context"
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model/edit"
)

var nonsenses = flag.Int("nonsense", 30, "how many tables TestNonsense makes")

// TestNonsense: whatever forms say, the model explores what comes of it, and does
// not panic.
func TestNonsense(t *testing.T) {
	tables := *nonsenses
	if testing.Short() {
		tables = 4
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range tables {
		table := fsm.RFC9293Table()
		for i := range table {
			for j := range table[i].Forms {
				if f := &table[i].Forms[j]; random.IntN(3) == 0 {
					*f = nonsense(random, f.Effect)
				}
			}
		}
		for _, name := range []string{"data-and-close", "zero-window", "abort", "urgent"} {
			explore(t, mustFind(name), table)
		}
	}
}

// nonsense returns a form of e that nobody has thought about.
func nonsense(random *rand.Rand, e fsm.Effect) fsm.Form {
	number := func() fsm.Number {
		all := fsm.Numbers()
		return all[random.IntN(len(all))] + fsm.Number(random.IntN(256)-128)*fsm.Number(random.IntN(2))
	}
	amount := func() fsm.Amount {
		all := fsm.Amounts()
		return all[random.IntN(len(all))] + fsm.Amount(random.IntN(256)-128)*fsm.Amount(random.IntN(2))
	}
	return fsm.Form{
		Effect: e, SEQ: number(), ACK: number(), CTL: fsm.Control(random.IntN(64)),
		WND: amount(), MSS: amount(), Text: amount(), From: number(),
	}
}

func explore(t *testing.T, s Scenario, table fsm.Table) {
	t.Helper()
	q := Question{Scenario: s, Machine: fsm.MustCompile(table, must(s.policy())), Options: checker.Options{MaxStates: 1000, KeepGoing: true}}
	if _, err := Ask(context.Background(), q); err != nil {
		t.Error(err)
	}
}

// TestFormMutationsAreSeen: each kind of mutation of a form is refuted in a small
// scenario by a property alone, without the laws of steps.
func TestFormMutationsAreSeen(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	s := Scenario{
		Name: "sends-and-closes", Policy: "Hardened", Net: hostile(1),
		Ends: [2]Side{
			{ISS: issA, May: Budget{fsm.OpenActive: 1, fsm.Send: 2, fsm.Close: 1}, Prompt: true, Patient: true},
			{ISS: issB, May: Budget{fsm.OpenPassive: 1, fsm.Close: 1}, Prompt: true},
		},
	}
	st := newStage(t, s)
	for _, change := range []string{
		"change number: sendACK SEQ=RCV.NXT", "change number: sendACK ACK=SND.NXT", "change number: resendFIN SEQ=SND.NXT",
		"change number: formFront SEQ=ISS", "change window: sendACK WND=RCV.WND+1", "change window: sendSYNACK WND=0",
		"change text: formQueue DATA=waiting+1", "change octets: formQueue FROM=SND.NXT+1", "change octets: formFront FROM=ISS",
	} {
		mu := findMutation(t, change)
		j := judgement{Mutation: mu, alike: true}
		if st.judge(&j, mu.Of(fsm.RFC9293Table()), map[fsm.Policy]*fsm.Machine{}); j.claim == "" {
			t.Errorf("no property notices %v in %s", mu, s.Name)
		}
	}
}

func findMutation(t *testing.T, name string) edit.Mutation {
	t.Helper()
	for _, mu := range edit.Mutations(fsm.RFC9293Table()) {
		if mu.String() == name {
			return mu
		}
	}
	t.Fatalf("there is no mutation %q", name)
	return edit.Mutation{}
}
