package catalogue

import (
	"maps"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
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
	if tr.Scenario.Large && !*largeTests {
		return
	}
	q, err := tr.Question()
	if err != nil {
		t.Fatal(err)
	}
	v := verdict(t, q)
	if v.Finding.Verdict != want || v.Finding.Steps() != tr.Steps {
		t.Errorf("%s: %s in %s: %v in %d steps, vacuous %v; want %v in %d", tr.With, tr.Property, tr.Scenario.Name, v.Finding.Verdict, v.Finding.Steps(), v.Vacuous, want, tr.Steps)
	}
	if want != checker.Holds || !tr.Scenario.Net.Loss || !v.PerEnd() {
		return
	}
	if tr.AnyCapacity != (v.Capacity == 0) {
		t.Errorf("%s: %s in %s holds with a capacity of %d", tr.With, tr.Property, tr.Scenario.Name, v.Capacity)
	}
	if !tr.AnyCapacity && askAny(t, q).Verdicts[0].Finding.Verdict != checker.Violated {
		t.Errorf("%s: %s in %s holds with any capacity: it need not be bounded", tr.With, tr.Property, tr.Scenario.Name)
	}
}

// TestRefuted: package fsm says of each choice which properties the hazards refute
// under it alone, without a change of the table.
func TestRefuted(t *testing.T) {
	want := map[string][]string{}
	for _, h := range Hazards() {
		for _, tr := range h.Exhibited {
			if tr.With != "" && tr.Table == nil && !slices.Contains(want[tr.With], tr.Property) {
				want[tr.With] = append(want[tr.With], tr.Property)
			}
		}
	}
	got := map[string][]string{}
	for i := range fsm.Options() {
		for _, a := range fsm.Options()[i].Choices {
			if list := fsm.Refuted(a.Choice); list != nil {
				got[a.Choice.String()] = list
			}
		}
	}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("package fsm says\n%v\nthe hazards say\n%v", got, want)
	}
}
