package ladder

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// The pens of arrows. Colour never tells alone: what comes again or is old is
// dashed, what is lost ends in a cross, and what is on its way at the end has no
// head and is dotted.
var (
	whole = scene.Pen{Color: scene.Sent, Width: 1.3}
	again = scene.Pen{Color: scene.Sent, Width: 1.3, Dash: scene.Dashed}
	lose  = scene.Pen{Color: scene.Lost, Width: 1.3}
	going = scene.Pen{Color: scene.Grey, Width: 1.3, Dash: scene.Dotted}
)

// label returns the lines of the label of an arrow.
func (p *picture) label(content, color string) []scene.Text {
	return folded(content, color, p.inner(1)-p.inner(0)-2*labelGap)
}

// named writes the label of an arrow at the bar of an end, below a place, and
// returns where it ends.
func (p *picture) named(end int, y float64, content, color string) float64 {
	lines := p.label(content, color)
	top := scene.Point{X: p.inner(end) + away(end)*labelGap, Y: p.strip.place(y + labelRoom)}
	p.write("", "", top, [...]scene.Anchor{scene.Start, scene.End}[end], lines, scene.White)
	return y + 2*labelRoom + leading*float64(len(lines))
}

// ray draws a line, on each page that it crosses, with a head if it has one at the
// end. It returns what it has drawn.
func (p *picture) ray(m *Message, from, to scene.Point, pen scene.Pen, headless bool) *scene.Group {
	g := &scene.Group{ID: fmt.Sprintf("message-%d", m.ID), Class: "message", Title: m.label()}
	if d := p.sent[m.ID]; d != nil && d.drawn > 0 {
		g.ID += fmt.Sprintf("-%d", d.drawn+1)
	}
	pieces, y := p.strip.cut(from.Y, to.Y), from.Y
	for i, piece := range pieces {
		next := y + piece[1] - piece[0]
		path := scene.Straight(scene.Point{X: xAt(from, to, y), Y: piece[0]}, scene.Point{X: xAt(from, to, next), Y: piece[1]})
		g.Items = append(g.Items, &scene.Arrow{Path: path, Line: pen, Headless: headless || i < len(pieces)-1})
		y = next
	}
	p.arrows = append(p.arrows, g)
	return g
}

// xAt returns where the line between two points is at a height.
func xAt(from, to scene.Point, y float64) float64 {
	if from.Y == to.Y {
		return to.X
	}
	return from.X + (to.X-from.X)*(y-from.Y)/(to.Y-from.Y)
}

// loop draws the arrow of a segment that an end sends to itself.
func (p *picture) loop(m *Message, from, to scene.Point, pen scene.Pen) {
	turn := scene.Point{X: from.X + away(m.From)*loopWide, Y: (from.Y + to.Y) / 2}
	p.ray(m, from, turn, pen, true).ID += "-out"
	p.ray(m, turn, to, pen, false)
}

const loopWide = 60.0

// level draws a message on its whole way within a step, and returns where it
// arrives.
func (p *picture) level(m *Message, y float64) float64 {
	if m.From < 0 {
		return p.forged(m, y+slant)
	}
	y = p.named(m.From, y, m.label(), scene.Sent)
	from, to := scene.Point{X: p.inner(m.From), Y: y}, scene.Point{X: p.inner(m.To), Y: y + slant}
	if m.From == m.To {
		p.loop(m, from, to, whole)
	} else {
		p.ray(m, from, to, whole, false)
	}
	p.seen["whole"] = true
	return to.Y
}

// departs draws the label of a message that is sent, and notes from where its
// arrow leads on. That of one that is lost at once ends on its way.
func (p *picture) departs(s *Step, m *Message) {
	if m.Direct {
		p.y = p.level(m, p.y)
		return
	}
	color, label := scene.Sent, m.label()
	if s.loses(m.ID) {
		color, label = scene.Lost, label+"  is lost"
	}
	p.y = p.named(m.From, p.y, label, color)
	d := &departure{at: scene.Point{X: p.inner(m.From), Y: p.y}, m: m}
	p.sent[m.ID] = d
	p.order = append(p.order, d)
	if s.loses(m.ID) {
		p.y += slant / 2
		p.cross(d, d.at.Plus(away(m.From)*p.half(), slant/2))
	}
}

func (p *picture) half() float64 { return (p.inner(1) - p.inner(0)) / 2 }

// cross draws the arrow of a message that is lost, to where that is.
func (p *picture) cross(d *departure, at scene.Point) {
	way := p.ray(d.m, d.at, at, lose, true)
	d.drawn++
	p.seen["lose"] = true
	center := scene.Point{X: at.X, Y: p.strip.place(at.Y)}
	for _, side := range []float64{-1, 1} {
		path := scene.Straight(center.Plus(-crossWide, -side*crossWide), center.Plus(crossWide, side*crossWide))
		way.Items = append(way.Items, &scene.Arrow{Path: path, Line: scene.Pen{Color: scene.Lost, Width: 2}, Headless: true})
	}
}

const crossWide = 4.5

