package scene

// A Text is one line of text.
type Text struct {
	At      Point // on the line on which the letters stand
	Anchor  Anchor
	Size    float64 // of the font
	Bold    bool
	Fill    string // colour
	Content string
}

// An Anchor says which part of a text stands at its place.
type Anchor uint8

// The anchors.
const (
	Start Anchor = iota
	Middle
	End
)

// How far letters reach above and below the line, in sizes of the font.
const (
	ascent  = 0.78
	descent = 0.24
)

// LineHeight is how far apart, in sizes of the font, lines of text stand.
const LineHeight = 1.3

// Extent implements [Item].
func (t *Text) Extent() Rect {
	w := Width(t.Content, t.Size, t.Bold)
	x := t.At.X - w*float64(t.Anchor)/2
	return Rect{x, t.At.Y - ascent*t.Size, w, (ascent + descent) * t.Size}
}

// Centered returns the y of a text of a size whose letters stand around y.
func Centered(y, size float64) float64 { return y + 0.36*size }

// Stack places lines of text below each other, each as high as [LineHeight] says,
// from a point at the top down. What the lines say of place and anchor is not
// looked at.
func Stack(top Point, anchor Anchor, lines ...Text) (items []Item) {
	for _, t := range lines {
		high := LineHeight * t.Size
		t.At, t.Anchor = Point{top.X, Centered(top.Y+high/2, t.Size)}, anchor
		items = append(items, &t)
		top.Y += high
	}
	return items
}

// Measure returns how wide and how high a stack of lines is.
func Measure(lines ...Text) (w, h float64) {
	for i := range lines {
		w = max(w, lines[i].Extent().W)
		h += LineHeight * lines[i].Size
	}
	return w, h
}

// Width returns how wide a text is in the widest of the fonts that a reader is
// likely to have, see [widths].
func Width(text string, size float64, bold bool) float64 {
	table := &widths
	if bold {
		table = &boldWidths
	}
	total := 0
	for _, r := range text {
		if i := int(r) - ' '; i >= 0 && i < len(table) {
			total += int(table[i])
			continue
		}
		total += unknownWidth
	}
	return float64(total) * size / 1000
}
