package catalogue

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
)

var update = flag.Bool("update", false, "write the golden files anew")

// safetyScenarios are those in which each safety property is about something.
func safetyScenarios(t *testing.T) []model.Scenario {
	all := slices.Concat(opening, failing, strange)
	s, err := FindScenario("time-wait")
	if err != nil {
		t.Fatal(err)
	}
	return append(all, s)
}

var whole = flag.Bool("whole", false, "explore what takes longest too, and all that the default has a part of")

const safetyGolden = "testdata/safety.golden"

// broad reports whether a scenario is known to take more than 1.6 million steps, and is
// explored with -whole alone.
func broad(t *testing.T, s *model.Scenario) bool {
	t.Helper()
	if *whole || *update {
		return false
	}
	for line := range strings.Lines(read(t, safetyGolden)) {
		var name string
		var states, steps int
		if _, err := fmt.Sscanf(line, "%s %d distinct %d generated", &name, &states, &steps); err != nil {
			t.Fatal(err)
		}
		if name == s.Name {
			return steps > 1_600_000
		}
	}
	return false
}

// TestSafety decides every safety property in the scenarios that are expected
// to have it. None is violated, none is vacuous everywhere, and the number of
// states of each scenario is the one it was.
func TestSafety(t *testing.T) {
	if testing.Short() {
		t.Skip("some scenarios take seconds")
	}
	held := map[string]bool{}
	var counts strings.Builder
	skipped := 0
	for _, s := range safetyScenarios(t) {
		if broad(t, &s) {
			skipped++
			for _, p := range expected(t, &s) {
				held[p.Name] = true // or so -whole says
			}
			continue
		}
		a := askSafety(t, s, 0)
		for _, v := range a.Verdicts {
			if v.Finding.Verdict != checker.Holds {
				t.Errorf("%s: %s is %v", s.Name, v.Name, v.Finding.Verdict)
			}
			held[v.Name] = true
		}
		line := fmt.Sprintf("%s %d distinct %d generated depth %d\n", s.Name, a.Distinct, a.Generated, a.Depth)
		if counts.WriteString(line); skipped > 0 && !strings.Contains(read(t, safetyGolden), line) {
			t.Errorf("%s has no line %s", safetyGolden, line)
		}
	}
	for _, p := range safety {
		if !p.OnlyAsked && !held[p.Name] {
			t.Errorf("%s is about nothing in any of the scenarios", p.Name)
		}
	}
	if skipped == 0 {
		golden(t, safetyGolden, counts.String())
	}
}

func expected(t *testing.T, s *model.Scenario) []*model.Property {
	t.Helper()
	props, err := Expected(s)
	if err != nil {
		t.Fatal(err)
	}
	return props
}

// askSafety decides the safety properties of a scenario.
func askSafety(t *testing.T, s model.Scenario, workers int) *model.Answer {
	t.Helper()
	s.Promises = nil
	q, err := Question(s)
	if err != nil {
		t.Fatal(err)
	}
	q.Options.Workers, q.Options.KeepGoing = workers, true
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	if !a.Complete {
		t.Fatalf("%s is not explored completely: %v", s.Name, a.Stopped)
	}
	return a
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := read(t, file); want != got {
		t.Errorf("%s differs; if it should, run go test ./model/catalogue -update\ngot\n%s\nwant\n%s", file, got, want)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestWorkersChangeNothing explores with one worker and with two.
func TestWorkersChangeNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	for _, name := range []string{"handshake", "self-connect", "simultaneous-open", "half-open", "old-syn-at-listener"} {
		s, err := FindScenario(name)
		if err != nil {
			t.Fatal(err)
		}
		one, two := askSafety(t, s, 1), askSafety(t, s, 2)
		if one.Distinct != two.Distinct || one.Generated != two.Generated || one.Depth != two.Depth || one.Terminal != two.Terminal {
			t.Errorf("%s: %d, %d, %d, %d with one worker and %d, %d, %d, %d with two", name,
				one.Distinct, one.Generated, one.Depth, one.Terminal, two.Distinct, two.Generated, two.Depth, two.Terminal)
		}
		if !slices.Equal(one.Model.Fired(), two.Model.Fired()) {
			t.Errorf("%s: other rules have fired", name)
		}
		names := func(a *model.Answer) (all []string) {
			for _, v := range a.Verdicts {
				all = append(all, v.Name+" "+v.Finding.Verdict.String())
			}
			return all
		}
		if !slices.Equal(names(one), names(two)) {
			t.Errorf("%s: %v with one worker and %v with two", name, names(one), names(two))
		}
	}
}

// TestAsked asks properties that a scenario is not expected to have: each
// assumption of these properties is needed, as the trace shows.
func TestAsked(t *testing.T) {
	for i, c := range exhibits {
		if testing.Short() && i%8 != 0 {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			s, err := FindScenario(c.scenario)
			if err != nil {
				t.Fatal(err)
			}
			c.alter(&s)
			a, err := model.Ask(context.Background(), model.Question{Scenario: s, Properties: named(t, c.property)})
			if err != nil {
				t.Fatal(err)
			}
			f := a.Verdicts[0].Finding
			if f.Verdict != checker.Violated {
				t.Fatalf("%s in %s is %v", c.property, s.Name, f.Verdict)
			}
			if n := len(f.Trace.Steps); n != c.length {
				t.Errorf("the shortest counterexample has %d steps, not %d", n, c.length)
			}
		})
	}
}

// TestTerminalInVain holds that nothing is said of where all ends if it can
// only end in calm, which terminal-states does not look at.
func TestTerminalInVain(t *testing.T) {
	s, err := FindScenario("close-calms")
	if err != nil {
		t.Fatal(err)
	}
	a, err := model.Ask(context.Background(), model.Question{Scenario: s, Properties: named(t, "terminal-states")})
	if err != nil {
		t.Fatal(err)
	}
	if v := a.Verdicts[0]; !v.Vacuous || v.Finding.Verdict != checker.Unknown {
		t.Errorf("terminal-states is %v (vacuous %v)", v.Finding.Verdict, v.Vacuous)
	}
}
