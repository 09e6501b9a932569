package ladder

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// Mermaid writes the ladder as a sequenceDiagram. An arrow stands where its
// segment arrives, and says in which step it was sent if others lie between. Of
// what an observer saw go by, a note says which states it led to.
func (l *Ladder) Mermaid(w io.Writer) error {
	var b strings.Builder
	b.WriteString("sequenceDiagram\n")
	for i, e := range l.Ends {
		if l.Names[i] != "" {
			e += " as " + mermaidText(l.Names[i])
		}
		fmt.Fprintf(&b, "    participant %s\n", e)
	}
	if l.forged() {
		b.WriteString("    actor attacker\n")
	}
	l.mermaidTitle(&b)
	sent, before := map[int]int{}, &l.Start
	for i := range l.Steps {
		l.mermaidStep(&b, &l.Steps[i], sent, before)
		before = &l.Steps[i].After
	}
	if l.Endless && len(l.Cycle) == 0 {
		fmt.Fprintf(&b, "    Note over %s,%s: and then nothing, for ever\n", l.Ends[0], l.Ends[1])
	}
	if len(l.Cycle) > 0 {
		b.WriteString("    loop again and again\n")
		for i := range l.Cycle {
			l.mermaidStep(&b, &l.Cycle[i], sent, before)
			before = &l.Cycle[i].After
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

func (l *Ladder) mermaidStep(b *strings.Builder, s *Step, sent map[int]int, before *Moment) {
	switch {
	case s.Arrives != nil:
		l.mermaidArrow(b, s, sent)
	case s.only() != nil:
		l.mermaidLevel(b, s.only())
		l.mermaidStates(b, s, before)
	case s.End < 0:
		if len(s.Lost) == 0 {
			fmt.Fprintf(b, "    Note over %s,%s: %s\n", l.Ends[0], l.Ends[1], mermaidText(s.Event))
		}
	default:
		l.mermaidNote(b, s, s.Event+": "+s.After.Ends[s.End].State)
	}
	for i := range s.Sends {
		if m := &s.Sends[i]; m.Direct && s.only() == nil {
			l.mermaidLevel(b, m)
		}
		sent[s.Sends[i].ID] = s.N
	}
	for _, m := range s.Lost {
		fmt.Fprintf(b, "    %s-x%s: %s is lost\n", l.Ends[m.From], l.Ends[m.To], mermaidText(m.label()))
	}
	if s.Says != "" {
		text := strings.Join(wrap(strings.Fields(mermaidText(s.Says)), " ", between), mermaidBreak)
		fmt.Fprintf(b, "    Note over %s,%s: %s\n", l.Ends[0], l.Ends[1], text)
	}
	for i := range s.Findings {
		f := &s.Findings[i]
		text := strings.Join(wrap(strings.Fields(mermaidText(f.String())), " ", noteWide), mermaidBreak)
		l.mermaidBeside(b, f.End, fmt.Sprintf("%d. %s", s.N, text))
	}
}

// mermaidLevel draws a message on its whole way.
func (l *Ladder) mermaidLevel(b *strings.Builder, m *Message) {
	fmt.Fprintf(b, "    %s->>%s: %s\n", l.Ends[m.From], l.Ends[m.To], mermaidText(m.label()))
}

// mermaidStates says which states are others after a step than before.
func (l *Ladder) mermaidStates(b *strings.Builder, s *Step, before *Moment) {
	for i := range l.Ends {
		if state := s.After.Ends[i].State; state != before.Ends[i].State {
			l.mermaidBeside(b, i, fmt.Sprintf("%d. %s", s.N, mermaidText(state)))
		}
	}
}

// mermaidBeside writes beside the line of an end.
func (l *Ladder) mermaidBeside(b *strings.Builder, end int, text string) {
	fmt.Fprintf(b, "    Note %s of %s: %s\n", [2]string{"left", "right"}[end], l.Ends[end], text)
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
	if s.Refused != "" {
		text += mermaidBreak + "refused: " + s.Refused
	}
	for i := range s.Sends {
		if !s.Sends[i].Direct { // or it has an arrow of its own
			text += mermaidBreak + "sends " + s.Sends[i].label()
		}
	}
	l.mermaidBeside(b, s.End, fmt.Sprintf("%d. %s", s.N, mermaidText(text)))
}

// mermaidBreak begins a new line.
const mermaidBreak = "<br/>"

// mermaidText replaces what ends a text in Mermaid. It has entity codes for
// both, and Mermaid 11 shows them as they are in a sequenceDiagram. The brackets
// of segments, which it would take for HTML, are left out.
func mermaidText(text string) string {
	text = bracketed.ReplaceAllString(strings.ReplaceAll(text, "><", "> <"), "$1")
	return strings.NewReplacer("#", " no. ", ";", ",").Replace(text)
}

// bracketed is a field of a segment in the notation of RFC 9293.
var bracketed = regexp.MustCompile(`<([A-Z]+=[^<>]*)>`)
