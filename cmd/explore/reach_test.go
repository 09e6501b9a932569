package main

import (
	"go/ast"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// changing are the functions of package os that change files.
var changing = strings.Fields("Create CreateTemp OpenFile WriteFile Mkdir MkdirAll MkdirTemp Rename Remove RemoveAll " +
	"Link Symlink Truncate Chmod Chown Lchown Chtimes CopyFS OpenRoot")

// surrounding are those that ask the environment, which whoever starts the
// command may have set, and for places that others share.
var surrounding = strings.Fields("Getenv LookupEnv Environ ExpandEnv TempDir UserHomeDir UserCacheDir UserConfigDir")

// reaching are the packages that run what the command did not bring, or reach
// beyond the machine.
var reaching = strings.Fields("os/exec plugin net/http io/ioutil")

// reaches is where code reaches beyond what it was given, and why it may.
var reaches = map[string]string{
	"cmd/explore/terminal.go":                     "how wide lines are, and whether there are colours: COLUMNS, NO_COLOR, TERM",
	"cmd/explore/internal/output/output.go":       "streams that -o names",
	"cmd/explore/internal/output/replace.go":      "files that -o names",
	"cmd/explore/internal/kernel/switch_linux.go": "switches of a network namespace of its own",
	"cmd/explore/internal/child/process.go":       "the stack that the user names behind --",
	"cmd/explore/internal/blackbox/stack.go":      "the command that -connect names, which has the application connect",
	"checker/journal.go":                          "the checkpoint that its options name",
}

// TestReach holds that files are written in few places, and that nothing but how
// it looks depends on the environment, and nothing runs another program.
func TestReach(t *testing.T) {
	found := map[string]bool{}
	for _, s := range sources(t) {
		path := filepath.ToSlash(s.path)
		for _, name := range s.reaches() {
			found[path] = true
			if reaches[path] == "" {
				t.Errorf("%s uses %s: results are written by package output, and nothing else is reached for", path, name)
			}
		}
	}
	for path, why := range reaches {
		if !found[path] {
			t.Errorf("%s reaches for nothing, but is listed: %s", path, why)
		}
	}
}

// reaches lists the functions and packages of a source that change files, ask
// the environment or reach beyond the machine.
func (s *source) reaches() (names []string) {
	for _, spec := range s.file.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err != nil || slices.Contains(reaching, path) {
			names = append(names, path)
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "os" && (slices.Contains(changing, sel.Sel.Name) || slices.Contains(surrounding, sel.Sel.Name)) {
				names = append(names, "os."+sel.Sel.Name)
			}
		}
		return true
	})
	return names
}
