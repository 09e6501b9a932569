package catalogue

import (
	"context"
	"testing"

	"github.com/tcpfsm/tcpfsm/model"
)

// TestBounds holds that each bound in time is what it is said to be, and that the worst
// case, counted, takes as long.
func TestBounds(t *testing.T) {
	for _, b := range Bounds() {
		for _, msl := range []int{1, 2} {
			s := b.Scenario
			if s.Clock = s.Clock.WithMSL(msl); !*capacities && msl > 1 && b.Name != "half-open-within" {
				continue // it takes seconds; -capacities asks
			}
			d := longest(t, model.Question{Scenario: s}, &b)
			if d.Lasso != nil || !d.Asked || d.Most != b.Most*msl {
				t.Errorf("%s, MSL %d: asked %v, endless %v, %d ticks", b.Name, msl, d.Asked, d.Lasso != nil, d.Most)
				continue
			}
			passed, before := 0, d.Trace.Start
			for i, step := range d.Trace.Steps {
				if d.Model.Explain(before, step.Action, step.State).Tick && i >= d.Before {
					passed++
				}
				before = step.State
			}
			if passed != d.Most || !b.To(d.Model.View(before)) {
				t.Errorf("%s, MSL %d: in the worst case %d ticks pass", b.Name, msl, passed)
			}
		}
	}
}

func longest(t *testing.T, q model.Question, b *Within) *model.Delay {
	t.Helper()
	d, err := model.Longest(context.Background(), q, &b.Bound)
	if err != nil {
		t.Fatal(err)
	}
	if d.Delay == nil {
		t.Fatalf("%s: %v", b.Name, d.Stats.Stopped)
	}
	return d
}

// TestBoundsBroken holds how long it takes with wrong designs, and that there is no bound
// on a network that may lose all copies of a segment.
func TestBoundsBroken(t *testing.T) {
	if testing.Short() {
		t.Skip("it explores for seconds")
	}
	for _, b := range Bounds() {
		for _, slow := range b.Broken {
			mu, err := FindMutant(slow.Mutant)
			if err != nil {
				t.Fatal(err)
			}
			q, err := mu.Question(b.Scenario)
			if err != nil {
				t.Fatal(err)
			}
			if d := longest(t, q, &b); d.Most != slow.Ticks || (d.Lasso != nil) != (slow.Ticks == 0) {
				t.Errorf("%s with %s: %d ticks, endless %v", b.Name, slow.Mutant, d.Most, d.Lasso != nil)
			}
		}
		s := b.Scenario
		s.Net.Delivers = false
		if d := longest(t, model.Question{Scenario: s}, &b); d.Lasso == nil {
			t.Errorf("%s without REL: %d ticks", b.Name, d.Most)
		}
	}
}

// What has no clock takes no time that could be told.
func TestBoundsRefused(t *testing.T) {
	s, err := FindScenario("close")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := model.Longest(context.Background(), model.Question{Scenario: s}, &Bounds()[0].Bound); err == nil {
		t.Error("a length of time without a clock")
	}
	if _, err := FindBound("no-such-bound"); err == nil {
		t.Error("a bound that there is not")
	}
}
