package quotient

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/graph"
	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// Scene returns the graph with everything in its place. The pair in which
// everything begins stands at the bottom once more, as CLOSED does in figure 5 of
// RFC 9293: connections that have been end there.
func (g *Graph) Scene() *scene.Scene {
	d := g.drawn()
	bottom := len(d.Nodes)
	for i := range g.Edges {
		if e := &g.Edges[i]; e.To == closed && e.From.began() {
			d.Edges[i].To = bottom
		}
	}
	for i := range d.Edges {
		if d.Edges[i].To == bottom { // CLOSED / CLOSED is the first of all pairs
			again := d.Nodes[0]
			again.ID += "-again"
			d.Nodes = append(d.Nodes, again)
			break
		}
	}
	return d.Scene()
}

// closed is where everything begins.
var closed = Pair{fsm.Closed, fsm.Closed}

// began reports whether an end has been further than SYN-SENT.
func (p Pair) began() bool { return max(p[0], p[1]) > fsm.SynSent }

// drawn returns the graph as it is drawn.
func (g *Graph) drawn() *graph.Graph {
	d, index := &graph.Graph{Title: g.Title, Note: g.Note, Legend: legend}, map[Pair]int{}
	for i := range g.Nodes {
		index[g.Nodes[i].Pair] = i
		d.Nodes = append(d.Nodes, g.Nodes[i].drawn())
	}
	for i := range g.Edges {
		e := &g.Edges[i]
		line, inks := e.colors()
		d.Edges = append(d.Edges, graph.Edge{
			From: index[e.From], To: index[e.To], Label: e.Events, Line: line, Inks: inks,
			Tip: fmt.Sprintf("%v to %v: %d steps", e.From, e.To, e.Steps), ID: e.From.ID() + "--" + e.To.ID(),
		})
	}
	return d
}

// pens draw the steps of the two ends. Those of both, and of none, are grey.
var pens = [2]scene.Pen{{Color: scene.Ends[0], Width: 1.3}, {Color: scene.Ends[1], Width: 1.3, Dash: scene.Dashed}}

// colors returns how the arrow is drawn, by the end that moves, and the colours of
// what happens.
func (e *Edge) colors() (line scene.Pen, inks []string) {
	moves := [2]bool{}
	for _, event := range e.Events {
		fill := ""
		for end := range pens {
			if strings.HasPrefix(event, model.EndName(end)+": ") {
				fill, moves[end] = pens[end].Color, true
			}
		}
		inks = append(inks, fill)
	}
	switch moves {
	case [2]bool{true, false}:
		line = pens[0]
	case [2]bool{false, true}:
		line = pens[1]
	}
	return line, inks
}

// drawn returns the box of a pair. It marks where everything begins and ends, and
// where both ends are connected.
func (n *Node) drawn() graph.Node {
	box := graph.Node{
		ID: n.ID(), Name: n.String(), Lines: []string{n.Pair[0].String(), n.Pair[1].String()}, Inks: scene.Ends[:], Small: fmt.Sprint(n.States),
		Tip: fmt.Sprintf("A %v, B %v: %d states", n.Pair[0], n.Pair[1], n.States),
	}
	switch n.Pair {
	case closed:
		box.Fill = scene.PaleGrey
	case Pair{fsm.Established, fsm.Established}:
		box.Fill, box.Line = scene.PaleGreen, scene.Pen{Color: scene.Green, Width: 2}
	}
	return box
}

// legend says what there is to see.
var legend = []scene.Entry{
	{Line: pens[0], Text: "A moves"},
	{Line: pens[1], Text: "B moves"},
	{Line: scene.Pen{Color: scene.Grey, Width: 1}, Text: "either of them, or both"},
	{Text: "box: the state of A above that of B,"},
	{Text: "how many states of the system have both"},
	{Text: "arrow: what happens, the most frequent first"},
	{Text: "grey box: both are CLOSED", Color: scene.Muted},
	{Text: "green box: both are ESTABLISHED", Color: scene.Green},
}
