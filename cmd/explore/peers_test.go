package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/document"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/export"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

var (
	peers       = flag.String("peers", "", "ask SPIN and Rumur about what is exported: quick, all, or a regular expression of command lines")
	peersUpdate = flag.Bool("peers.update", false, "with -peers: write down what they answer")
)

// pinnedPeers holds what other model checkers have answered.
var pinnedPeers = filepath.Join("testdata", "peers.jsonl")

// peerExports lists what other model checkers are asked about, by what follows
// "explore export": the standard scenarios, and where a mutant violates safety.
func peerExports() (all []string) {
	for _, s := range catalogue.Scenarios() {
		if !s.Large {
			all = append(all, s.Name)
		}
	}
	for _, mu := range catalogue.Mutants() {
		for i := range mu.Refuted {
			if p := mu.Refuted[i].Property; p.Safety() {
				all = append(all, fmt.Sprintf("%s -mutant %s -property %s", mu.Refuted[i].Scenario.Name, mu.Name, p.Name))
			}
		}
	}
	return append(all, "handshake -mutant no-syn-retransmit -property terminal-states")
}

// A peer is another model checker.
type peer struct {
	name, format, ending string
	programs             []string
	faster               *strings.Replacer // makes of the command lines those that are fastest for small scenarios
	states               *regexp.Regexp
	fine                 *regexp.Regexp // how it says that nothing is violated
	violated             *regexp.Regexp // how it names what is
	answer               func(*document.PeerRecord) *document.PeerAnswer
	skipped              sync.Once
}

var spinPeer = peer{
	name: "SPIN", format: "promela", ending: ".pml", programs: []string{"spin", "gcc"},
	faster:   strings.NewReplacer("gcc -O2", "gcc -O0"),
	states:   regexp.MustCompile(`(\d+) states, stored`),
	fine:     regexp.MustCompile(`errors: 0`),
	violated: regexp.MustCompile(`assertion violated (\w+)`),
	answer:   func(r *document.PeerRecord) *document.PeerAnswer { return &r.SPIN },
}

var rumurPeer = peer{
	name: "Rumur", format: "murphi", ending: ".m", programs: []string{"rumur", "gcc"},
	faster:   strings.NewReplacer("rumur ", "rumur --threads 1 ", "gcc -O2", "gcc -O1"),
	states:   regexp.MustCompile(`(\d+) states, \d+ rules fired in`),
	fine:     regexp.MustCompile(`No error found`),
	violated: regexp.MustCompile(`(?:Assertion failed: \S+ |[Ii]nvariant ")([\w-]+)|\t(deadlock)\n`),
	answer:   func(r *document.PeerRecord) *document.PeerAnswer { return &r.Rumur },
}

var tlcPeer = peer{
	name: "TLC", format: "tla", ending: ".tla", programs: []string{"java"},
	faster:   strings.NewReplacer("tla2tools.jar", os.Getenv("TLA2TOOLS"), "tlc2.TLC", "tlc2.TLC -workers 1"),
	states:   regexp.MustCompile(`(\d+) distinct states found, 0 states left`),
	fine:     regexp.MustCompile(`No error has been found`),
	violated: regexp.MustCompile(`(?:argument was:\s+"|Invariant |Error: )([\w-]+)(?:"| is violated| reached)`),
	answer:   func(*document.PeerRecord) *document.PeerAnswer { return new(document.PeerAnswer) },
}

// missing returns what a peer needs and is not there.
func (p *peer) missing() string {
	for _, program := range p.programs {
		if _, err := exec.LookPath(program); err != nil {
			return program
		}
	}
	if p == &tlcPeer && os.Getenv("TLA2TOOLS") == "" {
		return "tla2tools.jar, named by TLA2TOOLS"
	}
	return ""
}

