package main

import (
	"flag"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/document"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
)

var timeWaits = flag.Bool("timewait", false, "explore the whole table of TIME-WAIT anew and compare with what is pinned, or, with -update, pin it")

// pinnedTimeWaits holds what the table of TIME-WAIT has shown.
var pinnedTimeWaits = filepath.Join("testdata", "timewaits.jsonl")

// How many states of a cell are looked at: in search of a counterexample that is known to
// exist, and before the cell is left open.
const (
	nearStates     = 2 << 20
	timeWaitStates = 8 << 20
)

// exploreTimeWait settles a cell for networks of any capacity. What only a detour violates
// has perhaps a shorter way with two segments.
func exploreTimeWait(t *testing.T, w *question.TimeWait) report.TimeWaitRecord {
	t.Helper()
	r := askTimeWait(t, w, 0, timeWaitStates)
	if r.Verdict == checker.Holds.String() || r.Steps > 0 && !r.Detour {
		return r
	}
	if small := askTimeWait(t, w, 2, timeWaitStates); small.Steps > 0 {
		return small
	}
	return r
}

// alsoOfAny settles a cell whose numbers are any, by what violates the one whose numbers
// are always the same: that is a counterexample of both, though there may be a shorter one.
func alsoOfAny(t *testing.T, w *question.TimeWait, same report.TimeWaitRecord) report.TimeWaitRecord {
	t.Helper()
	if r := askTimeWait(t, w, 3, nearStates); r.Steps > 0 {
		return r
	}
	r := timeWaitFor(t, w)
	r.Command, r.Verdict, r.Capacity, r.Steps, r.Detour = same.Command, same.Verdict, same.Capacity, same.Steps, true
	return r
}

// askTimeWait asks about a cell in so many states, for networks of so many segments; 0: any.
func askTimeWait(t *testing.T, w *question.TimeWait, segments int, most uint64) report.TimeWaitRecord {
	t.Helper()
	r, asked := timeWaitFor(t, w), *w
	if segments > 0 {
		asked.Bound = fmt.Sprintf("segments=%d,%s", segments, w.Bound)
	}
	q, err := asked.Question()
	if err != nil {
		t.Fatal(err)
	}
	q.Options.MaxStates, q.Options.Compact = most, true
	a, err := model.Ask(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	r.Command = asked.Command()
	r.Take(a)
	t.Logf("%s: %s in %d steps, CAP(%d), %d states, %.1f s", r.Command, r.Verdict, r.Steps, r.Capacity, a.Distinct, a.Elapsed.Seconds())
	return r
}

// timeWaitFor is a record of a cell before it is settled.
func timeWaitFor(t *testing.T, w *question.TimeWait) report.TimeWaitRecord {
	t.Helper()
	q, err := w.Question()
	if err != nil {
		t.Fatal(err)
	}
	m, err := q.Model()
	if err != nil {
		t.Fatal(err)
	}
	return report.TimeWaitFor(w, m.Machine(), &q.Scenario)
}

// exploreTimeWaits settles all cells; those whose numbers are always the same stand before
// those whose numbers are any.
func exploreTimeWaits(t *testing.T) (all []report.TimeWaitRecord) {
	same := map[question.Cell]report.TimeWaitRecord{}
	cells := question.TimeWaits()
	for i := range cells {
		w := &cells[i]
		other := w.Cell
		other.Numbers = question.SameNumbers
		if s := same[other]; w.Numbers == question.AnyNumbers && s.Steps > 0 {
			all = append(all, alsoOfAny(t, w, s))
			continue
		}
		r := exploreTimeWait(t, w)
		all = append(all, r)
		same[w.Cell] = r
	}
	return all
}

// TestTimeWaitsPinned holds that what is pinned is about the cells and the rules that
// there are now, in their order, and that with three connections and numbers that are
// always the same no cell suffices: so none does with any numbers.
func TestTimeWaitsPinned(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes a tenth of a second, or more")
	}
	pinned := readPinned[report.TimeWaitRecord](t, pinnedTimeWaits)
	cells := question.TimeWaits()
	if len(pinned) != len(cells) {
		t.Fatalf("%d cells are pinned, and there are %d: run %s", len(pinned), len(cells), document.Command)
	}
	for i := range cells {
		want, r := timeWaitFor(t, &cells[i]), &pinned[i]
		if r.Cell != want.Cell || r.Table != want.Table || r.Bounds != want.Bounds {
			t.Errorf("what is pinned about %s is about something else: run go test ./cmd/explore -run TimeWaitsExplored -timewait -update", want.Means())
		}
		if r.Numbers == question.SameNumbers && r.Connections > 2 && r.Steps == 0 {
			t.Errorf("%s: not violated, and docs/time-wait.md says so of any numbers", r.Means())
		}
	}
}

// TestTimeWaitsExplored explores the whole table and compares what it shows with what is
// pinned, or pins it.
func TestTimeWaitsExplored(t *testing.T) {
	if !*timeWaits {
		t.Skip("skipped: takes many minutes; run go test ./cmd/explore -run TimeWaitsExplored -timewait")
	}
	all := exploreTimeWaits(t)
	if *update {
		write(t, pinnedTimeWaits, all)
	}
	compare(t, pinnedTimeWaits, all)
}
