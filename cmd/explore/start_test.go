package main

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

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
