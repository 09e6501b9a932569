package checker_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/checker"
)

// ticks counts the steps by action 0.
func ticks(a checker.Action) bool { return a == 0 }

// TestMaxDelayAgainstNaive compares the longest delays of random graphs with those that
// follow from the definition, whatever the number of workers, and executes what is shown.
func TestMaxDelayAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, 8)
		from, goal := drawSet(t, g, "from"), drawSet(t, g, "goal")
		if rapid.Bool().Draw(t, "broad") {
			checkDelay(t, drawn[broad]{g, newBroad}, from, goal)
		} else {
			checkDelay(t, drawn[slim]{g, newSlim}, from, goal)
		}
	})
}

func checkDelay[S interface {
	comparable
	node() int
}](t *rapid.T, m drawn[S], from, goal set) {
	var d *checker.Delay[S]
	for _, workers := range []int{1, 8} {
		r, err := checker.Check(context.Background(), m, checker.Options{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Graph.MaxDelay(context.Background(), func(s *S) bool { return from.has((*s).node()) }, func(s *S) bool { return goal.has((*s).node()) }, ticks)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, got); d != nil && diff != "" {
			t.Fatalf("1 worker and %d (-1 +%[1]d):\n%s", workers, diff)
		}
		d = got
	}
	asked, most, bounded := m.delay(from&^goal, goal)
	switch {
	case d.Asked != asked || (d.Lasso == nil) != bounded || bounded && d.Most != most || (d.Trace != nil) != (asked && bounded):
		t.Fatalf("it is %+v; asked %v, bounded %v, %d", d, asked, bounded, most)
	case d.Trace != nil:
		checkWorst(t, m, d, from, goal)
	case d.Lasso != nil:
		checkEndless(t, m, d.Lasso, goal)
	}
}

// delay is how many ticks pass at most before a goal, and whether that is bounded: there
// is no walk of more ticks than there are nodes that avoids it, and a way out of each
// node that a walk comes to.
func (g digraph) delay(from, goal set) (asked bool, most int, bounded bool) {
	start := map[int]int{}
	for v := range g.reachable() {
		if from.has(v) {
			start[v] = 0
		}
	}
	waits := g.all() &^ goal
	visited := g.distances(start, waits)
	for v := range visited {
		saved := false
		for u := range g.distances(map[int]int{v: 0}, waits) {
			saved = saved || g.hasStepTo(u, goal)
		}
		if !saved {
			return true, 0, false
		}
	}
	at := map[int]int{} // the most ticks on a walk to a node
	for v := range start {
		at[v] = 0
	}
	for range (len(g.edges) + 1) * (len(g.edges) + 1) {
		for v, n := range at {
			for _, e := range g.edges[v] {
				passed := n
				if ticks(e.action) {
					passed++
				}
				most = max(most, passed)
				if old, ok := at[e.to]; waits.has(e.to) && (!ok || passed > old) {
					at[e.to] = passed
				}
			}
		}
		if most > len(g.edges) {
			return true, 0, false
		}
	}
	return len(start) > 0, most, true
}

// checkWorst holds that the worst case is a way of the graph on which as much passes.
func checkWorst[S interface {
	comparable
	node() int
}](t *rapid.T, m drawn[S], d *checker.Delay[S], from, goal set) {
	at, passed := d.Trace.Start.node(), 0
	for i, s := range d.Trace.Steps {
		if i == d.Before && (!from.has(at) || goal.has(at)) || i > d.Before && goal.has(at) {
			t.Fatalf("step %d of %+v begins at %d", i, d, at)
		}
		m.follow(t, at, s.Action, s.State.node())
		if i >= d.Before && ticks(s.Action) {
			passed++
		}
		at = s.State.node()
	}
	if passed != d.Most || !goal.has(at) || len(d.Trace.Steps) <= d.Before {
		t.Fatalf("%d ticks pass in %+v", passed, d)
	}
}

// checkEndless holds that a cycle without a goal ticks, or stands at the end of all ways.
func checkEndless[S interface {
	comparable
	node() int
}](t *rapid.T, m drawn[S], l *checker.Lasso[S], goal set) {
	at, passes := l.Stem.Last().node(), false
	begin := at
	for _, s := range l.Cycle {
		m.follow(t, at, s.Action, s.State.node())
		passes = passes || ticks(s.Action)
		if at = s.State.node(); goal.has(at) {
			t.Fatalf("the goal is in the cycle of %v", l)
		}
	}
	saved := false
	for u := range m.distances(map[int]int{begin: 0}, m.all()&^goal) {
		saved = saved || m.hasStepTo(u, goal)
	}
	if at != begin || !passes && saved {
		t.Fatalf("%v is no cycle that ticks, and there is a way out: %v", l, saved)
	}
}

// What makes no sense is refused, and what was not explored is not spoken of.
func TestMaxDelayRefused(t *testing.T) {
	every := always[uint64]
	r := mustCheck(t, endless, checker.Options{MaxStates: 100})
	if _, err := r.Graph.MaxDelay(context.Background(), every, every, ticks); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("of an incomplete exploration: %v", err)
	}
	one := mustCheck(t, upTo(3), checker.Options{})
	var contract *checker.ContractError
	if _, err := one.Graph.MaxDelay(context.Background(), nil, always[int], ticks); !errors.As(err, &contract) {
		t.Errorf("without a beginning: %v", err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := one.Graph.MaxDelay(cancelled, always[int], func(*int) bool { return false }, ticks); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