// TestPeers asks other model checkers about what is exported: they find as many states
// and the same verdicts.
func TestPeers(t *testing.T) {
	if *peers == "" {
		t.Skip("skipped: takes minutes; run go test ./cmd/explore -run '^TestPeers$' -peers quick")
	}
	var mu sync.Mutex
	answered := map[string]document.PeerRecord{}
	known := map[string]document.PeerRecord{}
	for _, r := range readPinned[document.PeerRecord](t, pinnedPeers) {
		known[r.Export] = r
	}
	t.Run("exports", func(t *testing.T) {
		for _, line := range peerExports() {
			if !peersAsked(line, known[line].States) {
				continue
			}
			t.Run(line, func(t *testing.T) {
				t.Parallel()
				r := askPeers(t, line)
				mu.Lock()
				defer mu.Unlock()
				answered[line] = r
			})
		}
	})
	if !*peersUpdate {
		return
	}
	for line, r := range answered {
		known[line] = r
	}
	var all []document.PeerRecord
	for _, line := range peerExports() {
		if r, ok := known[line]; ok {
			all = append(all, r)
		}
	}
	write(t, pinnedPeers, all)
}

// peersAsked reports whether the flag asks about what is exported.
func peersAsked(line string, states uint64) bool {
	switch *peers {
	case "all":
		return true
	case "quick":
		return states > 0 && states <= quickly()
	}
	is, err := regexp.MatchString(*peers, line)
	return err == nil && is
}

// quickly is how many states are compared quickly.
func quickly() uint64 {
	n, err := strconv.ParseUint(strings.ReplaceAll(document.PeersQuickly, ",", ""), 10, 64)
	if err != nil {
		panic(err) // it is a number
	}
	return n
}

// large reports whether a standard scenario has too many states to be compared quickly.
func large(t *testing.T, name string) bool {
	for _, r := range readPinned[report.Record](t, pinned) {
		if r.Scenario == name {
			return r.Distinct > quickly()
		}
	}
	return false
}

// askPeers asks all peers about what is exported, and holds their answers against ours.
func askPeers(t *testing.T, line string) document.PeerRecord {
	r := ours(t, line)
	for _, p := range []*peer{&spinPeer, &rumurPeer, &tlcPeer} {
		if what := p.missing(); what != "" {
			p.skipped.Do(func() { t.Logf("skipped: %s needs %s", p.name, what) })
			continue
		}
		if p == &tlcPeer && r.States > 10_000 {
			continue // it takes minutes
		}
		a := p.ask(t, line)
		if a.Verdict != r.Verdict || a.Verdict == "holds" && a.States != r.States {
			t.Errorf("explore export %s -format %s: %s finds %d states and %s, and we %d and %s", line, p.format, p.name, a.States, a.Verdict, r.States, r.Verdict)
		}
		*p.answer(&r) = a
	}
	return r
}

// ours is what we find.
func ours(t *testing.T, line string) document.PeerRecord {
	t.Helper()
	words := strings.Fields(line)
	request := question.Request{Scenarios: words[:1]}
	for i, w := range words {
		switch w {
		case "-mutant":
			request.Mutant = words[i+1]
		case "-property":
			request.Properties = append(request.Properties, words[i+1])
		}
	}
	questions, err := request.Questions()
	if err != nil {
		t.Fatal(err)
	}
	q := questions[0]
	q.Expected = slices.DeleteFunc(slices.Clone(q.Expected), func(p *model.Property) bool { return !p.Safety() })
	q.Options.KeepGoing = true
	a, err := model.Ask(context.Background(), q.Question)
	if err != nil {
		t.Fatal(err)
	}
	r := document.PeerRecord{Export: line, States: a.Distinct, Verdict: "holds"}
	for _, v := range a.Verdicts {
		if v.Finding.Trace != nil {
			r.Verdict = v.Name
		}
	}
	return r
}

