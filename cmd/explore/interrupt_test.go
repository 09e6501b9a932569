package main

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"
)

// A silent input has nothing more and does not end, like a terminal at which
// nobody types. It is called when somebody begins to wait for it.
type silent func()

func (s silent) Read([]byte) (int, error) {
	s()
	select {}
}

// An interrupt ends a command that waits for standard input, with what is known
// so far.
func TestInterruptedWhileReading(t *testing.T) {
	capture, err := os.ReadFile("testdata/capture/kernel.pcap")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ line, stdin, stdout string }{
		{"step close", "", "A is CLOSED, B is CLOSED"},
		{"step close", "1\n", "A is SYN-SENT, B is CLOSED"},
		{"trace -", "", ""},
		{"trace -", string(capture[:3000]), "28 segments: 2 conform, 0 deviate"},
		{"trace -json -", string(capture[:3000]), `"verdict":"conforms"`},
	} {
		ctx, interrupt := context.WithCancel(context.Background())
		stdin := io.MultiReader(strings.NewReader(test.stdin), silent(interrupt))
		var stdout, stderr strings.Builder
		status := run(ctx, strings.Fields(test.line), stdin, &stdout, &stderr)
		if status != statusLimit || !strings.Contains(stderr.String(), "interrupted") || !strings.Contains(stdout.String(), test.stdout) {
			t.Errorf("explore %s: status %d, stdout %q, stderr %q; want %d, %q", test.line, status, stdout.String(), stderr.String(), statusLimit, test.stdout)
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
		"check -mutant two-way-handshake", "check -hazards", "why accept", "why 2msl", "graph close", "graph close -bound segments=1",
		"bench", "bench -k 1", "bench -k 1 -property L2", "simulate close", "simulate -property una-le-nxt close", "step close",
		"trace testdata/capture/kernel.pcap", "trace testdata/captures/linux-strays.pcapng", "trace -", "conform fsm", "conform fsm -state CLOSED",
	} {
		var stderr strings.Builder
		stdin := strings.NewReader("1\nq\n")
		if status := run(ctx, strings.Fields(line), stdin, io.Discard, &stderr); status != statusLimit {
			t.Errorf("explore %s: status %d, want %d\n%s", line, status, statusLimit, stderr.String())
		}
	}
}
