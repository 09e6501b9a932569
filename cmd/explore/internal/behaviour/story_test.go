package behaviour_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

var update = flag.Bool("update", false, "write the golden files anew")

// told asks a question and returns the ladder of its counterexample.
func told(t *testing.T, q model.Question, err error) *ladder.Ladder {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	l := report.Counterexample(a, &a.Verdicts[0], "")
	if l == nil {
		t.Fatalf("%s in %s is %v", a.Verdicts[0].Name, a.Scenario.Name, a.Verdicts[0].Finding.Verdict)
	}
	return l
}

// TestStories compares the stories of a few counterexamples with golden files:
// lassos with and without a cycle, segments that are forged, old, lost, and come
// again.
func TestStories(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: explores for seconds")
	}
	for _, name := range []string{"desynchronized-storm", "half-open-survivor", "old-syn-undoes-open", "caller-gives-up", "app-never-closes"} {
		for _, r := range catalogue.Counterexamples() {
			if r.Name == name {
				q, err := r.Question()
				compare(t, name, told(t, q, err))
			}
		}
	}
	for _, name := range []string{"iss-constant", "syn-received-una-le", "time-wait-2msl-minus-1"} {
		mu, err := catalogue.FindMutant(name)
		if err != nil {
			t.Fatal(err)
		}
		q, err := mu.Question(mu.Refuted[0].Scenario, mu.Refuted[0].Property)
		compare(t, name, told(t, q, err))
	}
}

func compare(t *testing.T, name string, l *ladder.Ladder) {
	t.Helper()
	consistent(t, name, l)
	var b bytes.Buffer
	if err := l.Text(&b, false); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name+".text")
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
}

// consistent holds that only what was sent arrives or is lost, in the order in which it
// was sent where much is lost at once, that what comes again has come before, and that
// steps are counted from 1.
func consistent(t *testing.T, name string, l *ladder.Ladder) {
	t.Helper()
	sent, come := map[int]bool{}, map[int]bool{}
	for i, s := range append(l.Steps[:len(l.Steps):len(l.Steps)], l.Cycle...) {
		if s.N != i+1 {
			t.Errorf("%s: step %d is number %d", name, i+1, s.N)
		}
		if a := s.Arrives; a != nil {
			if a.From >= 0 && !sent[a.ID] {
				t.Errorf("%s: step %d: [%d] arrives and was not sent", name, s.N, a.ID)
			}
			if a.Again != come[a.ID] {
				t.Errorf("%s: step %d: [%d] comes again: %v, has come: %v", name, s.N, a.ID, a.Again, come[a.ID])
			}
			come[a.ID] = true
		}
		for _, m := range s.Sends {
			sent[m.ID] = true
		}
		if !slices.IsSortedFunc(s.Lost, func(a, b ladder.Message) int { return a.ID - b.ID }) {
			t.Errorf("%s: step %d: what is lost is in no order", name, s.N)
		}
		for _, m := range s.Lost {
			if !sent[m.ID] || m.Arrived != come[m.ID] {
				t.Errorf("%s: step %d: [%d] is lost; sent: %v, arrived: %v", name, s.N, m.ID, sent[m.ID], come[m.ID])
			}
		}
	}
}
