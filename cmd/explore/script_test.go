package main

import (
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
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}
