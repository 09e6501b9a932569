package diagram

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/scene"
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
	p.frame(s, 2, p.legend()...)
	return s
}

// frame adds the heading above everything and the legend, in columns of so many
// lines, below.
func (p *Picture) frame(s *scene.Scene, high int, legend ...scene.Entry) {
	all := s.Extent()
	heading := scene.Heading(scene.Point{}, all.W, p.title, p.note)
	top := all.Y - heading.Extent().H - 2*lineGap
	s.Add(scene.Heading(at(all.X, top), all.W, p.title, p.note))
	s.Add(scene.Legend(at(all.X, all.Bottom()+2*lineGap), high, legend...))
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
	const high = scene.LineHeight * scene.NameSize
	first := where.Center().Plus(0, -high*float64(len(x.states)-1)/2)
	for i, s := range x.states {
		y := scene.Centered(first.Y+high*float64(i), scene.NameSize)
		g.Items = append(g.Items, &scene.Text{At: at(first.X, y), Anchor: scene.Middle, Size: scene.NameSize, Bold: true, Fill: scene.Ink, Content: s.String()})
	}
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
	where := r.label
	for _, text := range l.words() {
		g.Items = append(g.Items, &scene.Text{At: where, Anchor: r.anchor, Size: scene.LabelSize, Fill: text.fill, Content: text.content})
		where = where.Plus(0, lineGap)
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

// group returns an arrow that a page can find, without its label.
func (l *line) group(path scene.Path) *scene.Group {
	var says []string
	for _, text := range l.words() {
		says = append(says, text.content)
	}
	return &scene.Group{
		ID: edgeID(l.from, l.to), Class: "edge " + l.class,
		Title: l.from + " to " + strings.TrimSuffix(l.to, "-end") + ": " + strings.Join(says, "; "),
		Items: []scene.Item{&scene.Arrow{Path: path, Line: pens[l.class]}},
	}
}

// A word is a line of a label.
type word struct{ content, fill string }

// words returns the lines of the label: what happens, then what is sent. What
// happens is broken between alternatives if it is long.
func (l *line) words() (lines []word) {
	for _, n := range l.label {
		for _, cause := range alternatives(n.cause) {
			lines = append(lines, word{cause, scene.Ink})
		}
		if n.sends != "" {
			lines = append(lines, word{n.sends, scene.Sent})
		}
	}
	return lines
}

// alternatives breaks "CLOSE or rcv FIN" before each "or" if the line would be
// longer than the longest for which places.go leaves room.
func alternatives(cause string) []string {
	const longest = 22
	if len(cause) <= longest {
		return []string{cause}
	}
	return strings.SplitAfter(strings.ReplaceAll(cause, " or ", " or\n"), "\n")
}
