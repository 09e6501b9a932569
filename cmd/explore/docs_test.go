package main

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/casebook"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/diagram"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/document"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ruleset"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

var update = flag.Bool("update", false, "rewrite the generated documents")

// root is the top of the repository.
const root = "../.."

// TestDocsUpToDate generates every document and compares it with the one in
// docs, or writes it there, after what it tells of was explored anew.
func TestDocsUpToDate(t *testing.T) {
	if *update {
		pin(t)
	}
	for name, generate := range documents(t) {
		if testing.Short() && (name == "transitions.md" || name == "bounds.md") {
			continue // they take as long as all the others
		}
		upToDate(t, name, generate())
	}
}

// upToDate compares what is generated with what is in docs, or writes it there.
func upToDate(t *testing.T, name string, want []byte) {
	t.Helper()
	path := filepath.Join(root, "docs", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/%s is stale: run %s", name, document.Command)
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
	of := func(w diagram.Which) *diagram.Picture { return diagram.Of(fsm.Profiles()[0].Name, fsm.Policy{}, w) }
	dot := func(w diagram.Which) func() []byte {
		return picture(func(b *bytes.Buffer) error { return of(w).DOT(b) })
	}
	svg := func(w diagram.Which) func() []byte {
		return picture(func(b *bytes.Buffer) error { return of(w).Scene().SVG(b) })
	}
	all := map[string]func() []byte{
		"transitions.md": func() []byte { return []byte(document.Transitions()) },
		"choices.md":     func() []byte { return []byte(document.Choices()) },
		"stacks.md":      casebook.Stacks,
		"bugs.md":        func() []byte { return []byte(document.Bugs(levelNames(), readBugs(t))) },
		"results.md": func() []byte {
			return []byte(document.Results(proof(t)))
		},
		"other-checkers.md": func() []byte {
			return []byte(document.Peers(readPinned[document.PeerRecord](t, pinnedPeers)))
		},
		"bounds.md": func() []byte { return boundsDocument(t) },
		"time-wait.md": func() []byte {
			return []byte(document.TimeWaits(readPinned[report.TimeWaitRecord](t, pinnedTimeWaits)))
		},
		"requirements.md": func() []byte { return []byte(document.Requirements(requirements(t))) },
		"tcp.dot":         dot(diagram.Classic),
		"tcp.svg":         svg(diagram.Classic),
		"tcp-reset.dot":   dot(diagram.Disrupted),
		"tcp-reset.svg":   svg(diagram.Disrupted),
	}
	for name, text := range casebook.Reports() {
		all["reports/"+name] = func() []byte { return text }
	}
	return all
}

// proof is all that results.md tells of.
func proof(t *testing.T) *document.Proof {
	text, err := os.ReadFile(filepath.Join(root, "model", "catalogue", "testdata", "ledger.txt"))
	if err != nil {
		t.Fatal(err)
	}
	ledger, err := document.ParseLedger(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return &document.Proof{
		Records: readPinned[report.Record](t, pinned), Trials: readPinned[report.TrialRecord](t, pinnedTrials),
		Ledger: ledger, Peers: readPinned[document.PeerRecord](t, pinnedPeers),
	}
}

// boundsDocument explores how long things take.
func boundsDocument(t *testing.T) []byte {
	questions, err := (&question.Request{}).Bounds()
	if err != nil {
		t.Fatal(err)
	}
	var all []*report.Delay
	for i := range questions {
		a, err := model.Longest(t.Context(), questions[i].Question.Question, &questions[i].Within.Bound)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, report.DelayOf(&questions[i], a))
	}
	text, err := document.Bounds(all)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(text)
}

// TestReports holds that there is a report for each bug of a stack that is known, and for
// nothing else.
func TestReports(t *testing.T) {
	want := slices.Sorted(maps.Keys(casebook.Reports()))
	if *update {
		for _, name := range reportFiles(t) {
			if !slices.Contains(want, name) {
				if err := os.Remove(filepath.Join(root, "docs", "reports", name)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if got := reportFiles(t); !slices.Equal(got, want) || len(want) < 6 {
		t.Errorf("docs/reports has %q, want %q: run %s", got, want, document.Command)
	}
}

// reportFiles returns the names of the reports in docs.
func reportFiles(t *testing.T) (names []string) {
	files, err := os.ReadDir(filepath.Join(root, "docs", "reports"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		names = append(names, f.Name())
	}
	return names
}

func requirements(t *testing.T) []document.Requirement {
	f, err := os.Open(filepath.Join(root, "fsm", "testdata", "requirements.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := document.ReadRequirements(f)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestRequirements holds the requirements and the rules against each other.
func TestRequirements(t *testing.T) {
	for _, wrong := range document.Check(requirements(t), testNames(t)) {
		t.Error(wrong)
	}
}

// TestGaps holds that each of A01 to A71 is an option or listed as none.
func TestGaps(t *testing.T) {
	options, others := map[string]bool{}, map[string]bool{}
	for i := range fsm.Options() {
		options[fsm.Options()[i].ID] = true
	}
	for _, g := range fsm.NotOptions() {
		others[g.ID] = true
	}
	for i := 1; i <= 71; i++ {
		if id := fmt.Sprintf("A%02d", i); options[id] == others[id] {
			t.Errorf("%s: an option: %v, listed as none: %v", id, options[id], others[id])
		}
	}
}

// TestFindings holds that each finding names what holds it, and that this
// exists: a test, a rule, an option, or a name of the model.
func TestFindings(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "findings.md"))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, name := range slices.Concat(testNames(t), exhibits(t), modelNames(), tableNames()) {
		known[name] = true
	}
	for _, section := range strings.Split(string(text), "\n### ")[1:] {
		title, _, _ := strings.Cut(section, "\n")
		_, held, found := strings.Cut(section, "\nHeld by: ")
		held, _, _ = strings.Cut(held, "\n\n")
		names := quoted.FindAllStringSubmatch(held, -1)
		if !found || len(names) == 0 {
			t.Errorf("docs/findings.md: nothing holds %q", title)
		}
		for _, name := range names {
			if !known[name[1]] {
				t.Errorf("docs/findings.md: %q is held by %s, which does not exist", title, name[1])
			}
		}
	}
}

var quoted = regexp.MustCompile("`([^`]+)`")

// exhibits returns the names of the exhibits of package catalogue, which only its
// tests know.
func exhibits(t *testing.T) (names []string) {
	text, err := os.ReadFile(filepath.Join(root, "model", "catalogue", "exhibits_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^\s*{?"([^"]+)", "`).FindAllSubmatch(text, -1) {
		names = append(names, string(m[1]))
	}
	return names
}

func modelNames() (names []string) {
	for _, s := range catalogue.Scenarios() {
		names = append(names, s.Name)
	}
	for _, p := range catalogue.Properties() {
		names = append(names, p.Name)
	}
	for _, r := range catalogue.Counterexamples() {
		names = append(names, r.Name)
	}
	for _, h := range catalogue.Hazards() {
		names = append(names, h.ID)
	}
	for _, tr := range catalogue.TimeWaitTrials() {
		names = append(names, tr.With)
	}
	return names
}

func tableNames() (names []string) {
	for _, row := range ruleset.Rows(fsm.RFC9293Table(), ruleset.Any) {
		names = append(names, row.Rule)
	}
	for _, o := range fsm.Options() {
		names = append(names, o.Name)
	}
	return names
}

var testName = regexp.MustCompile(`(?m)^func ((?:Test|Example|Fuzz)\w*)\(`)

// testNames returns the names of the tests of the repository.
func testNames(t *testing.T) []string {
	var names []string
	for _, text := range testFiles(t) {
		for _, m := range testName.FindAllStringSubmatch(text, -1) {
			names = append(names, m[1])
		}
	}
	return names
}
