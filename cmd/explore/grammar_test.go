package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var grammar = flag.Bool("grammar", false, "parse what is exported as TLA+ by the grammar of the TLA+ project, which npm fetches")

// TestGrammar holds that everything that is exported as TLA+ parses, that each name in it
// is one that it defines or that is in a module of TLA+, and that its configuration names
// what it defines. That is what can be held without TLC.
func TestGrammar(t *testing.T) {
	if !*grammar {
		t.Skip("skipped: it needs node and npm; run go test ./cmd/explore -run '^TestGrammar$' -grammar")
	}
	dir := tlaParser(t)
	var files []string
	for _, line := range peerExports() {
		files = append(files, exportTLA(t, dir, line))
	}
	if got, want := parse(t, dir, files), fmt.Sprintf("%d modules\n", len(files)); got != want {
		t.Error(got)
	}
	broken := filepath.Join(dir, "broken.tla")
	if err := os.WriteFile(broken, []byte("---- MODULE broken ----\nInit == Next /\\\n====\n---- CONFIG broken ----\nSPECIFICATION Spec\n====\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := parse(t, dir, []string{broken}); !strings.Contains(got, "does not parse") || !strings.Contains(got, "the configuration names Spec, which nobody defines") {
		t.Errorf("of a module that is broken nothing is said but %s", got)
	}
}

// parse returns what is wrong with the files, and how many there are.
func parse(t *testing.T, dir string, files []string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", append([]string{"parse.mjs"}, files...)...) //nolint:gosec // files of our own
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("node parse.mjs: %v\n%s", err, out)
	}
	return string(out)
}

// tlaParser makes a directory in which parse.mjs finds what it needs.
func tlaParser(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "grammar"))); err != nil {
		t.Fatal(err)
	}
	install := exec.CommandContext(t.Context(), "npm", "ci", "--silent", "--ignore-scripts", "--legacy-peer-deps")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	return dir
}

// exportTLA exports and returns the name of the file.
func exportTLA(t *testing.T, dir, line string) string {
	t.Helper()
	name := filepath.Join(dir, strings.NewReplacer(" ", "_", "=", "_").Replace(line)+".tla")
	var stdout, stderr strings.Builder
	if status := run(context.Background(), append(words("export "+line), "-format", "tla", "-o", name), nil, &stdout, &stderr); status != statusOK {
		t.Fatalf("status %d: %s", status, stderr.String())
	}
	return name
}

// TestJunctions holds that a list of TLA+, whose items begin with /\ or \/ in one column, is
// not ended by a line that begins in that column or before it, and that no item has a set
// in it that may grow into lines.
func TestJunctions(t *testing.T) {
	dir := t.TempDir()
	for _, export := range []string{"handshake", "try-overflow"} {
		text, err := os.ReadFile(exportTLA(t, dir, export))
		if err != nil {
			t.Fatal(err)
		}
		lists := 0
		for block := range strings.SplitSeq(string(text), "\n\n") {
			listed := false
			for line := range strings.Lines(block) {
				item := strings.HasPrefix(line, `  /\ `) || strings.HasPrefix(line, `  \/ `)
				comment := strings.HasPrefix(strings.TrimSpace(line), `\*`)
				if listed && !item && !comment && !strings.HasPrefix(line, "   ") || item && strings.Contains(line, "<<{") {
					t.Errorf("explore export %s -format tla: a list ends in or before %.60q", export, line)
				}
				if listed = listed || item; item {
					lists++
				}
			}
		}
		if lists == 0 {
			t.Errorf("explore export %s -format tla has no lists", export)
		}
	}
}
