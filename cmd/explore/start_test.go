package main

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// mostMegabytes is what the command may be large, as README.md has it built, in
// millions of octets.
const mostMegabytes = 18

// TestSize holds that the command stays small, and is as large as docs/performance.md
// says, within a thirtieth.
func TestSize(t *testing.T) {
	if testing.Short() || runtime.GOOS+"/"+runtime.GOARCH != "linux/amd64" {
		t.Skip("skipped with -short, and but for linux/amd64: builds the command")
	}
	row := regexp.MustCompile(`(?m)^\| as it is \|.*\| ([0-9.]+) \|$`).FindStringSubmatch(read(t, "docs/performance.md"))
	if row == nil {
		t.Fatal("docs/performance.md does not say how large the command is")
	}
	said, err := strconv.ParseFloat(row[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	command := filepath.Join(t.TempDir(), "explore")
	if out, err := exec.Command("go", "build", "-o", command, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	info, err := os.Stat(command)
	if err != nil {
		t.Fatal(err)
	}
	is := float64(info.Size()) / 1e6
	if is >= mostMegabytes {
		t.Errorf("the command has %.1f MB, and is to have less than %d: go tool nm -size -sort size shows where it goes", is, mostMegabytes)
	}
	if math.Abs(is-said) > said/30 {
		t.Errorf("the command has %.1f MB, and docs/performance.md says %.1f", is, said)
	}
}

// BenchmarkStart starts the command and lets it do little: what it costs before
// it does anything. It tells the median of the processor time.
func BenchmarkStart(b *testing.B) {
	command := filepath.Join(b.TempDir(), "explore")
	if out, err := exec.Command("go", "build", "-o", command, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for _, line := range []string{"help", "list policies", "table", "graph fsm -format svg", "graph fsm -format png"} {
		b.Run(line, func(b *testing.B) {
			var times []time.Duration
			for b.Loop() {
				cmd := exec.Command(command, strings.Fields(line)...)
				if err := cmd.Run(); err != nil {
					b.Fatal(err)
				}
				times = append(times, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "cpu-ms/op")
		})
	}
}
