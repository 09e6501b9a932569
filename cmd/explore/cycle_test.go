package main

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Files of a package form layers as far as it goes: values at the ground, what
// computes above them. A file points to another if it uses a name, a method or a
// field that the other declares. Files that point to each other round a cycle can
// only be read together.

// largestCycle is the number of files of one package that a cycle may hold.
const largestCycle = 17

// TestCycles holds how many files of a package have to be read together. The
// remedy for one too many is to find the few arrows that lead back, and to move
// what they are drawn by to the file where it belongs.
func TestCycles(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles and type-checks every package")
	}
	packages := list(t)
	fset := token.NewFileSet()
	imported := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(packages[path].Export)
	})
	for path, p := range packages {
		if path != module && !strings.HasPrefix(path, module+"/") {
			continue
		}
		found, err := arrowsOf(fset, path, p.parse(t, fset), imported)
		if err != nil {
			t.Fatal(err)
		}
		if files := found.largest(); len(files) > largestCycle {
			t.Errorf("%s: %d files use each other round a cycle, %d may: %s\nby one name alone:\n%s",
				path, len(files), largestCycle, strings.Join(files, " "), found.thin(files))
		}
	}
}

// A listing is what the go command says of a package.
type listing struct {
	ImportPath, Dir string
	Export          string // where its types lie, compiled
	GoFiles         []string
}

// list returns the packages of the module and all that they import.
func list(t *testing.T) map[string]listing {
	command := exec.Command("go", "list", "-deps", "-export", "-json=ImportPath,Dir,Export,GoFiles", "./...")
	command.Dir = root
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]listing{}
	for from := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listing
		if err := from.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
}

func (p listing) parse(t *testing.T, fset *token.FileSet) (files []*ast.File) {
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// arrows holds which names each file uses of each other.
type arrows map[string]map[string]map[string]bool

func arrowsOf(fset *token.FileSet, path string, files []*ast.File, imported types.Importer) (arrows, error) {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	pkg, err := (&types.Config{Importer: imported}).Check(path, fset, files, info)
	if err != nil {
		return nil, err
	}
	all := arrows{}
	of := func(p token.Pos) string { return filepath.Base(fset.Position(p).Filename) }
	for at, what := range info.Uses {
		if what.Pkg() == pkg && of(what.Pos()) != of(at.Pos()) {
			all.add(of(at.Pos()), of(what.Pos()), what.Name())
		}
	}
	return all, nil
}

func (a arrows) add(from, to, name string) {
	if a[from] == nil {
		a[from] = map[string]map[string]bool{}
	}
	if a[from][to] == nil {
		a[from][to] = map[string]bool{}
	}
	a[from][to][name] = true
}

// largest returns the files of the largest cycle, in order; none if there is no
// cycle.
func (a arrows) largest() (most []string) {
	reach := map[string]map[string]bool{}
	for from := range a {
		reach[from] = map[string]bool{}
		a.follow(from, reach[from])
	}
	for _, file := range slices.Sorted(maps.Keys(a)) {
		var cycle []string
		for other := range reach[file] {
			if reach[other][file] {
				cycle = append(cycle, other)
			}
		}
		if len(cycle) > len(most) {
			most = cycle
		}
	}
	slices.Sort(most)
	return most
}

// follow adds the files that can be reached from a file.
func (a arrows) follow(from string, reached map[string]bool) {
	for to := range a[from] {
		if !reached[to] {
			reached[to] = true
			a.follow(to, reached)
		}
	}
}

// thin lists the arrows between files that one name draws: the first to look at
// for one that leads back.
func (a arrows) thin(files []string) string {
	var all strings.Builder
	for _, from := range files {
		for _, to := range files {
			if names := a[from][to]; len(names) == 1 {
				all.WriteString("\t" + from + " -> " + to + ": " + slices.Collect(maps.Keys(names))[0] + "\n")
			}
		}
	}
	return all.String()
}

// TestCycleOfUses has three files that know each other by a method, a field and a
// name, and a fourth that only knows.
func TestCycleOfUses(t *testing.T) {
	fset := token.NewFileSet()
	var files []*ast.File
	for name, text := range map[string]string{
		"method.go": "func read(b box) { b.open() }",
		"box.go":    "type box struct { lid int }\nfunc (b box) open() { use() }",
		"name.go":   "func use() { read(box{lid: 1}) }",
		"above.go":  "var all = box{}",
	} {
		file, err := parser.ParseFile(fset, name, "package p\n"+text, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	found, err := arrowsOf(fset, "p", files, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := found.largest(); !slices.Equal(got, []string{"box.go", "method.go", "name.go"}) {
		t.Errorf("the largest cycle is %v", got)
	}
	if want := "\tbox.go -> name.go: use\n\tname.go -> method.go: read\n"; found.thin(found.largest()) != want {
		t.Errorf("thin are\n%swant\n%s", found.thin(found.largest()), want)
	}
}
