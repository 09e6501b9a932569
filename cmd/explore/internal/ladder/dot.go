package ladder

import (
	"fmt"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// Where things stand, in inches.
const (
	apart    = 6.0  // the lines of the ends
	lineHigh = 0.3  // what is written between the ends
	noteHigh = 0.15 // a line of a note
	noteAway = 2.15 // from the line of an end to the middle of its notes
)

// DOT writes the ladder in the language of Graphviz, with the place of
// everything: a line down for each end, a row for each step, and an arrow from
// where a segment is sent to where it arrives. As in the text, one that arrives
// later than in the next step leaves as one arrow and arrives as another: lines
// across many steps would lie over everything between.
func (l *Ladder) DOT(w io.Writer) error {
	d := &drawing{ladder: l, arrivals: l.arrivals()}
	d.printf("digraph %q {\n", l.Title)
	d.printf("\tgraph [layout=neato, label=%q, labelloc=t, splines=line, outputorder=edgesfirst, fontname=Helvetica, fontsize=13];\n", l.Title)
	d.WriteString("\tnode [shape=box, style=filled, color=white, fillcolor=white, height=0.1, margin=\"0.04,0.02\", fontname=Helvetica, fontsize=10];\n")
	d.printf("\tedge [arrowsize=0.7, color=%q];\n", scene.Sent)
	d.row(l.Start, -1)
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
	ladder   *Ladder
	arrivals map[int]int // the step in which each message arrives first
	y        float64     // how far down the drawing has come
	free     float64     // where there is nothing below the notes of the row before
	rows     int         // drawn so far
	follows  int         // the message that arrives in the next step; 0 if none
}

func (d *drawing) printf(format string, args ...any) {
	fmt.Fprintf(&d.Builder, format, args...)
}

func nodeOf(end, row int) string { return fmt.Sprintf("%c%d", "ab"[end], row) }

// node draws a node at a place: so far from the line of A, and as far down as
// the drawing has come.
func (d *drawing) node(name, label string, x float64, more string) {
	d.printf("\t%s [label=%q, pos=\"%.2f,%.2f!\"%s];\n", name, label, x, -d.y, more)
}

// between draws a node on a line of its own between the ends.
func (d *drawing) between(name, label, color string) {
	d.y += lineHigh
	d.node(name, label, apart/2, fmt.Sprintf(", fontsize=9, fontcolor=%q", color))
}

// row draws the states after a step. That of the end that moves is bold.
func (d *drawing) row(m Moment, end int) {
	for i := range m.Ends {
		more := fmt.Sprintf(", fontcolor=%q", scene.Muted)
		if i == end || d.rows == 0 {
			more = `, fontname="Helvetica-Bold"`
		}
		d.node(nodeOf(i, d.rows), m.Ends[i].State, apart*float64(i), more)
	}
	d.rows++
}

// step draws what arrives, the row, and what is sent and lost below it.
func (d *drawing) step(s *Step) {
	to := nodeOf(max(s.End, 0), d.rows)
	if s.Arrives != nil {
		d.arrival(s, to)
	}
	note := s.note()
	half := noteHigh * float64(len(note)) / 2
	d.y = max(d.y+lineHigh, d.free+half)
	d.free = d.y + half
	d.row(s.After, s.End)
	switch {
	case s.End >= 0:
		x := [2]float64{-noteAway, apart + noteAway}[s.End]
		d.node(fmt.Sprintf("note%d", s.N), strings.Join(note, "\n"), x, ", fontsize=8")
	case len(s.Lost) == 0:
		d.node(fmt.Sprintf("between%d", s.N), s.Event, apart/2, fmt.Sprintf(", fontcolor=%q", scene.Muted))
	}
	d.follows = 0
	for i := range s.Sends {
		d.departure(s, &s.Sends[i], to)
	}
	for i := range s.Lost {
		if m := &s.Lost[i]; !s.sends(m.ID) {
			d.between(fmt.Sprintf("lost%d_%d", s.N, i), lost(m, d.ladder.Ends, "is lost"), scene.Lost)
		}
	}
}

// note returns what happens at an end and what it changes, as is written outside
// the lines.
func (s *Step) note() []string {
	first := fmt.Sprintf("%d. %s", s.N, s.Event)
	if s.Arrives != nil {
		first = fmt.Sprintf("%d.", s.N)
	}
	var changes []string
	for _, c := range s.Changes {
		if c.Text != "" {
			changes = append(changes, c.Text)
		}
	}
	return append([]string{first}, wrap(changes, ", ", 44)...)
}

// arrival draws the arrow that ends at a node. That of what was sent last in the
// step before begins where it was sent.
func (d *drawing) arrival(s *Step, to string) {
	a, style := s.Arrives, ""
	if a.Again || a.Old {
		style = " [style=dashed]"
	}
	if !a.Again && a.ID == d.follows {
		d.printf("\t%s -> %s%s;\n", nodeOf(a.From, d.rows-1), to, style)
		return
	}
	label, color := ". . .  "+a.label(), scene.Sent
	if a.From < 0 {
		label, color = "attacker  "+a.label(), scene.Lost
	}
	name := fmt.Sprintf("arrival%d", s.N)
	d.between(name, label, color)
	d.printf("\t%s -> %s%s;\n", name, to, style)
}

// departure draws a message that leaves a node, up to its label in the middle or,
// if it arrives in the next step, up to there.
func (d *drawing) departure(s *Step, m *Message, from string) {
	name, label := fmt.Sprintf("sent%d", m.ID), m.label()
	switch last := s.Sends[len(s.Sends)-1].ID == m.ID; {
	case s.loses(m.ID):
		d.between(name, label+"  x  lost", scene.Lost)
	case last && d.arrivals[m.ID] == s.N+1:
		d.follows = m.ID
		d.between(name, label, scene.Sent)
		return
	default:
		d.between(name, label+"  . . .", scene.Sent)
	}
	d.printf("\t%s -> %s [arrowhead=none];\n", from, name)
}

// endless says what goes on for ever, and from where.
func (d *drawing) endless() {
	text := "and then nothing, for ever"
	if n := len(d.ladder.Steps); len(d.ladder.Cycle) > 0 {
		text = fmt.Sprintf("and from step %d on again and again, for ever", n+1)
	}
	d.y += lineHigh
	d.node("end", text, apart/2, `, fontname="Helvetica-Bold"`)
}

// columns draws the lines of the ends.
func (d *drawing) columns() {
	for end := range d.ladder.Ends {
		var nodes []string
		for i := range d.rows {
			nodes = append(nodes, nodeOf(end, i))
		}
		d.printf("\t%s [arrowhead=none, color=\"#c5c9d0\"];\n", strings.Join(nodes, " -> "))
	}
}
