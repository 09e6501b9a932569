package ladder

import (
	"fmt"
	"html"
	"io"
	"strings"
)

// DOT writes the ladder in the language of Graphviz: a column for each end, a
// row for each step, and an arrow from where a segment is sent to where it
// arrives.
func (l *Ladder) DOT(w io.Writer) error {
	d := &drawing{ladder: l, sent: map[int]string{}}
	fmt.Fprintf(d, "digraph %q {\n", l.Title)
	fmt.Fprintf(d, "\tgraph [label=%q, labelloc=t, rankdir=TB, nodesep=2.6, ranksep=0.28, splines=line, fontname=Helvetica, fontsize=13];\n", l.Title)
	d.WriteString("\tnode [shape=plain, fontname=Helvetica, fontsize=11];\n\tedge [fontname=Helvetica, fontsize=10, arrowsize=0.7, color=\"#a3276b\", constraint=false];\n")
	d.row(0, "", l.Start, -1, "")
	for _, s := range l.all() {
		d.step(&s)
	}
	if l.Endless {
		d.endless()
	}
	d.columns()
	d.WriteString("}\n")
	_, err := io.WriteString(w, d.String())
	return err
}

type drawing struct {
	strings.Builder
	ladder *Ladder
	rows   int
	sent   map[int]string // the node from which a message leaves
}

func nodeOf(end, row int) string { return fmt.Sprintf("%c%d", "ab"[end], row) }

// row draws the two nodes of a step. The end that moves tells its event.
func (d *drawing) row(n int, event string, m Moment, end int, note string) {
	d.rows = n
	for i := range m.Ends {
		label := fmt.Sprintf(`<FONT COLOR="#5f6672">%s</FONT>`, html.EscapeString(m.Ends[i].State))
		if i == end || n == 0 {
			label = "<B>" + html.EscapeString(m.Ends[i].State) + "</B>"
			if event != "" {
				label = html.EscapeString(event) + "<BR/>" + label
			}
			if note != "" {
				label += `<BR/><FONT POINT-SIZE="9" COLOR="#5f6672">` + html.EscapeString(note) + "</FONT>"
			}
		}
		if i == 0 && n > 0 {
			label = fmt.Sprintf("%d. ", n) + label
		}
		fmt.Fprintf(d, "\t%s [label=<%s>];\n", nodeOf(i, n), label)
	}
	fmt.Fprintf(d, "\t{ rank=same; %s; %s }\n", nodeOf(0, n), nodeOf(1, n))
}

func (d *drawing) step(s *Step) {
	event := s.Event
	if s.Arrives != nil {
		event = ""
	}
	var changes []string
	for _, c := range s.Changes {
		if c.Text != "" {
			changes = append(changes, c.Text)
		}
	}
	d.row(s.N, event, s.After, s.End, strings.Join(changes, ", "))
	if s.End < 0 {
		d.between(s)
	}
	if a := s.Arrives; a != nil {
		from := d.sent[a.ID]
		if a.From < 0 {
			from = fmt.Sprintf("attacker%d", s.N)
			fmt.Fprintf(d, "\t%s [label=\"attacker\", fontcolor=\"#b3261e\"];\n", from)
		}
		fmt.Fprintf(d, "\t%s -> %s [label=%q%s];\n", from, nodeOf(s.End, s.N), a.label(), style(a))
	}
	for _, m := range s.Sends {
		d.sent[m.ID] = nodeOf(m.From, s.N)
	}
	for i, m := range s.Lost {
		lost := fmt.Sprintf("lost%d_%d", s.N, i)
		fmt.Fprintf(d, "\t%s [label=\"x\", fontcolor=\"#b3261e\"];\n", lost)
		fmt.Fprintf(d, "\t%s -> %s [label=%q, style=dashed, arrowhead=none];\n", d.sent[m.ID], lost, m.label())
	}
}

func style(a *Arrival) string {
	if a.Again || a.Old {
		return ", style=dashed"
	}
	return ""
}

// between draws what happens at neither end.
func (d *drawing) between(s *Step) {
	if len(s.Lost) == 0 {
		fmt.Fprintf(d, "\t%s -> %s [label=%q, style=dotted, arrowhead=none, color=\"#8a8f98\"];\n", nodeOf(0, s.N), nodeOf(1, s.N), s.Event)
	}
}

// endless draws the way back to where the cycle begins.
func (d *drawing) endless() {
	if len(d.ladder.Cycle) == 0 {
		d.WriteString("\tend [label=\"and then nothing, for ever\"];\n")
		fmt.Fprintf(d, "\t%s -> end [style=invis, constraint=true];\n", nodeOf(0, d.rows))
		return
	}
	fmt.Fprintf(d, "\t%s -> %s [label=\"again and again\", style=bold, color=\"#1f5fbf\", splines=curved];\n",
		nodeOf(0, d.rows), nodeOf(0, len(d.ladder.Steps)))
}

// columns draws the lines of the ends.
func (d *drawing) columns() {
	for end := range d.ladder.Ends {
		var nodes []string
		for i := range d.rows + 1 {
			nodes = append(nodes, nodeOf(end, i))
		}
		fmt.Fprintf(d, "\t%s [arrowhead=none, color=\"#8a8f98\", constraint=true, weight=100];\n", strings.Join(nodes, " -> "))
	}
}
