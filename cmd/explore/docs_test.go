package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/diagram"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/manual"
	"github.com/tcpfsm/tcpfsm/fsm"
)

var update = flag.Bool("update", false, "rewrite the generated documents")

// root is the top of the repository.
const root = "../.."

// TestDocsUpToDate generates every document and compares it with the one in
// docs, or writes it there.
func TestDocsUpToDate(t *testing.T) {
	for name, generate := range documents(t) {
		path := filepath.Join(root, "docs", name)
		want := generate()
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("docs/%s is stale: run %s", name, manual.Command)
		}
	}
}

func documents(t *testing.T) map[string]func() []byte {
	picture := func(draw func(b *bytes.Buffer) error) func() []byte {
		return func() []byte {
			var b bytes.Buffer
			if err := draw(&b); err != nil {
				t.Fatal(err)
			}
			return b.Bytes()
		}
	}
	dot := func(w diagram.Which) func() []byte {
		return picture(func(b *bytes.Buffer) error { return diagram.DOT(b, fsm.Policy{}, w) })
	}
	svg := func(w diagram.Which) func() []byte {
		return picture(func(b *bytes.Buffer) error { return diagram.SVG(context.Background(), b, fsm.Policy{}, w) })
	}
	return map[string]func() []byte{
		"transitions.md":  func() []byte { return []byte(manual.Transitions()) },
		"choices.md":      func() []byte { return []byte(manual.Choices()) },
		"results.md":      func() []byte { return []byte(manual.Results(readPinned(t))) },
		"requirements.md": func() []byte { return []byte(manual.Requirements(requirements(t))) },
		"tcp.dot":         dot(diagram.Classic),
		"tcp.svg":         svg(diagram.Classic),
		"tcp-reset.dot":   dot(diagram.Disrupted),
		"tcp-reset.svg":   svg(diagram.Disrupted),
	}
}

func requirements(t *testing.T) []manual.Requirement {
	f, err := os.Open(filepath.Join(root, "fsm", "testdata", "requirements.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := manual.ReadRequirements(f)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestRequirements holds the requirements and the rules against each other.
func TestRequirements(t *testing.T) {
	for _, wrong := range manual.Check(requirements(t), testNames(t)) {
		t.Error(wrong)
	}
}

// TestGaps holds that each of A01 to A53 is an option or listed as none.
func TestGaps(t *testing.T) {
	options, others := map[string]bool{}, map[string]bool{}
	for i := range fsm.Options() {
		options[fsm.Options()[i].ID] = true
	}
	for _, g := range fsm.NotOptions() {
		others[g.ID] = true
	}
	for i := 1; i <= 53; i++ {
		if id := fmt.Sprintf("A%02d", i); options[id] == others[id] {
			t.Errorf("%s: an option: %v, listed as none: %v", id, options[id], others[id])
		}
	}
}

var testName = regexp.MustCompile(`(?m)^func ((?:Test|Example|Fuzz)\w*)\(`)

// testNames returns the names of the tests of the repository.
func testNames(t *testing.T) []string {
	var names []string
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range testName.FindAllSubmatch(text, -1) {
			names = append(names, string(m[1]))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
