package main

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// An outcome is what an example of a help leads to, where that is not simply
// success.
type outcome struct {
	statuses []int
	long     bool // it takes too long, or needs too much, for every run of the tests
	stdin    string
	piped    string // the command whose output is the input
	before   string // the command that writes the file it needs
	served   bool   // it goes on until it is interrupted; status 2 if somebody else has its port
	absent   bool   // what it needs is not on this machine, which it says: status 2
}

var outcomes = map[string]outcome{
	"explore check":                                                           {long: true},
	"explore check -json":                                                     {long: true},
	"explore why time-wait":                                                   {long: true}, // TestWhy asks it
	"explore why time-wait -lang zh":                                          {long: true},
	"explore why claims":                                                      {long: true}, // TestClaims asks it
	"explore why claims -lang zh":                                             {long: true},
	"explore why close-wait -lang zh":                                         {long: true}, // asks what the English does
	"explore why simultaneous-close -lang zh":                                 {long: true},
	"explore check -bounds close-within":                                      {long: true}, // one of all
	"explore why close-wait-practice -lang zh":                                {long: true},
	"explore check -hazards":                                                  {long: true}, // TestHazards asks them all
	"explore check -property service":                                         {long: true}, // and TestService
	"explore check -certificate all.json":                                     {long: true},
	"explore check -policy RFC9293,keep_alive=on":                             {long: true},
	"explore check close -net loss,reorder -policy Linux":                     {long: true},
	"explore check close-fair -property close-completes -assume MONO,TMR,APP": {statuses: []int{statusViolated}}, // FL is not assumed
	"explore check try-sends -mutant retransmits-others -property service":    {statuses: []int{statusViolated}},
	"explore check -mutant two-way-handshake":                                 {statuses: []int{statusViolated}},
	"explore check -mutant two-way-handshake -format html -o handshake.html":  {statuses: []int{statusViolated}},
	"explore check -mutant no-time-wait -format pcapng -o old.pcapng":         {statuses: []int{statusViolated}},
	"explore conform linux":                                                   {statuses: conformStatuses(), long: true},
	"explore conform linux -sysctl tcp_rfc1337=1 -state TIME-WAIT":            {statuses: conformStatuses(), long: true},
	"explore conform linux -pcapng run.pcapng -format md -o report.md":        {statuses: conformStatuses(), long: true},
	"explore conform linux -more -format known":                               {statuses: conformStatuses(), long: true},
	"explore graph fsm -path - -format svg -o way.svg":                        {piped: "simulate close -seed 7 -format json"},
	"explore serve": {served: true, statuses: []int{statusOK, statusUsage}},
	"explore serve -addr 127.0.0.1:0 -max-memory 2G":  {served: true, statuses: []int{statusOK}},
	"explore step handshake":                          {stdin: "1\nl\nq\n"},
	"explore verify close.json":                       {long: true, before: "check close -certificate close.json"}, // as is all.json
	"explore verify all.json":                         {before: "check handshake close -certificate all.json"},
	"explore conform wire -wire unix:/tmp/passt.sock": {absent: true},
	"explore conform wire -wire unix:/tmp/passt.socket -address 192.0.2.1 -service close": {absent: true},
}

// conformStatuses are those with which a running kernel may be found to conform,
// or not: it is not up to us. Only root can ask.
func conformStatuses() []int {
	if os.Geteuid() == 0 {
		return []int{statusOK, statusViolated}
	}
	return []int{statusUsage}
}

// TestExamples runs the commands of every help and document that take seconds at
// most.
func TestExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: runs every command of every help and document")
	}
	runExamples(t, false)
}

// TestExamplesExplored runs the others.
func TestExamplesExplored(t *testing.T) {
	if !*explored {
		t.Skip("skipped: takes a minute; run go test ./cmd/explore -run Explored -explored")
	}
	runExamples(t, true)
}

