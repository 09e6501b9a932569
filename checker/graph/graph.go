// Package graph draws small directed graphs: as SVG and PNG, with a layout of its
// own and no other program, and in the languages of Graphviz and Mermaid. [Of] makes
// one of what a search has explored; package checker/trace makes one of a
// counterexample; and a [Graph] can be written down by hand.
//
// The same graph is drawn alike every time and on every machine. What has more than
// a hundred nodes is better told in fewer: see [Of].
package graph

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// A Graph is nodes and the edges between them. The first node stands on top.
type Graph struct {
	Title  string
	Note   string // below the title; may be empty
	Nodes  []Node
	Edges  []Edge
	Legend []scene.Entry // below the picture; may be empty
}

// A Node is a box. The zero value of what is not said is a plain one.
type Node struct {
	// ID names the node in Mermaid and in pages, which want letters, digits and
	// underscores; if it is empty, the number of the node does.
	ID string

	Name  string   // in DOT; if it is empty, the ID
	Lines []string // what it is called, in bold letters
	Inks  []string // the colours of these letters; black where there is none
	Small string   // what is said of it below; may be empty
	Tip   string   // what a reader is told who points at it in SVG; may be empty

	Fill string    // colour, as in "#dff3e3"; white if empty
	Line scene.Pen // the border; thin and black if it has no colour
}

// An Edge leads from one node to another, or to the same, by their indices. Two
// lines of its label are drawn, and how many more there are.
type Edge struct {
	From, To int
	Label    []string
	Tip      string // what a reader is told who points at it in SVG; may be empty
	ID       string // in pages; if it is empty, those of its nodes make one

	Line scene.Pen // thin and grey if it has no colour
	Inks []string  // the colours of the labels; black where there is none
}

// shownLines is how many lines of a label are drawn.
const shownLines = 2

// words returns the lines of the label that are drawn.
func (e *Edge) words() []string {
	lines := slices.Clone(e.Label[:min(shownLines, len(e.Label))])
	if more := len(e.Label) - shownLines; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return lines
}

// id returns the ID of a node.
func (g *Graph) id(node int) string {
	if id := g.Nodes[node].ID; id != "" {
		return id
	}
	return fmt.Sprintf("n%d", node)
}

// name returns the name of a node in DOT.
func (g *Graph) name(node int) string {
	if name := g.Nodes[node].Name; name != "" {
		return name
	}
	return g.id(node)
}

// edgeID returns the ID of an edge.
func (g *Graph) edgeID(e *Edge) string {
	if e.ID != "" {
		return e.ID
	}
	return g.id(e.From) + "--" + g.id(e.To)
}

// all returns the lines of the box.
func (n *Node) all() []string {
	if n.Small == "" {
		return n.Lines
	}
	return append(slices.Clip(n.Lines), n.Small)
}

// border returns how the box is drawn.
func (n *Node) border() (fill string, line scene.Pen) {
	fill, line = n.Fill, n.Line
	if fill == "" {
		fill = scene.White
	}
	if line.Color == "" {
		line = scene.Pen{Color: scene.Ink, Width: 1}
	}
	return fill, line
}

// pen returns how the arrow is drawn.
func (e *Edge) pen() scene.Pen {
	if e.Line.Color == "" {
		return scene.Pen{Color: scene.Grey, Width: 1}
	}
	return e.Line
}

// ink returns the colour of a line of text.
func ink(inks []string, line int) string {
	if line < len(inks) && inks[line] != "" {
		return inks[line]
	}
	return scene.Ink
}
