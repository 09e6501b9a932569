package quotient

import (
	"fmt"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// DOT writes the graph in the language of Graphviz.
func (g *Graph) DOT(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %q {\n\tgraph [label=%q, labelloc=t, rankdir=TB, nodesep=0.35, ranksep=0.6, fontname=Helvetica, fontsize=13];\n", g.Title, g.Title+"\n"+g.Note)
	b.WriteString("\tnode [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"Helvetica-Bold\", fontsize=11, color=\"#22262d\"];\n")
	b.WriteString("\tedge [fontname=Helvetica, fontsize=9, color=\"#8a8f98\", arrowsize=0.7];\n")
	for i := range g.Nodes {
		n := &g.Nodes[i]
		fmt.Fprintf(&b, "\t%q [label=\"%v\\n%v\\n%d\"%s];\n", n.Pair, n.Pair[0], n.Pair[1], n.States, n.style())
	}
	for i := range g.Edges {
		e := &g.Edges[i]
		fmt.Fprintf(&b, "\t%q -> %q [label=\"%s\"];\n", e.From, e.To, strings.Join(e.words(), `\n`))
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// border marks where everything begins and ends, and where both ends are
// connected.
func (n *Node) border() (fill string, line scene.Pen) {
	line = scene.Pen{Color: scene.Ink, Width: 1}
	switch n.Pair {
	case closed:
		return scene.PaleGrey, line
	case Pair{fsm.Established, fsm.Established}:
		return scene.PaleGreen, scene.Pen{Color: scene.Green, Width: 2}
	}
	return scene.White, line
}

// style is the border as Graphviz has it, where it differs from the others.
func (n *Node) style() string {
	switch fill, line := n.border(); {
	case line.Color != scene.Ink:
		return fmt.Sprintf(", fillcolor=%q, color=%q, penwidth=%v", fill, line.Color, line.Width)
	case fill != scene.White:
		return fmt.Sprintf(", fillcolor=%q", fill)
	}
	return ""
}

// Mermaid writes the graph as a flowchart.
func (g *Graph) Mermaid(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\n---\nflowchart TB\n", g.Title+"; "+g.Note)
	for _, n := range g.Nodes {
		fmt.Fprintf(&b, "    %s[\"%v<br/>%v<br/>%d\"]\n", n.ID(), n.Pair[0], n.Pair[1], n.States)
	}
	for i := range g.Edges {
		e := &g.Edges[i]
		fmt.Fprintf(&b, "    %s -->|\"%s\"| %s\n", e.From.ID(), strings.Join(e.words(), "<br/>"), e.To.ID())
	}
	_, err := io.WriteString(w, b.String())
	return err
}
