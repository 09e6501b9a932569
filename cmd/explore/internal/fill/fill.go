// Package fill sets text in lines of a width. Widths are in columns of a terminal, of
// which a Chinese character takes two.
package fill

import (
	"bytes"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// narrow is how much room a line needs at least to be broken at all.
const narrow = 20

// Width returns how many columns a text takes: two for what is no ASCII, even where it is
// narrow in some places, so that no line comes out too wide.
func Width(text string) (columns int) {
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			columns++
		case !unicode.In(r, unicode.Mn, unicode.Me): // which stand over the character before
			columns += 2
		}
	}
	return columns
}

func ascii(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// Lines breaks a text into lines of at most so many columns, between words and,
// where a word alone has no room, behind its commas; Chinese breaks between any two
// characters, but not before a full stop and its like. A width of less than 20 stands
// for any.
func Lines(text string, wide int) (lines []string) {
	if wide < narrow || Width(text) <= wide {
		return []string{text}
	}
	line, blank := "", ""
	for _, word := range strings.Fields(text) {
		for _, part := range parts(word, wide) {
			if line != "" && Width(line)+len(blank)+Width(part) > wide {
				lines, line, blank = append(lines, line), "", ""
			}
			line, blank = line+blank+part, ""
		}
		blank = " "
	}
	return append(lines, line)
}

// parts cuts a word behind its commas, if it takes more than half a line: lists of
// choices and of assumptions do.
func parts(word string, wide int) []string {
	if !ascii(word) {
		return segments(word)
	}
	if len(word) <= wide/2 {
		return []string{word}
	}
	return strings.SplitAfter(word, ",")
}

// segments cuts a word where a line may end: at any character of Chinese, but not before
// punctuation that closes, behind what opens, or between two characters of ASCII: the name
// of a state is one word there, too.
func segments(word string) (all []string) {
	begin, before := 0, rune(0)
	for i, r := range word {
		if i > 0 && (before >= utf8.RuneSelf || r >= utf8.RuneSelf) && !unicode.In(before, opens...) && !unicode.In(r, closes...) {
			all, begin = append(all, word[begin:i]), i
		}
		before = r
	}
	return append(all, word[begin:])
}

var (
	opens  = []*unicode.RangeTable{unicode.Ps, unicode.Pi}
	closes = []*unicode.RangeTable{unicode.Pe, unicode.Pf, unicode.Po, unicode.M}
)

// Hung writes what write writes in lines of at most so many columns; what goes on
// in the next line stands four blanks further in than its first.
func Hung(w io.Writer, wide int, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	var out strings.Builder
	for line := range strings.Lines(b.String()) {
		hang(&out, strings.TrimSuffix(line, "\n"), wide)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func hang(out *strings.Builder, line string, wide int) {
	if wide <= 0 || Width(line) <= wide {
		out.WriteString(line + "\n")
		return
	}
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	for i, part := range Lines(line[len(indent):], wide-len(indent)-4) {
		if i == 1 {
			indent += "    "
		}
		out.WriteString(indent + part + "\n")
	}
}
