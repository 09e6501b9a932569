package scene

import "math"

// An Arrow is a line, and a head at its end.
type Arrow struct {
	Path
	Line     Pen
	Headless bool
}

// Extent implements [Item].
func (a *Arrow) Extent() Rect {
	r := rectOf(a.Points()).Grow(a.Line.Width / 2)
	if !a.Headless {
		r = r.Union(rectOf(a.head()))
	}
	return r
}

// The head of an arrow, in pixels, and how much of both a pixel of the pen's
// width adds.
const (
	headLength, headWidth = 8.0, 6.0
	headGrows             = 1.6
)

func (a *Arrow) length() float64 { return headLength + headGrows*a.Line.Width }

// shaft returns the line without what the head covers.
func (a *Arrow) shaft() Path {
	if a.Headless {
		return a.Path
	}
	short, _ := a.shortened(a.length() - 1) // no gap between the two
	return short
}

// head returns the corners of the head.
func (a *Arrow) head() []Point {
	_, angle := a.shortened(0)
	long, half, tip := a.length(), (headWidth+headGrows*a.Line.Width)/2, a.End()
	sin, cos := math.Sincos(angle)
	back := tip.Plus(-long*cos, -long*sin)
	return []Point{tip, back.Plus(-half*sin, half*cos), back.Plus(half*sin, -half*cos)}
}
