package model

import (
	"context"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
	"github.com/tcpfsm/tcpfsm/model/edit"
)

// TestEndless: a mutant that takes more text than there is room for, or that goes
// on for ever, ends in a verdict and not in a panic.
func TestEndless(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: what goes on for ever takes long to end")
	}
	overflowing := Attack{1, [2][]fsm.Segment{nil, {{SEQ: issA + 1, ACK: issB + 1, WND: 4, CTL: fsm.ACK | fsm.PSH, Text: 9}}}}
	untrimmed := edit.At(rule.TrimRight, rule.SYNTrim).Omit(effect.DropFIN, effect.TrimRight)
	for _, c := range []struct {
		name  string
		table func(fsm.Table)
		alter func(*Scenario)
		want  string // what is violated; "" if nothing is, and not all is explored
	}{
		{"text beyond the window is taken", untrimmed, func(s *Scenario) { s.Attack = overflowing }, "taken-in-window"},
		{"and received at once", untrimmed, func(s *Scenario) {
			s.Attack = overflowing
			s.Ends[1].Reads = AtOnce
		}, "taken-in-window"},
		{"what is received comes back", edit.At(rule.Receive).Do(effect.QueueOctets, effect.ReplyOK), func(s *Scenario) { s.Ends[1].Reads = AtOnce }, "comes-to-rest"},
		{"more segments at once than a step holds", nil, func(s *Scenario) {
			s.Ends[0].Octets, s.Ends[0].SndBUFF, s.Ends[1].MSS, s.Ends[1].RcvBUFF = 8, 8, 1, 8
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := mustFind("zero-window")
			c.alter(&s)
			mu := Mutant{Table: c.table}
			q, err := mu.Question(s)
			if err != nil {
				t.Fatal(err)
			}
			q.Expected = expecting(t, s).Expected
			q.Options = checker.Options{KeepGoing: true, MaxStates: 50000}
			a, err := Ask(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			violated := a.violated()
			if c.want == "" && (len(violated) > 0 || a.Cuts == 0) || c.want != "" && !slices.Contains(violated, c.want) {
				t.Errorf("violated: %v, with %d steps cut; want %q", violated, a.Cuts, c.want)
			}
		})
	}
}

func (a *Answer) violated() (names []string) {
	for _, v := range a.Verdicts {
		if v.Finding.Verdict == checker.Violated {
			names = append(names, v.Name)
		}
	}
	return names
}
