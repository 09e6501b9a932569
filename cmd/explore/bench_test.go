package main

import (
	"context"
	"io"
	"strings"
	"testing"
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
