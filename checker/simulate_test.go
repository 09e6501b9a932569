package checker_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tcpfsm/tcpfsm/checker"
)

func TestSimulate(t *testing.T) {
	props := []checker.Property[levels]{
		checker.Invariant("never 4", func(s *levels) bool { return s.Big != 4 }),
		checker.Reachable("full", func(s *levels) bool { return *s == levels{3, 5} }),
		checker.StepInvariant("never empties", func(_ *levels, a checker.Action, _ *levels) bool { return a != emptyBig }),
		checker.Deadlock[levels]("deadlock"),
		checker.Eventually("eventually", func(s *levels) bool { return s.Big == 4 }),
	}
	sim := checker.Simulation{Seed: 7, Walks: 200, Length: 200}
	r, err := checker.Simulate(context.Background(), jugs{}, sim, props...)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []checker.Verdict{checker.Violated, checker.Holds, checker.Violated, checker.Unknown, checker.Unknown} {
		if f := r.Findings[i]; f.Verdict != want || (f.Trace != nil) != (want != checker.Unknown) {
			t.Errorf("want %v: %v", want, f)
		}
	}
	if last := r.Findings[0].Trace.Last(); last.Big != 4 {
		t.Errorf("the walk ends in %v", last)
	}
	again, err := checker.Simulate(context.Background(), jugs{}, sim, props...)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, again); diff != "" {
		t.Errorf("the same seed, another walk:\n%s", diff)
	}
	sim.Seed++
	other, err := checker.Simulate(context.Background(), jugs{}, sim, props...)
	if err != nil || cmp.Equal(r, other) {
		t.Errorf("another seed, the same walk (%v)", err)
	}
}

// A walk that ends where a step was cut shows no deadlock.
func TestSimulateCut(t *testing.T) {
	m := custom[int]{0, func(s *int, out *checker.Steps[int]) {
		if *s == 10 {
			out.Cut()
			return
		}
		*out.Add(0) = *s + 1
	}}
	r, err := checker.Simulate(context.Background(), m, checker.Simulation{Walks: 1}, checker.Deadlock[int]("goes on"))
	if err != nil || r.Steps != 10 || r.Findings[0].Verdict != checker.Unknown {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestSimulateEnds(t *testing.T) {
	r, err := checker.Simulate(context.Background(), upTo(5), checker.Simulation{Walks: 3})
	if err != nil || r.Walks != 3 || r.Steps != 15 {
		t.Errorf("%+v, %v; a walk ends in a terminal state", r, err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := checker.Simulate(cancelled, endless, checker.Simulation{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