func runExamples(t *testing.T, long bool) {
	capture, err := os.ReadFile("testdata/capture/kernel.pcap")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range exampleLines(t) {
		o := outcomes[line]
		if o.long != long {
			continue
		}
		t.Run(line, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for _, name := range []string{"web.pcapng", "capture.pcapng"} {
				if err := os.WriteFile(name, capture, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			stdin := o.stdin
			var stdout, stderr strings.Builder
			for _, before := range []string{o.piped, o.before} {
				if before == "" {
					continue
				}
				if status := run(context.Background(), words(before), nil, &stdout, &stderr); status != statusOK {
					t.Fatalf("%s: status %d: %s", before, status, stderr.String())
				}
			}
			if o.piped != "" {
				stdin = stdout.String()
			}
			stdout.Reset()
			if stdin == "" {
				stdin = string(capture)
			}
			ctx := context.Background()
			if o.served {
				soon, stop := context.WithTimeout(ctx, time.Second)
				defer stop()
				ctx = soon
			}
			status := run(ctx, words(line)[1:], strings.NewReader(stdin), &stdout, &stderr)
			if o.absent {
				if status != statusUsage || stderr.Len() == 0 {
					t.Errorf("status %d: %s", status, stderr.String())
				}
				return
			}
			if want := o.statuses; status != statusOK && !slices.Contains(want, status) || status == statusOK && want != nil && !slices.Contains(want, status) {
				t.Errorf("status %d: %s", status, stderr.String())
			}
			if !o.served || status == statusOK {
				holdWritten(t, line, stdout.String())
			}
		})
	}
}

// holdWritten holds that the file an example names, or else standard output, has
// something in it.
func holdWritten(t *testing.T, line, stdout string) {
	t.Helper()
	words := words(line)
	i := slices.Index(words, "-o")
	if i < 0 {
		if stdout == "" {
			t.Error("it prints nothing")
		}
		return
	}
	if info, err := os.Stat(words[i+1]); err != nil || info.Size() == 0 {
		t.Errorf("it writes nothing: %v", err)
	}
}

// exampleLines returns the examples of every help, each without what stands
// before and after it in a pipe.
func exampleLines(t *testing.T) (lines []string) {
	for _, cmd := range newRoot().Commands() {
		if cmd.IsAdditionalHelpTopicCommand() {
			continue
		}
		n := len(lines)
		for line := range strings.Lines(cmd.Example) {
			for _, part := range strings.Split(line, " | ") {
				if part = strings.TrimSpace(part); strings.HasPrefix(part, "explore ") {
					lines = append(lines, part)
				}
			}
		}
		if len(lines) == n {
			t.Errorf("the help of %s has no example", cmd.Name())
		}
	}
	if testing.Short() {
		return lines
	}
	for _, line := range documented(t) {
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	for line := range outcomes {
		if !slices.Contains(lines, line) {
			t.Errorf("%s is no example any more", line)
		}
	}
	return lines
}

var (
	inline      = regexp.MustCompile("`(?:go run \\./cmd/)?(explore [^`]+)`")
	placeholder = regexp.MustCompile(`(?: -| -at| -pcapng| -format| -assume| -reach| -never| -leads-to| -set| [A-Z]{3,}| trace| conform| conform wire| verify| export)$|NAME|ADDRESS|SUBJECT|QUESTION|FILE|LADDER|conform exec`)
)

// elsewhere are the documents whose commands are run to write them, or take minutes.
var elsewhere = []string{"bounds.md", "claims.md", "performance.md", "results.md", "time-wait.md", "why.md"}

// documented returns the commands that README.md and the documents name in full.
func documented(t *testing.T) (lines []string) {
	docs, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	chinese, err := filepath.Glob(filepath.Join(root, "docs", "zh", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range slices.Concat(docs, chinese, []string{filepath.Join(root, "README.md")}) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range inline.FindAllStringSubmatch(string(text), -1) {
			if !slices.Contains(elsewhere, filepath.Base(path)) && !placeholder.MatchString(m[1]) {
				lines = append(lines, m[1])
			}
		}
	}
	return lines
}
