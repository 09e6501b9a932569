package diagram

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

const (
	cornerRadius = 10 // of arrows
	boxRadius    = 9
	roomRadius   = 12
	lineGap      = scene.LineHeight * scene.LabelSize
)

// byHand returns the picture with everything where places.go has it.
func (p *Picture) byHand() *scene.Scene {
	s := &scene.Scene{Title: p.title}
	for i := range p.rooms {
		s.Add(p.rooms[i].byHand())
	}
	for i := range p.lines {
		s.Add(p.lines[i].byHand())
	}
	for i := range p.boxes {
		seat := seats[p.boxes[i].id]
		s.Add(p.boxes[i].drawn(scene.Around(seat.center, seat.width, boxHeight)))
	}
	s.Frame([]string{p.note}, 2, p.legend()...)
	return s
}

// legend says what the pens and colours mean that are in the picture.
func (p *Picture) legend() (all []scene.Entry) {
	for _, m := range meanings {
		if slices.ContainsFunc(p.lines, func(l line) bool { return l.class == m.class }) {
			all = append(all, scene.Entry{Line: pens[m.class], Text: m.text})
		}
	}
	return append(all,
		scene.Entry{Text: "what happens: a call, a segment, a timeout"},
		scene.Entry{Color: scene.Sent, Text: "snd: what is sent then"})
}

func (r *room) byHand() scene.Item {
	area := areas[r.id]
	return &scene.Group{ID: r.id, Class: "cluster", Items: []scene.Item{
		&scene.Box{Rect: area.Rect, Round: roomRadius, Fill: r.fill},
		&scene.Text{At: area.title, Anchor: area.anchor, Size: scene.LabelSize, Fill: roomTitle, Content: r.title},
	}}
}

// drawn returns the box as it stands somewhere, with a line for each state.
func (x *box) drawn(where scene.Rect) scene.Item {
	fill, pen := x.border()
	g := &scene.Group{ID: "state-" + x.id, Class: "node " + x.class, Items: []scene.Item{
		&scene.Box{Rect: where, Round: boxRadius, Fill: fill, Line: pen},
	}}
	var names []scene.Text
	for _, s := range x.states {
		names = append(names, scene.Text{Size: scene.NameSize, Bold: true, Fill: scene.Ink, Content: s.String()})
	}
	_, high := scene.Measure(names...)
	g.Items = append(g.Items, scene.Stack(where.Center().Plus(0, -high/2), scene.Middle, names...)...)
	return g
}

// byHand returns an arrow with its label. One that has no place, which only an
// edge can have that the table did not lead to so far, goes straight on.
func (l *line) byHand() scene.Item {
	r, ok := routes[edgeID(l.from, l.to)]
	if !ok {
		r = l.straightOn()
	}
	g := l.group(scene.Rounded(cornerRadius, r.via...))
	g.Items = append(g.Items, scene.Stack(r.label, r.anchor, l.words()...)...)
	return g
}

// straightOn returns the route from the side of one box to the side of another.
func (l *line) straightOn() route {
	from, to := seats[l.from], seats[l.to]
	side := float64(cmp.Compare(to.center.X, from.center.X)) / 2
	begin, end := from.center.Plus(side*from.width, boxHeight/4), to.center.Plus(-side*to.width, boxHeight/4)
	return route{[]scene.Point{begin, end}, at((begin.X+end.X)/2, (begin.Y+end.Y)/2), scene.Middle}
}

// group returns an arrow that a page can find, without its label.
func (l *line) group(path scene.Path) *scene.Group {
	var says []string
	for _, text := range l.words() {
		says = append(says, text.Content)
	}
	return &scene.Group{
		ID: edgeID(l.from, l.to), Class: "edge " + l.class,
		Title: l.from + " to " + strings.TrimSuffix(l.to, "-end") + ": " + strings.Join(says, "; "),
		Items: []scene.Item{&scene.Arrow{Path: path, Line: pens[l.class]}},
	}
}

// words returns the lines of the label: what happens, then what is sent. What
// happens is broken between alternatives if it is long.
func (l *line) words() (lines []scene.Text) {
	for _, n := range l.label {
		for _, cause := range alternatives(n.cause) {
			lines = append(lines, label(cause, scene.Ink))
		}
		if n.sends != "" {
			lines = append(lines, label(n.sends, scene.Sent))
		}
	}
	return lines
}

func label(text, color string) scene.Text {
	return scene.Text{Size: scene.LabelSize, Fill: color, Content: text}
}

// alternatives breaks "CLOSE or rcv FIN" after each "or" if the line would be
// longer than the longest for which places.go leaves room.
func alternatives(cause string) []string {
	const longest = 22
	if len(cause) <= longest {
		return []string{cause}
	}
	return strings.Split(strings.ReplaceAll(cause, " or ", " or\n"), "\n")
}
