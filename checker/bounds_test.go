package checker_test

import (
	"context"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/tcp2bag"
)

// endless never ends: a counter with a carry that nobody reaches.
var endless = custom[uint64]{0, func(s *uint64, out *checker.Steps[uint64]) {
	*out.Add(0) = *s + 1
	*out.Add(1) = *s * 3
	*out.Add(2) = *s ^ 0x5555
}}

func always[S comparable](*S) bool { return true }

// Whatever bound is reached, nothing is said to hold.
func TestBoundsMakeUnknown(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	late, done := context.WithTimeout(context.Background(), time.Millisecond)
	defer done()
	for _, c := range []struct {
		name string
		ctx  context.Context
		opt  checker.Options
		stop checker.Stop
	}{
		{"states", context.Background(), checker.Options{MaxStates: 100_000}, checker.StoppedStates},
		{"one state", context.Background(), checker.Options{MaxStates: 1}, checker.StoppedStates},
		{"memory", context.Background(), checker.Options{MaxMemory: 4 << 20}, checker.StoppedMemory},
		{"no memory", context.Background(), checker.Options{MaxMemory: 1}, checker.StoppedMemory},
		{"time", context.Background(), checker.Options{Timeout: 20 * time.Millisecond}, checker.StoppedTimeout},
		{"deadline", late, checker.Options{}, checker.StoppedTimeout},
		{"context", cancelled, checker.Options{}, checker.StoppedContext},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := checker.Check(c.ctx, endless, c.opt,
				checker.Invariant("invariant", always[uint64]),
				checker.StepInvariant("step", func(*uint64, checker.Action, *uint64) bool { return true }),
				checker.Deadlock[uint64]("deadlock"),
				checker.Reachable("reachable", func(*uint64) bool { return false }),
				checker.Eventually("eventually", always[uint64]),
				checker.Stabilizes("stabilizes", func(*uint64) uint64 { return 0 }))
			if err != nil {
				t.Fatal(err)
			}
			if r.Complete || r.Stopped != c.stop || r.Verdict() != checker.Unknown {
				t.Errorf("complete %v, stopped by %q, %v", r.Complete, r.Stopped, r.Verdict())
			}
			for _, f := range r.Findings {
				if f.Verdict != checker.Unknown {
					t.Errorf("%v of an endless space", f)
				}
			}
		})
	}
}

// A bound that is as large as the space is not reached; one smaller is.
func TestBoundAtTheLastState(t *testing.T) {
	for n := 1; n < 40; n++ {
		inv := checker.Invariant("inv", always[int])
		fits := mustCheck(t, upTo(n-1), checker.Options{MaxStates: uint64(n)}, inv)
		if fits.Verdict() != checker.Holds || fits.Distinct != uint64(n) || fits.Stopped != checker.NotStopped {
			t.Errorf("%d of %d states allowed: %v, %q", n, n, fits.Verdict(), fits.Stopped)
		}
		if n == 1 {
			continue
		}
		short := mustCheck(t, upTo(n-1), checker.Options{MaxStates: uint64(n - 1)}, inv)
		if short.Verdict() != checker.Unknown || short.Distinct != uint64(n-1) || short.Stopped != checker.StoppedStates {
			t.Errorf("%d of %d states allowed: %v, %q", n-1, n, short.Verdict(), short.Stopped)
		}
	}
}

// many begins in n states.
type many struct{ n int }

func (m many) Initial(out *checker.Steps[int]) {
	for i := range m.n {
		*out.Add(0) = i
	}
}

func (many) Next(*int, *checker.Steps[int]) {}

