package catalogue_test

import (
	"context"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// TestService explores.
func TestService(t *testing.T) {
	for _, s := range catalogue.Scenarios() {
		if s.Large {
			continue
		}
		clauses := allowed(t, &s)
		if len(clauses) == 0 {
			continue
		}
		r := refined(t, model.Question{Scenario: s, AnyCapacity: true}, clauses)
		t.Logf("%s: %d clauses, %v, capacity %d, %d states", s.Name, len(clauses), r.Verdict, r.Capacity, r.Stats.Distinct)
		if r.Verdict != checker.Holds {
			t.Errorf("%s: %v %v", s.Name, r.Verdict, r.Observed)
		}
	}
}

// allowed returns the clauses that a scenario is expected to keep.
func allowed(t *testing.T, s *model.Scenario) (some []catalogue.Clause) {
	t.Helper()
	grounds := map[string]string{"sent": "stream-prefix", "order": "stream-prefix", "same": "stream-prefix", "closed": "eof-after-close", "all": "eof-after-close", "unprovoked": "no-unprovoked-reset"}
	for _, k := range catalogue.Clauses() {
		p, err := catalogue.FindProperty(grounds[k.Name])
		if err != nil {
			t.Fatal(err)
		}
		if p.Claimed(s) || k.Name == "unprovoked" {
			some = append(some, k)
		}
	}
	return some
}

func refined(t *testing.T, q model.Question, clauses []catalogue.Clause) *model.Refinement[catalogue.Observation] {
	t.Helper()
	r, err := model.Refines(context.Background(), q, catalogue.Service(clauses))
	if err != nil {
		t.Fatal(err)
	}
	return r
}
