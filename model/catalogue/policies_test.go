package catalogue

import (
	"context"
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

var policyStates = flag.Uint64("policies", 0, "hold what is claimed under other policies in so many states of each scenario, 0: not at all")

// TestClaimsUnderOtherPolicies explores the scenarios, those of mutants and of
// hazards too, under other policies than their own: what Needs and Under of a
// property let it claim there has to hold. Scenarios that are too large are
// explored in part.
func TestClaimsUnderOtherPolicies(t *testing.T) {
	if *policyStates == 0 {
		t.Skip("go test ./model/catalogue -run TestClaimsUnderOtherPolicies -policies 8000 explores thousands of combinations, which takes two minutes")
	}
	for _, s := range everyScenario() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for _, policy := range others(t, &s) {
				holdsUnder(t, s, policy)
			}
		})
	}
}

// everyScenario lists those that are not large, and those of mutants and hazards
// without their changes.
func everyScenario() (all []model.Scenario) {
	add := func(s model.Scenario) {
		known := slices.ContainsFunc(all, func(other model.Scenario) bool { return other.Name == s.Name })
		if !s.Large && !known {
			all = append(all, s)
		}
	}
	for _, s := range Scenarios() {
		add(s)
	}
	for _, mu := range Mutants() {
		for i := range mu.Refuted {
			add(mu.Refuted[i].Scenario)
		}
	}
	for _, h := range Hazards() {
		for _, t := range slices.Concat(h.Exhibited, h.Cleared) {
			add(t.Scenario)
		}
	}
	return all
}

// others lists the profiles, with and without what the scenario chooses beside
// its own, and its policy with another choice in each option.
func others(t *testing.T, s *model.Scenario) (policies []string) {
	_, besides, _ := strings.Cut(s.Policy, ",")
	policies = append(policies, s.Policy)
	for _, p := range fsm.Profiles() {
		policies = append(policies, p.Name)
		if besides != "" {
			policies = append(policies, p.Name+","+besides)
		}
	}
	own, err := fsm.ParsePolicy(s.Policy)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range fsm.Options() {
		for _, a := range o.Choices {
			if !own.Allows(a.Choice) {
				policies = append(policies, own.With(a.Choice).String())
			}
		}
	}
	return policies
}

func holdsUnder(t *testing.T, s model.Scenario, policy string) {
	s.Policy = policy
	q, err := Question(s)
	if err != nil {
		t.Fatal(err)
	}
	q.Options = checker.Options{Workers: 1, MaxStates: *policyStates}
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range a.Verdicts {
		if v.Finding.Verdict == checker.Violated {
			t.Errorf("%s is claimed under %s and violated in %d steps", v.Name, policy, v.Finding.Steps())
		}
	}
}
