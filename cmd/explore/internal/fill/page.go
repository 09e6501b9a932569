package fill

import (
	"io"
	"regexp"
	"strings"
)

// Page writes a text that was set by hand in lines of at most so many columns. Lines at the
// margin that follow each other are a paragraph, and are set anew; what is further in keeps
// its lines, and what has no room goes on below the text that it describes a name by. A
// width of less than 20 leaves all as it is.
func Page(w io.Writer, text string, wide int) error {
	if wide < narrow {
		_, err := io.WriteString(w, text)
		return err
	}
	var out strings.Builder
	paragraph := ""
	end := func() {
		if paragraph != "" {
			out.WriteString(strings.Join(Lines(paragraph, wide), "\n") + "\n")
		}
		paragraph = ""
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		if line != "" && line[0] != ' ' {
			paragraph = strings.TrimLeft(paragraph+" "+line, " ")
			continue
		}
		end()
		out.WriteString(strings.Join(described(line, wide), "\n") + "\n")
	}
	end()
	_, err := io.WriteString(w, out.String())
	return err
}

// name is what a line begins with that describes something: it ends at the last two blanks.
var name = regexp.MustCompile(`^ +\S.*  +`)

// described breaks a line that is further in. What follows the first stands below the
// description, or where that begins too far to the right, four blanks further in.
func described(line string, wide int) []string {
	if Width(line) <= wide {
		return []string{line}
	}
	first := name.FindString(line)
	if first == "" {
		first = line[:len(line)-len(strings.TrimLeft(line, " "))]
	}
	margin := Width(first)
	if wide-margin < max(narrow, wide/2) {
		margin = 8
	}
	rest := Lines(line[len(first):], max(narrow, wide-margin))
	if Width(first)+Width(rest[0]) > wide {
		rest = append([]string{""}, rest...)
	}
	for i := range rest {
		if i == 0 {
			rest[i] = strings.TrimRight(first+rest[i], " ")
			continue
		}
		rest[i] = strings.Repeat(" ", margin) + rest[i]
	}
	return rest
}
