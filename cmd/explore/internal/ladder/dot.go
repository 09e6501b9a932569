package ladder

import (
	"fmt"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// DOT writes the ladder in the language of Graphviz, with the place of
// everything.
func (l *Ladder) DOT(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %q {\n", l.Title)
	fmt.Fprintf(&b, "\tgraph [layout=neato, label=%q, labelloc=t, splines=line, outputorder=edgesfirst, fontname=Helvetica, fontsize=13];\n", l.Title)
	b.WriteString("\tnode [shape=box, style=filled, color=white, fillcolor=white, height=0.1, margin=\"0.04,0.02\", fontname=Helvetica, fontsize=10];\n")
	fmt.Fprintf(&b, "\tedge [arrowsize=0.7, color=%q];\n", scene.Sent)
	for _, p := range l.drawn().parts {
		p.dot(&b)
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (n *node) dot(b *strings.Builder) {
	more := ""
	if n.label == "" {
		more = ", shape=point, width=0.01" // an arrow ends there
	}
	if n.size > 0 {
		more += fmt.Sprintf(", fontsize=%v", n.size)
	}
	if n.color != "" {
		more += fmt.Sprintf(", fontcolor=%q", n.color)
	}
	if n.bold {
		more += `, fontname="Helvetica-Bold"`
	}
	fmt.Fprintf(b, "\t%s [label=%q, pos=\"%.2f,%.2f!\"%s];\n", n.name, n.label, n.x, -n.y, more)
}

func (e *edge) dot(b *strings.Builder) {
	var attributes []string
	if e.dashed {
		attributes = append(attributes, "style=dashed")
	}
	if e.headless {
		attributes = append(attributes, "arrowhead=none")
	}
	if e.pale {
		attributes = append(attributes, fmt.Sprintf("color=%q", scene.Pale))
	}
	text := ""
	if len(attributes) > 0 {
		text = " [" + strings.Join(attributes, ", ") + "]"
	}
	fmt.Fprintf(b, "\t%s%s;\n", strings.Join(e.nodes, " -> "), text)
}
