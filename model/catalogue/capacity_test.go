package catalogue

import (
	"context"
	"flag"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

var (
	capacities = flag.Bool("capacities", false, "ask about a network of any capacity in all scenarios, which takes minutes")
	octets     = flag.Bool("octets", false, "with -capacities: three octets each way, 17 million states, too")
)

// askAny asks about a network of any capacity.
func askAny(t rapid.TB, q model.Question) *model.Answer {
	t.Helper()
	q.AnyCapacity = true
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// asksTheNetwork are the properties of ends that look at what is on its way.
var asksTheNetwork = map[string]bool{"time-wait-drains-network": true}

// TestAnyCapacity: what a scenario is expected to have of events, states and steps of
// ends it has in a network of any capacity. By default that is asked of a fifth of
// the standard scenarios.
func TestAnyCapacity(t *testing.T) {
	if testing.Short() {
		t.Skip("it explores for seconds")
	}
	for i, s := range Scenarios() {
		if !s.Net.Loss || !*capacities && (s.Large || i%5 != 0 || broad(t, &s)) {
			continue
		}
		s.Promises = nil
		q, err := Question(s)
		if err != nil {
			t.Fatal(err)
		}
		q.Options.KeepGoing = true
		if s.Large { // the rest takes a search with a capacity, for minutes
			q.Expected = slices.DeleteFunc(q.Expected, func(p *model.Property) bool { return !p.PerEnd() || asksTheNetwork[p.Name] })
		}
		a := askAny(t, q)
		for _, v := range a.Verdicts {
			atAny := v.PerEnd() && !asksTheNetwork[v.Name]
			if v.Finding.Verdict != checker.Holds || atAny != (v.Capacity == 0) {
				t.Errorf("%s: %s is %v with a capacity of %d", s.Name, v.Name, v.Finding.Verdict, v.Capacity)
			}
		}
		t.Logf("%s: %d maximal of %d states, %.2f s", s.Name, a.Any.Maximal, a.Any.Distinct, a.Any.Elapsed.Seconds())
	}
}

// TestLargerAtAnyCapacity: what is claimed of ends holds in larger bounds than those of the
// standard scenarios, too.
func TestLargerAtAnyCapacity(t *testing.T) {
	if !*capacities {
		t.Skip("skipped: takes minutes; run go test ./model/catalogue -run AnyCapacity -capacities")
	}
	scenarios := []model.Scenario{
		mustFind("half-close").With("half-close of four octets", func(s *model.Scenario) { s.Ends[1].May[fsm.Send] = 4 }),
		mustFind("time-wait").With("time-wait, MSL of three ticks", func(s *model.Scenario) { s.Clock = s.Clock.WithMSL(3) }),
	}
	if *octets {
		scenarios = append(scenarios, mustFind("data-transfer").With("data-transfer of three octets each way", func(s *model.Scenario) {
			s.Ends[0].May[fsm.Send], s.Ends[1].May[fsm.Send] = 3, 3
		}))
	}
	for _, s := range scenarios {
		q, err := Question(s)
		if err != nil {
			t.Fatal(err)
		}
		q.Expected = slices.DeleteFunc(q.Expected, func(p *model.Property) bool { return !p.PerEnd() || asksTheNetwork[p.Name] })
		a := askAny(t, q)
		for _, v := range a.Verdicts {
			if v.Finding.Verdict != checker.Holds || v.Capacity != 0 {
				t.Errorf("%s: %s is %v with a capacity of %d", s.Name, v.Name, v.Finding.Verdict, v.Capacity)
			}
		}
		t.Logf("%s: %d verdicts, %d maximal of %d states, %.0f s", s.Name, len(a.Verdicts), a.Any.Maximal, a.Any.Distinct, a.Any.Elapsed.Seconds())
	}
}

// TestMutantsAtAnyCapacity: no mutant is missed that a search with a capacity refutes,
// and its counterexample is the same.
func TestMutantsAtAnyCapacity(t *testing.T) {
	if testing.Short() {
		t.Skip("it explores for seconds")
	}
	for _, mu := range Mutants() {
		for _, r := range mu.Refuted {
			if !r.Property.PerEnd() || !r.Scenario.Net.Loss {
				continue
			}
			q, err := mu.Question(r.Scenario, r.Property)
			if err != nil {
				t.Fatal(err)
			}
			a := askAny(t, q)
			v := &a.Verdicts[0]
			if f := a.Any.Findings[0]; f.Verdict != checker.Violated {
				t.Errorf("%s: without a capacity %s is %v in %s", mu.Name, v.Name, f.Verdict, r.Scenario.Name)
			}
			if v.Finding.Steps() != r.Steps || v.Capacity != r.Scenario.Net.Capacity {
				t.Errorf("%s: %s is %v in %d steps of %s, with a capacity of %d", mu.Name, v.Name, v.Finding.Verdict, v.Finding.Steps(), r.Scenario.Name, v.Capacity)
			}
		}
	}
}

// TestNeedsMoreRoom: what the capacity of a scenario hides is found, and told as a run
// in a network that has room for it, as short as any there.
func TestNeedsMoreRoom(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	for _, c := range []struct {
		mutant, property string
		capacity         int
	}{
		{"no-time-wait", noOldSegment, 2},
		{"time-wait-1msl", noOldSegment, 2},
	} {
		mu, err := FindMutant(c.mutant)
		if err != nil {
			t.Fatal(err)
		}
		s := mu.Refuted[0].Scenario
		s.Net.Capacity = 1
		q, err := mu.Question(s, named(t, c.property)...)
		if err != nil {
			t.Fatal(err)
		}
		if v := verdict(t, q); v.Finding.Verdict != checker.Holds {
			t.Fatalf("%s: with a capacity of 1 %s is %v", c.mutant, c.property, v.Finding.Verdict)
		}
		v := askAny(t, q).Verdicts[0]
		q.Scenario.Net.Capacity = c.capacity
		want := verdict(t, q)
		if v.Capacity != c.capacity || v.Finding.Detour || v.Finding.Steps() != want.Finding.Steps() || v.Finding.Verdict != checker.Violated {
			t.Errorf("%s: %s is %v in %d steps with a capacity of %d, want %d steps with %d", c.mutant, c.property,
				v.Finding.Verdict, v.Finding.Steps(), v.Capacity, want.Finding.Steps(), c.capacity)
		}
		retrace(t, &v)
	}
}

// retrace takes each step of a counterexample in the model that the verdict names.
func retrace(t *testing.T, v *model.Verdict) {
	t.Helper()
	at := v.Finding.Trace.Start
	for _, step := range v.Finding.Trace.Steps {
		var out checker.Steps[model.State]
		v.Model.Next(&at, &out)
		taken := false
		for a, s := range out.All() {
			taken = taken || a == step.Action && s == step.State
		}
		if !taken {
			t.Fatalf("%s: %s is no step of the model", v.Name, step.Name)
		}
		at = step.State
	}
}

// TestRandomAtAnyCapacity: what is violated with a capacity does not hold without, for
// all properties in scenarios that nobody has thought of.
func TestRandomAtAnyCapacity(t *testing.T) {
	if testing.Short() {
		t.Skip("it explores for seconds")
	}
	scenarios, states := 16, *randomStates/2
	if *capacities {
		scenarios, states = 120, *randomStates
	}
	seeded(t, scenarios)
	hold, violated := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := anyScenario(t)
		a := askAny(t, model.Question{Scenario: s, Expected: properties, Options: checker.Options{Workers: 1, MaxStates: states, KeepGoing: true}})
		without := map[string]bool{}
		for _, v := range a.Verdicts {
			if v.Capacity == 0 && v.Finding.Verdict == checker.Holds {
				without[v.Name] = true
				hold++
			}
		}
		for _, v := range explored(t, s, properties, states).Verdicts {
			if v.Finding.Verdict != checker.Violated {
				continue
			}
			violated++
			if without[v.Name] {
				t.Fatalf("%s holds with any capacity and is violated with %d\n%+v\n%s", v.Name, s.Net.Capacity, s, evidence(&v.Finding))
			}
		}
	})
	t.Logf("%d verdicts hold with any capacity, %d are violated with the one of the scenario", hold, violated)
	if hold == 0 || violated == 0 {
		t.Error("the test shows nothing")
	}
}

