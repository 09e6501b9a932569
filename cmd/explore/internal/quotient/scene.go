package quotient

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/layered"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/scene"
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
		s.Add(g.Nodes[0].drawn(g.Nodes[0].ID()+"-again", l.Nodes[again]))
	}
	g.frame(s)
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
		if to == 0 && e.From.began() {
			to = len(g.Nodes)
		}
		sized.Edges = append(sized.Edges, layered.Edge{From: index[e.From], To: to, Label: sizeOf(e.lines(), 0)})
		if to == len(sized.Nodes) {
			sized.Nodes = append(sized.Nodes, sized.Nodes[0])
		}
	}
	return sized
}

// began reports whether an end has been further than SYN-SENT.
func (p Pair) began() bool { return max(p[0], p[1]) > fsm.SynSent }

// A line is one line of text.
type line struct {
	text string
	size float64
	bold bool
	fill string
}

func (n *Node) lines() []line {
	return []line{
		{n.Pair[0].String(), nameSize, true, scene.Ink},
		{n.Pair[1].String(), nameSize, true, scene.Ink},
		{fmt.Sprint(n.States), labelSize, false, scene.Muted},
	}
}

func (e *Edge) lines() (lines []line) {
	for _, text := range e.words() {
		lines = append(lines, line{text, labelSize, false, scene.Ink})
	}
	return lines
}

func sizeOf(lines []line, padding float64) (s layered.Size) {
	for _, l := range lines {
		s.W = max(s.W, scene.Width(l.text, l.size, l.bold))
		s.H += scene.LineHeight * l.size
	}
	return layered.Size{W: s.W + 2*padding, H: s.H + padding}
}

// set returns the lines from a place down.
func set(lines []line, x, y float64, anchor scene.Anchor) (items []scene.Item) {
	for _, l := range lines {
		high := scene.LineHeight * l.size
		items = append(items, &scene.Text{
			At: scene.Point{X: x, Y: scene.Centered(y+high/2, l.size)}, Anchor: anchor,
			Size: l.size, Bold: l.bold, Fill: l.fill, Content: l.text,
		})
		y += high
	}
	return items
}

func (n *Node) drawn(id string, where scene.Rect) scene.Item {
	fill, line := n.border()
	g := &scene.Group{ID: id, Class: "node", Title: fmt.Sprintf("A %v, B %v: %d states", n.Pair[0], n.Pair[1], n.States)}
	g.Items = append(g.Items, &scene.Box{Rect: where, Round: boxRound, Fill: fill, Line: line})
	g.Items = append(g.Items, set(n.lines(), where.Center().X, where.Y+padding/2, scene.Middle)...)
	return g
}

func (e *Edge) drawn(r *layered.Route) scene.Item {
	g := &scene.Group{ID: e.From.ID() + "--" + e.To.ID(), Class: "edge", Title: fmt.Sprintf("%v to %v: %d steps", e.From, e.To, e.Steps)}
	g.Items = append(g.Items, &scene.Arrow{Path: r.Path, Line: scene.Pen{Color: scene.Grey, Width: 1}})
	g.Items = append(g.Items, set(e.lines(), r.Label.X, r.Label.Y, scene.Start)...)
	return g
}

// frame adds the heading above everything and the legend below.
func (g *Graph) frame(s *scene.Scene) {
	all, wide := s.Extent(), 560.0
	heading := scene.Heading(scene.Point{}, max(all.W, wide), g.Title, g.Note)
	s.Add(scene.Heading(scene.Point{X: all.X, Y: all.Y - heading.Extent().H - 30}, max(all.W, wide), g.Title, g.Note))
	s.Add(scene.Legend(scene.Point{X: all.X, Y: all.Bottom() + 30}, 3,
		scene.Entry{Text: "box: the state of A, the state of B,"},
		scene.Entry{Text: "how many states of the system have both"},
		scene.Entry{Text: "arrow: what happens, the most frequent first"},
		scene.Entry{Text: "grey box: both are CLOSED", Color: scene.Muted},
		scene.Entry{Text: "green box: both are ESTABLISHED", Color: scene.Green}))
}