// ask exports and asks a peer.
func (p *peer) ask(t *testing.T, line string) (a document.PeerAnswer) {
	t.Helper()
	dir := t.TempDir()
	name := filepath.Join(dir, words(line)[0]+p.ending)
	var stdout, stderr strings.Builder
	if status := run(context.Background(), append(words("export "+line), "-format", p.format, "-o", name), nil, &stdout, &stderr); status != statusOK {
		t.Fatalf("status %d: %s", status, stderr.String())
	}
	var output string
	var took time.Duration
	for _, command := range toCheck(t, name) {
		words := strings.Fields(p.faster.Replace(command))
		cmd := exec.Command(words[0], words[1:]...) //nolint:gosec // the commands of our own file
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if output = string(out); err != nil && words[0] == "gcc" {
			t.Fatalf("%s: %v\n%s", command, err, output)
		}
		took += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	a.Seconds = took.Round(100 * time.Millisecond).Seconds()
	a.States, a.Verdict = p.read(output)
	if a.Verdict == "" {
		t.Errorf("%s does not say what it finds:\n%s", p.name, output)
	}
	return a
}

// read finds out what an output says.
func (p *peer) read(output string) (states uint64, verdict string) {
	if m := p.violated.FindStringSubmatch(output); m != nil {
		return 0, claimOf(strings.Join(m[1:], ""))
	}
	m := p.states.FindStringSubmatch(output)
	if m == nil || !p.fine.MatchString(output) || strings.Contains(output, "too small") || strings.Contains(output, "out of memory") {
		return 0, ""
	}
	states, _ = strconv.ParseUint(m[1], 10, 64)
	return states, "holds"
}

// claimOf returns the name of a claim by what it is called in one of the languages.
func claimOf(word string) string {
	if strings.EqualFold(word, "deadlock") {
		return "terminal-states"
	}
	word = humped.ReplaceAllString(strings.TrimSuffix(word, "Always"), "-$1")
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(word, "_", "-"), "-"))
}

var humped = regexp.MustCompile(`([A-Z])`)

// toCheck returns the commands by which a file says that it is checked.
func toCheck(t *testing.T, file string) (commands []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if m := regexp.MustCompile(`MODULE (\w+)`).FindSubmatch(text); m != nil { // which names its file
		if err := os.Rename(file, filepath.Join(filepath.Dir(file), string(m[1])+".tla")); err != nil {
			t.Fatal(err)
		}
	}
	_, after, _ := strings.Cut(string(text), "To check it:\n")
	for line := range strings.Lines(after) {
		command := strings.TrimSpace(strings.TrimLeft(line, ` *-\`))
		if command == "" || strings.HasPrefix(command, "(") {
			break
		}
		commands = append(commands, command)
	}
	return commands
}

// TestPeersPinned holds that what is pinned is about what is exported, and that the
// others agree with it.
func TestPeersPinned(t *testing.T) {
	known, agree := peerExports(), 0
	var there []string
	for _, r := range readPinned[document.PeerRecord](t, pinnedPeers) {
		there = append(there, r.Export)
		if !slices.Contains(known, r.Export) {
			t.Errorf("%s is not exported any more: run go test ./cmd/explore -run '^TestPeers$' -peers all -peers.update", r.Export)
		}
		for _, a := range []document.PeerAnswer{r.SPIN, r.Rumur} {
			if a.Verdict != r.Verdict || r.Verdict == "holds" && a.States != r.States {
				t.Errorf("%s: pinned is %v beside %d states and %s", r.Export, a, r.States, r.Verdict)
			}
		}
		if r.Verdict == "holds" {
			agree++
		}
	}
	for _, line := range known {
		if !slices.Contains(there, line) && !large(t, line) {
			t.Errorf("nothing is pinned about %s: run go test ./cmd/explore -run '^TestPeers$' -peers '^%s$' -peers.update", line, line)
		}
	}
	if agree < 40 {
		t.Errorf("the others agree on %d scenarios, at least 40 are wanted", agree)
	}
}

// TestExportFormats holds that what is written is what is pinned, to the byte.
func TestExportFormats(t *testing.T) {
	for _, format := range export.Formats {
		var stdout, stderr strings.Builder
		if status := run(context.Background(), words("export handshake -format "+format), nil, &stdout, &stderr); status != statusOK {
			t.Fatalf("status %d: %s", status, stderr.String())
		}
		file := filepath.Join("testdata", "export", "handshake."+format)
		if *update {
			if err := os.WriteFile(file, []byte(stdout.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || string(want) != stdout.String() {
			t.Errorf("explore export handshake -format %s writes something else than %s: %v", format, file, err)
		}
	}
}
