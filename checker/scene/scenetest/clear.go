// Package scenetest holds scenes against what every picture owes its reader.
package scenetest

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// Clear fails for each text that lies over another text, over an arrow or over
// the border of a box, for each arrow that runs through a box, and for each two
// boxes that lie over each other. Texts are taken to be as wide as the widest
// font makes them.
func Clear(t testing.TB, name string, s *scene.Scene) {
	t.Helper()
	for _, fault := range Faults(s) {
		t.Errorf("%s: %s", name, fault)
	}
}

// Faults returns what [Clear] fails for.
func Faults(s *scene.Scene) (faults []string) {
	var f finder
	s.Each(f.sort)
	faults = f.over()
	for _, text := range f.texts {
		faults = append(faults, f.under(text)...)
	}
	for i, box := range f.boxes {
		for _, other := range f.boxes[:i] {
			if box.Overlaps(other.Rect) {
				faults = append(faults, fmt.Sprintf("box %v lies over box %v", box.Rect, other.Rect))
			}
		}
		for _, a := range f.arrows {
			if runsThrough(a, box.Grow(-edge)) {
				faults = append(faults, fmt.Sprintf("the arrow from %v to %v runs through box %v", a.From, a.End(), box.Rect))
			}
		}
	}
	return faults
}

// Legible fails for each text that lies over another one, and for each that lies on
// none of the pages if there are any. It is for pictures in which texts have a
// background and lie over lines.
func Legible(t testing.TB, name string, s *scene.Scene) {
	t.Helper()
	var f finder
	s.Each(f.sort)
	for _, fault := range append(f.over(), f.beyond(s.Pages)...) {
		t.Errorf("%s: %s", name, fault)
	}
}

// over returns the texts that lie over others.
func (f *finder) over() (faults []string) {
	for i, text := range f.texts {
		for _, other := range f.texts[:i] {
			if text.Extent().Overlaps(other.Extent()) {
				faults = append(faults, fmt.Sprintf("%q lies over %q", text.Content, other.Content))
			}
		}
	}
	return faults
}

// beyond returns the texts that lie on no page.
func (f *finder) beyond(pages []scene.Rect) (faults []string) {
	for _, text := range f.texts {
		on := func(p scene.Rect) bool { return p.Contains(text.Extent()) }
		if len(pages) > 0 && !slices.ContainsFunc(pages, on) {
			faults = append(faults, fmt.Sprintf("%q lies on no page", text.Content))
		}
	}
	return faults
}

// edge is how far an arrow may reach into a box in which it ends.
const edge = 2

type finder struct {
	texts  []*scene.Text
	boxes  []*scene.Box // those with a border: an area without one is a background
	arrows []*scene.Arrow
}

func (f *finder) sort(i scene.Item) {
	switch i := i.(type) {
	case *scene.Text:
		f.texts = append(f.texts, i)
	case *scene.Arrow:
		f.arrows = append(f.arrows, i)
	case *scene.Box:
		if i.Line.Color != "" {
			f.boxes = append(f.boxes, i)
		}
	}
}

// under returns the boxes and arrows that a text lies over.
func (f *finder) under(text *scene.Text) (faults []string) {
	r := text.Extent()
	for _, b := range f.boxes {
		if r.Overlaps(b.Rect) && !b.Contains(r) {
			faults = append(faults, fmt.Sprintf("%q lies over the border of box %v", text.Content, b.Rect))
		}
	}
	for _, a := range f.arrows {
		if runsThrough(a, r) {
			faults = append(faults, fmt.Sprintf("%q lies over the arrow from %v to %v", text.Content, a.From, a.End()))
		}
	}
	return faults
}

// runsThrough reports whether a line has a point inside a rectangle. It looks at
// one in each pixel.
func runsThrough(a *scene.Arrow, r scene.Rect) bool {
	points := a.Points()
	for i := 1; i < len(points); i++ {
		p, q := points[i-1], points[i]
		steps := math.Ceil(math.Hypot(q.X-p.X, q.Y-p.Y)) + 1
		for k := 0.0; k <= steps; k++ {
			x, y := p.X+(q.X-p.X)*k/steps, p.Y+(q.Y-p.Y)*k/steps
			if r.X < x && x < r.Right() && r.Y < y && y < r.Bottom() {
				return true
			}
		}
	}
	return false
}
