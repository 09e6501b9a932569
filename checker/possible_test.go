package checker_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/checker"
)

// deadEnd returns how far the nearest node of from is that no path leads to a
// goal from, or -1.
func (g digraph) deadEnd(from, goal set) int {
	nearest := -1
	for v, d := range g.reachable() {
		ways := g.distances(map[int]int{v: 0}, g.all())
		stuck := from.has(v)
		for u := range ways {
			stuck = stuck && !goal.has(u)
		}
		if stuck && (nearest < 0 || d < nearest) {
			nearest = d
		}
	}
	return nearest
}

func TestPossibleAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, 8)
		from, goal := drawSet(t, g, "from"), drawSet(t, g, "goal")
		want := g.deadEnd(from, goal)
		possible[slim](t, drawn[slim]{g, newSlim}, from, goal, want)
		possible[broad](t, drawn[broad]{g, newBroad}, from, goal, want)
	})
}

func possible[S interface {
	comparable
	node() int
}](t *rapid.T, m drawn[S], from, goal set, want int) {
	in := func(nodes set) func(*S) bool { return func(s *S) bool { return nodes.has((*s).node()) } }
	r := check(t, checker.Model[S](m), checker.Options{}, checker.Possible("drawn", in(from), in(goal)))
	f := r.Findings[0]
	if want < 0 {
		if f.Verdict != checker.Holds || f.Trace != nil {
			t.Fatalf("it is possible from everywhere, and the finding is %v", f)
		}
		return
	}
	if f.Verdict != checker.Violated || f.Steps() != want {
		t.Fatalf("the nearest dead end is %d steps away, and the finding is %v", want, f)
	}
	last := f.Trace.Last()
	if d := m.deadEnd(from&(1<<last.node()), goal); d != want {
		t.Fatalf("the trace does not end in a dead end: %v", f)
	}
}
