package main

import (
	"context"
	"regexp"
	"strings"
	"testing"
)

// A shown is a command that a document shows with what it prints.
type shown struct {
	line string
	want []string // lines; "..." stands for any number of them
}

// shows are the documents that show what commands print.
var shows = []string{"README.md", "docs/zh/README.md", "docs/zh/tour.md"}

// consoles returns the commands of these documents that stand in blocks of a console,
// each block once.
func consoles(t *testing.T) (all []shown) {
	seen := map[string]bool{}
	for _, name := range shows {
		for _, block := range strings.Split(read(t, name), "```console\n")[1:] {
			if block, _, _ = strings.Cut(block, "```"); !seen[block] {
				all = append(all, commands(block)...)
			}
			seen[block] = true
		}
	}
	return all
}

// commands returns the commands of a block, each with what it prints.
func commands(block string) (all []shown) {
	for line := range strings.Lines(block) {
		line = strings.TrimSuffix(line, "\n")
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			all = append(all, shown{line: command})
			continue
		}
		last := &all[len(all)-1]
		last.want = append(last.want, line)
	}
	return all
}

// TestReadmeShows holds that the commands that take seconds print what the documents
// show.
func TestReadmeShows(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: runs what the documents show")
	}
	holdShown(t, false)
}

// TestReadmeShowsExplored holds the same of the others.
func TestReadmeShowsExplored(t *testing.T) {
	if !*explored {
		t.Skip("skipped: takes a minute; run go test ./cmd/explore -run Explored -explored")
	}
	holdShown(t, true)
}

func holdShown(t *testing.T, long bool) {
	said := map[string][2]string{} // on stdout and on stderr, by the command: documents share some
	for _, s := range consoles(t) {
		if outcomes[s.line].long != long {
			continue
		}
		if _, known := said[s.line]; !known {
			var stdout, stderr strings.Builder
			run(context.Background(), words(s.line)[1:], strings.NewReader(""), &stdout, &stderr)
			said[s.line] = [2]string{stdout.String(), stderr.String()}
		}
		printed := said[s.line]
		if missing := s.lacks(printed[0]); missing != "" {
			t.Errorf("%s does not print %q; it prints\n%s%s", s.line, missing, printed[0], printed[1])
		}
	}
	if len(said) == 0 {
		t.Error("no such command is shown")
	}
}

// took is how long something took, which is another time every time: README.md leaves
// it out.
var took = regexp.MustCompile(` +(?:\d+\.\d+|\.\.\.) s`)

// lacks returns the first line that is shown and not printed in its place, or "".
func (s *shown) lacks(printed string) string {
	lines, skip := strings.Split(took.ReplaceAllString(printed, " . s"), "\n"), false
	for _, want := range s.want {
		if want == "..." {
			skip = true
			continue
		}
		want = took.ReplaceAllString(want, " . s")
		for skip && len(lines) > 0 && lines[0] != want {
			lines = lines[1:]
		}
		if len(lines) == 0 || lines[0] != want {
			return want
		}
		lines, skip = lines[1:], false
	}
	return ""
}
