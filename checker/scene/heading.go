package scene

import "strings"

// The sizes of text in pictures.
const (
	TitleSize = 17.0
	NameSize  = 14.0
	LabelSize = 12.0
)

// Frame adds the title of the scene and notes above everything, and a legend in
// columns of so many lines below.
func (s *Scene) Frame(notes []string, high int, legend ...Entry) {
	all := s.Extent()
	below := Legend(Point{}, high, legend...).Extent()
	wide := max(all.W, below.W, leastWide)
	left := min(all.X, all.Center().X-below.W/2) // what is narrow stands in the middle
	above := heading(Point{}, wide, s.Title, notes).Extent()
	s.Add(heading(Point{left, all.Y - frameGap - above.H}, wide, s.Title, notes))
	s.Add(Legend(Point{left, all.Bottom() + frameGap}, high, legend...))
}

const (
	frameGap  = 30.0
	leastWide = 560.0 // of the lines of a heading above something narrow
)

// heading returns a title with notes below it, wrapped to a width, from a point
// down.
func heading(at Point, wide float64, title string, notes []string) *Group {
	g := &Group{Class: "heading"}
	line := func(text string, size float64, bold bool, fill string) {
		at = at.Plus(0, LineHeight*size)
		g.Items = append(g.Items, &Text{At: at, Size: size, Bold: bold, Fill: fill, Content: text})
	}
	for _, text := range Wrap(title, TitleSize, true, wide) {
		line(text, TitleSize, true, Ink)
	}
	for _, note := range notes {
		for _, text := range Wrap(note, LabelSize, false, wide) {
			line(text, LabelSize, false, Muted)
		}
	}
	return g
}

// Wrap breaks a text after blanks and commas into lines that are at most so wide.
// What is wider and has neither in it has a line to itself.
func Wrap(text string, size float64, bold bool, wide float64) (lines []string) {
	line := ""
	for _, part := range breakable(text) {
		if line != "" && Width(strings.TrimSpace(line+part), size, bold) > wide {
			lines = append(lines, strings.TrimSpace(line))
			line = ""
		}
		line += part
	}
	return append(lines, strings.TrimSpace(line))
}

// breakable cuts a text after each blank and each comma.
func breakable(text string) (parts []string) {
	for {
		i := strings.IndexAny(text, " ,") + 1
		if i == 0 {
			return append(parts, text)
		}
		parts, text = append(parts, text[:i]), text[i:]
	}
}
