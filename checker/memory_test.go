//go:build linux

package checker_test

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// The budget bounds the memory of the process, that of the program itself apart.
func TestMemoryIsResident(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("takes seconds")
	}
	for shape := range shapes {
		for _, mib := range []int{50, 200} {
			t.Run(fmt.Sprint(shape, mib), func(t *testing.T) {
				child := exec.Command(os.Args[0])
				child.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d", memoryOf, shape, mib))
				text, err := child.CombinedOutput()
				if err != nil {
					t.Fatalf("%v\n%s", err, text)
				}
				resident := child.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
				t.Logf("%d MiB resident: %s", resident, text)
				if limit := int64(mib+mib/10) + program; resident > limit {
					t.Errorf("%d MiB resident, at most %d are expected", resident, limit)
				}
			})
		}
	}
}

// program is what the test itself needs, in MiB.
const program = 12
