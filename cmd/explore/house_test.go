package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// The rules of the house, as data.

const module = "github.com/tcpfsm/tcpfsm"

// rooms is where the rooms of the command lie.
const rooms = "cmd/explore/internal/"

// imports says which rooms the code of a room may import. A room that is not
// listed is judged by the longest one that is.
var imports = map[string]struct {
	rooms    []string
	external bool // packages beyond the standard library
}{
	"fsm":                       {nil, false}, // who embeds it links nothing else
	"fsm/rule":                  {[]string{"fsm"}, false},
	"fsm/fact":                  {[]string{"fsm"}, false},
	"fsm/effect":                {[]string{"fsm"}, false},
	"fsm/oracle":                {[]string{"fsm", "fsm/fact", "fsm/effect", "fsm/rule"}, false},
	"fsm/opinion":               {[]string{"fsm"}, false},
	"fsm/conform":               {[]string{"fsm", "fsm/rule", "fsm/effect", "fsm/fact", "fsm/oracle"}, false}, // anybody's test imports it
	"fsm/conform/stacks/gvisor": {[]string{"fsm", "fsm/conform"}, true},                                       // a module of its own
	"fsm/certificate":           {[]string{"fsm"}, false},                                                     // who trusts no search believes it
	"checker":                   {nil, false},                                                                 // knows nothing of TCP
	"model":                     {[]string{"fsm", "fsm/rule", "fsm/fact", "fsm/effect", "checker"}, true},     // knows nothing of what there is to ask about
	"model/edit":                {[]string{"fsm", "fsm/rule"}, false},
	"model/catalogue":           {[]string{"fsm", "fsm/rule", "fsm/fact", "fsm/effect", "model", "model/edit"}, false},
	"model/certify":             {[]string{"fsm", "fsm/certificate", "checker", "model"}, false},
	"model/alone":               {[]string{"fsm"}, false},
	"cmd/explore": {[]string{
		"fsm", "fsm/certificate", "model/certify", "fsm/oracle", "fsm/conform", "checker", "checker/tcp2bag", "checker/scene", "model", "model/catalogue", "cmd/explore",
		rooms + "behaviour", rooms + "blackbox", rooms + "capture", rooms + "casebook", rooms + "child", rooms + "diagram", rooms + "document", rooms + "export", rooms + "fill", rooms + "hint", rooms + "kernel",
		rooms + "ladder", rooms + "language", rooms + "output", rooms + "page", rooms + "predicate", rooms + "question", rooms + "quotient", rooms + "report", rooms + "ruleset", rooms + "serve",
		rooms + "transitions", rooms + "why", rooms + "wire",
	}, true},

	// What is drawn of models: of anybody's, so they know nothing of TCP either.
	"checker/tcp2bag":          {[]string{"checker"}, false},
	"checker/scene":            {[]string{"checker/scene"}, true},
	"checker/internal/layered": {[]string{"checker/scene"}, false},
	"checker/graph":            {[]string{"checker", "checker/scene", "checker/internal/layered"}, false},
	"checker/trace":            {[]string{"checker", "checker/scene", "checker/graph"}, false},

	// The rooms of the command, from the ground up.
	rooms + "hint":        {[]string{"fsm"}, false},
	rooms + "fill":        {nil, false},
	rooms + "sheet":       {[]string{rooms + "fill"}, true},
	rooms + "device":      {nil, true},
	rooms + "language":    {nil, false},
	rooms + "output":      {nil, false},
	rooms + "wire":        {[]string{"fsm"}, true},
	rooms + "kernel":      {[]string{"fsm", "fsm/conform", rooms + "device", rooms + "wire"}, true},
	rooms + "child":       {[]string{"fsm", "fsm/conform", rooms + "wire"}, true},
	rooms + "blackbox":    {[]string{"fsm", "fsm/conform", rooms + "device", rooms + "wire"}, true},
	rooms + "ruleset":     {[]string{"fsm", rooms + "hint", rooms + "sheet"}, false},
	rooms + "transitions": {[]string{"fsm", "fsm/fact", "fsm/effect", rooms + "ruleset"}, false},
	rooms + "ladder":      {[]string{"fsm", "checker/scene", "checker/trace", rooms + "fill", rooms + "wire"}, false},
	rooms + "diagram":     {[]string{"fsm", "checker/scene", rooms + "ladder", rooms + "transitions"}, false},
	rooms + "capture":     {[]string{"fsm", "fsm/rule", "fsm/oracle", rooms + "fill", rooms + "ladder", rooms + "wire"}, true},
	rooms + "casebook":    {[]string{"fsm", "fsm/conform", rooms + "fill", rooms + "ladder", rooms + "ruleset", rooms + "sheet"}, false},
	rooms + "predicate":   {[]string{"fsm", "model"}, false},
	rooms + "question":    {[]string{"fsm", "model", "model/catalogue", rooms + "hint", rooms + "predicate"}, false},
	rooms + "behaviour":   {[]string{"fsm", "checker", "model", "model/catalogue", rooms + "ladder", rooms + "predicate"}, false},
	rooms + "export":      {[]string{"fsm", "checker", "model"}, false},
	rooms + "quotient":    {[]string{"fsm", "checker", "checker/graph", "checker/scene", "model"}, false},
	rooms + "report":      {[]string{"fsm", "fsm/certificate", "checker", "model", "model/catalogue", rooms + "behaviour", rooms + "fill", rooms + "ladder", rooms + "question"}, false},
	rooms + "why":         {[]string{"model", rooms + "fill", rooms + "hint", rooms + "ladder", rooms + "language", rooms + "report"}, false},
	rooms + "web":         {nil, false},
	rooms + "page":        {[]string{"fsm", "checker/scene", rooms + "diagram", rooms + "ladder", rooms + "language"}, false},
	rooms + "serve": {[]string{
		"fsm", "fsm/conform", "fsm/oracle", "checker", "model", "model/catalogue", rooms + "behaviour", rooms + "capture", rooms + "hint", rooms + "ladder", rooms + "language",
		rooms + "page", rooms + "predicate", rooms + "question", rooms + "quotient", rooms + "report", rooms + "ruleset", rooms + "web", rooms + "why",
	}, false},
	rooms + "serve/browser": {nil, true}, // a module of its own
	rooms + "document":      {[]string{"fsm", "fsm/rule", "model", "model/catalogue", "model/certify", rooms + "language", rooms + "report", rooms + "ruleset", rooms + "transitions", rooms + "why"}, false},
}

