package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A silent input has nothing more and does not end, like a terminal at which
// nobody types. It is called when somebody begins to wait for it.
type silent func()

func (s silent) Read([]byte) (int, error) {
	s()
	select {}
}

// An interrupt ends a command that waits for standard input, with what is known
// so far. It is the end of a live capture, whose verdicts count.
func TestInterruptedWhileReading(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: waits for an input that pauses")
	}
	capture, err := os.ReadFile("testdata/capture/kernel.pcap")
	if err != nil {
		t.Fatal(err)
	}
	wrong := []byte(`{"told":["everything"]}
{"connection":"x","end":"server","event":"OPEN passive"}
{"connection":"x","end":"server","out":"<SEQ=300><CTL=SYN><WND=10>"}
`)
	for _, test := range []struct {
		line, stdin, stdout string
		status              int
	}{
		{"step close", "", "A is CLOSED, B is CLOSED", statusLimit},
		{"step close", "1\n", "A is SYN-SENT, B is CLOSED", statusLimit},
		{"trace -", "", "", statusLimit},
		{"trace -", string(capture[:24]), "", statusLimit}, // nothing was captured
		{"trace -", string(capture[:3000]), "28 segments: 2 conform, 0 deviate", statusOK},
		{"trace -json -", string(capture[:3000]), `"verdict":"conforms"`, statusOK},
		{"trace -", string(wrong), "1 deviate", statusViolated},
	} {
		ctx, interrupt := context.WithCancel(context.Background())
		stdin := io.MultiReader(strings.NewReader(test.stdin), silent(interrupt))
		var stdout, stderr strings.Builder
		status := run(ctx, strings.Fields(test.line), stdin, &stdout, &stderr)
		said := strings.Contains(stderr.String(), "interrupted")
		if status != test.status || said != (status == statusLimit) || !strings.Contains(stdout.String(), test.stdout) {
			t.Errorf("explore %s: status %d, stdout %q, stderr %q; want %d, %q", test.line, status, stdout.String(), stderr.String(), test.status, test.stdout)
		}
	}
}

// What was interrupted before it began has no answer, and is no finding either,
// however little there was to do.
func TestInterruptedBefore(t *testing.T) {
	ctx, interrupt := context.WithCancel(context.Background())
	interrupt()
	for _, line := range []string{
		"check close", "check close -bound segments=1", "check close-fair -bound segments=1 -property no-orphaned-close-wait",
		"check -mutant two-way-handshake", "check -hazards", "why accept", "graph close", "graph close -bound segments=1",
		"bench", "bench -k 1", "bench -k 1 -property L2", "simulate close", "simulate -property una-le-nxt close", "step close",
		"trace testdata/captures/linux-strays.pcapng", "conform fsm", "conform fsm -state CLOSED",
	} {
		var stderr strings.Builder
		stdin := strings.NewReader("1\nq\n")
		if status := run(ctx, strings.Fields(line), stdin, io.Discard, &stderr); status != statusLimit {
			t.Errorf("explore %s: status %d, want %d\n%s", line, status, statusLimit, stderr.String())
		}
	}
}

// What is known when an interrupt comes is written whole, says that it is not
// all, and nothing else is left.
func TestInterruptedOutput(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	for _, test := range []struct{ line, want string }{
		{"check -json", `"stopped":"interrupted"`},
		{"check", "not decided: interrupted"},
		{"check -hazards", "not decided: interrupted"},
		{"conform fsm -json", `"complete":false`},
		{"conform fsm", "stopped before all cases were run"},
	} {
		dir := t.TempDir()
		name := filepath.Join(dir, "result")
		if err := os.WriteFile(name, []byte("of yesterday"), 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, interrupt := context.WithCancel(context.Background())
		time.AfterFunc(50*time.Millisecond, interrupt)
		var stdout, stderr strings.Builder
		status := run(ctx, append(strings.Fields(test.line), "-o", name), nil, &stdout, &stderr)
		b, err := os.ReadFile(name)
		if status != statusLimit || stdout.Len() > 0 || err != nil || !strings.Contains(string(b), test.want) || strings.Contains(string(b), "yesterday") {
			t.Errorf("explore %s: status %d, stdout %q, stderr %q, error %v, the file holds %q; want %d, %q", test.line, status, stdout.String(), stderr.String(), err, b, statusLimit, test.want)
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
			t.Errorf("explore %s: there are %v, error %v", test.line, entries, err)
		}
	}
}

// TestFollow holds that a growing file is read on from its end, until an interrupt,
// which is the end of the capture.
func TestFollow(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: waits for a file to grow")
	}
	capture, err := os.ReadFile("testdata/capture/kernel.pcap")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "growing.pcap")
	if err := os.WriteFile(name, capture[:3000], 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(context.Background())
	grow := func() {
		f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Error(err)
			return
		}
		if _, err := f.Write(capture[3000:]); err != nil {
			t.Error(err)
		}
		f.Close()
	}
	time.AfterFunc(200*time.Millisecond, grow)
	time.AfterFunc(2*time.Second, interrupt)
	var stdout, stderr strings.Builder
	status := run(ctx, []string{"trace", "-follow", name}, nil, &stdout, &stderr)
	if want := "7 connections, 65 segments: 7 conform, 0 deviate, 0 undecided\n"; status != statusOK || !strings.HasSuffix(stdout.String(), want) || stderr.Len() > 0 {
		t.Errorf("status %d, stdout %q, stderr %q; want %d, %q", status, stdout.String(), stderr.String(), statusOK, want)
	}
}

// TestFollowCut holds that a file that is cut while it is followed is a fault, and
// that what stood in it counts.
func TestFollowCut(t *testing.T) {
	capture, err := os.ReadFile("testdata/capture/kernel.pcap")
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(t.TempDir(), "cut.pcap"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(capture[:3000]); err != nil {
		t.Fatal(err)
	}
	g := &growing{ctx: context.Background(), file: f}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if n, err := io.ReadFull(g, make([]byte, 3000)); n != 3000 || err != nil {
		t.Fatalf("%d octets, error %v", n, err)
	}
	if err := f.Truncate(100); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Read(make([]byte, 10)); err == nil || !strings.Contains(err.Error(), "cut to 100 octets") {
		t.Errorf("error %v", err)
	}
}