// needsThree are the trials in which the capacity protects, and not TIME-WAIT: with three
// segments in a direction an old one is taken.
var needsThree = map[string]bool{
	"always the same ISN, REL, 2MSL":                   true,
	"always the same ISN, REL, MSL of 2 ticks, 2MSL-1": true,
	"any ISN, REL, 2MSL":                               true,
}

// TestTimeWaitAtAnyCapacity: which lengths of TIME-WAIT protect in a network of any
// capacity.
func TestTimeWaitAtAnyCapacity(t *testing.T) {
	if testing.Short() {
		t.Skip("it explores for seconds")
	}
	for _, trial := range TimeWaitTrials() {
		s := &trial.Scenario
		if !*capacities && (s.Large || s.ISN == model.Arbitrary || s.Ends[0].Incarnations > 2 || s.Clock.MSL > 1) {
			continue
		}
		q, err := trial.Question()
		if err != nil {
			t.Fatal(err)
		}
		want, steps, capacity := checker.Violated, trial.Steps, s.Net.Capacity
		switch {
		case needsThree[trial.With]:
			steps, capacity = 13, 3
		case trial.Steps == 0:
			want, capacity = checker.Holds, 0
		}
		v := askAny(t, q).Verdicts[0]
		if v.Finding.Verdict != want || v.Finding.Steps() != steps || v.Capacity != capacity {
			t.Errorf("%s: %v in %d steps with a capacity of %d, want %v in %d with %d", trial.With,
				v.Finding.Verdict, v.Finding.Steps(), v.Capacity, want, steps, capacity)
		}
	}
}

// TestWorkersChangeNothingAtAnyCapacity explores with one worker and with three.
func TestWorkersChangeNothingAtAnyCapacity(t *testing.T) {
	if testing.Short() {
		t.Skip("it explores for seconds")
	}
	for _, name := range []string{"two-listeners", "half-close", "time-wait"} {
		s := mustFind(name)
		s.Promises = nil
		q, err := Question(s)
		if err != nil {
			t.Fatal(err)
		}
		counts := func(workers int) [5]uint64 {
			q.Options.Workers = workers
			s := askAny(t, q).Any.Stats
			return [5]uint64{s.Distinct, s.Maximal, s.Generated, uint64(s.Depth), uint64(s.MaxOut)}
		}
		if one, three := counts(1), counts(3); one != three {
			t.Errorf("%s: %v with one worker and %v with three", name, one, three)
		}
	}
}
