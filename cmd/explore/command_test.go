package main

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestFullDisk writes to a device that has no room: no command may end well.
func TestFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("skipped: needs /dev/full, which Linux has")
	}
	defer full.Close()
	for _, line := range []string{"table", "table -format json", "table -diff RFC9293,Linux", "graph fsm", "list rules"} {
		var stderr strings.Builder
		status := run(context.Background(), strings.Fields(line), nil, full, &stderr)
		if status != statusUsage || !strings.HasPrefix(stderr.String(), "explore: ") {
			t.Errorf("explore %s > /dev/full: status %d, %q; want %d and a message", line, status, stderr.String(), statusUsage)
		}
	}
}

// TestStatus holds the exit status of wrong command lines.
func TestStatus(t *testing.T) {
	for _, line := range []string{"tabel", "table -policy x", "table -format x", "table x", "graph x", "graph -format x", "graph -policy x", "list x", "list -x"} {
		var stdout, stderr strings.Builder
		status := run(context.Background(), strings.Fields(line), nil, &stdout, &stderr)
		if status != statusUsage || stdout.Len() > 0 {
			t.Errorf("explore %s: status %d, stdout %q; want %d and none", line, status, stdout.String(), statusUsage)
		}
	}
}

// TestPNG draws with an installed dot, and says in one line when there is none.
func TestPNG(t *testing.T) {
	var stdout, stderr strings.Builder
	draw := func() int {
		stdout.Reset()
		stderr.Reset()
		return run(context.Background(), []string{"graph", "fsm", "-format", "png"}, nil, &stdout, &stderr)
	}
	if _, err := exec.LookPath("dot"); err != nil {
		t.Log("skipped the drawing: needs the program dot; apt-get install graphviz")
	} else if status := draw(); status != statusOK || !strings.HasPrefix(stdout.String(), "\x89PNG") {
		t.Errorf("status %d, %q, no PNG", status, stderr.String())
	}
	t.Setenv("PATH", "")
	want := "explore: png needs the program dot, which is not installed\n"
	if status := draw(); status != statusUsage || stderr.String() != want {
		t.Errorf("without dot: status %d, %q; want %d, %q", status, stderr.String(), statusUsage, want)
	}
}
