package checker_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
)

// The errors that checkers of liveness have made before, one test each.

func in(nodes ...int) func(*slim) bool {
	var s set
	for _, v := range nodes {
		s |= 1 << v
	}
	return func(x *slim) bool { return s.has(x.node()) }
}

func action(a checker.Action) func(checker.Action) bool {
	return func(b checker.Action) bool { return a == b }
}

func wantEventually(t *testing.T, g digraph, goal int, want checker.Verdict, fair ...checker.Fairness) checker.Finding[slim] {
	t.Helper()
	r := mustCheck(t, drawn[slim]{g, newSlim}, checker.Options{}, checker.Eventually("goal", in(goal), fair...))
	wantVerdict(t, r, "goal", want)
	return r.Findings[0]
}

// A step that changes nothing must not count as taking its class: node 0 can
// reach the goal by action 1, and doing action 1 in place is no excuse.
func TestStutteringIsNotTaking(t *testing.T) {
	g := digraph{initial: []int{0}, edges: [][]edge{{{0, 1}, {1, 1}}, {}}}
	wantEventually(t, g, 1, checker.Violated)
	wantEventually(t, g, 1, checker.Holds, checker.Weak(action(1)))
	wantEventually(t, g, 1, checker.Holds, checker.Strong(action(1)))
}

// Nor does it enable the class: where action 1 only runs in place, it is fair
// to do so for ever.
func TestStutteringIsNotEnabling(t *testing.T) {
	g := digraph{initial: []int{0}, edges: [][]edge{{{0, 1}}, {}}}
	f := wantEventually(t, g, 1, checker.Violated, checker.Weak(action(1)), checker.Strong(action(1)))
	if len(f.Lasso.Cycle) != 1 {
		t.Error(f)
	}
}

// Strong fairness can be satisfied by a part of a component that the whole does
// not satisfy: 0 and 1 go round without node 2, where action 2 would be
// possible.
func TestFairPartOfUnfairComponent(t *testing.T) {
	g := digraph{initial: []int{2}, edges: [][]edge{{{1, 0}}, {{0, 0}, {2, 0}}, {{1, 0}, {3, 2}}, {}}}
	f := wantEventually(t, g, 3, checker.Violated, checker.Strong(action(2)))
	for _, step := range f.Lasso.Cycle {
		if step.State == 2 {
			t.Errorf("the cycle goes through the node that enables action 2: %v", f)
		}
	}
	wantEventually(t, g, 3, checker.Violated, checker.Weak(action(2)))
}

// If no part is left, there is no fair cycle.
func TestNoFairPart(t *testing.T) {
	g := digraph{initial: []int{0}, edges: [][]edge{{{1, 0}, {2, 2}}, {{0, 0}}, {}}}
	wantEventually(t, g, 2, checker.Holds, checker.Strong(action(2)))
	wantEventually(t, g, 2, checker.Violated, checker.Weak(action(2)))
}

// A weak assumption must not be taken for satisfied in the part that a strong
// one leaves over: there action 1 is possible all the time.
func TestWeakFairnessOfThePart(t *testing.T) {
	g := digraph{initial: []int{0}, edges: [][]edge{{{1, 0}, {3, 1}}, {{0, 0}, {3, 1}, {2, 0}}, {{0, 0}, {3, 2}}, {}}}
	wantEventually(t, g, 3, checker.Violated, checker.Weak(action(1)))
	wantEventually(t, g, 3, checker.Violated, checker.Strong(action(2)))
	wantEventually(t, g, 3, checker.Holds, checker.Weak(action(1)), checker.Strong(action(2)))
}

// A cycle that has to meet two demands on opposite sides is one closed walk.
func TestCycleMeetsEveryDemand(t *testing.T) {
	g := digraph{initial: []int{0}, edges: [][]edge{
		{{1, 0}, {2, 0}},
		{{0, 1}, {3, 3}}, // action 1 is taken here
		{{0, 2}, {3, 3}}, // action 2 is taken here
		{},
	}}
	f := wantEventually(t, g, 3, checker.Violated, checker.Strong(action(1)), checker.Strong(action(2)))
	var got []slim
	for _, step := range f.Lasso.Cycle {
		got = append(got, step.State)
	}
	if len(got) != 4 || got[0] != 1 || got[1] != 0 || got[2] != 2 || got[3] != 0 {
		t.Errorf("want 0 -> 1 -> 0 -> 2 -> 0: %v", f)
	}
}

