package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/document"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

var explored = flag.Bool("explored", false, "explore the standard scenarios anew and compare with what is pinned")

// pinned holds what the standard scenarios have shown.
var pinned = filepath.Join("testdata", "results.jsonl")

// pinnedTrials holds what the trials of TIME-WAIT have shown that are not large.
var pinnedTrials = filepath.Join("testdata", "timewait.jsonl")

// TestResultsExplored explores the standard scenarios and compares what they
// show with what is pinned. That takes a minute, so it is asked for.
func TestResultsExplored(t *testing.T) {
	if !*explored {
		t.Skip("skipped: takes a minute; run go test ./cmd/explore -run Explored -explored")
	}
	compare(t, pinned, exploreAll(t))
	compare(t, pinnedTrials, tryAll(t))
}

// pin explores and pins what is shown, for the documents that tell of it.
func pin(t *testing.T) {
	write(t, pinned, exploreAll(t))
	write(t, pinnedTrials, tryAll(t))
}

func write[T any](t *testing.T, file string, all []T) {
	t.Helper()
	var b bytes.Buffer
	if err := report.WriteRecords(&b, all); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// compare compares what was explored with what is pinned.
func compare[T any](t *testing.T, file string, got []T) {
	t.Helper()
	if diff := cmp.Diff(readPinned[T](t, file), got); diff != "" {
		t.Errorf("what was explored shows something else than %s says; run %s\n%s", file, document.Command, diff)
	}
}

func exploreAll(t *testing.T) (all []report.Record) {
	questions, err := (&question.Request{}).Questions()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range questions {
		q.AnyCapacity = true
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

// tryAll settles the trials of TIME-WAIT that are not large.
func tryAll(t *testing.T) (all []report.TrialRecord) {
	for _, trial := range catalogue.TimeWaitTrials() {
		if trial.Scenario.Large {
			continue
		}
		q, err := trial.Question()
		if err != nil {
			t.Fatal(err)
		}
		a, err := model.Ask(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		q.AnyCapacity = true
		any, err := model.Ask(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, report.TrialOf(&trial, a, any))
	}
	return all
}

func readPinned[T any](t *testing.T, file string) []T {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := report.ReadRecords[T](f)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return all
}

// TestResultsPinned holds that what is pinned is about the scenarios and the
// table that there are now, without exploring them.
func TestResultsPinned(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	records := map[string]report.Record{}
	for _, r := range readPinned[report.Record](t, pinned) {
		records[r.Scenario] = r
	}
	for _, s := range catalogue.Scenarios() {
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
			t.Errorf("nothing is pinned about scenario %s: run %s", s.Name, document.Command)
		} else if r.Table != report.Digest(m.Machine()) || r.Bounds != report.Bounds(&s) {
			t.Errorf("what is pinned about scenario %s is about another table or other bounds: run %s", s.Name, document.Command)
		}
	}
	for name := range records {
		t.Errorf("there is no scenario %s any more: run %s", name, document.Command)
	}
}

// TestTrialsPinned holds that what is pinned is about the trials of TIME-WAIT
// that there are now, and is what each expects.
func TestTrialsPinned(t *testing.T) {
	records := map[string]report.TrialRecord{}
	for _, r := range readPinned[report.TrialRecord](t, pinnedTrials) {
		records[r.With] = r
	}
	for _, trial := range catalogue.TimeWaitTrials() {
		r, ok := records[trial.With]
		delete(records, trial.With)
		switch {
		case trial.Scenario.Large:
		case !ok:
			t.Errorf("nothing is pinned about %q: run %s", trial.With, document.Command)
		case r.Steps != trial.Steps || (r.Verdict == checker.Holds.String()) != (trial.Steps == 0):
			t.Errorf("%q: pinned is %s in %d steps, expected a counterexample of %d: run %s", trial.With, r.Verdict, r.Steps, trial.Steps, document.Command)
		}
	}
	for with := range records {
		t.Errorf("there is no trial %q any more: run %s", with, document.Command)
	}
}

// TestCoverage holds that nearly all rules fire, and that there is a reason for
// each that does not.
func TestCoverage(t *testing.T) {
	for _, wrong := range document.CheckCoverage(readPinned[report.Record](t, pinned)) {
		t.Error(wrong)
	}
}
