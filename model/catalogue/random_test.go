package catalogue

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
)

// randomStates bounds a random scenario. A third of them have fewer states than
// 3000 and are explored completely; a violation in the others counts all the
// same.
var randomStates = flag.Uint64("random.states", 3000, "explore so many states of a random scenario")

// TestRandomScenarios holds what is claimed of scenarios that nobody has thought
// of: no property on whose ground one stands is violated in it. The same few
// dozen are drawn in every run;
//
//	go test ./model/catalogue -run TestRandomScenarios -rapid.checks=20000 -rapid.seed=7
//
// draws more of them, or others. One that fails is shrunk.
func TestRandomScenarios(t *testing.T) {
	scenarios := 80
	if testing.Short() {
		scenarios = 60
	}
	seeded(t, scenarios)
	var n tally
	rapid.Check(t, func(t *rapid.T) {
		s := anyScenario(t)
		a := explored(t, s, standing(&s), *randomStates)
		n.count(a)
		for _, v := range a.Verdicts {
			if v.Finding.Verdict == checker.Violated {
				t.Fatalf("%s is claimed and violated\n%+v\n%s", v.Name, s, evidence(&v.Finding))
			}
		}
	})
	t.Log(n)
}

// seeded has rapid draw the same n cases in every run, unless the command line
// says otherwise.
func seeded(t *testing.T, n int) {
	said := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { said[f.Name] = true })
	for name, value := range map[string]string{"rapid.checks": fmt.Sprint(n), "rapid.seed": "1"} {
		f := flag.Lookup(name)
		if said[name] {
			continue
		}
		was := f.Value.String()
		if err := f.Value.Set(value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Value.Set(was) })
	}
}

// standing returns the properties that are claimed of a scenario: those on whose
// ground it stands, but for those that are known to be claimed in vain. Of the service it
// is the whole, if it can.
func standing(s *model.Scenario) (props []*model.Property) {
	for _, p := range properties {
		part := p.Refines != nil && p != services[0] && services[0].Claimed(s)
		if !p.OnlyAsked && !part && !meaningless(p, s) {
			if _, ok := p.Ground(s); ok {
				props = append(props, p)
			}
		}
	}
	return props
}

// meaningless reports whether a property says nothing about a scenario.
func meaningless(p *model.Property, s *model.Scenario) bool {
	return p.Meaningless != nil && p.Meaningless(s) != ""
}

// explored decides properties in the first states of a scenario.
func explored(t rapid.TB, s model.Scenario, props []*model.Property, states uint64) *model.Answer {
	a, err := model.Ask(context.Background(), model.Question{
		Scenario: s, Expected: props, Options: checker.Options{Workers: 1, MaxStates: states, KeepGoing: true},
	})
	if err != nil {
		t.Fatalf("%+v\n%v", s, err)
	}
	return a
}

// evidence tells a counterexample.
func evidence(f *checker.Finding[model.State]) string {
	var b strings.Builder
	line := func(step checker.Step[model.State]) { fmt.Fprintf(&b, "  %s\n", step.Name) }
	switch {
	case f.Trace != nil:
		for _, step := range f.Trace.Steps {
			line(step)
		}
	case f.Lasso != nil:
		for _, step := range f.Lasso.Stem.Steps {
			line(step)
		}
		b.WriteString("  for ever:\n")
		for _, step := range f.Lasso.Cycle {
			line(step)
		}
	}
	return b.String()
}

// A tally counts what was explored.
type tally struct {
	scenarios, complete, verdicts int
	states                        uint64
}

func (n *tally) count(a *model.Answer) {
	n.scenarios++
	n.states += a.Distinct
	if a.Complete {
		n.complete++
	}
	for _, v := range a.Verdicts {
		if v.Finding.Verdict != checker.Unknown {
			n.verdicts++
		}
	}
}

func (n tally) String() string {
	return fmt.Sprintf("%d scenarios, %d of them explored completely, %d states, %d verdicts", n.scenarios, n.complete, n.states, n.verdicts)
}

// mustFind returns a scenario by its name.
func mustFind(name string) model.Scenario {
	s, err := FindScenario(name)
	if err != nil {
		panic(err)
	}
	return s
}

var lapses = flag.Bool("lapses", false, "find what is wrong with grounds that are too little, among 20000 random scenarios, which takes minutes")

// TestLapses holds that random scenarios find a ground that is too little: each
// that was once, put back, is refuted by one of the first 20000.
func TestLapses(t *testing.T) {
	if !*lapses {
		t.Skip("go test ./model/catalogue -run TestLapses -lapses takes minutes")
	}
	seeded(t, 20000)
	found, n := map[string]int{}, 0
	rapid.Check(t, func(t *rapid.T) {
		s := anyScenario(t)
		n++
		for i := range forgotten {
			l := &forgotten[i]
			if found[l.name] == 0 && l.refuted(t, s) {
				found[l.name] = n
			}
		}
	})
	for i := range forgotten {
		if l := &forgotten[i]; found[l.name] == 0 {
			t.Errorf("%s: %d scenarios have not refuted %s", l.name, n, l.property)
		} else {
			t.Logf("%s: scenario %d", l.name, found[l.name])
		}
	}
}

// A lapse is a condition that the ground of a property once lacked. A scenario
// stands on that ground if it stands on the present one when it is pretended that
// it meets the condition.
type lapse struct {
	name, property string
	pretend        func(*model.Scenario)
	states         uint64 // how many are explored; 0 stands for as many as of any random scenario
}

// refuted reports whether a scenario stands on the ground that is too little, and
// refutes the property.
func (l *lapse) refuted(t rapid.TB, s model.Scenario) bool {
	p, err := FindProperty(l.property)
	if err != nil {
		t.Fatal(err)
	}
	better := s
	l.pretend(&better)
	_, stands := p.Ground(&s)
	if _, would := p.Ground(&better); stands || !would || meaningless(p, &s) {
		return false
	}
	a := explored(t, s, []*model.Property{p}, max(l.states, *randomStates))
	return slices.ContainsFunc(a.Verdicts, func(v model.Verdict) bool { return v.Finding.Verdict == checker.Violated })
}