// topLevel is what the top of the repository may hold; true marks what has to
// be there. Dotfiles are free.
var topLevel = map[string]bool{
	"go.mod": true, "go.sum": true, "README.md": true, "LICENSE": true,
	"fsm": true, "cmd": true, "docs": true, "model": false, "checker": false,
}

// ignored is what .gitignore keeps out of the top of the repository.
var ignored = []string{"explore", "*.test", "*.out", "*.prof"}

// longest is the number of lines that a function may have.
const longest = 70

// A source is one parsed file that is no test.
type source struct {
	path, room string // from the top of the repository
	file       *ast.File
	fset       *token.FileSet
}

func sources(t *testing.T) []source {
	var all []source
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() != ".." && strings.HasPrefix(d.Name(), ".") && path != root, d.IsDir() && d.Name() == "testdata":
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		all = append(all, source{rel, filepath.ToSlash(filepath.Dir(rel)), file, fset})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestImports holds the directions in which rooms may import each other.
func TestImports(t *testing.T) {
	there := map[string]bool{}
	for _, s := range sources(t) {
		room := ruled(s.room)
		there[room] = true
		if room == "" || strings.HasPrefix(s.room, rooms) && room != s.room {
			t.Errorf("%s: %s is no room that imports are ruled for", s.path, s.room)
			continue
		}
		for _, spec := range s.file.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			if !mayImport(room, path) {
				t.Errorf("%s: %s may not import %s", s.path, room, path)
			}
		}
	}
	for room := range imports {
		if !there[room] {
			t.Errorf("imports are ruled for %s, which there is not", room)
		}
	}
}

// ruled returns the longest room with rules that dir is or lies in.
func ruled(dir string) string {
	for ; dir != "."; dir = filepath.ToSlash(filepath.Dir(dir)) {
		if _, ok := imports[dir]; ok {
			return dir
		}
	}
	return ""
}

func mayImport(room, path string) bool {
	first, _, _ := strings.Cut(path, "/")
	own, ok := strings.CutPrefix(path, module+"/")
	switch {
	case ok:
		return slices.ContainsFunc(imports[room].rooms, func(r string) bool { return own == r || strings.HasPrefix(own, r+"/") && ruled(own) == r })
	case strings.Contains(first, "."):
		return imports[room].external
	}
	return true // the standard library
}

// TestWordsAreNotSpelt holds that code outside package fsm has the words of the
// table from packages rule, fact and effect. Words that are English too, as
// "abort" and "passive", cannot be told from it.
func TestWordsAreNotSpelt(t *testing.T) {
	words := map[string]bool{}
	for _, k := range fsm.RFC9293Table() {
		for i := range k.Rules {
			words[k.Rules[i].ID] = strings.ContainsAny(k.Rules[i].ID, ".-")
		}
	}
	for _, f := range fsm.AllFacts() {
		words[f.String()] = strings.ToLower(f.String()) != f.String()
	}
	for _, e := range fsm.AllEffects() {
		words[e.String()] = strings.ToLower(e.String()) != e.String()
	}
	for _, s := range sources(t) {
		if s.room == "fsm" || s.room == "fsm/rule" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				for _, w := range strings.Fields(strings.Trim(lit.Value, "`\"")) {
					if words[w] {
						t.Errorf("%v: %q is spelt; packages rule, fact and effect name it", s.fset.Position(lit.Pos()), w)
					}
				}
			}
			return true
		})
	}
}

