package ladder

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// Where things stand, in inches.
const (
	apart    = 6.0  // the lines of the ends, if there is room for what stands between
	lineHigh = 0.3  // what is written between the ends
	noteHigh = 0.15 // a line of a note
	noteAway = 2.15 // from the line of an end to the middle of its notes
	halfway  = 0.65 // from the line of an end to where its longest state ends
	stub     = 0.35 // of an arrow on either side of its label
)

// The sizes of letters, in points.
const (
	stateSize = 10.0
	labelSize = 9.0
	noteSize  = 8.0
)

// inches returns how wide a text is in any font that a reader is likely to have.
func inches(text string, size float64) float64 { return scene.Width(text, size, false) / 72 }

// A drawing is a ladder with the place of everything: a line down for each end, a
// row for each step, and an arrow from where a segment is sent to where it
// arrives. As in the text, one that arrives later than in the next step leaves as
// one arrow and arrives as another: lines across many steps would lie over
// everything between. What an observer saw go by is one level arrow.
type drawing struct {
	parts    []part
	ladder   *Ladder
	arrivals map[int]int // the step in which each message arrives first
	apart    float64     // the lines of the ends
	away     float64     // from the line of an end to the middle of its notes
	y        float64     // how far down the drawing has come
	free     float64     // where there is nothing below the notes of the row before
	rows     int         // drawn so far
	follows  int         // the message that arrives in the next step; 0 if none
}

// A part of a drawing is a node or an edge.
type part interface {
	dot(*strings.Builder)
}

// A node is text at a place.
type node struct {
	name, label string
	x, y        float64
	size        float64 // of its letters; 0: that of states
	color       string  // of its letters; empty: ink
	bold        bool
}

// An edge leads from node to node, and on. Without a head it is the line of an
// end if it is pale.
type edge struct {
	nodes                  []string
	dashed, headless, pale bool
}

// drawn returns the ladder with the place of everything.
func (l *Ladder) drawn() *drawing {
	d := &drawing{ladder: l, arrivals: l.arrivals(), apart: l.apart(), away: l.away()}
	if l.Names[0]+l.Names[1] != "" {
		d.names()
	}
	d.row(l.Start, -1)
	for _, s := range l.all() {
		d.step(&s)
	}
	if l.Endless {
		d.endless()
	}
	d.columns()
	return d
}

// apart returns how far apart the lines of the ends are.
func (l *Ladder) apart() float64 {
	far := apart
	for _, s := range l.all() {
		for _, m := range s.seen() {
			if m.Direct {
				far = max(far, inches(m.label(), labelSize)+2*(halfway+stub))
			}
		}
	}
	return far
}

// away returns how far from the line of an end the middle of its notes is. What
// is found may name segments, which are not broken.
func (l *Ladder) away() float64 {
	far := noteAway
	for _, s := range l.all() {
		for i := range s.Findings {
			for _, line := range s.Findings[i].lines() {
				far = max(far, halfway+inches(line, noteSize)/2)
			}
		}
	}
	return far
}

// lines returns the finding as it stands in a note.
func (f *Finding) lines() []string { return wrap(strings.Fields(f.String()), " ", noteWide) }

func nodeOf(end, row int) string { return fmt.Sprintf("%c%d", "ab"[end], row) }

// node draws a node, as far down as the drawing has come.
func (d *drawing) node(n node) {
	n.y = d.y
	d.parts = append(d.parts, &n)
}

func (d *drawing) edge(e edge, nodes ...string) {
	e.nodes = nodes
	d.parts = append(d.parts, &e)
}

// between draws a node on a line of its own between the ends.
func (d *drawing) between(name, label, color string) {
	d.y += lineHigh
	d.middle(name, label, color)
}

// middle draws a node between the ends.
func (d *drawing) middle(name, label, color string) {
	d.node(node{name: name, label: label, x: d.apart / 2, size: labelSize, color: color})
}

// names draws what the ends are called elsewhere.
func (d *drawing) names() {
	for i := range d.ladder.Ends {
		d.node(node{name: fmt.Sprintf("name%d", i), label: d.ladder.Name(i), x: d.apart * float64(i), color: scene.Muted})
	}
	d.y += lineHigh
}

// row draws the states after a step. That of the end that moves is bold.
func (d *drawing) row(m Moment, end int) {
	for i := range m.Ends {
		n := node{name: nodeOf(i, d.rows), label: m.Ends[i].State, x: d.apart * float64(i)}
		if n.bold = i == end || d.rows == 0; !n.bold {
			n.color = scene.Muted
		}
		d.node(n)
	}
	d.rows++
}

