package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/capture"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/document"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

var verdicts = flag.String("verdicts", "", "levels of telling, with semicolons between them, whose verdicts on testdata/bugs are rewritten as they are today")

// bugs is the place of the logs of bugs that stacks have had, each with what a stack
// without it does.
const bugs = "testdata/bugs"

// atTheEnd is the level of a capture that was made at the host under test: the segments
// of a log, each at a time of its own.
const atTheEnd = "at the end"

// levels are the levels of telling, as the head of verdicts.tsv names them.
var levels = []struct {
	name string
	told []string
}{
	{"everything", []string{"everything"}},
	{"without calls", []string{"timeouts", "arrivals", "segments"}},
	{"without timeouts", []string{"calls", "arrivals", "segments"}},
	{"segments, arrivals", []string{"arrivals", "segments"}},
	{atTheEnd, nil},
	{"segments", []string{"segments"}},
	{"nothing", []string{}},
}

func levelNames() (names []string) {
	for _, l := range levels {
		names = append(names, l.name)
	}
	return names
}

// TestBugs holds the oracle to the table, and the table to justice: at no level is
// an end accused that is right.
func TestBugs(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: judges 146 files at seven levels")
	}
	rows := readBugs(t)
	files, err := filepath.Glob(filepath.Join(bugs, "*.*"))
	if err != nil || len(rows) != len(files)-1 {
		t.Errorf("%d rows for %d files, %v", len(rows), len(files)-1, err)
	}
	for i := range rows {
		b := &rows[i]
		for l := range levels {
			got := judged(t, b.File, l)
			if slices.Contains(strings.Split(*verdicts, ";"), levels[l].name) {
				b.Verdicts[l] = got
			}
			if want := b.Verdicts[l]; got != want {
				t.Errorf("%s, %s: %s, want %s", b.File, levels[l].name, got, want)
			}
			unsaid := b.Is == "open" && levels[l].name == atTheEnd // times tell more than the log
			if b.Is != "wrong" && !unsaid && strings.HasPrefix(got, oracle.Deviates.String()) {
				t.Errorf("%s, %s: accused, and it is %s", b.File, levels[l].name, b.Is)
			}
		}
	}
	if *verdicts != "" {
		writeBugs(t, rows)
	}
}

// judged is what the oracle says of the file at a level of telling: the verdict and
// the rule. A capture tells segments or nothing.
func judged(t *testing.T, file string, level int) string {
	data, err := os.ReadFile(filepath.Join(bugs, file))
	if err != nil {
		t.Fatal(err)
	}
	var opts capture.Options
	switch told := levels[level]; {
	case told.name == atTheEnd && strings.HasSuffix(file, ".jsonl"):
		verdict, _ := verdictsOf(t, file, captured(t, data), capture.Options{At: []netip.Addr{netip.MustParseAddrPort(host["A"]).Addr()}})
		verdict, _, _ = strings.Cut(verdict, ", ")
		return verdict
	case strings.HasSuffix(file, ".jsonl"):
		_, rest, _ := bytes.Cut(data, []byte("\n"))
		data = slices.Concat([]byte(fmt.Sprintf(`{"told":["%s"]}`+"\n", strings.Join(told.told, `","`))), rest)
		if len(told.told) == 0 {
			data = rest
		}
	case told.name == "segments":
		opts.Oracle.Told = oracle.Segments
	case told.name != "nothing":
		return "-"
	}
	verdict, _ := verdictsOf(t, file, data, opts)
	return verdict
}

// host names the sockets of a log that is played as a capture: the host is A, the others
// are only there so that the capture goes on.
var host = map[string]string{"A": "192.0.2.1:1024", "B": "198.51.100.2:80", "C": "203.0.113.3:5", "D": "203.0.113.4:6"}

// captured is the capture that the host would have made of what a log tells of it. It
// answers in a millisecond; what comes from elsewhere, and what its user does, takes
// longer, and a timeout two seconds.
func captured(t *testing.T, log []byte) []byte {
	var script strings.Builder
	at := 1.0
	frame := func(after float64, way, segment string) {
		at += after
		fmt.Fprintf(&script, "%.6f %s %s\n", at, way, segment)
	}
	for line := range bytes.Lines(log) {
		var x struct{ In, Out, Event string }
		if err := json.Unmarshal(line, &x); err != nil {
			t.Fatal(err)
		}
		switch {
		case x.In != "":
			frame(0.15, "B>A", x.In)
		case x.Out != "":
			frame(0.001, "A>B", x.Out)
		case strings.Contains(x.Event, "TIMEOUT") || strings.HasSuffix(x.Event, "REACHED"):
			at += 2
		case x.Event != "":
			at += 0.15
		}
	}
	frame(0.5, "C>D", "<SEQ=1><CTL=SYN>")
	return filmed(t, host, false, script.String())
}

// verdictsOf is the verdict on each connection of a capture or log, and what it held.
func verdictsOf(t *testing.T, file string, data []byte, opts capture.Options) (string, capture.Tally) {
	t.Helper()
	var got []string
	tally, err := capture.Trace(file, bytes.NewReader(data), opts, func(c *capture.Connection) error {
		got = append(got, verdictOf(c))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(got, ", "), tally
}

// verdictOf is the verdict on a connection and the rule that goes with it: that of
// the first deviation or suspicion, or of the last variation that is permitted, when
// the end has shown which it is.
func verdictOf(c *capture.Connection) string {
	kind := c.Verdict()
	var notes []capture.Note
	switch kind {
	case oracle.Deviates:
		notes = c.Deviates
	case oracle.Suspicious:
		notes = c.Suspects
	case oracle.Conforms:
		if n := len(c.Permits); n > 0 {
			kind, notes = oracle.Permitted, c.Permits[n-1:]
		}
	}
	if len(notes) == 0 {
		return c.Judged()
	}
	return strings.TrimSpace(kind.String() + " " + notes[0].Verdict.Finding.Rule)
}

// readBugs reads verdicts.tsv. Each row is a file, whether what its end does is right,
// wrong, or open because the file cannot tell, what the oracle has to say at each level
// of telling, and why.
func readBugs(t *testing.T) (rows []document.Bug) {
	text, err := os.ReadFile(filepath.Join(bugs, "verdicts.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		cells := strings.Split(line, "\t")
		if len(cells) != len(levels)+3 {
			t.Fatalf("verdicts.tsv, line %d: %d cells", i+1, len(cells))
		}
		if i > 0 {
			rows = append(rows, document.Bug{File: cells[0], Is: cells[1], Verdicts: cells[2 : 2+len(levels)], Why: cells[len(cells)-1]})
		}
	}
	return rows
}

func writeBugs(t *testing.T, rows []document.Bug) {
	var b strings.Builder
	fmt.Fprintln(&b, strings.Join(slices.Concat([]string{"file", "is"}, levelNames(), []string{"why"}), "\t"))
	for _, r := range rows {
		fmt.Fprintln(&b, strings.Join(slices.Concat([]string{r.File, r.Is}, r.Verdicts, []string{r.Why}), "\t"))
	}
	if err := os.WriteFile(filepath.Join(bugs, "verdicts.tsv"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
