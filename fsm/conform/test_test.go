package conform_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// knownFile names, in the environment, the file of known causes of TestSubject, which
// runs only then.
const knownFile = "CONFORM_TEST_KNOWN"

// TestSubject is what a stack's author writes; TestTest runs it.
func TestSubject(t *testing.T) {
	file, asked := os.LookupEnv(knownFile)
	if !asked {
		t.Skip("skipped: TestTest runs it")
	}
	table, err := conform.NewMachine(fsm.RFC9293Table(), fsm.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	conform.Test(t, silent{table}, conform.Options{States: fsm.StatesOf(fsm.Established), Known: file})
}

// TestTest holds that a cause fails a subtest of its own, unless it is known.
func TestTest(t *testing.T) {
	known := filepath.Join(t.TempDir(), "known.txt")
	if err := os.WriteFile(known, []byte("# why it is so\nrst.challenge: stop # an issue\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, file, want string }{
		{"unknown", "", "--- FAIL: TestSubject/rst.challenge"},
		{"known", known, "--- SKIP: TestSubject/rst.challenge"},
		{"unreadable", known + ".not", "the known causes: open"},
	} {
		if testing.Short() && test.name != "unreadable" {
			continue // each is a process that makes its machines anew
		}
		cmd := exec.Command(os.Args[0], "-test.run=^TestSubject$", "-test.v", "-test.short")
		cmd.Env = append(os.Environ(), knownFile+"="+test.file)
		out, err := cmd.CombinedOutput()
		if passes := err == nil; passes != (test.name == "known") || !strings.Contains(string(out), test.want) {
			t.Errorf("%s: %v, and no %q in\n%s", test.name, err, test.want, out)
		}
	}
}
