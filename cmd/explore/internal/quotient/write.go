package quotient

import (
	"fmt"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// DOT writes the graph in the language of Graphviz.
func (g *Graph) DOT(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %q {\n\tgraph [label=%q, labelloc=t, rankdir=TB, nodesep=0.35, ranksep=0.6, fontname=Helvetica, fontsize=13];\n", g.Title, g.Title)
	b.WriteString("\tnode [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"Helvetica-Bold\", fontsize=11, color=\"#22262d\"];\n")
	b.WriteString("\tedge [fontname=Helvetica, fontsize=9, color=\"#8a8f98\", arrowsize=0.7];\n")
	for _, n := range g.Nodes {
		fmt.Fprintf(&b, "\t%q [label=\"%v\\n%v\\n%d\"%s];\n", n.Pair, n.Pair[0], n.Pair[1], n.States, fill(n.Pair))
	}
	for i := range g.Edges {
		e := &g.Edges[i]
		fmt.Fprintf(&b, "\t%q -> %q [label=\"%s\"];\n", e.From, e.To, e.label(`\n`))
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// fill marks where everything begins and ends, and where both ends are
// connected.
func fill(p Pair) string {
	switch p {
	case Pair{fsm.Closed, fsm.Closed}:
		return `, fillcolor="#eceef1"`
	case Pair{fsm.Established, fsm.Established}:
		return `, fillcolor="#dff3e3", color="#2e7d46", penwidth=2`
	}
	return ""
}

// Mermaid writes the graph as a flowchart.
func (g *Graph) Mermaid(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\n---\nflowchart TB\n", g.Title)
	for _, n := range g.Nodes {
		fmt.Fprintf(&b, "    %s[\"%v<br/>%v<br/>%d\"]\n", mermaidID(n.Pair), n.Pair[0], n.Pair[1], n.States)
	}
	for i := range g.Edges {
		e := &g.Edges[i]
		fmt.Fprintf(&b, "    %s -->|\"%s\"| %s\n", mermaidID(e.From), e.label("<br/>"), mermaidID(e.To))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func mermaidID(p Pair) string { return fmt.Sprintf("s%d_%d", p[0], p[1]) }
