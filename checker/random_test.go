package checker_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/checker"
)

// A slim state fits the word of the visited set, a broad one does not.
type (
	slim  uint32
	broad [4]uint64
)

func newBroad(v int) broad { return broad{uint64(v) << 40, ^uint64(v), uint64(v) * 77, uint64(v)} }
func (b broad) node() int  { return int(b[0] >> 40) }
func newSlim(v int) slim   { return slim(v) }
func (s slim) node() int   { return int(s) }

// A drawn model makes states of a type out of the nodes of a digraph.
type drawn[S interface {
	comparable
	node() int
}] struct {
	digraph
	state func(int) S
}

func (m drawn[S]) Initial(out *checker.Steps[S]) {
	for _, v := range m.initial {
		*out.Add(0) = m.state(v)
	}
}

func (m drawn[S]) Next(s *S, out *checker.Steps[S]) {
	for _, e := range m.edges[(*s).node()] {
		*out.Add(e.action) = m.state(e.to)
		out.Cover(int(e.action))
	}
}

const actions = 4

func drawGraph(t *rapid.T, most int) digraph {
	n := rapid.IntRange(1, most).Draw(t, "nodes")
	node := rapid.IntRange(0, n-1)
	g := digraph{initial: rapid.SliceOfN(node, 1, 2).Draw(t, "initial"), edges: make([][]edge, n)}
	for v := range g.edges {
		for range rapid.IntRange(0, 3).Draw(t, "degree") {
			g.edges[v] = append(g.edges[v], edge{
				to:     node.Draw(t, "to"),
				action: checker.Action(rapid.IntRange(0, actions-1).Draw(t, "action")),
			})
		}
	}
	return g
}

func drawSet(t *rapid.T, g digraph, name string) set {
	return set(rapid.UintRange(0, uint(g.all())).Draw(t, name))
}

func drawQuestion(t *rapid.T, g digraph) question {
	q := question{
		kind:  rapid.SampledFrom([]checker.Kind{checker.KindEventually, checker.KindLeadsTo, checker.KindStabilizes}).Draw(t, "kind"),
		from:  drawSet(t, g, "from"),
		goal:  drawSet(t, g, "goal"),
		value: rapid.SliceOfN(rapid.IntRange(0, 2), len(g.edges), len(g.edges)).Draw(t, "value"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "assumptions") {
		class := rapid.UintRange(0, 1<<actions-1).Draw(t, "class")
		q.fair = append(q.fair, checker.Fairness{
			Strong: rapid.Bool().Draw(t, "strong"),
			Class:  func(a checker.Action) bool { return class>>a&1 != 0 },
		})
	}
	return q
}

// property asks the question of states of a type.
func property[S interface {
	comparable
	node() int
}](q question) checker.Property[S] {
	goal := func(s *S) bool { return q.goal.has((*s).node()) }
	switch q.kind {
	case checker.KindEventually:
		return checker.Eventually("drawn", goal, q.fair...)
	case checker.KindLeadsTo:
		return checker.LeadsTo("drawn", func(s *S) bool { return q.from.has((*s).node()) }, goal, q.fair...)
	}
	return checker.Stabilizes("drawn", func(s *S) uint64 { return uint64(q.value[(*s).node()]) }, q.fair...)
}

// check runs the checker and makes sure that the number of workers does not
// matter.
func check[S comparable](t *rapid.T, m checker.Model[S], opt checker.Options, props ...checker.Property[S]) *checker.Result[S] {
	var first *checker.Result[S]
	for _, workers := range []int{1, 2, 8} {
		opt.Workers = workers
		r, err := checker.Check(context.Background(), m, opt, props...)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = r
		}
		if diff := cmp.Diff(first, r, sameResult[S]()...); diff != "" {
			t.Fatalf("1 worker and %d workers (-1 +%d):\n%s", workers, workers, diff)
		}
	}
	return first
}

// sameResult compares what must not depend on the number of workers.
func sameResult[S comparable]() []cmp.Option {
	return []cmp.Option{
		cmpopts.IgnoreFields(checker.Stats{}, "Workers", "PeakBytes", "Elapsed"),
		cmpopts.IgnoreFields(checker.Result[S]{}, "Graph"),
	}
}

func TestLivenessAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, 6)
		q := drawQuestion(t, g)
		checkLiveness[slim](t, drawn[slim]{g, newSlim}, q)
		checkLiveness[broad](t, drawn[broad]{g, newBroad}, q)
	})
}

