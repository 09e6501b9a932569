// Package fill sets text in lines of a width.
package fill

import (
	"bytes"
	"io"
	"strings"
)

// narrow is how much room a line needs at least to be broken at all.
const narrow = 20

// Lines breaks a text into lines of at most so many characters, between words and,
// where a word alone has no room, behind its commas. A width of less than 20 stands
// for any.
func Lines(text string, wide int) (lines []string) {
	if wide < narrow || len(text) <= wide {
		return []string{text}
	}
	line, blank := "", ""
	for _, word := range strings.Fields(text) {
		for _, part := range parts(word, wide) {
			if line != "" && len(line)+len(blank)+len(part) > wide {
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
	if len(word) <= wide/2 {
		return []string{word}
	}
	return strings.SplitAfter(word, ",")
}

// Hung writes what write writes in lines of at most so many characters; what goes on
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
	if wide <= 0 || len(line) <= wide {
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
