package scene

import "math"

// A Path is a line: where it starts, and the curves that lead on from there.
type Path struct {
	From   Point
	Curves []Curve
}

// A Curve is a cubic Bézier curve from where the path has come to To. It is
// straight if C1 and C2 are zero.
type Curve struct{ C1, C2, To Point }

func (c *Curve) straight() bool { return c.C1 == Point{} && c.C2 == Point{} }

// Straight returns the path from point to point.
func Straight(points ...Point) Path {
	p := Path{From: points[0]}
	for _, to := range points[1:] {
		p.Curves = append(p.Curves, Curve{To: to})
	}
	return p
}

// Rounded returns the path from point to point with corners of a radius, or
// less where there is no room for it.
func Rounded(radius float64, points ...Point) Path {
	p := Path{From: points[0]}
	for i := 1; i < len(points)-1; i++ {
		before, corner, after := points[i-1], points[i], points[i+1]
		in, out := corner.distance(before), corner.distance(after)
		r := min(radius, in/2, out/2)
		if r == 0 {
			p.Curves = append(p.Curves, Curve{To: corner})
			continue
		}
		begin, end := corner.toward(before, r/in), corner.toward(after, r/out)
		p.Curves = append(p.Curves, Curve{To: begin}, Curve{begin.toward(corner, arc), end.toward(corner, arc), end})
	}
	p.Curves = append(p.Curves, Curve{To: points[len(points)-1]})
	return p
}

// arc is how far towards the corner the control points of a quarter of a circle
// lie.
const arc = 0.5523

// Falling leads on to a point in a curve that starts and ends upright, as lines
// between the ranks of a layered drawing do.
func (p *Path) Falling(to Point) {
	from := p.End()
	if from.X == to.X {
		p.Curves = append(p.Curves, Curve{To: to})
		return
	}
	middle := (from.Y + to.Y) / 2
	p.Curves = append(p.Curves, Curve{Point{from.X, middle}, Point{to.X, middle}, to})
}

// End returns where the path ends.
func (p *Path) End() Point {
	if n := len(p.Curves); n > 0 {
		return p.Curves[n-1].To
	}
	return p.From
}

// Reversed returns the path from its end to its start.
func (p *Path) Reversed() Path {
	r := Path{From: p.End()}
	for i := len(p.Curves) - 1; i >= 0; i-- {
		to := p.From
		if i > 0 {
			to = p.Curves[i-1].To
		}
		c := p.Curves[i]
		r.Curves = append(r.Curves, Curve{c.C2, c.C1, to})
	}
	return r
}

// Points returns the corners of a line of straight pieces that is the path to
// the eye.
func (p *Path) Points() []Point {
	points := []Point{p.From}
	for i := range p.Curves {
		c := &p.Curves[i]
		if c.straight() {
			points = append(points, c.To)
			continue
		}
		from := points[len(points)-1]
		for k := 1; k <= pieces; k++ {
			points = append(points, c.at(from, float64(k)/pieces))
		}
	}
	return points
}

// pieces is how many straight pieces make a curve.
const pieces = 16

// at returns the point of the curve from a point for t from 0 to 1.
func (c *Curve) at(from Point, t float64) Point {
	s := 1 - t
	a, b, d, e := s*s*s, 3*s*s*t, 3*s*t*t, t*t*t
	return Point{
		a*from.X + b*c.C1.X + d*c.C2.X + e*c.To.X,
		a*from.Y + b*c.C1.Y + d*c.C2.Y + e*c.To.Y,
	}
}

// shortened returns the path without the last so many pixels of its last curve,
// and the direction, in radians, in which the whole of it ends.
func (p *Path) shortened(by float64) (Path, float64) {
	n := len(p.Curves) - 1
	start := p.From
	if n > 0 {
		start = p.Curves[n-1].To
	}
	last := p.Curves[n]
	comes := start
	if !last.straight() {
		comes = last.C2
	}
	angle := math.Atan2(last.To.Y-comes.Y, last.To.X-comes.X)
	end := last.To.Plus(-by*math.Cos(angle), -by*math.Sin(angle))
	if !last.straight() {
		last.C2 = last.C2.Plus(end.X-last.To.X, end.Y-last.To.Y)
	}
	last.To = end
	short := Path{From: p.From, Curves: append([]Curve{}, p.Curves...)}
	short.Curves[n] = last
	return short, angle
}
