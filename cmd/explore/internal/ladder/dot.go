package ladder

import (
	"fmt"
	"io"
	"strings"
)

// Where things stand, in inches.
const (
	apart   = 6.0  // the lines of the ends
	tall    = 0.55 // a step
	noteGap = 0.95 // between the line of an end and its notes
)

// DOT writes the ladder in the language of Graphviz, with the place of
// everything: a line down for each end, a row for each step, and an arrow from
// where a segment is sent to where it arrives.
func (l *Ladder) DOT(w io.Writer) error {
	d := &drawing{ladder: l, sent: map[int]string{}}
	fmt.Fprintf(d, "digraph %q {\n", l.Title)
	fmt.Fprintf(d, "\tgraph [layout=neato, label=%q, labelloc=t, splines=line, outputorder=edgesfirst, fontname=Helvetica, fontsize=13];\n", l.Title)
	d.WriteString("\tnode [shape=box, style=filled, color=white, fillcolor=white, height=0.1, margin=\"0.04,0.02\", fontname=Helvetica, fontsize=10];\n")
	d.WriteString("\tedge [fontname=Helvetica, fontsize=9, arrowsize=0.7, color=\"#a3276b\"];\n")
	d.row(0, l.Start, -1)
	for _, s := range l.all() {
		d.step(&s)
	}
	d.pending()
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

// node draws a node at a place: so far from the line of A, beside a row.
func (d *drawing) node(name, label string, x, row float64, more string) {
	fmt.Fprintf(d, "\t%s [label=%q, pos=\"%.2f,%.2f!\"%s];\n", name, label, x, -tall*row, more)
}

// row draws the states after a step. That of the end that moves is bold.
func (d *drawing) row(n int, m Moment, end int) {
	d.rows = n
	for i := range m.Ends {
		more := `, fontcolor="#5f6672"`
		if i == end || n == 0 {
			more = `, fontname="Helvetica-Bold"`
		}
		d.node(nodeOf(i, n), m.Ends[i].State, apart*float64(i), float64(n), more)
	}
}

func (d *drawing) step(s *Step) {
	d.row(s.N, s.After, s.End)
	if s.End >= 0 {
		d.note(s)
	} else if len(s.Lost) == 0 {
		d.node(fmt.Sprintf("between%d", s.N), s.Event, apart/2, float64(s.N), `, fontcolor="#5f6672"`)
	}
	if a := s.Arrives; a != nil {
		d.arrow(s, a)
	}
	for i := range s.Sends {
		d.sent[s.Sends[i].ID] = nodeOf(s.Sends[i].From, s.N)
	}
	for i := range s.Lost {
		m, name := &s.Lost[i], fmt.Sprintf("lost%d_%d", s.N, i)
		d.node(name, "x", apart/2+0.3*float64(i), float64(s.N), `, fontcolor="#b3261e"`)
		fmt.Fprintf(d, "\t%s -> %s [label=%q, style=dashed, arrowhead=none];\n", d.sent[m.ID], name, m.label())
	}
}

// note writes outside the lines what happens at an end and what it changes.
func (d *drawing) note(s *Step) {
	lines := []string{fmt.Sprintf("%d. %s", s.N, s.Event)}
	if s.Arrives != nil {
		lines[0] = fmt.Sprintf("%d.", s.N)
	}
	var changes []string
	for _, c := range s.Changes {
		if c.Text != "" {
			changes = append(changes, c.Text)
		}
	}
	lines = append(lines, wrap(changes, ", ", 44)...)
	x := -noteGap - 1.2
	if s.End == 1 {
		x = apart + noteGap + 1.2
	}
	d.node(fmt.Sprintf("note%d", s.N), strings.Join(lines, "\n"), x, float64(s.N), `, fontsize=8`)
}

func (d *drawing) arrow(s *Step, a *Arrival) {
	from, style := d.sent[a.ID], ""
	if a.From < 0 {
		from = fmt.Sprintf("attacker%d", s.N)
		d.node(from, "attacker", apart/2, float64(s.N)-0.5, `, fontcolor="#b3261e"`)
	}
	if a.Again || a.Old {
		style = ", style=dashed"
	}
	fmt.Fprintf(d, "\t%s -> %s [label=%q%s];\n", from, nodeOf(s.End, s.N), a.label(), style)
}

// pending draws the messages that neither arrive nor are lost.
func (d *drawing) pending() {
	seen := map[int]bool{}
	for _, s := range d.ladder.all() {
		if s.Arrives != nil {
			seen[s.Arrives.ID] = true
		}
		for i := range s.Lost {
			seen[s.Lost[i].ID] = true
		}
	}
	for _, s := range d.ladder.all() {
		for i := range s.Sends {
			if m := &s.Sends[i]; !seen[m.ID] {
				name := fmt.Sprintf("pending%d", m.ID)
				d.node(name, "...", apart/2, float64(s.N)+0.9, `, fontcolor="#5f6672"`)
				fmt.Fprintf(d, "\t%s -> %s [label=%q, style=dotted, arrowhead=none];\n", d.sent[m.ID], name, m.label())
			}
		}
	}
}

// endless says what goes on for ever, and from where.
func (d *drawing) endless() {
	text := "and then nothing, for ever"
	if n := len(d.ladder.Steps); len(d.ladder.Cycle) > 0 {
		text = fmt.Sprintf("and from step %d on again and again, for ever", n+1)
	}
	d.node("end", text, apart/2, float64(d.rows)+1, `, fontname="Helvetica-Bold"`)
}

// columns draws the lines of the ends.
func (d *drawing) columns() {
	for end := range d.ladder.Ends {
		var nodes []string
		for i := range d.rows + 1 {
			nodes = append(nodes, nodeOf(end, i))
		}
		fmt.Fprintf(d, "\t%s [arrowhead=none, color=\"#c5c9d0\"];\n", strings.Join(nodes, " -> "))
	}
}
