package scene

import "math"

// A Point is a place.
type Point struct{ X, Y float64 }

// Plus returns the point that lies so far to the right and down.
func (p Point) Plus(x, y float64) Point { return Point{p.X + x, p.Y + y} }

func (p Point) distance(q Point) float64 { return math.Hypot(q.X-p.X, q.Y-p.Y) }

// toward returns the point on the way from p to q: p for 0, q for 1.
func (p Point) toward(q Point, part float64) Point {
	return Point{p.X + part*(q.X-p.X), p.Y + part*(q.Y-p.Y)}
}

// A Rect is an upright rectangle with its upper left corner at X, Y.
type Rect struct{ X, Y, W, H float64 }

// Around returns the rectangle of a size with its centre at p.
func Around(p Point, w, h float64) Rect { return Rect{p.X - w/2, p.Y - h/2, w, h} }

// Right returns the right end.
func (r Rect) Right() float64 { return r.X + r.W }

// Bottom returns the lower end.
func (r Rect) Bottom() float64 { return r.Y + r.H }

// Center returns the point in the middle.
func (r Rect) Center() Point { return Point{r.X + r.W/2, r.Y + r.H/2} }

// Grow returns r with so much more on each side, or less.
func (r Rect) Grow(by float64) Rect { return Rect{r.X - by, r.Y - by, r.W + 2*by, r.H + 2*by} }

// Union returns the smallest rectangle that contains both.
func (r Rect) Union(o Rect) Rect {
	x, y := min(r.X, o.X), min(r.Y, o.Y)
	return Rect{x, y, max(r.Right(), o.Right()) - x, max(r.Bottom(), o.Bottom()) - y}
}

// Overlaps reports whether there is a point inside both.
func (r Rect) Overlaps(o Rect) bool {
	return r.X < o.Right() && o.X < r.Right() && r.Y < o.Bottom() && o.Y < r.Bottom()
}

// Contains reports whether o lies in r.
func (r Rect) Contains(o Rect) bool {
	return r.X <= o.X && o.Right() <= r.Right() && r.Y <= o.Y && o.Bottom() <= r.Bottom()
}

// rectOf returns the smallest rectangle that contains the points.
func rectOf(points []Point) (r Rect) {
	for i, p := range points {
		if i == 0 {
			r = Rect{X: p.X, Y: p.Y}
			continue
		}
		r = r.Union(Rect{X: p.X, Y: p.Y})
	}
	return r
}