// As many assumptions as there can be, most of them strong: each is about one
// of the actions from 1 on. Action 0 is in no class.
func TestManyAssumptionsAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, 6)
		action := rapid.OneOf(rapid.Just(0), rapid.SampledFrom([]int{1, 2, 33, 34}), rapid.IntRange(1, mostFair))
		for _, edges := range g.edges {
			for i := range edges {
				edges[i].action = checker.Action(action.Draw(t, "action"))
			}
		}
		q := drawQuestion(t, g)
		q.fair = nil
		for i := range checker.Action(mostFair) {
			q.fair = append(q.fair, checker.Fairness{Strong: i%4 != 0, Class: func(a checker.Action) bool { return a == i+1 }})
		}
		checkLiveness[slim](t, drawn[slim]{g, newSlim}, q)
		checkLiveness[broad](t, drawn[broad]{g, newBroad}, q)
	})
}

// mostFair is how many fairness assumptions a property can have.
const mostFair = 64

func checkLiveness[S interface {
	comparable
	node() int
}](t *rapid.T, m drawn[S], q question) {
	f := check[S](t, m, checker.Options{}, property[S](q)).Findings[0]
	stem := m.violated(q)
	if stem < 0 {
		if f.Verdict != checker.Holds {
			t.Fatalf("the property holds, and the checker says: %v", f)
		}
		return
	}
	if f.Verdict != checker.Violated || f.Lasso == nil {
		t.Fatalf("the property is violated, and the checker says: %v", f)
	}
	if got := len(f.Lasso.Stem.Steps); got > stem {
		t.Fatalf("the stem has %d steps, the shortest %d:\n%v", got, stem, f)
	}
	checkLasso(t, m, q, *f.Lasso)
}

// checkLasso follows a lasso along the edges and judges it by the definitions.
func checkLasso[S interface {
	comparable
	node() int
}](t *rapid.T, m drawn[S], q question, l checker.Lasso[S]) {
	at := l.Stem.Start.node()
	waiting := false
	arrive := func(v int) {
		waiting = (waiting || q.kind == checker.KindEventually || q.from.has(v)) && !q.goal.has(v)
	}
	arrive(at)
	everWaited := waiting // Eventually waits from the beginning or never
	for _, s := range l.Stem.Steps {
		m.follow(t, at, s.Action, s.State.node())
		at = s.State.node()
		arrive(at)
		everWaited = everWaited && waiting
	}
	values := map[int]bool{q.value[at]: true}
	var taken []edge
	for _, s := range l.Cycle {
		m.follow(t, at, s.Action, s.State.node())
		if s.State.node() != at {
			taken = append(taken, edge{s.State.node(), s.Action})
		}
		at = s.State.node()
		values[q.value[at]] = true
		arrive(at)
		everWaited = everWaited && waiting
	}
	switch {
	case at != l.Stem.Last().node():
		t.Fatalf("the cycle is not closed:\n%v", l)
	case len(l.Cycle) == 0 && len(m.edges[at]) > 0:
		t.Fatalf("the stem does not end in a terminal state:\n%v", l)
	case q.kind == checker.KindStabilizes && len(values) < 2,
		q.kind == checker.KindLeadsTo && !waiting,
		q.kind == checker.KindEventually && !everWaited:
		t.Fatalf("this is what the property wants:\n%v", l)
	}
	for i, f := range q.fair {
		if !m.fairCycle(l.Stem.Last().node(), taken, f) {
			t.Fatalf("not fair to assumption %d:\n%v", i, l)
		}
	}
}

// fairCycle reports whether taking these edges and no other for ever is fair.
func (g digraph) fairCycle(at int, cycle []edge, f checker.Fairness) bool {
	always, sometimes, taken := true, false, false
	for _, e := range append(cycle, edge{at, 0}) {
		enabled := slices.ContainsFunc(g.edges[e.to], func(x edge) bool { return x.to != e.to && f.Class(x.action) })
		always, sometimes = always && enabled, sometimes || enabled
	}
	for _, e := range cycle {
		taken = taken || f.Class(e.action)
	}
	return taken || !always && !f.Strong || !sometimes
}

