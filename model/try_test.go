package model

import (
	"context"
	"github.com/tcpfsm/tcpfsm/checker"
	"testing"
)

func TestTry(t *testing.T) {
	for _, s := range Scenarios() {
		r, err := Ask(context.Background(), Question{Scenario: s})
		if err != nil {
			t.Fatal(err)
		}
		m := r.Model
		t.Log(s.Name, r.Distinct, r.Generated, r.Depth, r.Terminal, r.MaxOut, r.Elapsed, float64(r.Generated)/r.Elapsed.Seconds()/1e6, r.PeakBytes, m.ends.list.len(), m.packets.list.len(), m.moves.len(), m.dirs.list.len(), len(m.Fired()), m.contents.list.len())
		for _, v := range r.Verdicts {
			t.Log(v.Name, v.Finding.Verdict, v.Vacuous, v.Assumed)
			if v.Finding.Verdict == checker.Violated {
				if v.Finding.Trace != nil {
					show(t, m, *v.Finding.Trace)
				}
				if v.Finding.Lasso != nil {
					show(t, m, v.Finding.Lasso.Stem)
					show(t, m, checker.Trace[State]{Start: v.Finding.Lasso.Stem.Last(), Steps: v.Finding.Lasso.Cycle})
				}
			}
		}
	}
}

func show(t *testing.T, m *Model, tr checker.Trace[State]) {
	at := tr.Start
	for _, s := range tr.Steps {
		x := m.Explain(at, s.Action, s.State)
		a, b := m.view(&s.State).States()
		t.Log(s.Name, "->", a, b)
		for _, h := range x.Happenings {
			for _, p := range h.Sent {
				t.Log("     sends", p)
			}
		}
		for i := range x.Lost {
			for _, p := range x.Lost[i] {
				t.Log("     lost", p)
			}
		}
		at = s.State
	}
	t.Log("-----")
}