// gone draws what has become of a message that was sent before.
func (p *picture) gone(s *Step, m *Message) {
	d := p.sent[m.ID]
	p.y = max(p.y, d.at.Y) + slant/2
	at := scene.Point{X: d.at.X + away(m.From)*p.half(), Y: p.y}
	p.cross(d, at)
	x := at.X + away(m.From)*(crossWide+labelGap)
	lines := folded(s.number()+fmt.Sprintf("[%d] %s", m.ID, s.fate()), scene.Lost, p.half()-crossWide-2*labelGap)
	p.write("", "", scene.Point{X: x, Y: p.strip.place(p.y) - leading/2}, [...]scene.Anchor{scene.Start, scene.End}[m.From], lines, scene.White)
	p.y += leading * (float64(len(lines)) - 0.5)
}

// copyGone says what has become of a copy of a message that has arrived.
func (p *picture) copyGone(s *Step, m *Message) {
	p.y += leading/2 + labelRoom
	p.middle("", text(s.number()+fmt.Sprintf("a copy of [%d] %s", m.ID, s.fate()), scene.Lost), p.y)
	p.y += leading / 2
}

// isCopy reports whether a message that is lost has arrived, or has no arrow that
// could end.
func (p *picture) isCopy(m *Message) bool {
	d := p.sent[m.ID]
	return m.Arrived || d == nil || d.drawn > 0
}

// number is that of a step in which no end moves, in front of what happens.
func (s *Step) number() string {
	if s.End >= 0 || s.N == 0 {
		return "" // it stands beside a bar, or the step stands for several
	}
	return fmt.Sprintf("%d. ", s.N)
}

// fate says what becomes of the messages that are lost in the step.
func (s *Step) fate() string {
	if s.End < 0 && s.Event != "" {
		return s.Event
	}
	return "is lost"
}

// arrival draws the arrow that ends at a place, and returns where what follows may
// stand. It has its label once more if it comes from far, or again.
func (p *picture) arrival(s *Step, y float64) float64 {
	a := s.Arrives
	if a.From < 0 {
		return p.forged(&a.Message, y)
	}
	d, pen := p.sent[a.ID], whole
	if d == nil { // it was sent before everything
		d = &departure{at: scene.Point{X: p.inner(a.From)}, m: &a.Message}
		p.sent[a.ID] = d
	}
	far := d.at.Y == 0 || y-d.at.Y > farAway
	kind := "whole"
	if a.Again || a.Old {
		pen, kind = again, "again"
	}
	p.seen[kind] = true
	to := scene.Point{X: p.inner(s.End), Y: y}
	if a.From == s.End {
		p.loop(&a.Message, d.at, to, pen)
	} else {
		p.ray(&a.Message, d.at, to, pen, false)
	}
	d.drawn++
	if far || a.Again || a.Old {
		y = p.named(s.End, y, a.label(), scene.Sent)
	}
	return y
}

// forged draws a message that comes from an attacker in the middle.
func (p *picture) forged(m *Message, y float64) float64 {
	from := scene.Point{X: p.inner(m.To) + away(m.To)*p.half(), Y: y - slant/2}
	p.ray(m, from, scene.Point{X: p.inner(m.To), Y: y}, lose, false)
	return p.named(m.To, y, "attacker: "+m.label(), scene.Lost)
}

// underway draws what is on its way when everything ends.
func (p *picture) underway() {
	for _, d := range p.order {
		if d.drawn > 0 {
			continue
		}
		p.ray(d.m, d.at, d.at.Plus(away(d.m.From)*p.half(), slant/2), going, true)
		p.seen["going"] = true
		p.y = max(p.y, d.at.Y+slant/2)
	}
}

// endless draws what goes on for ever.
func (p *picture) endless() {
	if len(p.ladder.Cycle) == 0 {
		p.divider("and then nothing, for ever")
		return
	}
	p.divider("and from here again and again:")
	for i := range p.ladder.Cycle {
		p.step(&p.ladder.Cycle[i])
	}
	p.divider("and so on, for ever")
}

func (p *picture) divider(says string) {
	s := &Step{End: -1, Event: says, After: p.last}
	p.across(s, p.begin(s))
}

// legend says what the arrows mean that there are.
func (p *picture) legend() {
	var entries []scene.Entry
	for _, e := range []struct {
		kind string
		pen  scene.Pen
		text string
	}{
		{"whole", whole, "a segment"},
		{"again", again, "it comes again, or from an old connection"},
		{"lose", lose, "it is lost, or forged"},
		{"going", going, "it is still on its way at the end"},
	} {
		if p.seen[e.kind] {
			entries = append(entries, scene.Entry{Line: e.pen, Text: e.text})
		}
	}
	p.below = max(p.y, p.free[0], p.free[1]) + leading
	p.y = p.below + leading
	high := scene.Legend(scene.Point{}, 2, entries...).Extent().H
	page, _ := p.strip.page(p.y)
	if next, begins := p.strip.page(p.y + high); next != page {
		p.y = begins + leading
	}
	p.texts = append(p.texts, scene.Legend(scene.Point{Y: p.strip.place(p.y)}, 2, entries...))
	p.y += high
}
