package diagram

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Mermaid writes the picture of the states under p as a stateDiagram-v2. CLOSED
// is one state there: Mermaid has no second one.
func Mermaid(w io.Writer, p fsm.Policy, which Which) error {
	pic := pictureOf(p, which)
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\n---\nstateDiagram-v2\n", pic.title)
	for _, s := range fsm.AllStates() {
		if pic.has(s) {
			fmt.Fprintf(&b, "    state %q as %s\n", s, mermaidID(s))
		}
	}
	for _, l := range pic.lines {
		for _, s := range pic.states(l.from) {
			fmt.Fprintf(&b, "    %s --> %s : %s\n", mermaidID(s), mermaidID(pic.states(l.to)[0]), l.text())
		}
	}
	b.WriteString("    classDef established fill:#dff3e3,stroke:#2e7d46,stroke-width:2px\n    class ESTABLISHED established\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func mermaidID(s fsm.State) string { return strings.ReplaceAll(s.String(), "-", "_") }

func (p *picture) has(s fsm.State) bool {
	return slices.ContainsFunc(p.boxes, func(b box) bool { return slices.Contains(b.states, s) })
}

// states returns the states that the box with the given id stands for.
func (p *picture) states(id string) []fsm.State {
	i := slices.IndexFunc(p.boxes, func(b box) bool { return b.id == id })
	return p.boxes[i].states
}

// text is the label on one line of Mermaid, which reads \n as a new line.
func (l *line) text() string {
	var parts []string
	for _, n := range l.label {
		parts = append(parts, n.cause)
		if n.sends != "" {
			parts = append(parts, n.sends)
		}
	}
	return strings.Join(parts, `\n`)
}
