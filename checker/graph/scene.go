package graph

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/internal/layered"
	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// The measures of boxes and labels.
const (
	nameSize  = 11.5
	labelSize = 10.0
	padding   = 10.0
	boxRound  = 8.0
	high      = 3 // lines of a legend
)

// Scene returns the graph with everything in its place. An edge from a node to
// itself is told in its box.
func (g *Graph) Scene() *scene.Scene {
	ways := g.ways()
	l := layered.Of(g.sized(ways))
	s := &scene.Scene{Title: g.Title}
	for i, e := range ways {
		s.Add(g.edge(e, &l.Edges[i]))
	}
	for i := range g.Nodes {
		s.Add(g.node(i, l.Nodes[i]))
	}
	var notes []string
	if g.Note != "" {
		notes = []string{g.Note}
	}
	s.Frame(notes, high, g.Legend...)
	return s
}

// ways returns the edges that lead to another node.
func (g *Graph) ways() (all []*Edge) {
	for i := range g.Edges {
		if e := &g.Edges[i]; e.From != e.To {
			all = append(all, e)
		}
	}
	return all
}

// sized returns the graph as a layout needs it: with the sizes of everything.
func (g *Graph) sized(ways []*Edge) *layered.Graph {
	sized := &layered.Graph{}
	for i := range g.Nodes {
		sized.Nodes = append(sized.Nodes, sizeOf(g.lines(i), padding))
	}
	for _, e := range ways {
		sized.Edges = append(sized.Edges, layered.Edge{From: e.From, To: e.To, Label: sizeOf(e.lines(), 0)})
	}
	return sized
}

func sizeOf(lines []scene.Text, padding float64) layered.Size {
	w, h := scene.Measure(lines...)
	return layered.Size{W: w + 2*padding, H: h + padding}
}

// lines returns what stands in a box.
func (g *Graph) lines(node int) (lines []scene.Text) {
	n := &g.Nodes[node]
	for i, text := range n.Lines {
		lines = append(lines, scene.Text{Content: text, Size: nameSize, Bold: true, Fill: ink(n.Inks, i)})
	}
	small := func(text string) {
		lines = append(lines, scene.Text{Content: text, Size: labelSize, Fill: scene.Muted})
	}
	if n.Small != "" {
		small(n.Small)
	}
	for i := range g.Edges {
		if e := &g.Edges[i]; e.From == node && e.To == node {
			small("stays: " + strings.Join(e.words(), ", "))
		}
	}
	return lines
}

func (e *Edge) lines() (lines []scene.Text) {
	for i, text := range e.words() {
		fill := scene.Muted // of how many more there are
		if i < min(shownLines, len(e.Label)) {
			fill = ink(e.Inks, i)
		}
		lines = append(lines, scene.Text{Content: text, Size: labelSize, Fill: fill})
	}
	return lines
}

func (g *Graph) node(i int, where scene.Rect) scene.Item {
	n := &g.Nodes[i]
	fill, line := n.border()
	box := &scene.Group{ID: g.id(i), Class: "node", Title: n.Tip}
	box.Items = append(box.Items, &scene.Box{Rect: where, Round: boxRound, Fill: fill, Line: line})
	box.Items = append(box.Items, scene.Stack(scene.Point{X: where.Center().X, Y: where.Y + padding/2}, scene.Middle, g.lines(i)...)...)
	return box
}

func (g *Graph) edge(e *Edge, r *layered.Route) scene.Item {
	arrow := &scene.Group{ID: g.edgeID(e), Class: "edge", Title: e.Tip}
	arrow.Items = append(arrow.Items, &scene.Arrow{Path: r.Path, Line: e.pen()})
	arrow.Items = append(arrow.Items, scene.Stack(scene.Point{X: r.Label.X, Y: r.Label.Y}, scene.Start, e.lines()...)...)
	return arrow
}
