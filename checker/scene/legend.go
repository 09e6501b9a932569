package scene

// An Entry of a legend says what a pen means, or a colour of text if there is
// no pen.
type Entry struct {
	Line  Pen
	Color string // of the text; [Ink] if empty
	Text  string
}

const (
	sample    = 40.0 // length of a line in a legend
	entryGap  = 10.0 // between the line and what it means
	columnGap = 36.0
	entryHigh = 20.0
)

// Legend returns the entries in columns of so many, from a point down.
func Legend(at Point, high int, entries ...Entry) *Group {
	g := &Group{Class: "legend"}
	for i := 0; i < len(entries); i += high {
		column := entries[i:min(i+high, len(entries))]
		wide := 0.0
		for k := range column {
			items := column[k].items(at.Plus(0, entryHigh*float64(k)))
			g.Items = append(g.Items, items...)
			wide = max(wide, extent(items).W)
		}
		at = at.Plus(wide+columnGap, 0)
	}
	return g
}

// items draws an entry beside a point.
func (e *Entry) items(at Point) []Item {
	text := &Text{At: Point{at.X, Centered(at.Y, LabelSize)}, Size: LabelSize, Fill: Ink, Content: e.Text}
	if e.Color != "" {
		text.Fill = e.Color
	}
	if e.Line.Color == "" {
		return []Item{text}
	}
	text.At.X += sample + entryGap
	return []Item{&Arrow{Path: Straight(at, at.Plus(sample, 0)), Line: e.Line}, text}
}
