package scene

import "math"

// stroke returns polygons that together cover the line through the points, as
// drawn by a pen. All of them go around in the same direction.
func stroke(points []Point, by Pen) (polygons [][]Point) {
	for _, piece := range interrupt(points, by) {
		for i := 1; i < len(piece); i++ {
			if piece[i-1] != piece[i] {
				polygons = append(polygons, bar(piece[i-1], piece[i], by.Width/2))
			}
			if i > 1 {
				polygons = append(polygons, disc(piece[i-1], by.Width/2)) // fills the corner
			}
		}
	}
	return polygons
}

// bar returns the rectangle around the line from p to q.
func bar(p, q Point, half float64) []Point {
	sin, cos := math.Sincos(math.Atan2(q.Y-p.Y, q.X-p.X))
	x, y := -half*sin, half*cos
	return []Point{p.Plus(-x, -y), q.Plus(-x, -y), q.Plus(x, y), p.Plus(x, y)}
}

func disc(at Point, radius float64) (corners []Point) {
	const n = 12
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
		corners = append(corners, at.Plus(radius*cos, radius*sin))
	}
	return corners
}

// interrupt cuts a line into the pieces that a pen draws.
func interrupt(points []Point, by Pen) (pieces [][]Point) {
	pattern := by.Dash.pattern()
	if pattern == nil {
		return [][]Point{points}
	}
	at, left := 0, pattern[0]*by.Width
	piece := []Point{points[0]}
	for i := 1; i < len(points); i++ {
		from, to := points[i-1], points[i]
		for d := from.distance(to); d > left; d = from.distance(to) {
			from = from.toward(to, left/d)
			if at%2 == 0 {
				pieces = append(pieces, append(piece, from))
			}
			at++
			piece, left = []Point{from}, pattern[at%2]*by.Width
		}
		left -= from.distance(to)
		piece = append(piece, to)
	}
	if at%2 == 0 {
		pieces = append(pieces, piece)
	}
	return pieces
}
