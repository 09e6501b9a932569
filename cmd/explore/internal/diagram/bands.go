package diagram

import (
	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// The measures of the picture in bands: boxes on the left, a band for each way
// out of them, and on the right where it leads.
const (
	boxPadding = 18.0 // on each side of a name
	labelGap   = 16.0 // between a box and the labels, and between columns
	bandGap    = 26.0 // between a band and the next
	barWidth   = 110.0
	lineBelow  = 5.0  // from a label to its arrow
	boxBelow   = 20.0 // from the lowest arrow to the end of its box
	endHigh    = 36.0 // a box in which an arrow ends
)

// bands lays out the picture as a table: what happens in one column, what is
// sent or told in the next, and an arrow below them.
func (p *Picture) bands() *scene.Scene {
	b := &banded{Picture: p, scene: &scene.Scene{Title: p.title}}
	b.measure()
	y := 0.0
	for i := range p.boxes {
		if x := &p.boxes[i]; b.waysOf(x) != nil {
			y = b.source(x, y)
		}
	}
	b.bar(y - bandGap)
	b.scene.Frame(p.notes(), 2, b.legend()...)
	return b.scene
}

// legend says what the columns are, and the ways that are lit.
func (b *banded) legend() (all []scene.Entry) {
	if b.lit != nil {
		all = b.ways()
	}
	return append(all,
		scene.Entry{Text: "what happens: a call, a segment, a timeout, an error"},
		scene.Entry{Color: scene.Sent, Text: "snd: what is sent then"},
		scene.Entry{Color: scene.Muted, Text: "what the user is told"})
}

type banded struct {
	*Picture
	scene                              *scene.Scene
	boxWide, cause, answer, end, barAt float64 // where the columns are
}

// measure finds out how wide the columns have to be.
func (b *banded) measure() {
	causes, answers := 0.0, 0.0
	for i := range b.lines {
		for _, n := range b.lines[i].label {
			causes = max(causes, scene.Width(n.cause, scene.LabelSize, false))
			wide := 0.0
			for _, reply := range n.replies() {
				wide += reply.Extent().W + labelGap
			}
			answers = max(answers, wide)
		}
	}
	for i := range b.boxes {
		for _, s := range b.boxes[i].states {
			b.boxWide = max(b.boxWide, scene.Width(s.String(), scene.NameSize, true)+2*boxPadding)
		}
	}
	b.cause = b.boxWide + labelGap
	b.answer = b.cause + causes + labelGap
	b.end = b.answer + answers + labelGap
	b.barAt = b.end + b.boxWide + labelGap
}

// waysOf returns the arrows out of a box.
func (b *banded) waysOf(x *box) (ways []*line) {
	for i := range b.lines {
		if b.lines[i].from == x.id {
			ways = append(ways, &b.lines[i])
		}
	}
	return ways
}

// source draws a box with its ways out from y down, and returns where the next
// may begin.
func (b *banded) source(x *box, y float64) float64 {
	top, last := y, 0.0
	for _, w := range b.waysOf(x) {
		last = b.way(w, y)
		y = last + bandGap
	}
	high := max(last-top+boxBelow, scene.LineHeight*scene.NameSize*float64(len(x.states)+1))
	b.scene.Add(x.drawn(scene.Rect{X: 0, Y: top, W: b.boxWide, H: high}))
	return top + high + bandGap
}

// way draws an arrow with its label from y down, and returns where its line is.
func (b *banded) way(l *line, y float64) float64 {
	var texts []scene.Item
	for i := range l.label {
		texts = append(texts, l.cited(i, b.texts(&l.label[i], y)))
		y += lineGap
	}
	y += lineBelow
	to := b.barAt
	if l.to != endID(fsm.Closed) {
		to = b.end
		b.scene.Add(b.endOf(l, y))
	}
	g := l.group(b.Picture, scene.Straight(at(b.boxWide, y), at(to, y)))
	g.Items = append(g.Items, texts...)
	b.scene.Add(g)
	return y
}

// texts returns a line of a label: what happens, and in the next column what is
// sent and told.
func (b *banded) texts(n *note, y float64) []scene.Item {
	items := scene.Stack(at(b.cause, y), scene.Start, label(n.cause, scene.Ink))
	x := b.answer
	for _, reply := range n.replies() {
		items = append(items, scene.Stack(at(x, y), scene.Start, reply)...)
		x += reply.Extent().W + labelGap
	}
	return items
}

// endOf returns the small box in which an arrow ends that does not lead to
// CLOSED. There is one for each such arrow.
func (b *banded) endOf(l *line, y float64) scene.Item {
	x := box{id: edgeID(l.from, l.to), class: "state end", states: b.states(l.to)}
	return x.drawn(scene.Rect{X: b.end, Y: y - endHigh/2, W: b.boxWide, H: endHigh})
}

// bar draws the tall box of CLOSED, in which the other arrows end.
func (b *banded) bar(bottom float64) {
	for i := range b.boxes {
		if x := &b.boxes[i]; x.id == endID(fsm.Closed) {
			b.scene.Add(x.drawn(scene.Rect{X: b.barAt, Y: 0, W: barWidth, H: bottom}))
		}
	}
}

// replies are what is sent and what is told.
func (n *note) replies() (all []scene.Text) {
	if n.sends != "" {
		all = append(all, label(n.sends, scene.Sent))
	}
	if n.tells != "" {
		all = append(all, label(n.tells, scene.Muted))
	}
	return all
}
