package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ask"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/manual"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
)

var explored = flag.Bool("explored", false, "explore the standard scenarios anew and compare with what is pinned")

// pinned holds what the standard scenarios have shown.
var pinned = filepath.Join("testdata", "results.jsonl")

// TestResultsExplored explores the standard scenarios and compares what they
// show with what is pinned, or pins it. That takes a minute, so it is asked for.
func TestResultsExplored(t *testing.T) {
	if !*explored && !*update {
		t.Skip("skipped: takes a minute; run go test ./cmd/explore -run Results -explored")
	}
	got := exploreAll(t)
	if *update {
		var b bytes.Buffer
		if err := report.WriteRecords(&b, got); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(pinned, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(readPinned(t), got); diff != "" {
		t.Errorf("the scenarios show something else than %s says; run %s\n%s", pinned, manual.Command, diff)
	}
}

func exploreAll(t *testing.T) (all []report.Record) {
	questions, err := (&ask.Request{}).Questions()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range questions {
		a, err := model.Ask(context.Background(), q.Question)
		if err != nil {
			t.Fatal(err)
		}
		s := report.Of(a, "")
		if why := s.Open(); why != "" || s.Violated() {
			t.Errorf("%s: violated: %v, open: %q", s.Name, s.Violated(), why)
		}
		all = append(all, s.Record(&q.Scenario))
	}
	return all
}

func readPinned(t *testing.T) []report.Record {
	f, err := os.Open(pinned)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := report.ReadRecords(f)
	if err != nil {
		t.Fatalf("%s: %v", pinned, err)
	}
	return all
}

// TestResultsPinned holds that what is pinned is about the scenarios and the
// table that there are now, without exploring them.
func TestResultsPinned(t *testing.T) {
	records := map[string]report.Record{}
	for _, r := range readPinned(t) {
		records[r.Scenario] = r
	}
	for _, s := range model.Scenarios() {
		if s.Large {
			continue
		}
		q := model.Question{Scenario: s}
		m, err := q.Model()
		if err != nil {
			t.Fatal(err)
		}
		r, ok := records[s.Name]
		if delete(records, s.Name); !ok {
			t.Errorf("nothing is pinned about scenario %s: run %s", s.Name, manual.Command)
		} else if r.Table != report.Digest(m.Machine()) || r.Bounds != report.Bounds(&s) {
			t.Errorf("what is pinned about scenario %s is about another table or other bounds: run %s", s.Name, manual.Command)
		}
	}
	for name := range records {
		t.Errorf("there is no scenario %s any more: run %s", name, manual.Command)
	}
}
