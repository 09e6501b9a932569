package catalogue

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
)

// TestService holds the theorem: two TCPs, whatever the network, are the service, in each
// standard scenario, by the clauses on whose ground it stands.
func TestService(t *testing.T) {
	whole, states := 0, uint64(0)
	for _, s := range Scenarios() {
		clauses := claimed(&s)
		if s.Large || len(clauses) == 0 || !*capacities && (s.Ends[0].Rude || s.Clock.Rest > 0) {
			continue // there are hundreds of thousands of states; -capacities asks about all
		}
		r := refined(t, model.Question{Scenario: s, AnyCapacity: true}, clauses)
		if r.Verdict != checker.Holds {
			t.Errorf("%s: %v, with room for %d segments: %v", s.Name, r.Verdict, r.Capacity, r.Observed)
		}
		if len(clauses) == len(Clauses()) && r.Capacity == 0 {
			whole++
		}
		states += r.Stats.Distinct
	}
	t.Logf("%d scenarios keep the whole service in a network of any capacity; %d states", whole, states)
	if whole < 40 {
		t.Errorf("only %d scenarios keep the whole service", whole)
	}
}

// claimed returns the clauses that a scenario is expected to keep.
func claimed(s *model.Scenario) []Clause {
	return slices.DeleteFunc(Clauses(), func(k Clause) bool { return !k.Claimed(s) })
}

func refined(t *testing.T, q model.Question, clauses []Clause) *model.Refinement[Observation] {
	t.Helper()
	r, err := model.Refines(context.Background(), q, Service(clauses))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// trials are small scenarios in which mutants are asked about.
var trials = []string{"data-and-close"}

// uncounted is a mutant that violates eof-after-close where no user is told anything that
// is not so: it forgets that a FIN has come, after it has told its user.
const uncounted = "fin-takes-no-seq"

// TestServiceRefutes holds that the theorem says all that stream-prefix, eof-after-close
// and no-unprovoked-reset say: where a mutant violates one of them, it is not the service;
// and each clause, left out, lets one of them through.
func TestServiceRefutes(t *testing.T) {
	if testing.Short() {
		t.Skip("it explores for seconds")
	}
	through := map[string]string{}
	refuted := 0
	for _, mu := range Mutants() {
		for _, s := range trialsOf(t, &mu) {
			clauses := claimed(&s)
			q, err := mu.Question(s)
			if err != nil {
				t.Fatal(err)
			}
			q.AnyCapacity = true
			r := refined(t, q, clauses)
			if claim := violatesOne(t, &mu, s); claim != "" && mu.Name == uncounted {
				continue
			} else if claim != "" && r.Verdict != checker.Violated {
				t.Errorf("%s violates %s in %s, and is the service: %v", mu.Name, claim, s.Name, r.Verdict)
			} else if claim != "" {
				refuted++
			}
			if r.Verdict != checker.Violated {
				continue
			}
			for i, k := range clauses {
				if through[k.Name] == "" {
					if r := refined(t, q, slices.Delete(slices.Clone(clauses), i, i+1)); r.Verdict == checker.Holds {
						through[k.Name] = fmt.Sprintf("%s in %s", mu.Name, s.Name)
					}
				}
			}
		}
	}
	t.Logf("%d times a mutant that violates one of the three is not the service; through without a clause: %v", refuted, through)
	for _, k := range Clauses() {
		if through[k.Name] == "" {
			t.Errorf("without clause %q no mutant comes through", k.Name)
		}
	}
}

func trialsOf(t *testing.T, mu *model.Mutant) (all []model.Scenario) {
	for _, by := range mu.Refuted {
		if strings.HasPrefix(by.Scenario.Name, "try-") {
			all = append(all, by.Scenario)
		}
	}
	for _, name := range trials {
		s, err := FindScenario(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return slices.DeleteFunc(all, func(s model.Scenario) bool { return len(claimed(&s)) == 0 })
}

// violatesOne returns which of the three claims a mutant violates in a scenario, or "".
func violatesOne(t *testing.T, mu *model.Mutant, s model.Scenario) string {
	t.Helper()
	var three []*model.Property
	for _, name := range []string{"stream-prefix", "eof-after-close", "no-unprovoked-reset"} {
		p, err := FindProperty(name)
		if err != nil {
			t.Fatal(err)
		}
		if p.Claimed(&s) {
			three = append(three, p)
		}
	}
	if three == nil {
		return ""
	}
	q, err := mu.Question(s, three...)
	if err != nil {
		t.Fatal(err)
	}
	q.AnyCapacity = true
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range a.Verdicts {
		if v.Finding.Verdict == checker.Violated {
			return v.Name
		}
	}
	return ""
}
