package diagram

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/transitions"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A lit way is one that is drawn in a picture.
type lit struct {
	*ladder.Course
	missing []string // moves that have no arrow in it
}

// Light draws the ways of both ends into the picture, which steps back behind them.
func (p *Picture) Light(c *ladder.Course) {
	p.lit = &lit{Course: c}
	for i := range p.lines {
		p.lines[i].ways = &[2][]int{}
	}
	for end := range c.Turns {
		p.visit(end, c.Start[end])
		for _, m := range c.Turns[end] {
			p.move(end, m)
		}
	}
}

// visit lights the boxes of a state.
func (p *Picture) visit(end int, state string) {
	for i := range p.boxes {
		if slices.ContainsFunc(p.boxes[i].states, func(s fsm.State) bool { return s.String() == sure(state) }) {
			p.boxes[i].visited[end] = true
		}
	}
}

// sure returns the name of a state that may be guessed.
func sure(state string) string { return strings.TrimSuffix(state, "?") }

// move lights the arrow of a change of state, or those of a segment that leads
// through several states.
func (p *Picture) move(end int, m ladder.Turn) {
	from, errFrom := fsm.ParseState(sure(m.From))
	to, errTo := fsm.ParseState(sure(m.To))
	if errFrom != nil || errTo != nil {
		p.visit(end, m.To)
		return // nobody knows where it came from, or where it is
	}
	lines := p.arrows(from, to)
	if lines == nil && from != to && !p.elsewhere(from, to) {
		p.lit.missing = append(p.lit.missing, fmt.Sprintf("%s from %v to %v in %s %d", p.lit.Ends[end], from, to, p.lit.Unit, m.Step))
	}
	for _, l := range lines {
		l.ways[end] = append(l.ways[end], m.Step)
		p.visit(end, l.from)
		p.visit(end, strings.TrimSuffix(l.to, "-end"))
	}
	p.visit(end, m.To)
}

// elsewhere reports whether this is the picture of what cuts connections short, and
// the change belongs to the normal course.
func (p *Picture) elsewhere(from, to fsm.State) bool {
	return p.rows == nil && slices.ContainsFunc(p.edges, func(e transitions.Edge) bool { return e.From == from && e.To == to && !e.Disrupts() })
}

// arrows returns the arrow between two states, or the arrows through the states
// between them, or none.
func (p *Picture) arrows(from, to fsm.State) []*line {
	if l := p.arrow(from, to); l != nil {
		return []*line{l}
	}
	for i := range p.edges {
		if e := &p.edges[i]; e.From == from && e.To == to && e.Composite() {
			if all := p.through(e); all != nil {
				return all
			}
		}
	}
	return nil
}

func (p *Picture) through(e *transitions.Edge) (all []*line) {
	at := e.From
	for _, to := range append(slices.Clone(e.Through), e.To) {
		l := p.arrow(at, to)
		if l == nil {
			return nil
		}
		all, at = append(all, l), to
	}
	return all
}

func (p *Picture) arrow(from, to fsm.State) *line {
	for i := range p.lines {
		l := &p.lines[i]
		if slices.Contains(p.states(l.from), from) && slices.Contains(p.states(l.to), to) {
			return l
		}
	}
	return nil
}

// dim reports whether the arrow steps back behind lit ones.
func (l *line) dim() bool { return l.ways != nil && len(l.ways[0])+len(l.ways[1]) == 0 }

// pens returns those that draw the arrow, one over the other.
func (l *line) pens() (all []scene.Pen) {
	switch {
	case l.ways == nil:
		return []scene.Pen{pens[l.class]}
	case l.dim():
		return []scene.Pen{{Color: scene.Pale, Width: 1.1}}
	}
	for end := range l.ways {
		if len(l.ways[end]) > 0 {
			all = append(all, wayPens[end])
		}
	}
	return all
}

// wayPens draw the ways of the two ends. Where both have gone the second one lies
// over the first.
var wayPens = [2]scene.Pen{
	{Color: scene.Ends[0], Width: 5},
	{Color: scene.Ends[1], Width: 2.4, Dash: scene.Dashed},
}

// steps says when the ends have gone along the arrow.
func (l *line) steps(c *ladder.Course) (text string) {
	if l.ways == nil {
		return ""
	}
	for end, steps := range l.ways {
		for _, n := range steps {
			text += fmt.Sprintf("; %s in %s %d", c.Ends[end], c.Unit, n)
		}
	}
	return text
}

// rings returns the borders of a box that ends have been in.
func (x *box) rings(where scene.Rect) (all []scene.Item) {
	for end, is := range x.visited {
		if is {
			pen := wayPens[end]
			pen.Width = 2.4
			all = append(all, &scene.Box{Rect: where.Grow(-ringGap * float64(end+1)), Round: boxRadius - ringGap*float64(end+1)/2, Line: pen})
		}
	}
	return all
}

const ringGap = 3.5

// notes returns what stands below the title.
func (p *Picture) notes() []string {
	if p.lit == nil {
		return []string{p.note}
	}
	all := []string{p.note, "Lit: " + p.lit.Title}
	if len(p.lit.missing) > 0 {
		all = append(all, "Without an arrow in this picture: "+strings.Join(p.lit.missing, "; "))
	}
	return all
}

// ways are the entries of the legend of a lit picture.
func (p *Picture) ways() (all []scene.Entry) {
	for end, pen := range wayPens {
		all = append(all, scene.Entry{Line: pen, Text: "the way of " + p.lit.Ends[end]})
	}
	return append(all, scene.Entry{Line: scene.Pen{Color: scene.Pale, Width: 1.1}, Text: "other changes of state"})
}
