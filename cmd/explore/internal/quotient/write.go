package quotient

import "io"

// DOT writes the graph in the language of Graphviz.
func (g *Graph) DOT(w io.Writer) error { return g.drawn().DOT(w) }

// Mermaid writes the graph as a flowchart.
func (g *Graph) Mermaid(w io.Writer) error { return g.drawn().Mermaid(w) }
