package ladder

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// step draws a step: what arrives, what stands beside the bars, and below each
// other what is sent and what is lost.
func (p *picture) step(s *Step) {
	y := p.begin(s)
	p.now = stepID(s)
	defer func() { p.now = "" }()
	switch a := s.Arrives; {
	case s.End < 0 && len(s.Lost) == 0:
		p.across(s, y)
		return
	case a != nil && a.Direct:
		tip := p.level(&a.Message, y)
		p.told(s, s.End, tip)
		p.y = tip
	case s.only() != nil:
		m := s.only()
		p.y = p.level(m, y)
		p.told(s, m.From, p.y-slant)
		p.told(s, 1-m.From, p.y)
		p.after(s)
		return
	case a != nil:
		p.told(s, s.End, y)
		p.y = p.arrival(s, y)
	default:
		p.told(s, max(s.End, 0), y)
		p.y = y
	}
	p.between(s)
	p.after(s)
}

// between draws what is lost and what is sent in a step. Copies come first, clear of
// the arrows that begin.
func (p *picture) between(s *Step) {
	var gone []*Message
	for i := range s.Lost {
		switch m := &s.Lost[i]; {
		case s.sends(m.ID):
		case p.isCopy(m):
			p.copyGone(s, m)
		default:
			gone = append(gone, m)
		}
	}
	for i := range s.Sends {
		p.departs(s, &s.Sends[i])
	}
	for _, m := range gone {
		p.gone(s, m)
	}
}

// after ends a step.
func (p *picture) after(s *Step) {
	p.last = s.After
	p.y += rowGap
}

// begin returns where a step begins: below all that it would lie over, low enough
// for what arrives to fall, and on a page that has room for it.
func (p *picture) begin(s *Step) float64 {
	y := max(p.y+rowGap, p.free[0], p.free[1])
	if s.End >= 0 && len(p.notes(s, 1-s.End)) == 0 {
		y = max(p.y+rowGap, p.free[s.End])
	}
	if a := s.Arrives; a != nil && p.sent[a.ID] != nil {
		y = max(y, p.sent[a.ID].at.Y+slant)
	}
	page, _ := p.strip.page(y)
	if next, begins := p.strip.page(y + p.high(s)); next != page && y > begins-p.strip.high(page)+leading {
		p.turn(next, begins)
		y = max(y, begins+2*leading+rowGap)
	}
	return y
}

// turn goes on to a page.
func (p *picture) turn(page int, begins float64) {
	p.y = begins
	p.head(begins, page)
	for end := range p.free {
		p.free[end] = max(p.free[end], begins+2*leading)
	}
}

// high returns how much room a step takes at most.
func (p *picture) high(s *Step) float64 {
	beside, between := 0.0, 0.0
	for end := range p.bars {
		beside = max(beside, p.notesHigh(p.notes(s, end))+p.remarkHigh(s)+leading)
	}
	for _, m := range s.seen() {
		between += slant + 2*labelRoom + leading*float64(len(p.label(m.label(), scene.Sent)))
	}
	return max(beside, between+leading*float64(1+2*len(s.Lost)))
}

// across draws what happens between the ends, as a clock that ticks.
func (p *picture) across(s *Step, y float64) {
	y += leading / 2
	line := scene.Straight(scene.Point{X: p.inner(0), Y: p.strip.place(y)}, scene.Point{X: p.inner(1), Y: p.strip.place(y)})
	p.arrows = append(p.arrows, &scene.Arrow{Path: line, Line: scene.Pen{Color: scene.Pale, Width: 1, Dash: scene.Dotted}, Headless: true})
	p.middle(stepID(s), text(s.number()+s.Event, scene.Muted), y)
	p.y = y + leading/2
	if s.Says != "" {
		p.told(s, 0, y)
	}
	p.after(s)
}

// middle writes a line between the bars around a place.
func (p *picture) middle(id string, t scene.Text, y float64) {
	center := scene.Point{X: inside / 2, Y: p.strip.place(y)}
	p.write(id, "", center.Plus(0, -leading/2), scene.Middle, []scene.Text{t}, scene.White)
}

// write adds a stack of lines from a place in the scene down, on a background. What has
// no ID of its own has one from the step that is drawn, so that a page can move it.
func (p *picture) write(id, tip string, top scene.Point, anchor scene.Anchor, lines []scene.Text, fill string) {
	if id == "" && p.now != "" {
		id = fmt.Sprintf("%s-%d", p.now, len(p.texts))
	}
	g := &scene.Group{ID: id, Class: "step", Title: tip}
	items := scene.Stack(top, anchor, lines...)
	r := items[0].Extent()
	for _, i := range items {
		r = r.Union(i.Extent())
	}
	g.Items = append(g.Items, &scene.Box{Rect: r.Grow(2), Round: 2, Fill: fill})
	g.Items = append(g.Items, items...)
	p.texts = append(p.texts, g)
}

