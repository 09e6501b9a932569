package checker_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/tcp2bag"
)

// wide returns the reference model with states of 64 bytes.
func wide(k int) wideModel[[8]uint64] { return wideModel[[8]uint64]{tcp2bag.Model{K: k, MaxOpen: 2}} }

// sizable is the size of a model that is worth saving memory for.
func sizable() int {
	if raceEnabled {
		return 1
	}
	return 2
}

// A claim about wide states that is true of all of them.
var plausible = checker.Invariant("plausible", always[[8]uint64])

// With compaction everything is counted as without, in less memory, and the
// verdict names its doubt.
func TestCompactCountsTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: explores hundreds of thousands of states")
	}
	exact := mustCheck(t, wide(sizable()), checker.Options{}, plausible)
	for _, opt := range []checker.Options{
		{Compact: true},
		{Compact: true, Workers: 8},
		{Compact: true, MaxMemory: exact.PeakBytes * 2 / 3},
	} {
		if opt.MaxMemory != 0 && !checker.Releases {
			continue
		}
		r := mustCheck(t, wide(sizable()), opt, plausible)
		if opt.MaxMemory != 0 && r.PeakBytes > opt.MaxMemory {
			t.Errorf("%d bytes, more than %d", r.PeakBytes, opt.MaxMemory)
		}
		wantDoubt(t, r, 64)
		r.CollisionProbability = 0
		for _, s := range []*checker.Stats{&exact.Stats, &r.Stats} {
			s.Workers, s.PeakBytes, s.Elapsed = 0, exact.PeakBytes, 0
		}
		if diff := cmp.Diff(exact.Stats, r.Stats); diff != "" {
			t.Errorf("(-exact +compact)\n%s", diff)
		}
	}
}

// wantDoubt compares the probability with the birthday bound, n^2/2^(bits+1)
// where that is small, and looks for it in the finding.
func wantDoubt(t *testing.T, r *checker.Result[[8]uint64], bits int) {
	t.Helper()
	n := float64(r.Distinct)
	got, want := r.CollisionProbability, n*(n-1)/math.Exp2(float64(bits+1))
	if math.Abs(got-want) > want/1e6+want*want {
		t.Errorf("probability %g, want %g", got, want)
	}
	f := r.Findings[0]
	if f.Verdict != checker.Holds || f.Doubt != got || !strings.Contains(f.String(), "holds, unless two states have the same hash (probability ") {
		t.Errorf("%v, doubt %g", f, f.Doubt)
	}
}

// Where exact storage does not fit, compaction does, and still tells the same
// counterexample, for which it has to explore again.
func TestCompactCounterexample(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: explores hundreds of thousands of states")
	}
	exact := mustCheck(t, wide(sizable()), checker.Options{})
	var last [8]uint64
	for _, s := range exact.Graph.States() {
		last = s
	}
	never := checker.Invariant("never there", func(s *[8]uint64) bool { return *s != last })
	once := checker.Reachable("once there", func(s *[8]uint64) bool { return *s == last })
	want := mustCheck(t, wide(sizable()), checker.Options{KeepGoing: true}, never, once)
	opt := checker.Options{Compact: true, KeepGoing: true}
	if checker.Releases {
		opt.MaxMemory = exact.PeakBytes * 2 / 3
		r := mustCheck(t, wide(sizable()), checker.Options{MaxMemory: opt.MaxMemory})
		if r.Stopped != checker.StoppedMemory {
			t.Errorf("%d bytes are enough without compaction", opt.MaxMemory)
		}
	}
	workers := []int{1, 2}
	if testing.Short() {
		workers = workers[:1]
	}
	for _, opt.Workers = range workers {
		got := mustCheck(t, wide(sizable()), opt, never, once)
		if diff := cmp.Diff(want.Findings, got.Findings); diff != "" {
			t.Errorf("%d workers (-exact +compact)\n%s", opt.Workers, diff)
		}
		if got.Distinct != want.Distinct || got.Graph != nil {
			t.Errorf("%d states, graph %v", got.Distinct, got.Graph)
		}
	}
}

// A hash that is too short misses states, and the probability says so.
func TestCompactWithAWeakHash(t *testing.T) {
	exact := mustCheck(t, wide(1), checker.Options{})
	weak := mustCheck(t, wide(1), checker.Options{Compact: true}.WithHashBits(16), plausible)
	if weak.Distinct >= exact.Distinct {
		t.Errorf("%d of %d states with hashes of 16 bits", weak.Distinct, exact.Distinct)
	}
	if f := weak.Findings[0]; f.Doubt < 0.999 {
		t.Errorf("%v, doubt %g", f, f.Doubt)
	}
	for _, bits := range []int{40, 48, 64} {
		r := mustCheck(t, wide(1), checker.Options{Compact: true}.WithHashBits(bits), plausible)
		wantDoubt(t, r, bits)
	}
}

// The claim that something is reachable fails only as surely as all was seen.
func TestCompactDoubtsWhatHasNoWitness(t *testing.T) {
	r := mustCheck(t, wide(1), checker.Options{Compact: true},
		checker.Reachable("nowhere", func(*[8]uint64) bool { return false }),
		checker.Reachable("somewhere", always[[8]uint64]))
	wantVerdict(t, r, "nowhere", checker.Violated)
	if f := r.Finding("nowhere"); f.Doubt != r.CollisionProbability || f.Doubt == 0 {
		t.Errorf("%v, doubt %g", f, f.Doubt)
	}
	if f := r.Finding("somewhere"); f.Verdict != checker.Holds || f.Doubt != 0 {
		t.Errorf("%v, doubt %g", f, f.Doubt)
	}
}

func TestCompactRefusals(t *testing.T) {
	eventually := checker.Eventually("x", always[[8]uint64])
	_, err := checker.Check(context.Background(), wide(1), checker.Options{Compact: true}, eventually)
	wantContractError(t, err, `property "x" is a liveness property and cannot be decided with Options.Compact`, nil)
	_, err = checker.Check(context.Background(), wide(1), checker.Options{Compact: true, Checkpoint: t.TempDir() + "/journal"})
	wantContractError(t, err, "Options.Checkpoint and Options.Compact are both set", nil)
}

// States that are no larger than a hash are known exactly.
func TestCompactNarrowStates(t *testing.T) {
	r := mustCheck(t, tcp2bag.Model{K: 1, MaxOpen: 2}, checker.Options{Compact: true, Checkpoint: t.TempDir() + "/journal"}, tcp2bag.L1())
	if r.CollisionProbability != 0 || r.Distinct != 6647 || r.Graph == nil {
		t.Errorf("probability %g, %d states, graph %v", r.CollisionProbability, r.Distinct, r.Graph)
	}
	wantVerdict(t, r, "L1", checker.Holds)
}
