package main

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"
)

// The exit status says whether there is an answer, and which.
func TestCheckStatus(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	for line, want := range map[string]int{
		"check handshake":                                     statusOK, // a property that says nothing there keeps none from being decided
		"check close -bound segments=1":                       statusOK,
		"check close -bound segments=1 -json":                 statusOK,
		"check -mutant no-syn-retransmit":                     statusViolated,
		"check -mutant no-syn-retransmit -max-states 1000000": statusViolated,
		"check -mutant no-syn-retransmit -keep-going -json":   statusViolated,
		"check close -max-states 1000":                        statusLimit,
		"check close close-fair -timeout 1ns":                 statusLimit,
		"check close-fair -bound segments=1 -property time-wait-closes -assume LIFE,MONO,FL,TICK,TMR": statusOK,
		"check clsoe":                     statusUsage,
		"check -net los":                  statusUsage,
		"check -policy Linx":              statusUsage,
		"check -bound segments=9":         statusUsage,
		"check -json -format dot":         statusUsage,
		"simulate close -steps 5 -seed 1": statusOK,
		"simulate close -steps 5 -seed 1 -property una-le-nxt": statusLimit,
		"simulate":                      statusUsage,
		"graph close -bound segments=1": statusOK,
		"graph close -max-states 10":    statusLimit,
		"graph close -timeout 1ns":      statusLimit,
		"graph clsoe":                   statusUsage,
		"step clsoe":                    statusUsage,
	} {
		var stderr strings.Builder
		if got := run(context.Background(), strings.Fields(line), strings.NewReader(""), io.Discard, &stderr); got != want {
			t.Errorf("explore %s: status %d, want %d\n%s", line, got, want, stderr.String())
		}
		if want == statusUsage && !strings.Contains(stderr.String(), "\nhint: ") {
			t.Errorf("explore %s: no hint in %q", line, stderr.String())
		}
	}
}

// An interrupt ends a search with what is known so far, and tells which
// scenarios it came before. On a busy machine it may come before the first one:
// then the next comes later.
func TestCheckInterrupted(t *testing.T) {
	var stdout, stderr strings.Builder
	for after := 50 * time.Millisecond; ; after *= 2 {
		stdout.Reset()
		stderr.Reset()
		ctx, cancel := context.WithCancel(context.Background())
		timer := time.AfterFunc(after, cancel)
		status := run(ctx, strings.Fields("check close close-fair -bound segments=5 -max-memory 2G"), strings.NewReader(""), &stdout, &stderr)
		timer.Stop()
		cancel()
		if status != statusLimit || !strings.Contains(stderr.String(), "interrupted") {
			t.Fatalf("status %d, want %d\n%s", status, statusLimit, stderr.String())
		}
		if !strings.HasPrefix(stdout.String(), "0 scenarios; ") {
			break
		}
	}
	for _, want := range []string{"not explored completely: interrupted", "unknown   una-le-nxt"} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("no %q in\n%s", want, stdout.String())
		}
	}
}

// A result that cannot be written is no success, whatever it says.
func TestCheckOnFullDisk(t *testing.T) {
	for _, line := range []string{"check close -bound segments=1", "check close -bound segments=1 -json", "check -mutant no-syn-retransmit",
		"simulate close -steps 3", "graph close -bound segments=1", "step close"} {
		var stderr strings.Builder
		if status := run(context.Background(), strings.Fields(line), strings.NewReader(""), fullDisk{}, &stderr); status != statusUsage {
			t.Errorf("explore %s: status %d, want %d\n%s", line, status, statusUsage, stderr.String())
		}
	}
}