// step draws what arrives, the row, and what is sent and lost below it.
func (d *drawing) step(s *Step) {
	to := nodeOf(max(s.End, 0), d.rows)
	if s.Arrives != nil && !s.Arrives.Direct {
		d.arrival(s, to)
	}
	notes := d.ladder.notes(s)
	half := noteHigh * float64(max(1, len(notes[0]), len(notes[1]))) / 2
	d.y = max(d.y+lineHigh, d.free+half)
	d.free = d.y + half
	d.row(s.After, s.End)
	for end, note := range notes {
		d.note(s, end, note)
	}
	if s.End < 0 && len(s.Lost) == 0 {
		d.node(node{name: fmt.Sprintf("between%d", s.N), label: s.Event, x: d.apart / 2, color: scene.Muted})
	}
	d.messages(s, to)
}

// note draws what is written outside the line of an end.
func (d *drawing) note(s *Step, end int, lines []string) {
	if len(lines) == 0 {
		return
	}
	n := node{name: fmt.Sprintf("note%d", s.N), label: strings.Join(lines, "\n"), x: [2]float64{-d.away, d.apart + d.away}[end], size: noteSize}
	if end != s.End {
		n.name += "_other"
	}
	if s.accuses(end) {
		n.color = scene.Lost
	}
	d.node(n)
}

// messages draws what goes by, what is sent and what is lost in a step.
func (d *drawing) messages(s *Step, at string) {
	d.follows = 0
	if a := s.Arrives; a != nil && a.Direct {
		d.level(&a.Message, nodeOf(a.From, d.rows-1), at)
	}
	for i := range s.Sends {
		switch m := &s.Sends[i]; {
		case s.only() != nil:
			d.level(m, at, nodeOf(m.To, d.rows-1))
		case m.Direct:
			d.y += lineHigh
			d.level(m, d.anchor("from", m.ID, m.From), d.anchor("to", m.ID, m.To))
		default:
			d.departure(s, m, at)
		}
	}
	for i := range s.Lost {
		if m := &s.Lost[i]; !s.sends(m.ID) {
			d.between(fmt.Sprintf("lost%d_%d", s.N, i), lost(m, d.ladder.Ends, "is lost"), scene.Lost)
		}
	}
}

// anchor draws a node without a text on the line of an end.
func (d *drawing) anchor(name string, id, end int) string {
	n := node{name: fmt.Sprintf("%s%d", name, id), x: d.apart * float64(end)}
	d.node(n)
	return n.name
}

// level draws a message on its whole way, its label in the middle.
func (d *drawing) level(m *Message, from, to string) {
	name := fmt.Sprintf("sent%d", m.ID)
	d.middle(name, m.label(), scene.Sent)
	d.edge(edge{headless: true}, from, name)
	d.edge(edge{}, name, to)
}

// notes returns what happens at each end, what it changes, and what was found, as
// is written outside the lines.
func (l *Ladder) notes(s *Step) (notes [2][]string) {
	if s.End < 0 {
		return notes
	}
	first := fmt.Sprintf("%d.", s.N)
	if !l.Began.IsZero() {
		first += " " + l.when(s) + " s"
	}
	if s.Arrives == nil && s.Event != "" {
		first += " " + s.Event
	}
	var changes []string
	for _, c := range s.Changes {
		if c.Text != "" {
			changes = append(changes, c.Text)
		}
	}
	if s.Refused != "" {
		changes = append(changes, "refused: "+s.Refused)
	}
	notes[s.End] = append([]string{first}, wrap(changes, ", ", noteWide)...)
	for _, f := range s.Findings {
		notes[f.End] = append(notes[f.End], f.lines()...)
	}
	return notes
}

// noteWide is how many letters a line of a note has at the most.
const noteWide = 44

// arrival draws the arrow that ends at a node. That of what was sent last in the
// step before begins where it was sent.
func (d *drawing) arrival(s *Step, to string) {
	a := s.Arrives
	arrow := edge{dashed: a.Again || a.Old}
	if !a.Again && a.ID == d.follows {
		d.edge(arrow, nodeOf(a.From, d.rows-1), to)
		return
	}
	label, color := ". . .  "+a.label(), scene.Sent
	if a.From < 0 {
		label, color = "attacker  "+a.label(), scene.Lost
	}
	name := fmt.Sprintf("arrival%d", s.N)
	d.between(name, label, color)
	d.edge(arrow, name, to)
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
	d.edge(edge{headless: true}, from, name)
}

// endless says what goes on for ever, and from where.
func (d *drawing) endless() {
	text := "and then nothing, for ever"
	if n := len(d.ladder.Steps); len(d.ladder.Cycle) > 0 {
		text = fmt.Sprintf("and from step %d on again and again, for ever", n+1)
	}
	d.y += lineHigh
	d.node(node{name: "end", label: text, x: d.apart / 2, bold: true})
}

// columns draws the lines of the ends.
func (d *drawing) columns() {
	for end := range d.ladder.Ends {
		var nodes []string
		for i := range d.rows {
			nodes = append(nodes, nodeOf(end, i))
		}
		d.edge(edge{headless: true, pale: true}, nodes...)
	}
}
