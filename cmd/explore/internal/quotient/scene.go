package quotient

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/layered"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// The measures of boxes and labels.
const (
	nameSize  = 11.5
	labelSize = 10.0
	padding   = 10.0
	boxRound  = 8.0
)

// Scene returns the graph with everything in its place. The pair in which
// everything begins stands at the bottom once more, as CLOSED does in figure 5 of
// RFC 9293: connections that have been end there.
func (g *Graph) Scene() *scene.Scene {
	sized := g.sized()
	l := layered.Of(sized)
	s := &scene.Scene{Title: g.Title}
	for i := range g.Edges {
		s.Add(g.Edges[i].drawn(&l.Edges[i]))
	}
	for i := range g.Nodes {
		s.Add(g.Nodes[i].drawn(g.Nodes[i].ID(), l.Nodes[i]))
	}
	if again := len(g.Nodes); again < len(l.Nodes) {
		s.Add(g.Nodes[0].drawn(closed.ID()+"-again", l.Nodes[again])) // CLOSED / CLOSED is the first of all pairs
	}
	s.Frame([]string{g.Note}, 3, legend...)
	return s
}

// sized returns the graph as a layout needs it: with the sizes of everything,
// and with a second node for the first pair if an edge ends there.
func (g *Graph) sized() *layered.Graph {
	sized, index := &layered.Graph{}, map[Pair]int{}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		index[n.Pair] = i
		sized.Nodes = append(sized.Nodes, sizeOf(n.lines(), padding))
	}
	for i := range g.Edges {
		e := &g.Edges[i]
		to := index[e.To]
		if e.To == closed && e.From.began() {
			to = len(g.Nodes)
		}
		sized.Edges = append(sized.Edges, layered.Edge{From: index[e.From], To: to, Label: sizeOf(e.lines(), 0)})
		if to == len(sized.Nodes) {
			sized.Nodes = append(sized.Nodes, sized.Nodes[index[closed]])
		}
	}
	return sized
}

// closed is where everything begins.
var closed = Pair{fsm.Closed, fsm.Closed}

// began reports whether an end has been further than SYN-SENT.
func (p Pair) began() bool { return max(p[0], p[1]) > fsm.SynSent }

func (n *Node) lines() []scene.Text {
	return []scene.Text{
		{Content: n.Pair[0].String(), Size: nameSize, Bold: true, Fill: scene.Ink},
		{Content: n.Pair[1].String(), Size: nameSize, Bold: true, Fill: scene.Ink},
		{Content: fmt.Sprint(n.States), Size: labelSize, Fill: scene.Muted},
	}
}

func (e *Edge) lines() (lines []scene.Text) {
	for _, text := range e.words() {
		lines = append(lines, scene.Text{Content: text, Size: labelSize, Fill: scene.Ink})
	}
	return lines
}

func sizeOf(lines []scene.Text, padding float64) layered.Size {
	w, h := scene.Measure(lines...)
	return layered.Size{W: w + 2*padding, H: h + padding}
}

func (n *Node) drawn(id string, where scene.Rect) scene.Item {
	fill, line := n.border()
	g := &scene.Group{ID: id, Class: "node", Title: fmt.Sprintf("A %v, B %v: %d states", n.Pair[0], n.Pair[1], n.States)}
	g.Items = append(g.Items, &scene.Box{Rect: where, Round: boxRound, Fill: fill, Line: line})
	g.Items = append(g.Items, scene.Stack(scene.Point{X: where.Center().X, Y: where.Y + padding/2}, scene.Middle, n.lines()...)...)
	return g
}

func (e *Edge) drawn(r *layered.Route) scene.Item {
	g := &scene.Group{ID: e.From.ID() + "--" + e.To.ID(), Class: "edge", Title: fmt.Sprintf("%v to %v: %d steps", e.From, e.To, e.Steps)}
	g.Items = append(g.Items, &scene.Arrow{Path: r.Path, Line: scene.Pen{Color: scene.Grey, Width: 1}})
	g.Items = append(g.Items, scene.Stack(scene.Point{X: r.Label.X, Y: r.Label.Y}, scene.Start, e.lines()...)...)
	return g
}

// legend says what there is to see.
var legend = []scene.Entry{
	{Text: "box: the state of A, the state of B,"},
	{Text: "how many states of the system have both"},
	{Text: "arrow: what happens, the most frequent first"},
	{Text: "grey box: both are CLOSED", Color: scene.Muted},
	{Text: "green box: both are ESTABLISHED", Color: scene.Green},
}
