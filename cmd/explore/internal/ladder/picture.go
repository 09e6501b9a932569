package ladder

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// Picture returns the ladder as a scene, to be written as SVG or PNG. Time runs
// down. The line of an end is a bar in the colour of its state; beside it stands
// what happens there and what it changes. A segment is a slanted arrow from where
// it is sent to where it arrives, be that many steps later; if it arrives again
// there is a dashed one too, and if it is lost the arrow ends in a cross. The picture is as
// wide as a page, and comes in pages if it is long.
func (l *Ladder) Picture() *scene.Scene {
	p := newPicture(l)
	p.start()
	for i := range l.Steps {
		p.step(&l.Steps[i])
	}
	if l.Endless {
		p.endless()
	}
	p.underway()
	p.legend()
	return p.finish()
}

// The measures of a picture, in pixels.
const (
	textSize  = 11.0
	leading   = textSize * scene.LineHeight
	rowGap    = 9.0  // between a step and the next
	slant     = 20.0 // how far an arrow falls at least
	barWide   = 12.0
	noteGap   = 8.0 // between a bar and what stands beside it
	labelGap  = 6.0 // between a bar and the label of an arrow
	labelRoom = 3.0 // above and below a label
	farAway   = 90.0
)

// A picture is a ladder on its way to being a scene. Places in it are those on one
// long strip, which [strip] cuts into pages.
type picture struct {
	ladder *Ladder
	strip  strip
	bars   [2]float64 // the middle of each bar
	room   float64    // beside a bar
	y      float64    // where the next step may begin
	below  float64    // where the bars end
	free   [2]float64 // below what stands beside each bar so far
	spans  [2][]span
	last   Moment
	now    string // the ID of the step that is drawn; empty between steps
	sent   map[int]*departure
	order  []*departure // in the order in which they leave
	seen   map[string]bool

	arrows, texts []scene.Item // names and labels lie over lines
}

// A span is the part of a bar from a place on, to the next.
type span struct {
	y     float64
	state string
}

// A departure is where the arrows of a message begin.
type departure struct {
	at    scene.Point
	m     *Message
	drawn int // how often
}

func newPicture(l *Ladder) *picture {
	p := &picture{ladder: l, sent: map[int]*departure{}, seen: map[string]bool{}}
	widest := 0.0
	for _, s := range l.all() {
		for _, m := range s.seen() {
			widest = max(widest, scene.Width(m.label(), textSize, false))
		}
	}
	between := min(max(widest+4*labelGap+barWide, leastBetween), mostBetween)
	p.room = (inside-between)/2 - barWide/2 - noteGap
	p.bars = [2]float64{(inside - between) / 2, (inside + between) / 2}
	p.strip = newStrip(l)
	return p
}

// How far apart the bars are.
const (
	leastBetween = 300.0
	mostBetween  = 400.0
)

// inner returns where the arrows of an end begin.
func (p *picture) inner(end int) float64 { return p.bars[end] + away(end)*barWide/2 }

// away returns the direction from the bar of an end to the other one.
func away(end int) float64 { return 1 - 2*float64(end) }

// start draws the states in which everything begins.
func (p *picture) start() {
	p.y = leading
	p.head(0, 0)
	for end := range p.bars {
		state := p.ladder.Start.Ends[end].State
		p.spans[end] = []span{{0, state}}
		p.beside("start", "", end, p.y, []scene.Text{bold(state)})
	}
	p.last = p.ladder.Start
	p.y += leading + rowGap
}

// head draws what the ends are called, above a place on the strip.
func (p *picture) head(y float64, page int) {
	for end, x := range p.bars {
		name := p.ladder.Name(end)
		if p.ladder.Names[end] != "" && p.ladder.Ends[end] != name {
			name = fmt.Sprintf("%s (%s)", p.ladder.Ends[end], name)
		}
		t := scene.Text{Size: scene.LabelSize, Bold: true, Fill: scene.Ends[end], Content: cut(name, 2*p.bars[0])}
		g := &scene.Group{Class: "end", Title: name}
		g.Items = scene.Stack(scene.Point{X: x, Y: p.strip.place(y) - headHigh}, scene.Middle, t)
		p.texts = append(p.texts, g)
		if page > 0 {
			again := bold(p.last.Ends[end].State)
			again.Fill = scene.Muted
			p.texts = append(p.texts, p.column(end, y+leading, []scene.Text{again})...)
		}
	}
}

// cut leaves out the end of a name in bold letters that has no room.
func cut(name string, room float64) string {
	if scene.Width(name, scene.LabelSize, true) <= room {
		return name
	}
	letters := []rune(name)
	for len(letters) > 0 && scene.Width(string(letters)+"...", scene.LabelSize, true) > room {
		letters = letters[:len(letters)-1]
	}
	return string(letters) + "..."
}

// finish puts everything on top of each other.
func (p *picture) finish() *scene.Scene {
	s := &scene.Scene{Title: p.ladder.Title, Pages: p.strip.pages(p.y)}
	s.Add(p.strip.title)
	for end := range p.bars {
		p.bar(s, end)
	}
	s.Add(p.arrows...)
	s.Add(p.texts...)
	for i := range s.Pages {
		if len(s.Pages) > 1 {
			s.Add(&scene.Text{
				At: scene.Point{X: inside / 2, Y: s.Pages[i].Bottom() - edgeGap}, Anchor: scene.Middle, Size: textSize, Fill: scene.Muted,
				Content: fmt.Sprintf("page %d of %d", i+1, len(s.Pages)),
			})
		}
	}
	return s
}

// bar draws the line of an end: a piece for each state, and on each page.
func (p *picture) bar(s *scene.Scene, end int) {
	for i, from := range p.spans[end] {
		to := p.below
		if i+1 < len(p.spans[end]) {
			to = p.spans[end][i+1].y
		}
		for _, r := range p.strip.cut(from.y, to) {
			fill, line := tint(from.state)
			g := &scene.Group{Class: "state", Title: p.ladder.Ends[end] + ": " + from.state}
			g.Items = append(g.Items, &scene.Box{Rect: scene.Rect{X: p.bars[end] - barWide/2, Y: r[0], W: barWide, H: r[1] - r[0]}, Fill: fill, Line: line})
			s.Add(g)
		}
	}
}

func text(content, color string) scene.Text {
	return scene.Text{Size: textSize, Fill: color, Content: content}
}

func bold(content string) scene.Text {
	return scene.Text{Size: scene.LabelSize, Bold: true, Fill: scene.Ink, Content: content}
}

// listed sets what stands in a list on lines, and breaks what is too wide for one.
func listed(all []string, color string, wide float64) (lines []scene.Text) {
	line := ""
	for _, part := range all {
		if line != "" && scene.Width(line+", "+part, textSize, false) > wide {
			lines, line = append(lines, folded(line, color, wide)...), ""
		}
		line = strings.TrimPrefix(line+", "+part, ", ")
	}
	if line == "" {
		return lines
	}
	return append(lines, folded(line, color, wide)...)
}

// folded breaks a text into lines, between words and between the fields of a
// segment.
func folded(content, color string, wide float64) (lines []scene.Text) {
	line := ""
	for _, word := range strings.SplitAfter(strings.ReplaceAll(content, "><", ">\x00<"), " ") {
		for _, part := range strings.Split(word, "\x00") {
			if line != "" && scene.Width(strings.TrimSpace(line+part), textSize, false) > wide {
				lines, line = append(lines, text(strings.TrimSpace(line), color)), ""
			}
			line += part
		}
	}
	return append(lines, text(strings.TrimSpace(line), color))
}
