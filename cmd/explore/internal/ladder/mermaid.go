package ladder

import (
	"fmt"
	"io"
	"strings"
)

// Mermaid writes the ladder as a sequenceDiagram. An arrow stands where its
// segment arrives, and says in which step it was sent if others lie between.
func (l *Ladder) Mermaid(w io.Writer) error {
	var b strings.Builder
	b.WriteString("sequenceDiagram\n")
	for _, e := range l.Ends {
		fmt.Fprintf(&b, "    participant %s\n", e)
	}
	if l.forged() {
		b.WriteString("    actor attacker\n")
	}
	l.mermaidTitle(&b)
	sent := map[int]int{}
	for i := range l.Steps {
		l.mermaidStep(&b, &l.Steps[i], sent)
	}
	if l.Endless && len(l.Cycle) == 0 {
		fmt.Fprintf(&b, "    Note over %s,%s: and then nothing, for ever\n", l.Ends[0], l.Ends[1])
	}
	if len(l.Cycle) > 0 {
		b.WriteString("    loop again and again\n")
		for i := range l.Cycle {
			l.mermaidStep(&b, &l.Cycle[i], sent)
		}
		b.WriteString("    end\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mermaidTitle writes the title as a note on top. Mermaid's own title has one
// line, and what of it is wider than the ladder is cut off.
func (l *Ladder) mermaidTitle(b *strings.Builder) {
	lines := wrap(strings.Fields(mermaidText(l.Title)), " ", between)
	fmt.Fprintf(b, "    Note over %s,%s: %s\n", l.Ends[0], l.Ends[1], strings.Join(lines, mermaidBreak))
}

func (l *Ladder) forged() bool {
	for _, s := range l.all() {
		if s.Arrives != nil && s.Arrives.From < 0 {
			return true
		}
	}
	return false
}

func (l *Ladder) mermaidStep(b *strings.Builder, s *Step, sent map[int]int) {
	switch {
	case s.Arrives != nil:
		l.mermaidArrow(b, s, sent)
	case s.End < 0:
		if len(s.Lost) == 0 {
			fmt.Fprintf(b, "    Note over %s,%s: %s\n", l.Ends[0], l.Ends[1], mermaidText(s.Event))
		}
	default:
		l.mermaidNote(b, s, s.Event+": "+s.After.Ends[s.End].State)
	}
	for _, m := range s.Sends {
		sent[m.ID] = s.N
	}
	for _, m := range s.Lost {
		fmt.Fprintf(b, "    %s-x%s: %s is lost\n", l.Ends[m.From], l.Ends[m.To], mermaidText(m.label()))
	}
}

func (l *Ladder) mermaidArrow(b *strings.Builder, s *Step, sent map[int]int) {
	a, from, when := s.Arrives, "attacker", ""
	if a.From >= 0 {
		from = l.Ends[a.From]
		if n := sent[a.ID]; n > 0 && n < s.N-1 {
			when = fmt.Sprintf(" sent in step %d", n)
		}
	}
	fmt.Fprintf(b, "    %s->>%s: %s%s\n", from, l.Ends[s.End], mermaidText(a.label()), when)
	l.mermaidNote(b, s, s.After.Ends[s.End].State)
}

// mermaidNote writes beside an end what its step led to.
func (l *Ladder) mermaidNote(b *strings.Builder, s *Step, text string) {
	for i := range s.Sends {
		text += mermaidBreak + "sends " + s.Sends[i].label()
	}
	side := [2]string{"left", "right"}[s.End]
	fmt.Fprintf(b, "    Note %s of %s: %d. %s\n", side, l.Ends[s.End], s.N, mermaidText(text))
}

// mermaidBreak begins a new line.
const mermaidBreak = "<br/>"

// mermaidText replaces what ends a text in Mermaid. It has entity codes for
// both, and Mermaid 11 shows them as they are in a sequenceDiagram.
func mermaidText(text string) string {
	return strings.NewReplacer("#", " no. ", ";", ",").Replace(text)
}
