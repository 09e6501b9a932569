package model

import (
	"context"
	"github.com/tcpfsm/tcpfsm/checker"
	"testing"
)

func trace(t *testing.T, q Question) {
	a, err := Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(a.Distinct, a.Elapsed, a.Complete)
	for _, v := range a.Verdicts {
		t.Log(v.Name, v.Finding.Verdict, v.Finding.Steps(), v.Vacuous)
		if v.Finding.Verdict == checker.Violated {
			if v.Finding.Trace != nil {
				show(t, a.Model, *v.Finding.Trace)
			}
			if v.Finding.Lasso != nil {
				show(t, a.Model, v.Finding.Lasso.Stem)
				show(t, a.Model, checker.Trace[State]{Start: v.Finding.Lasso.Stem.Last(), Steps: v.Finding.Lasso.Cycle})
			}
		}
	}
}
func TestZ(t *testing.T) {
	for _, tw := range []int{2, 3} {
		s := twice("x", "", lasting(2, tw), numbered(Constant))
		a, err := Ask(context.Background(), Question{Scenario: s, Properties: []string{"no-old-segment-accepted"}, Options: checker.Options{MaxStates: 9000000}})
		if err != nil {
			t.Fatal(err)
		}
		t.Log(tw, a.Distinct, a.Elapsed, a.Verdicts[0].Finding.Verdict, a.Verdicts[0].Finding.Steps())
	}
	for _, buf := range []uint8{1, 4} {
		s := tryReset.with("try-reset-beyond", through(Network{Capacity: 4, Reorder: true, Delivers: true}), func(s *Scenario) { s.Ends[1].RcvBUFF = buf; s.Ends[1].Incarnations = 4; s.Ends[0].Patient = true })
		a, _ := Ask(context.Background(), Question{Scenario: s, Properties: []string{"survivor-learns"}})
		t.Log(a.Distinct, a.Stopped, a.Complete, a.Excluded, a.Cuts, a.Verdicts[0].Finding.Verdict, a.Verdicts[0].Finding.Steps())
	}
	for _, c := range []string{"allow", "literal_drop"} {
		s := tryZeroWindows.with("zz", through(fair(1)), under("zero_window="+c))
		a, _ := Ask(context.Background(), Question{Scenario: s, Properties: []string{"octets-arrive"}})
		t.Log(a.Distinct, a.Elapsed, a.Stopped, a.Complete, a.Excluded, a.Cuts, a.Verdicts[0].Finding.Verdict, a.Verdicts[0].Finding.Steps())
	}
}