func stepID(s *Step) string {
	if s.N == 0 {
		return "" // it stands for several
	}
	return fmt.Sprintf("step-%d", s.N)
}

// told writes what there is to say of a step beside the bar of an end, and changes
// the colour of the bar.
func (p *picture) told(s *Step, end int, y float64) {
	other := 1 - end
	for _, e := range []int{end, other} {
		at := max(y, p.free[e])
		if is := s.After.Ends[e].State; is != p.spans[e][len(p.spans[e])-1].state && (e == end || s.only() == nil) {
			p.spans[e] = append(p.spans[e], span{at, is})
		}
		if lines := p.notes(s, e); len(lines) > 0 && (e == end || s.only() == nil) {
			p.beside(stepID(s), tip(s), e, at, lines)
		}
	}
	if s.Says != "" && (s.only() == nil || end == s.End) {
		p.remark(s, end)
	}
}

// beside writes lines beside the bar of an end, the first around a place.
func (p *picture) beside(id, tip string, end int, y float64, lines []scene.Text) {
	if lines[0].Content == "" {
		return
	}
	if id != "" {
		id += "-" + p.ladder.Ends[end]
	}
	g := &scene.Group{ID: id, Class: "step", Title: tip, Items: p.column(end, y, lines)}
	p.texts = append(p.texts, g)
	p.free[end] = y + p.notesHigh(lines)
}

// column returns lines beside the bar of an end.
func (p *picture) column(end int, y float64, lines []scene.Text) []scene.Item {
	x := p.bars[end] - away(end)*(barWide/2+noteGap)
	return scene.Stack(scene.Point{X: x, Y: p.strip.place(y) - leading/2}, [...]scene.Anchor{scene.End, scene.Start}[end], lines...)
}

func (p *picture) notesHigh(lines []scene.Text) float64 {
	_, high := scene.Measure(lines...)
	return high + labelRoom
}

// remark writes what somebody who explains it says of the step, below all the rest.
func (p *picture) remark(s *Step, end int) {
	lines := p.said(s)
	at := p.free[end]
	x := p.bars[end] - away(end)*(barWide/2+noteGap+remarkPadding)
	top := scene.Point{X: x, Y: p.strip.place(at) - leading/2 + remarkPadding}
	p.write("", "", top, [...]scene.Anchor{scene.End, scene.Start}[end], lines, remarkFill)
	p.seen["remark"] = true
	p.free[end] = at + p.remarkHigh(s)
}

const (
	remarkFill    = "#fff3cd"
	remarkPadding = 4.0
)

func (p *picture) said(s *Step) []scene.Text {
	return folded(s.Says, scene.Ink, p.room-2*remarkPadding)
}

func (p *picture) remarkHigh(s *Step) float64 {
	if s.Says == "" {
		return 0
	}
	return leading*float64(len(p.said(s))) + 3*remarkPadding
}

// notes returns what is written beside the bar of an end: the number of the step
// and what happens, the new state, what changes, what the user hears, and what was
// found.
func (p *picture) notes(s *Step, end int) (lines []scene.Text) {
	add := func(content, color string) { lines = append(lines, folded(content, color, p.room)...) }
	if end == s.End {
		first := fmt.Sprintf("%d.", s.N)
		if when := p.ladder.when(s); when != "" {
			first += " " + p.when(when)
		}
		if s.Arrives == nil && s.Event != "" {
			first += " " + s.Event
		}
		add(first, scene.Ink)
	}
	if is := s.After.Ends[end].State; is != p.last.Ends[end].State && is != "" {
		lines = append(lines, bold(is))
	}
	if end == s.End {
		lines = append(lines, listed(changes(s), scene.Muted, p.room)...)
		for _, told := range s.Tells {
			add(told, scene.Muted)
		}
		if s.Refused != "" {
			add("refused: "+s.Refused, scene.Lost)
		}
	}
	for i := range s.Findings {
		if f := &s.Findings[i]; f.End == end {
			add(f.String(), map[bool]string{false: scene.Ink, true: scene.Lost}[f.Kind == Deviates])
		}
	}
	return lines
}

// when returns when something happens with what it is counted in.
func (p *picture) when(at string) string {
	if p.ladder.Began.IsZero() {
		return "time " + at
	}
	return at + " s"
}

// tip is what a reader is told who points at a step: the rules that fired, and their
// clauses.
func tip(s *Step) string {
	var all []string
	for _, r := range s.Rules {
		if clause := clauses()[r]; clause != "" {
			r += " (" + clause + ")"
		}
		if !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return "rules: " + strings.Join(all, ", ")
}

// clauses has that of each rule of the table.
var clauses = sync.OnceValue(func() map[string]string {
	of := map[string]string{}
	for _, c := range fsm.RFC9293Table() {
		for i := range c.Rules {
			of[c.Rules[i].ID] = c.Clause
		}
	}
	return of
})