// A cycle can have to meet as many demands as there are assumptions: to take
// each of the ways that lead from a hub and back. If one of them does not lead
// back, no cycle is fair.
func TestCycleMeetsAllDemands(t *testing.T) {
	hub := custom[uint64]{0, func(s *uint64, out *checker.Steps[uint64]) {
		if *s > 0 {
			*out.Add(0) = 0
			return
		}
		for way := range uint64(mostFair) {
			*out.Add(checker.Action(way)) = way + 1
		}
	}}
	var fair []checker.Fairness
	for way := range checker.Action(mostFair) {
		fair = append(fair, checker.Strong(action(way)))
	}
	never := checker.Eventually("never", func(*uint64) bool { return false }, fair...)
	last := checker.Eventually("last", func(s *uint64) bool { return *s == mostFair }, fair...)
	r := mustCheck(t, hub, checker.Options{KeepGoing: true}, never, last)
	wantVerdict(t, r, "never", checker.Violated)
	wantVerdict(t, r, "last", checker.Holds)
	if n := len(r.Findings[0].Lasso.Cycle); n != 2*mostFair {
		t.Errorf("the cycle has %d steps: %v", n, r.Findings[0])
	}
}

// Stopping for ever in a terminal state is fair, and a violation.
func TestTerminalLasso(t *testing.T) {
	g := digraph{initial: []int{0}, edges: [][]edge{{{1, 0}, {2, 1}}, {}, {}}}
	f := wantEventually(t, g, 2, checker.Violated, checker.Weak(action(1)), checker.Strong(action(1)))
	if len(f.Lasso.Cycle) != 0 || f.Lasso.Stem.Last() != 1 {
		t.Error(f)
	}
	r := mustCheck(t, drawn[slim]{g, newSlim}, checker.Options{},
		checker.Stabilizes("stabilizes", func(s *slim) uint64 { return uint64(*s) }))
	wantVerdict(t, r, "stabilizes", checker.Holds)
}

// Symmetry on and off agree where it is allowed.
func TestSymmetryAgrees(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: explores models with and without symmetry")
	}
	type pair [8]uint8 // of which two are used
	for seed := range uint8(32) {
		m := symmetricModel[pair]{custom[pair]{pair{}, func(s *pair, out *checker.Steps[pair]) {
			for i, next := range []pair{
				{s[0]*3 + seed, s[1]}, {s[0], s[1]*3 + seed},
				{s[0] ^ 1<<(s[1]%7), s[1]}, {s[0], s[1] ^ 1<<(s[0]%7)},
			} {
				if (next[0]|next[1])&seed != 1 {
					*out.Add(checker.Action(i)) = next
				}
			}
		}}, func(s *pair) { s[0], s[1] = min(s[0], s[1]), max(s[0], s[1]) }}
		props := []checker.Property[pair]{
			checker.Invariant("sum", func(s *pair) bool { return s[0]+s[1] != 200 }),
			checker.Reachable("both", func(s *pair) bool { return s[0] == s[1] && s[0] > 5 }),
			checker.Deadlock[pair]("deadlock"),
			checker.StepInvariant("jump", func(s *pair, _ checker.Action, n *pair) bool { return s[0]^s[1]^n[0]^n[1] < 128+seed }),
		}
		off := mustCheck(t, m, checker.Options{KeepGoing: true}, props...)
		on := mustCheck(t, m, checker.Options{KeepGoing: true, Symmetry: true}, props...)
		for i := range props {
			if f, g := off.Findings[i], on.Findings[i]; f.Verdict != g.Verdict || f.Steps() != g.Steps() {
				t.Errorf("seed %d, without symmetry %v\nwith %v", seed, f, g)
			}
		}
		if orbits := countOrbits(m, off); on.Distinct != orbits || on.Depth != off.Depth {
			t.Errorf("seed %d: %d of %d orbits, depth %d and %d", seed, on.Distinct, orbits, on.Depth, off.Depth)
		}
	}
}