// TestFunctionLength holds that no function is longer than a page.
func TestFunctionLength(t *testing.T) {
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := s.fset.Position(f.End()).Line - s.fset.Position(f.Pos()).Line + 1; n > longest {
				t.Errorf("%s: %s has %d lines, more than %d", s.path, f.Name, n, longest)
			}
		}
	}
}

// TestExportedAreDocumented holds that everything exported says what it is.
func TestExportedAreDocumented(t *testing.T) {
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			for _, name := range undocumented(d) {
				t.Errorf("%s: %s is exported and has no comment", s.path, name)
			}
		}
	}
}

// undocumented returns the exported names of d that have no comment. A comment
// on a group of constants or variables counts for each of them.
func undocumented(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && !hiddenReceiver(d) {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			names = append(names, undocumentedSpec(d, spec)...)
		}
	}
	return names
}

func undocumentedSpec(d *ast.GenDecl, spec ast.Spec) (names []string) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil {
			names = append(names, spec.Name.Name)
		}
	case *ast.ValueSpec:
		for _, n := range spec.Names {
			if n.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
				names = append(names, n.Name)
			}
		}
	}
	return names
}

// hiddenReceiver reports whether f is a method of a type that is not exported.
func hiddenReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return false
	}
	typ := f.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if generic, ok := typ.(*ast.IndexExpr); ok {
		typ = generic.X
	}
	name, ok := typ.(*ast.Ident)
	return ok && !name.IsExported()
}

// TestTopLevel holds what lies at the top of the repository.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, e := range entries {
		there[e.Name()] = true
		if _, ok := topLevel[e.Name()]; !ok && !strings.HasPrefix(e.Name(), ".") && !isIgnored(e) {
			t.Errorf("%s does not belong at the top of the repository", e.Name())
		}
	}
	for name, required := range topLevel {
		if required && !there[name] {
			t.Errorf("%s is missing at the top of the repository", name)
		}
	}
}

func isIgnored(e fs.DirEntry) bool {
	return !e.IsDir() && slices.ContainsFunc(ignored, func(pattern string) bool {
		match, _ := filepath.Match(pattern, e.Name())
		return match
	})
}

// TestReadme compares the code of README.md with the example that go test
// compiles and runs.
func TestReadme(t *testing.T) {
	readme := read(t, "README.md")
	example := read(t, "fsm", "readme_test.go")
	code := between(readme, "```go\n", "```\n")
	body := between(example, "func Example_embedding() {\n", "\n}\n")
	var want bytes.Buffer
	for line := range strings.Lines(body + "\n") {
		want.WriteString(strings.TrimPrefix(line, "\t"))
	}
	if code == "" || code != want.String() {
		t.Errorf("the code of README.md is not the body of Example_embedding in fsm/readme_test.go, which is\n%s", want.String())
	}
}

// TestReadmeLists holds that the lists of README.md leave out nothing that the
// command knows.
func TestReadmeLists(t *testing.T) {
	readme := read(t, "README.md")
	row := between(readme, "explore list options` |", "|\n")
	for _, name := range catalogNames() {
		if !strings.Contains(row, name) {
			t.Errorf("the row of explore list leaves out %s", name)
		}
	}
	formats := between(readme, "`-format` has", ".")
	for _, name := range ladder.Formats {
		if !strings.Contains(formats, "`"+name+"`") {
			t.Errorf("what README.md says of -format leaves out %s", name)
		}
	}
	for _, cmd := range newRoot().Commands() {
		if !cmd.IsAdditionalHelpTopicCommand() && !strings.Contains(readme, "explore "+cmd.Name()) && !strings.Contains(readme, "`"+cmd.Name()+"`") {
			t.Errorf("README.md leaves out explore %s", cmd.Name())
		}
	}
	for _, p := range fsm.Profiles() {
		if !strings.Contains(readme, "`"+p.Name+"`") {
			t.Errorf("README.md leaves out the policy %s", p.Name)
		}
	}
}

func read(t *testing.T, path ...string) string {
	text, err := os.ReadFile(filepath.Join(append([]string{root}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// between returns what stands between the first begin and the next end.
func between(text, begin, end string) string {
	_, rest, _ := strings.Cut(text, begin)
	inside, _, ok := strings.Cut(rest, end)
	if !ok {
		return ""
	}
	return inside
}
