package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
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
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(env *testscript.Env) error {
		env.Setenv("CAPTURES", captures)
		return nil
	}})
}
