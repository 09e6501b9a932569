package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	// Whoever runs the tests in a narrow terminal reads the same as all others. The
	// command in scripts is this program too, and has the environment that they set.
	if filepath.Base(os.Args[0]) != "explore" {
		if err := os.Unsetenv("COLUMNS"); err != nil {
			panic(err)
		}
	}
	testscript.Main(m, map[string]func(){"explore": main})
}

func TestScript(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: starts a process for each command")
	}
	captures, err := filepath.Abs("testdata/capture")
	if err != nil {
		t.Fatal(err)
	}
	frames, err := filepath.Abs("../../fsm/conform/frames")
	if err != nil {
		t.Fatal(err)
	}
	setup := func(env *testscript.Env) error {
		env.Setenv("CAPTURES", captures)
		env.Setenv("FRAMES", frames)
		return nil
	}
	commands := map[string]func(*testscript.TestScript, bool, []string){"empty": empty}
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: setup, Cmds: commands})
}

// empty is a command of scripts: it holds that a directory has nothing in it.
func empty(ts *testscript.TestScript, _ bool, args []string) {
	for _, dir := range args {
		entries, err := os.ReadDir(ts.MkAbs(dir))
		ts.Check(err)
		if len(entries) > 0 {
			ts.Fatalf("%s is not empty: %v", dir, entries)
		}
	}
}
