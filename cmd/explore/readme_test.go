package main

import (
	"context"
	"regexp"
	"strings"
	"testing"
)

// A shown is a command that README.md shows with what it prints.
type shown struct {
	line string
	want []string // lines; "..." stands for any number of them
}

// consoles returns the commands of README.md that stand in blocks of a console.
func consoles(t *testing.T) (all []shown) {
	for _, block := range strings.Split(read(t, "README.md"), "```console\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		for line := range strings.Lines(block) {
			line = strings.TrimSuffix(line, "\n")
			if command, ok := strings.CutPrefix(line, "$ "); ok {
				all = append(all, shown{line: command})
				continue
			}
			last := &all[len(all)-1]
			last.want = append(last.want, line)
		}
	}
	return all
}

// TestReadmeShows holds that the commands of README.md that take seconds print what it
// shows.
func TestReadmeShows(t *testing.T) { holdShown(t, false) }

// TestReadmeShowsExplored holds the same of the others.
func TestReadmeShowsExplored(t *testing.T) {
	if !*explored {
		t.Skip("skipped: takes a minute; run go test ./cmd/explore -run Explored -explored")
	}
	holdShown(t, true)
}

func holdShown(t *testing.T, long bool) {
	n := 0
	for _, s := range consoles(t) {
		if outcomes[s.line].long != long {
			continue
		}
		n++
		var stdout, stderr strings.Builder
		run(context.Background(), words(s.line)[1:], strings.NewReader(""), &stdout, &stderr)
		if missing := s.lacks(stdout.String()); missing != "" {
			t.Errorf("%s does not print %q; it prints\n%s%s", s.line, missing, stdout.String(), stderr.String())
		}
	}
	if n == 0 {
		t.Error("README.md shows no such command")
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
