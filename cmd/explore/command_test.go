package main

import (
	"context"
	"image/png"
	"io"
	"os"
	"strings"
	"testing"
)

// TestFullDisk writes to a device that has no room: no command may end well.
func TestFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("skipped: needs /dev/full, which Linux has")
	}
	defer full.Close()
	for _, line := range []string{"table", "table -format json", "table -diff RFC9293,Linux", "graph fsm", "list rules",
		"check close -bound segments=1", "check -hazards H40", "check -mutant no-syn-retransmit", "simulate close", "step close", "why", "why accept",
		"trace testdata/capture/kernel.pcap", "trace -json testdata/capture/kernel.pcap", "conform fsm -state CLOSED", "bench -k 1",
		"-help", "help check", "graph -help"} {
		holdFull(t, line, full)
	}
	for _, line := range []string{"table", "graph fsm", "graph close -bound segments=1", "list rules", "simulate close", "conform fsm -state CLOSED",
		"check close -bound segments=1", "check -hazards H40", "check -mutant no-syn-retransmit -format dot"} {
		holdFull(t, line+" -o /dev/full", io.Discard)
	}
}

// holdFull holds that a command that cannot write does not end well.
func holdFull(t *testing.T, line string, stdout io.Writer) {
	t.Helper()
	var stderr strings.Builder
	status := run(context.Background(), strings.Fields(line), strings.NewReader(""), stdout, &stderr)
	if status != statusUsage || !strings.Contains(stderr.String(), "explore: cannot write to ") || !strings.Contains(stderr.String(), "\nhint: ") {
		t.Errorf("explore %s: status %d, %q; want %d and a message", line, status, stderr.String(), statusUsage)
	}
}

// TestStatus holds what a wrong command line is told, with the exit status 2.
func TestStatus(t *testing.T) {
	for _, test := range []struct{ line, message string }{
		{"tabel", `unknown command "tabel"`},
		{"table -policy Linux,rst_in_time_wate=ignore", "column 7: expected an option, perhaps rst_in_time_wait\nhint: "},
		{"table -policy Linux,rst_in_time_wait=drop", "an alternative of rst_in_time_wait: close, ignore, exact\nhint: "},
		{"table -policy Linux,rst", "column 7: expected option=alternative\nhint: "},
		{"table -policy zebra", "expected a profile or option=alternative: RFC9293, "},
		{"table -format txt", "unknown format \"txt\"\nhint: choose one of text, "},
		{"table -diff RFC9293", "names 1 policies, expected two\nhint: "},
		{"table -diff RFC9293,Linx", "column 1: expected a profile or option=alternative, perhaps Linux\nhint: "},
		{"table rules", "takes no argument \"rules\"\nhint: "},
		{"table -formt md", "unknown flag: --formt\nhint: explore table --help"},
		{"table -o nowhere/rules.csv", "nowhere/rules.csv: no such file or directory\nhint: "},
		{"graph fms", "unknown graph \"fms\"\nhint: did you mean fsm"},
		{"graph fsm -format pdf", `unknown format "pdf"`},
		{"graph fsm -policy Linx", "perhaps Linux\nhint: "},
		{"list polices", "unknown list \"polices\"\nhint: did you mean policies?"},
		{"list rules facts", "takes one name, not 2\nhint: "},
	} {
		var stdout, stderr strings.Builder
		status := run(context.Background(), strings.Fields(test.line), nil, &stdout, &stderr)
		if status != statusUsage || stdout.Len() > 0 || !strings.HasPrefix(stderr.String(), "explore: ") || !strings.Contains(stderr.String(), test.message) {
			t.Errorf("explore %s: status %d, stdout %q, stderr %q; want %d, none, %q", test.line, status, stdout.String(), stderr.String(), statusUsage, test.message)
		}
	}
}

// TestPNG holds that an image is drawn although there is no other program.
func TestPNG(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: draws large pictures")
	}
	t.Setenv("PATH", "")
	for _, line := range []string{"graph fsm -format png", "graph fsm -reset -format png", "graph handshake -format png"} {
		var stdout, stderr strings.Builder
		if status := run(context.Background(), strings.Fields(line), nil, &stdout, &stderr); status != statusOK {
			t.Errorf("explore %s: status %d, %q", line, status, stderr.String())
		}
		if _, err := png.Decode(strings.NewReader(stdout.String())); err != nil {
			t.Errorf("explore %s: %v", line, err)
		}
	}
}
