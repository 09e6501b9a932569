package layered

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/checker/scene/scenetest"
)

// aGraph draws a graph without edges from a node to itself.
func aGraph(t *rapid.T) *Graph {
	size := func(label string) Size {
		return Size{rapid.Float64Range(1, 120).Draw(t, label), rapid.Float64Range(1, 60).Draw(t, label)}
	}
	g := &Graph{}
	n := rapid.IntRange(1, 12).Draw(t, "nodes")
	for range n {
		g.Nodes = append(g.Nodes, size("node"))
	}
	for range rapid.IntRange(0, 24).Draw(t, "edges") {
		e := Edge{From: rapid.IntRange(0, n-1).Draw(t, "from"), To: rapid.IntRange(0, n-1).Draw(t, "to")}
		if rapid.Bool().Draw(t, "labelled") {
			e.Label = size("label")
		}
		if e.From != e.To {
			g.Edges = append(g.Edges, e)
		}
	}
	return g
}

// TestClear holds that of no graph anything lies over anything else: no node or
// label over another one, no edge over a node or a label.
func TestClear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, fault := range scenetest.Faults(drawing(Of(aGraph(t)))) {
			t.Error(fault)
		}
	})
}

// drawing draws the nodes and labels as boxes.
func drawing(l *Layout) *scene.Scene {
	s, pen := &scene.Scene{}, scene.Pen{Color: scene.Ink, Width: 0.1}
	for _, n := range l.Nodes {
		s.Add(&scene.Box{Rect: n, Line: pen})
	}
	for i := range l.Edges {
		s.Add(&scene.Arrow{Path: l.Edges[i].Path, Line: pen})
		if label := l.Edges[i].Label; label.H > 0 {
			s.Add(&scene.Box{Rect: label, Line: pen})
		}
	}
	return s
}

// TestEnds holds that each edge leads from the border of its first node to the
// border of its second one, and has room for its label; and that a graph is laid
// out alike every time.
func TestEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := aGraph(t)
		l := Of(g)
		for i, e := range g.Edges {
			r := &l.Edges[i]
			if !onBorder(l.Nodes[e.From], r.From) || !onBorder(l.Nodes[e.To], r.End()) {
				t.Errorf("edge %d leads from %v to %v; its nodes are %v and %v", i, r.From, r.End(), l.Nodes[e.From], l.Nodes[e.To])
			}
			if !near(r.Label.W, e.Label.W) || !near(r.Label.H, e.Label.H) {
				t.Errorf("edge %d: there is %v for a label of %v", i, r.Label, e.Label)
			}
		}
		for i, size := range g.Nodes {
			if n := l.Nodes[i]; n.W < size.W-1e-9 || !near(n.H, size.H) {
				t.Errorf("node %d: %v is not %v", i, n, size)
			}
		}
		if !reflect.DeepEqual(l, Of(g)) {
			t.Error("laid out again, the graph looks different")
		}
	})
}

func near(a, b float64) bool { return a-b < 1e-6 && b-a < 1e-6 }

// onBorder reports whether p is on the upper or the lower border.
func onBorder(r scene.Rect, p scene.Point) bool {
	return r.X <= p.X && p.X <= r.Right() && (near(p.Y, r.Y) || near(p.Y, r.Bottom()))
}

// TestDown holds that in a graph without cycles every edge leads down.
func TestDown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := aGraph(t)
		for i, e := range g.Edges {
			g.Edges[i].From, g.Edges[i].To = min(e.From, e.To), max(e.From, e.To)
		}
		l := Of(g)
		for i := range g.Edges {
			if r := &l.Edges[i]; r.From.Y >= r.End().Y {
				t.Errorf("edge %d leads from %v up to %v", i, r.From, r.End())
			}
		}
	})
}

// TestCrossings holds that a graph that can be drawn without crossings is: a
// tree, whose nodes are given in any order.
func TestCrossings(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		n := 2 + r.IntN(20)
		names := r.Perm(n)
		g := &Graph{Nodes: make([]Size, n)}
		for child := 1; child < n; child++ {
			g.Edges = append(g.Edges, Edge{From: names[r.IntN(child)], To: names[child]})
		}
		r.Shuffle(len(g.Edges), func(i, j int) { g.Edges[i], g.Edges[j] = g.Edges[j], g.Edges[i] })
		turned := turn(g)
		p := newProper(g, turned, rank(g, turned))
		p.order()
		if c := p.crossings(); c > 0 {
			t.Errorf("%v: %d crossings", g.Edges, c)
		}
	}
}

// TestRegress compares with a search over a grid.
func TestRegress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var wishes []wish
		offsets := []float64{0, 2, 3}
		for range offsets {
			wishes = append(wishes, wish{float64(rapid.IntRange(0, 8).Draw(t, "x")), float64(rapid.IntRange(1, 3).Draw(t, "weight"))})
		}
		cost := func(places []float64) (sum float64) {
			for i, w := range wishes {
				sum += w.weight * (places[i] - w.x) * (places[i] - w.x)
			}
			return sum
		}
		got := regress(wishes, offsets)
		for i := 1; i < len(got); i++ {
			if got[i]-got[i-1] < offsets[i]-offsets[i-1]-1e-9 {
				t.Fatalf("%v are too close", got)
			}
		}
		for x := -4.0; x < 9; x += 0.5 {
			for y := x + 2; y < 13; y += 0.5 {
				for z := y + 1; z < 15; z += 0.5 {
					if cost([]float64{x, y, z}) < cost(got)-1e-9 {
						t.Fatalf("%v: %v is better than %v", wishes, []float64{x, y, z}, got)
					}
				}
			}
		}
	})
}

// BenchmarkOf lays out graphs as large as those of scenarios.
func BenchmarkOf(b *testing.B) {
	for _, n := range []int{10, 40, 100} {
		r := rand.New(rand.NewPCG(1, 2))
		g := &Graph{}
		for range n {
			g.Nodes = append(g.Nodes, Size{100, 50})
		}
		for range 3 * n {
			if from, to := r.IntN(n), r.IntN(n); from != to {
				g.Edges = append(g.Edges, Edge{from, to, Size{60, 24}})
			}
		}
		b.Run(fmt.Sprintf("nodes=%d", n), func(b *testing.B) {
			for b.Loop() {
				Of(g)
			}
		})
	}
}
