package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDocumentsAreListed holds that docs/README.md says of every document what
// it is.
func TestDocumentsAreListed(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join(root, "docs"))
	if err != nil {
		t.Fatal(err)
	}
	index := read(t, "docs", "README.md")
	for _, e := range entries {
		if e.Name() != "README.md" && !strings.Contains(index, "("+e.Name()+")") {
			t.Errorf("docs/README.md leaves out %s", e.Name())
		}
	}
}

// TestFlagsAreExplained holds that docs/CONTRIBUTING.md explains each flag of a
// test.
func TestFlagsAreExplained(t *testing.T) {
	text := read(t, "docs", "CONTRIBUTING.md")
	defined := regexp.MustCompile(`flag\.(?:Bool|Int|Uint64|String)\("([^"]+)"`)
	for path, code := range testFiles(t) {
		for _, m := range defined.FindAllStringSubmatch(code, -1) {
			if !strings.Contains(text, "`-"+m[1]+"`") {
				t.Errorf("docs/CONTRIBUTING.md does not explain -%s of %s", m[1], path)
			}
		}
	}
}

// TestRecipesNameWhatExists holds that the files and tests in the recipes of
// docs/CONTRIBUTING.md are there.
func TestRecipesNameWhatExists(t *testing.T) {
	text := read(t, "docs", "CONTRIBUTING.md")
	known := map[string]bool{}
	for _, name := range testNames(t) {
		known[name] = true
	}
	for _, name := range regexp.MustCompile(`\bTest[A-Z]\w*`).FindAllString(text, -1) {
		if !known[name] {
			t.Errorf("docs/CONTRIBUTING.md names %s, which does not exist", name)
		}
	}
	files := goFiles(t)
	for _, m := range regexp.MustCompile("`([\\w/]+\\.go)`").FindAllStringSubmatch(text, -1) {
		is := func(path string) bool { return strings.HasSuffix(filepath.ToSlash(path), "/"+m[1]) }
		if !slices.ContainsFunc(files, is) {
			t.Errorf("docs/CONTRIBUTING.md names %s, which does not exist", m[1])
		}
	}
	for _, m := range regexp.MustCompile(`go (?:test|run) (?:-short )?\./([\w/]+)`).FindAllStringSubmatch(text, -1) {
		if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
			t.Errorf("docs/CONTRIBUTING.md: %v", err)
		}
	}
}

// TestVersionIsListed holds that docs/CHANGELOG.md begins with the version that
// the command prints.
func TestVersionIsListed(t *testing.T) {
	m := regexp.MustCompile(`(?m)^## ([\d.]+)`).FindStringSubmatch(read(t, "docs", "CHANGELOG.md"))
	if m == nil || m[1] != version {
		t.Errorf("docs/CHANGELOG.md lists %q first, not %s", m, version)
	}
}

// goFiles returns the paths of all files of Go in the repository.
func goFiles(t *testing.T) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// testFiles returns the files of tests, by their paths.
func testFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, path := range goFiles(t) {
		if strings.HasSuffix(path, "_test.go") {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files[path] = string(text)
		}
	}
	return files
}
