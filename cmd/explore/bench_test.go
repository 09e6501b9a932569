package main

import (
	"context"
	"io"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The exit status says whether there is an answer, and which.
func TestBenchStatus(t *testing.T) {
	for line, want := range map[string]int{
		"bench -k 1":                         statusOK,
		"bench -k 1 -property L2 -fair weak": statusOK,
		"bench -k 1 -property L2":            statusViolated,
		"bench -k 0":                         statusUsage,
		"bench -k 1 -property L3":            statusUsage,
		"bench -k 1 -max-states 6646":        statusLimit,
		"bench -k 1 -max-states 6647":        statusOK,
		"bench -k 4 -max-memory 8M":          statusLimit,
		"bench -k 4 -timeout 10ms":           statusLimit,
	} {
		var stderr strings.Builder
		got := run(context.Background(), strings.Fields(line), strings.NewReader(""), io.Discard, &stderr)
		if got != want {
			t.Errorf("explore %s: status %d, want %d\n%s", line, got, want, stderr.String())
		}
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if got := run(cancelled, []string{"bench"}, strings.NewReader(""), io.Discard, io.Discard); got != statusLimit {
		t.Errorf("interrupted: status %d, want %d", got, statusLimit)
	}
}

// An interrupt ends a search that would take minutes, with what is known so
// far, and leaves nothing running.
func TestBenchInterrupted(t *testing.T) {
	goroutines := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	const soon, late = 100 * time.Millisecond, 5 * time.Second
	time.AfterFunc(soon, cancel)
	began := time.Now()
	var stdout, stderr strings.Builder
	status := run(ctx, strings.Fields("bench -k 5 -max-memory 4G -json"), strings.NewReader(""), &stdout, &stderr)
	if took := time.Since(began); took > soon+late {
		t.Errorf("it took %v", took)
	}
	if status != statusLimit || !strings.Contains(stderr.String(), "explore: no answer: interrupted\n") {
		t.Errorf("status %d, want %d\n%s", status, statusLimit, stderr.String())
	}
	for _, want := range []string{`"complete":false`, `"verdict":"unknown"`} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("no %s in %s", want, stdout.String())
		}
	}
	for end := time.Now().Add(late); runtime.NumGoroutine() > goroutines; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines before, %d after", goroutines, runtime.NumGoroutine())
		}
	}
}

// A fullDisk takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// A result that cannot be written is no success.
func TestBenchOnFullDisk(t *testing.T) {
	for _, line := range []string{"bench -k 1", "bench -k 1 -json", "bench -k 1 -property L2"} {
		var stderr strings.Builder
		status := run(context.Background(), strings.Fields(line), strings.NewReader(""), fullDisk{}, &stderr)
		if status != statusUsage || !strings.Contains(stderr.String(), "explore: cannot write to standard output") {
			t.Errorf("explore %s: status %d, want %d\n%s", line, status, statusUsage, stderr.String())
		}
	}
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{
		"": 0, "1": 1, "500M": 500 << 20, "2G": 2 << 30, "2g": 2 << 30, "3KiB": 3 << 10, "1TB": 1 << 40,
	} {
		if got, err := parseSize(text); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"0", "-1G", "G", "1.5G", "9999999999T", "1X", "M1"} {
		if got, err := parseSize(text); err == nil {
			t.Errorf("%q is no size, and read as %d", text, got)
		}
	}
}
