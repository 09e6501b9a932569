package scene

import "strings"

// The sizes of text in pictures.
const (
	TitleSize = 17.0
	NameSize  = 14.0
	LabelSize = 12.0
)

// Heading returns a title with notes below it, wrapped to a width, from a point
// down.
func Heading(at Point, wide float64, title string, notes ...string) *Group {
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

// Wrap breaks a text at blanks, and after commas where there is no blank, into
// lines that are at most so wide. A word that is wider has a line to itself.
func Wrap(text string, size float64, bold bool, wide float64) (lines []string) {
	line := ""
	for _, word := range strings.SplitAfter(strings.ReplaceAll(text, ",", ",\x00"), "\x00") {
		for _, part := range strings.SplitAfter(strings.TrimSuffix(word, "\x00"), " ") {
			if line != "" && Width(strings.TrimSpace(line+part), size, bold) > wide {
				lines = append(lines, strings.TrimSpace(line))
				line = ""
			}
			line += part
		}
	}
	return append(lines, strings.TrimSpace(line))
}
