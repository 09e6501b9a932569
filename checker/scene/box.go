package scene

// A Box is a rectangle with round corners.
type Box struct {
	Rect
	Round float64 // radius of the corners
	Fill  string  // colour, as in "#ffffff"; none if empty
	Line  Pen     // of the border; none if its colour is empty
}

// Extent implements [Item].
func (b *Box) Extent() Rect { return b.Grow(b.Line.Width / 2) }

// outline returns the border as a path that ends where it begins.
func (b *Box) outline() Path {
	right, bottom := b.Right(), b.Bottom()
	top := Point{b.X + b.W/2, b.Y}
	return Rounded(b.Round, top, Point{right, b.Y}, Point{right, bottom}, Point{b.X, bottom}, Point{b.X, b.Y}, top)
}

// A Pen draws lines. Colour never tells alone: what differs in meaning differs
// in Dash too.
type Pen struct {
	Color string
	Width float64
	Dash  Dash
}

// A Dash says how a line is interrupted.
type Dash uint8

// The kinds of lines.
const (
	Solid Dash = iota
	Dashed
	Dotted
)

// pattern returns the lengths that are drawn and left out in turn, in widths of
// the pen.
func (d Dash) pattern() []float64 {
	return [...][]float64{Dashed: {3, 1.6}, Dotted: {1.2, 3}}[d]
}
