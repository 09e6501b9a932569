package model

import (
	"context"
	"os"
	"regexp"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
)

func TestTry(t *testing.T) {
	re := regexp.MustCompile("^(" + os.Getenv("TRY") + ")$")
	var props []string
	if p := os.Getenv("PROP"); p != "" {
		props = []string{p}
	}
	for _, s := range Scenarios() {
		if !re.MatchString(s.Name) {
			continue
		}
		r, err := Ask(context.Background(), Question{Scenario: s, Properties: props, Options: checker.Options{KeepGoing: true}})
		if err != nil {
			t.Fatal(s.Name, err)
		}
		m := r.Model
		t.Log(s.Name, r.Distinct, "gen", r.Generated, "depth", r.Depth, "term", r.Terminal, "out", r.MaxOut, r.Elapsed, r.Stopped, "peakMB", r.PeakBytes>>20, "excl", r.Excluded, "contents", m.contents.list.len())
		for _, v := range r.Verdicts {
			if !v.live() && v.Finding.Verdict == checker.Holds {
				continue
			}
			t.Log("   ", v.Name, v.Finding.Verdict, "vacuous", v.Vacuous, "coarse", v.Coarse, v.Assumed, v.Finding.Steps())
			if v.Finding.Verdict == checker.Violated && os.Getenv("SHOW") != "" {
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