// Initial states that exceed the bound are left out as a whole, as is any other
// level.
func TestBoundAtInitialStates(t *testing.T) {
	for _, n := range []int{2, 100, 10_000} {
		opt := checker.Options{MaxStates: uint64(n - 1), Checkpoint: filepath.Join(t.TempDir(), "checkpoint")}
		never := checker.Invariant("never", func(*int) bool { return false })
		r := mustCheck[int](t, many{n}, opt, never)
		if r.Distinct != 0 || len(r.Levels) != 0 || r.Complete || r.Stopped != checker.StoppedStates || r.Verdict() != checker.Unknown {
			t.Errorf("%d initial states, one fewer allowed: %+v", n, r.Stats)
		}
		for range r.Graph.States() {
			t.Fatal("a state is left")
		}
		if trace, err := r.Graph.Path(context.Background(), always[int]); trace != nil || err != nil {
			t.Errorf("%v, %v", trace, err)
		}
		opt.MaxStates, opt.Resume = 0, true
		if r := mustCheck[int](t, many{n}, opt, never); r.Distinct != uint64(n) || r.Verdict() != checker.Violated {
			t.Errorf("%d initial states: %+v", n, r.Stats)
		}
	}
}

// A search that stops at a bound on states has counted the same, whatever the
// number of workers.
func TestBoundIsDeterministic(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: explores 400,000 states again and again")
	}
	m := tcp2bag.Model{K: 2, MaxOpen: 2}
	for _, bound := range []uint64{5, 1000, 100_000, 399_312} {
		var first checker.Stats
		for _, workers := range []int{1, 2, 8} {
			r := mustCheck(t, m, checker.Options{MaxStates: bound, Workers: workers})
			r.Workers, r.PeakBytes, r.Elapsed = 0, 0, 0
			if workers == 1 {
				first = r.Stats
			}
			if diff := cmp.Diff(first, r.Stats); diff != "" {
				t.Errorf("bound %d, 1 worker and %d: %s", bound, workers, diff)
			}
			if r.Distinct > bound || r.Complete {
				t.Errorf("%d states, bound %d", r.Distinct, bound)
			}
		}
	}
}

// A violation at the depth at which a bound is reached is found all the same.
func TestViolationAtTheBound(t *testing.T) {
	r := mustCheck(t, upTo(100), checker.Options{MaxStates: 51}, checker.Invariant("below 50", func(s *int) bool { return *s < 50 }))
	if f := r.Findings[0]; f.Verdict != checker.Violated || f.Steps() != 50 {
		t.Error(f)
	}
}

// A model that leaves steps out makes everything unknown, except what it
// showed.
func TestCut(t *testing.T) {
	m := custom[int]{0, func(s *int, out *checker.Steps[int]) {
		if *s == 10 {
			out.Cut()
			return
		}
		*out.Add(0) = *s + 1
	}}
	r := mustCheck(t, m, checker.Options{KeepGoing: true},
		checker.Invariant("holds so far", always[int]),
		checker.Eventually("eventually", func(s *int) bool { return *s == 5 }),
		checker.Invariant("below 7", func(s *int) bool { return *s < 7 }),
		checker.Deadlock[int]("goes on")) // a step that was cut is a step
	if r.Complete || r.Stopped != checker.StoppedCut || r.Cuts != 1 || r.Terminal != 0 {
		t.Errorf("complete %v, %q, %d cuts, %d terminal states", r.Complete, r.Stopped, r.Cuts, r.Terminal)
	}
	wantVerdict(t, r, "holds so far", checker.Unknown)
	wantVerdict(t, r, "eventually", checker.Unknown)
	wantVerdict(t, r, "below 7", checker.Violated)
	wantVerdict(t, r, "goes on", checker.Unknown)
}

