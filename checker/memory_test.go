//go:build linux

package checker_test

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// The budget bounds the memory of the process, that of the program itself apart.
func TestMemoryIsResident(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("takes seconds")
	}
	budgets := []int{50}
	if *large {
		budgets = append(budgets, 200)
	}
	for shape := range shapes {
		for _, mib := range budgets {
			t.Run(fmt.Sprint(shape, mib), func(t *testing.T) {
				child := exec.Command(os.Args[0])
				child.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d", memoryOf, shape, mib))
				text, err := child.CombinedOutput()
				if err != nil {
					t.Fatalf("%v\n%s", err, text)
				}
				resident := mostResident(t, string(text))
				t.Logf("%d MiB resident", resident)
				if limit := mib + mib/10 + program; resident > limit {
					t.Errorf("%d MiB resident, at most %d are expected", resident, limit)
				}
			})
		}
	}
}

// mostResident returns the MiB that a child had at most, which it has printed as
// the system tells it. What the system tells the parent includes the parent itself,
// as it was when it made the child.
func mostResident(t *testing.T, text string) int {
	t.Helper()
	_, rest, _ := strings.Cut(text, "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		t.Fatalf("it does not say how much was resident:\n%s", text)
	}
	kib, err := strconv.Atoi(fields[0])
	if err != nil {
		t.Fatal(err)
	}
	return kib >> 10
}

// program is what the test itself needs, in MiB.
const program = 16
