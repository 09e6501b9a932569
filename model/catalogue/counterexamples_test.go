package catalogue

import (
	"context"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
)

// TestCounterexamples holds that what is to be violated is, by a counterexample of
// the length that is told.
func TestCounterexamples(t *testing.T) {
	if testing.Short() {
		t.Skip("it explores for seconds")
	}
	for _, r := range Counterexamples() {
		t.Run(r.Name, func(t *testing.T) {
			q, err := r.Question()
			if err != nil {
				t.Fatal(err)
			}
			a, err := model.Ask(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			v := a.Verdicts[0]
			if v.Broken != 0 {
				t.Errorf("the scenario breaks %v, which is to be assumed", v.Broken)
			}
			if v.Finding.Verdict != checker.Violated || v.Finding.Steps() != r.Steps {
				t.Errorf("%v in %d steps (%d states, vacuous %v, coarse %v), want violated in %d",
					v.Finding.Verdict, v.Finding.Steps(), a.Distinct, v.Vacuous, v.Coarse, r.Steps)
			}
		})
	}
}