// A step that is assumed not to happen makes nothing unknown, and its state is
// none to end in.
func TestOmit(t *testing.T) {
	m := custom[int]{0, func(s *int, out *checker.Steps[int]) {
		if *s == 10 || *s == 3 {
			out.Omit()
		}
		if *s < 10 {
			*out.Add(0) = *s + 1
		}
	}}
	r := mustCheck(t, m, checker.Options{KeepGoing: true},
		checker.Invariant("below 11", func(s *int) bool { return *s < 11 }),
		checker.LeadsTo("reaches 9", func(s *int) bool { return *s == 0 }, func(s *int) bool { return *s == 9 }),
		checker.Deadlock[int]("goes on"))
	if !r.Complete || r.Omitted != 2 || r.Terminal != 0 {
		t.Errorf("complete %v, %d omitted, %d terminal states", r.Complete, r.Omitted, r.Terminal)
	}
	wantVerdict(t, r, "below 11", checker.Holds)
	wantVerdict(t, r, "reaches 9", checker.Holds)
	wantVerdict(t, r, "goes on", checker.Holds)
}

// The graph of a liveness property that does not fit leaves it undecided.
func TestLivenessOutOfMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	m := tcp2bag.Model{K: 2, MaxOpen: 2}
	search := mustCheck(t, m, checker.Options{})
	r := mustCheck(t, m, checker.Options{MaxMemory: search.PeakBytes + 1<<20}, tcp2bag.L1())
	if !r.Complete || r.Stopped != checker.StoppedMemory {
		t.Errorf("complete %v, %q", r.Complete, r.Stopped)
	}
	wantVerdict(t, r, "L1", checker.Unknown)
}

// The sets of fairness assumptions are in the budget: one per place for a state
// and one per step.
func TestFairnessIsCounted(t *testing.T) {
	const states, block, set = 1000, 256, 8
	ring := custom[uint64]{0, func(s *uint64, out *checker.Steps[uint64]) {
		*out.Add(0) = (*s + 1) % states
		*out.Add(1) = *s / 2
	}}
	peak := func(fair ...checker.Fairness) int64 {
		r := mustCheck(t, ring, checker.Options{Workers: 1}, checker.Eventually("never", func(*uint64) bool { return false }, fair...))
		return r.PeakBytes
	}
	without, with := peak(), peak(checker.Weak(action(1)))
	places := (states + block - 1) / block * block
	if got, want := with-without, int64(set*(places+2*states)); got != want {
		t.Errorf("fairness costs %d bytes, want %d", got, want)
	}
}

func TestCancellationIsPrompt(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	goroutines := runtime.NumGoroutine()
	for _, prop := range [][]checker.Property[uint64]{nil, {checker.Invariant("slow", func(s *uint64) bool { return *s != 1 })}} {
		ctx, cancel := context.WithCancel(context.Background())
		var asked time.Time
		time.AfterFunc(300*time.Millisecond, func() { asked = time.Now(); cancel() })
		r, err := checker.Check(ctx, endless, checker.Options{KeepGoing: true, MaxMemory: 1 << 30}, prop...)
		took := time.Since(asked)
		if err != nil || r.Complete || asked.IsZero() {
			t.Fatal("the search was not interrupted:", r.Stopped, err)
		}
		if limit := 100 * time.Millisecond; took > limit && !raceEnabled {
			t.Errorf("it took %v", took)
		}
	}
	wantGoroutines(t, goroutines)
}

// wantGoroutines fails the test if there are more goroutines than before, those
// that are about to end apart.
func wantGoroutines(t *testing.T, before int) {
	t.Helper()
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
}

func TestProgress(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	var reports []checker.Progress
	mustCheck(t, tcp2bag.Model{K: 2, MaxOpen: 2}, checker.Options{
		Workers:       2,
		ProgressEvery: time.Millisecond,
		Progress:      func(p checker.Progress) { reports = append(reports, p) },
	}, tcp2bag.L1())
	phases := map[string]bool{}
	for i, p := range reports {
		phases[p.Phase] = true
		if i > 0 && (p.Distinct < reports[i-1].Distinct || p.Elapsed < reports[i-1].Elapsed) {
			t.Errorf("progress goes backwards: %+v, %+v", reports[i-1], p)
		}
	}
	if !phases["search"] || !phases["L1"] {
		t.Errorf("%d reports, phases %v", len(reports), phases)
	}
}
