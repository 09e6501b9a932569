package catalogue

import (
	"context"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
)

// TestMutants: each mutant is refuted as it says, and without its change the
// property holds. By default the first refutation of each is asked for.
func TestMutants(t *testing.T) {
	if testing.Short() {
		t.Skip("it explores for seconds")
	}
	right := map[string]checker.Verdict{} // without a change, by property and scenario
	for _, mu := range Mutants() {
		t.Run(mu.Name, func(t *testing.T) {
			for i, r := range mu.Refuted {
				if i > 0 && !*whole {
					break
				}
				in := r.Property.Name + " in " + r.Scenario.Name
				if _, known := right[in]; !known {
					right[in] = verdict(t, model.Question{Scenario: r.Scenario, Properties: []*model.Property{r.Property}}).Finding.Verdict
				}
				if right[in] != checker.Holds {
					t.Errorf("%s without the change: %v", in, right[in])
				}
				q, err := mu.Question(r.Scenario, r.Property)
				if err != nil {
					t.Fatal(err)
				}
				if wrong := verdict(t, q); wrong.Finding.Verdict != checker.Violated || wrong.Finding.Steps() != r.Steps {
					t.Errorf("%s in %s: %v in %d steps, want violated in %d", r.Property.Name, r.Scenario.Name, wrong.Finding.Verdict, wrong.Finding.Steps(), r.Steps)
				}
			}
		})
	}
}

// TestMutantChanges: a mutant changes the scenarios that refute it, and not those
// that know nothing of what it changes.
func TestMutantChanges(t *testing.T) {
	for _, mu := range Mutants() {
		for _, r := range mu.Refuted {
			if changes, err := mu.Changes(r.Scenario); !changes || err != nil {
				t.Errorf("%s changes nothing in %s (%v)", mu.Name, r.Scenario.Name, err)
			}
		}
	}
	s, err := FindScenario("close") // which has no clock, and one connection at each end
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"no-time-wait", "time-wait-1msl", "iss-constant", "fin-wait-2-forever"} {
		mu, err := FindMutant(name)
		if err != nil {
			t.Fatal(err)
		}
		if changes, err := mu.Changes(s); changes || err != nil {
			t.Errorf("%s changes something in %s (%v)", name, s.Name, err)
		}
	}
}

// verdict asks about one property.
func verdict(t *testing.T, q model.Question) model.Verdict {
	t.Helper()
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a.Verdicts[0]
}
