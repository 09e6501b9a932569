package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/capture"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/document"
)

// A story is a capture of our own making: what is told of it by hand, the script it is
// made from, and what has to come of it.
type story struct {
	name, title      string
	happened, remedy string

	ends   map[string]string // the sockets that the letters of the script name
	tunnel bool
	script string

	verdict string   // on each connection, and the rule that goes with it
	says    []string // what the page has to say, line breaks apart
	status  int
}

// TestStories makes the captures of docs/captures and the page about them anew, and
// holds that each shows what its story says.
func TestStories(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: makes every capture of docs/captures anew")
	}
	var told []document.Story
	files := map[string]bool{"README.md": true}
	for _, s := range stories {
		data := filmed(t, s.ends, s.tunnel, s.script)
		printed, status := tracedBy(t, s.name, data)
		s.hold(t, data, printed, status)
		file := s.name + ".pcap"
		files[file] = true
		upToDate(t, "captures/"+file, data)
		told = append(told, document.Story{
			Name: s.name, Title: s.title, Happened: s.happened, Remedy: s.remedy, Verdict: s.verdict, Printed: printed, Status: status,
		})
	}
	upToDate(t, "captures/README.md", []byte(document.Captures(told)))
	entries, err := os.ReadDir(filepath.Join(root, "docs", "captures"))
	must(t, err)
	for _, e := range entries {
		if !files[e.Name()] {
			t.Errorf("docs/captures/%s has no story", e.Name())
		}
	}
}

// hold holds that a capture shows what its story says, and that its checksums are
// right.
func (s *story) hold(t *testing.T, data []byte, printed string, status int) {
	t.Helper()
	verdict, tally := verdictsOf(t, s.name, data, capture.Options{Checksums: true})
	if verdict != s.verdict || status != s.status {
		t.Errorf("%s: %s, exit status %d; want %s, %d\n%s", s.name, verdict, status, s.verdict, s.status, printed)
	}
	if tally.Segments != tally.Frames {
		t.Errorf("%s: %d segments in %d frames, %+v", s.name, tally.Segments, tally.Frames, tally)
	}
	page := strings.Join(strings.Fields(printed), " ")
	for _, want := range s.says {
		if !strings.Contains(page, want) {
			t.Errorf("%s: it does not say %q\n%s", s.name, want, printed)
		}
	}
}

// tracedBy is what explore trace prints of a capture, and its exit status.
func tracedBy(t *testing.T, name string, data []byte) (string, int) {
	t.Helper()
	file := filepath.Join(t.TempDir(), name+".pcap")
	must(t, os.WriteFile(file, data, 0o644))
	var stdout, stderr strings.Builder
	status := run(context.Background(), []string{"trace", file}, nil, &stdout, &stderr)
	if stderr.Len() > 0 {
		t.Errorf("%s: %s", name, stderr.String())
	}
	return stdout.String(), status
}
