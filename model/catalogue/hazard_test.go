package catalogue

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
)

// TestHazards: each hazard is exhibited under the options that cause it, in as
// many steps as it says, and cleared under those that cure it.
func TestHazards(t *testing.T) {
	if testing.Short() {
		t.Skip("it explores for seconds")
	}
	for _, h := range Hazards() {
		t.Run(h.ID, func(t *testing.T) {
			for _, tr := range h.Exhibited {
				expect(t, tr, checker.Violated)
			}
			for _, tr := range h.Cleared {
				expect(t, tr, checker.Holds)
			}
		})
	}
}

func expect(t *testing.T, tr Trial, want checker.Verdict) {
	t.Helper()
	if tr.Scenario.Large && testing.Short() {
		return
	}
	q, err := tr.Question()
	if err != nil {
		t.Fatal(err)
	}
	if v := verdict(t, q); v.Finding.Verdict != want || v.Finding.Steps() != tr.Steps {
		t.Errorf("%s: %s in %s: %v in %d steps, vacuous %v; want %v in %d", tr.With, tr.Property, tr.Scenario.Name, v.Finding.Verdict, v.Finding.Steps(), v.Vacuous, want, tr.Steps)
	}
}
