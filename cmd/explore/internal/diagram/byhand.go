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
		s.Add(p.lines[i].byHand(p))
	}
	for i := range p.boxes {
		seat := seats[p.boxes[i].id]
		s.Add(p.boxes[i].drawn(scene.Around(seat.center, seat.width, boxHeight)))
	}
	s.Frame(p.notes(), 2, p.legend()...)
	return s
}

// legend says what the pens and colours mean that are in the picture.
func (p *Picture) legend() (all []scene.Entry) {
	if p.lit != nil {
		return append(p.ways(), replies...)
	}
	for _, m := range meanings {
		if slices.ContainsFunc(p.lines, func(l line) bool { return l.class == m.class }) {
			all = append(all, scene.Entry{Line: pens[m.class], Text: m.text})
		}
	}
	return append(all, replies...)
}

// replies are the entries of the legend for labels.
var replies = []scene.Entry{
	{Text: "what happens: a call, a segment, a timeout"},
	{Color: scene.Sent, Text: "snd: what is sent then"},
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
	g.Items = append(g.Items, x.rings(where)...)
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
func (l *line) byHand(p *Picture) scene.Item {
	r, ok := routes[edgeID(l.from, l.to)]
	if !ok {
		r = l.straightOn()
	}
	g := l.group(p, scene.Rounded(cornerRadius, r.via...))
	items := scene.Stack(r.label, r.anchor, l.words()...)
	for k := range l.label {
		n := len(l.label[k].words())
		g.Items = append(g.Items, l.cited(k, items[:n]))
		items = items[n:]
	}
	return g
}

// straightOn returns the route from the side of one box to the side of another.
func (l *line) straightOn() route {
	from, to := seats[l.from], seats[l.to]
	side := float64(cmp.Compare(to.center.X, from.center.X)) / 2
	begin, end := from.center.Plus(side*from.width, boxHeight/4), to.center.Plus(-side*to.width, boxHeight/4)
	return route{[]scene.Point{begin, end}, at((begin.X+end.X)/2, (begin.Y+end.Y)/2), scene.Middle}
}

// group returns an arrow that a page can find, without its label. It leads to the
// clause that it stands for.
func (l *line) group(p *Picture, path scene.Path) *scene.Group {
	var says []string
	for _, text := range l.words() {
		says = append(says, text.Content)
	}
	arrows := &scene.Group{Link: l.clause()}
	for _, pen := range l.pens() {
		arrows.Items = append(arrows.Items, &scene.Arrow{Path: path, Line: pen})
	}
	g := &scene.Group{
		ID: edgeID(l.from, l.to), Class: "edge " + l.class, Items: []scene.Item{arrows},
		Title: l.from + " to " + strings.TrimSuffix(l.to, "-end") + ": " + strings.Join(says, "; "),
	}
	if p.lit != nil {
		g.Title += l.steps(p.lit.Course)
	}
	return g
}

// words returns the lines of the label.
func (l *line) words() (lines []scene.Text) {
	for i := range l.label {
		lines = append(lines, l.label[i].words()...)
	}
	return lines
}

// words returns what happens, then what is sent. What happens is broken between
// alternatives if it is long.
func (n *note) words() (lines []scene.Text) {
	for _, cause := range alternatives(n.cause) {
		lines = append(lines, label(cause, scene.Ink))
	}
	if n.sends != "" {
		lines = append(lines, label(n.sends, scene.Sent))
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