func (g digraph) follow(t *rapid.T, from int, a checker.Action, to int) {
	for _, e := range g.edges[from] {
		if e.action == a && e.to == to {
			return
		}
	}
	t.Fatalf("there is no edge from %d by %d to %d", from, a, to)
}

func TestSafetyAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, 12)
		good, bad := drawSet(t, g, "good"), drawSet(t, g, "bad")
		checkSafety(t, drawn[slim]{g, newSlim}, good, bad)
		checkSafety(t, drawn[broad]{g, newBroad}, good, bad)
	})
}

func checkSafety[S interface {
	comparable
	node() int
}](t *rapid.T, m drawn[S], good, bad set) {
	together := checker.StepInvariants([]string{"to bad", "from bad", "never"}, func(s *S, _ checker.Action, u *S) (broken uint64) {
		if bad.has((*u).node()) {
			broken |= 1
		}
		if bad.has((*s).node()) {
			broken |= 2
		}
		return broken | 8 // a bit of nobody
	})
	r := check[S](t, m, checker.Options{KeepGoing: true}, together[0], together[2],
		checker.Invariant("invariant", func(s *S) bool { return good.has((*s).node()) }),
		checker.Reachable("reachable", func(s *S) bool { return bad.has((*s).node()) }),
		checker.Terminal("terminal", func(s *S) bool { return good.has((*s).node()) }),
		checker.StepInvariant("step", func(s *S, a checker.Action, u *S) bool {
			return !bad.has((*s).node()) || a != 1 || good.has((*u).node())
		}), together[1])
	m.checkStats(t, r.Stats)
	dist := m.reachable()
	for _, claim := range []struct {
		name string
		hit  func(v int) bool
	}{
		{"invariant", func(v int) bool { return !good.has(v) }},
		{"reachable", bad.has},
		{"terminal", func(v int) bool { return len(m.edges[v]) == 0 && !good.has(v) }},
		{"step", func(v int) bool { return bad.has(v) && m.hasBadStep(v, good) }},
		{"to bad", func(v int) bool { return m.hasStepTo(v, bad) }},
		{"from bad", func(v int) bool { return bad.has(v) && len(m.edges[v]) > 0 }},
		{"never", func(int) bool { return false }},
	} {
		want := -1
		for v, d := range dist {
			if claim.hit(v) && (want < 0 || d < want) {
				want = d
			}
		}
		checkFinding(t, r.Finding(claim.name), want)
	}
}

func (g digraph) hasBadStep(v int, good set) bool {
	for _, e := range g.edges[v] {
		if e.action == 1 && !good.has(e.to) {
			return true
		}
	}
	return false
}

func (g digraph) hasStepTo(v int, to set) bool {
	return slices.ContainsFunc(g.edges[v], func(e edge) bool { return to.has(e.to) })
}

// checkFinding compares a finding with the depth of the nearest state that
// decides it, -1 if there is none.
func checkFinding[S comparable](t *rapid.T, f checker.Finding[S], depth int) {
	found, none := checker.Violated, checker.Holds
	if f.Kind == checker.KindReachable {
		found, none = none, found
	}
	if depth < 0 {
		if f.Verdict != none || f.Trace != nil {
			t.Fatalf("nothing decides %s, and the checker says: %v", f.Name, f)
		}
		return
	}
	if f.Kind == checker.KindStepInvariant {
		depth++
	}
	if f.Verdict != found || f.Trace == nil || f.Steps() != depth {
		t.Fatalf("want a trace of %d steps: %v", depth, f)
	}
}

// checkStats counts the graph again.
func (g digraph) checkStats(t *rapid.T, got checker.Stats) {
	want := checker.Stats{Complete: true}
	for v, d := range g.reachable() {
		want.Distinct++
		want.Generated += uint64(len(g.edges[v]))
		if len(g.edges[v]) == 0 {
			want.Terminal++
		}
		want.MaxOut = max(want.MaxOut, len(g.edges[v]))
		for len(want.Levels) <= d {
			want.Levels = append(want.Levels, 0)
		}
		want.Levels[d]++
		want.Depth = len(want.Levels) - 1
		for _, e := range g.edges[v] {
			for len(want.Coverage) <= int(e.action) {
				want.Coverage = append(want.Coverage, 0)
			}
			want.Coverage[e.action]++
		}
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(checker.Stats{}, "Workers", "PeakBytes", "Elapsed")); diff != "" {
		t.Fatalf("stats (-want +got):\n%s", diff)
	}
}
