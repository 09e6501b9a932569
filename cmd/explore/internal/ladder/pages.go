package ladder

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// The measures of a page, in pixels of 1/96 inch: as wide as A4, which is narrower
// than Letter, and as high as Letter, which is lower.
const (
	pageWide = 794.0
	pageHigh = 1056.0
	edgeGap  = 24.0
	inside   = pageWide - 2*edgeGap
	headHigh = 24.0 // the names of the ends
	footHigh = 24.0 // the number of the page
)

// A strip is as long as a ladder, and is cut into pages of which the first has the
// title. A place on it is how far it lies from its beginning.
type strip struct {
	title scene.Item
	above float64 // the title, on the first page
}

func newStrip(l *Ladder) strip {
	g, y := &scene.Group{Class: "heading"}, 0.0
	add := func(says string, size float64, bold bool, color string) {
		for _, line := range scene.Wrap(says, size, bold, inside) {
			t := scene.Text{Size: size, Bold: bold, Fill: color, Content: line}
			g.Items = append(g.Items, scene.Stack(scene.Point{Y: y}, scene.Start, t)...)
			y += scene.LineHeight * size
		}
	}
	add(l.Title, scene.TitleSize, true, scene.Ink)
	for note := range strings.Lines(l.Note) {
		add(strings.TrimSuffix(note, "\n"), scene.LabelSize, false, scene.Muted)
	}
	return strip{title: g, above: y + leading}
}

// high returns how much of the strip is on a page.
func (s *strip) high(page int) float64 {
	high := pageHigh - 2*edgeGap - headHigh - footHigh
	if page == 0 {
		high -= s.above
	}
	return high
}

// page returns on which page a place is, and where on the strip that page begins.
func (s *strip) page(y float64) (n int, begins float64) {
	for y >= begins+s.high(n) {
		begins += s.high(n)
		n++
	}
	return n, begins
}

// place returns where a place on the strip is in the scene.
func (s *strip) place(y float64) float64 {
	n, begins := s.page(y)
	top := float64(n)*pageHigh + headHigh
	if n == 0 {
		top += s.above
	}
	return top + y - begins
}

// cut returns the pieces of the strip from a place to another as they are in the
// scene, one for each page.
func (s *strip) cut(from, to float64) (pieces [][2]float64) {
	for {
		n, begins := s.page(from)
		end := min(to, begins+s.high(n))
		top := s.place(from)
		pieces = append(pieces, [2]float64{top, top + end - from})
		if end >= to {
			return pieces
		}
		from = end
	}
}

// pages returns the pages of a strip of a length. The last is as high as what is on
// it.
func (s *strip) pages(long float64) (all []scene.Rect) {
	n, _ := s.page(long)
	for i := range n + 1 {
		all = append(all, scene.Rect{X: -edgeGap, Y: float64(i)*pageHigh - edgeGap, W: pageWide, H: pageHigh})
	}
	all[n].H = s.place(long) - all[n].Y + edgeGap
	if n > 0 {
		all[n].H += footHigh
	}
	return all
}
