package diagram

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Mermaid writes the picture as a stateDiagram-v2. CLOSED is one state there:
// Mermaid has no second one.
func (p *Picture) Mermaid(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\n---\nstateDiagram-v2\n", p.title)
	for _, s := range fsm.AllStates() {
		if p.has(s) {
			fmt.Fprintf(&b, "    state %q as %s\n", s, mermaidID(s))
		}
	}
	for _, l := range p.lines {
		for _, s := range p.states(l.from) {
			fmt.Fprintf(&b, "    %s --> %s : %s\n", mermaidID(s), mermaidID(p.states(l.to)[0]), l.text())
		}
	}
	b.WriteString("    classDef established fill:#dff3e3,stroke:#2e7d46,stroke-width:2px\n    class ESTABLISHED established\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func mermaidID(s fsm.State) string { return strings.ReplaceAll(s.String(), "-", "_") }

func (p *Picture) has(s fsm.State) bool {
	return slices.ContainsFunc(p.boxes, func(b box) bool { return slices.Contains(b.states, s) })
}

// states returns the states that the box with the given id stands for.
func (p *Picture) states(id string) []fsm.State {
	i := slices.IndexFunc(p.boxes, func(b box) bool { return b.id == id })
	return p.boxes[i].states
}

// text is the label on one line of Mermaid, which breaks lines at <br/>.
func (l *line) text() string {
	var parts []string
	for _, n := range l.label {
		parts = append(parts, n.cause)
		if n.sends != "" {
			parts = append(parts, n.sends)
		}
	}
	return strings.Join(parts, "<br/>")
}
