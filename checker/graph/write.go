package graph

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// DOT writes the graph in the language of Graphviz.
func (g *Graph) DOT(w io.Writer) error {
	var b strings.Builder
	title := g.Title
	if g.Note != "" {
		title += "\n" + g.Note
	}
	fmt.Fprintf(&b, "digraph %q {\n\tgraph [label=%q, labelloc=t, rankdir=TB, nodesep=0.35, ranksep=0.6, fontname=Helvetica, fontsize=13];\n", g.Title, title)
	b.WriteString("\tnode [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"Helvetica-Bold\", fontsize=11, color=\"#22262d\"];\n")
	b.WriteString("\tedge [fontname=Helvetica, fontsize=9, color=\"#8a8f98\", arrowsize=0.7];\n")
	for i := range g.Nodes {
		n := &g.Nodes[i]
		fmt.Fprintf(&b, "\t%q [label=%s%s];\n", g.name(i), n.label(), n.style())
	}
	for i := range g.Edges {
		e := &g.Edges[i]
		fmt.Fprintf(&b, "\t%q -> %q [label=%q%s];\n", g.name(e.From), g.name(e.To), strings.Join(e.words(), "\n"), e.style())
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// label is what stands in the box as Graphviz has it, each line in its colour.
func (n *Node) label() string {
	if len(n.Inks) == 0 {
		return fmt.Sprintf("%q", strings.Join(n.all(), "\n"))
	}
	lines := make([]string, 0, len(n.Lines)+1)
	for i, line := range n.all() {
		line = html.EscapeString(line)
		switch {
		case i == len(n.Lines):
			line = fmt.Sprintf(`<FONT FACE="Helvetica" POINT-SIZE="9" COLOR=%q>%s</FONT>`, scene.Muted, line)
		case i < len(n.Inks) && n.Inks[i] != "":
			line = fmt.Sprintf(`<FONT COLOR=%q>%s</FONT>`, n.Inks[i], line)
		}
		lines = append(lines, line)
	}
	return "<" + strings.Join(lines, "<BR/>") + ">"
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

// style is the arrow as Graphviz has it, where it differs from the others.
func (e *Edge) style() string {
	if e.Line.Color == "" {
		return ""
	}
	dash := [...]string{scene.Dashed: ", style=dashed", scene.Dotted: ", style=dotted"}[e.Line.Dash]
	return fmt.Sprintf(", color=%q, fontcolor=%q, penwidth=%v%s", e.Line.Color, e.Line.Color, e.Line.Width, dash)
}

// Mermaid writes the graph as a flowchart.
func (g *Graph) Mermaid(w io.Writer) error {
	var b strings.Builder
	title := g.Title
	if g.Note != "" {
		title += "; " + g.Note
	}
	fmt.Fprintf(&b, "---\ntitle: %q\n---\nflowchart TB\n", title)
	for i := range g.Nodes {
		fmt.Fprintf(&b, "    %s[\"%s\"]\n", g.id(i), mermaidText(g.Nodes[i].all()))
	}
	for i := range g.Edges {
		e := &g.Edges[i]
		label := ""
		if len(e.Label) > 0 {
			label = fmt.Sprintf("|\"%s\"|", mermaidText(e.words()))
		}
		fmt.Fprintf(&b, "    %s -->%s %s\n", g.id(e.From), label, g.id(e.To))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mermaidText sets lines as a label, in which quotes, entities and tags of HTML have
// no meaning.
func mermaidText(lines []string) string {
	var quoted []string
	for _, l := range lines {
		quoted = append(quoted, strings.NewReplacer(`"`, "#quot;", "<", "#lt;", "#", "#35;").Replace(l))
	}
	return strings.Join(quoted, "<br/>")
}

// SVG writes the graph as a document that needs nothing else.
func (g *Graph) SVG(w io.Writer) error { return g.Scene().SVG(w) }

// PNG paints the graph.
func (g *Graph) PNG(w io.Writer) error { return g.Scene().PNG(w) }
