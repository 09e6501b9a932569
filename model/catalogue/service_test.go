package catalogue

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
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
		states += r.Stats.Distinct
		if r.Vacuous {
			continue // nobody is told anything
		}
		if r.Verdict != checker.Holds {
			t.Errorf("%s: %v, with room for %d segments: %v", s.Name, r.Verdict, r.Capacity, r.Observed)
		}
		if len(clauses) == len(Clauses()) && r.Capacity == 0 {
			whole++
		}
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

// TestServiceClaimed holds that the property service is claimed where all clauses are,
// under every profile, but where nobody can be told anything.
func TestServiceClaimed(t *testing.T) {
	whole, err := FindProperty("service")
	if err != nil {
		t.Fatal(err)
	}
	claims := 0
	for _, s := range Scenarios() {
		for _, p := range append(fsm.Profiles(), fsm.Profile{Name: s.Policy}) {
			s.Policy = p.Name
			want := unlessTold(&s) == "" && len(claimed(&s)) == len(Clauses())
			if got := whole.Claimed(&s); got != want {
				t.Errorf("%s under %q: service is claimed: %v, all its clauses: %v", s.Name, p, got, want)
			}
			if Theorem(&s) != nil {
				claims++
			}
		}
	}
	if claims < 100 {
		t.Errorf("it is claimed %d times", claims)
	}
}

// TestServiceAsked holds that the property is answered beside others, in their order, and
// that a counterexample tells what was observed, and can be executed.
func TestServiceAsked(t *testing.T) {
	s, err := FindScenario("data-and-close")
	if err != nil {
		t.Fatal(err)
	}
	props := named(t, "una-le-nxt", "service", "stream-prefix", "service-end")
	a := askAny(t, model.Question{Scenario: s, Properties: props})
	for i, v := range a.Verdicts {
		if v.Property != props[i] || v.Finding.Verdict != checker.Holds || v.Capacity != 0 || (v.Explored != nil) != (i%2 == 1) {
			t.Errorf("verdict %d is about %s: %v at CAP(%d)", i, v.Name, v.Finding.Verdict, v.Capacity)
		}
	}
	mu, err := FindMutant("retransmits-others")
	if err != nil {
		t.Fatal(err)
	}
	q, err := mu.Question(s, named(t, "service")...)
	if err != nil {
		t.Fatal(err)
	}
	v := askAny(t, q).Verdicts[0]
	if v.Finding.Verdict != checker.Violated || v.Finding.Trace == nil || v.Capacity == 0 || v.Model == nil {
		t.Fatalf("it is %v", v.Finding)
	}
	if last := v.Observed[len(v.Observed)-1]; !strings.HasSuffix(last, "not as the other user has sent it") {
		t.Errorf("observed at last: %s", last)
	}
	if _, _, err := model.Simulate(context.Background(), q, checker.Simulation{Walks: 1, Length: 1}); err == nil {
		t.Error("a walk decides it")
	}
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
