package checker_test

import (
	"context"
	"flag"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/tcp2bag"
)

var large = flag.Bool("checker.large", false, "explore the reference model with K = 4 too, 18 million states, and take 200 MiB")

// These figures are those on which SPIN, TLC, Stateright, Rumur and two
// searches written by hand agree.
var reference = []struct {
	k                             int
	distinct, generated, terminal uint64
	depth, maxOut                 int
	setsum                        uint64
	orbits                        uint64
	components                    checker.Components
	levels                        []uint64
}{
	{1, 6647, 26670, 1, 20, 8, 0x67429fdc4553d39f, 3343, checker.Components{Count: 3558, Trivial: 1787, Largest: 12},
		[]uint64{1, 4, 12, 30, 67, 146, 282, 475, 645, 762, 789, 739, 717, 644, 552, 374, 234, 102, 50, 18, 4}},
	{2, 399313, 2927848, 12, 31, 12, 0x7b8edfda9e877592, 199828, checker.Components{Count: 97664, Trivial: 15813, Largest: 76},
		[]uint64{1, 4, 14, 40, 107, 284, 762, 1948, 4420, 8729, 15144, 23531, 33091, 42347, 48354, 49082, 44916, 37758, 28128, 19144, 13284, 9711, 7025, 4707, 3130, 1862, 1036, 476, 190, 62, 22, 4}},
	{3, 3825817, 40086470, 13, 31, 16, 0xe51883bf4af37f93, 1913654, checker.Components{Count: 339960, Trivial: 25736, Largest: 687},
		[]uint64{1, 4, 14, 40, 111, 300, 853, 2399, 6442, 15963, 36004, 73872, 137423, 230500, 342546, 449463, 517057, 523927, 474249, 373386, 256714, 165481, 102295, 58447, 30468, 15462, 7519, 3382, 1171, 258, 62, 4}},
	{4, 17638958, 232561392, 13, 29, 22, 0x61461fd889a823fc, 0, checker.Components{},
		[]uint64{1, 4, 14, 40, 111, 306, 875, 2509, 6874, 17910, 43839, 100610, 215427, 425589, 767446, 1240712, 1784394, 2271017, 2552504, 2529782, 2167663, 1572294, 976204, 538828, 255651, 106502, 41967, 14850, 4394, 641}},
}

// skipLarge leaves out the sizes that take too long for the kind of run.
func skipLarge(t *testing.T, k int) {
	switch {
	case k > 2 && !*large:
		t.Skip("run with -checker.large")
	case k > 1 && testing.Short(), k == 3 && raceEnabled:
		t.Skip("takes too long")
	}
}

func TestReferenceModel(t *testing.T) {
	for _, want := range reference {
		t.Run(fmt.Sprint("K=", want.k), func(t *testing.T) {
			skipLarge(t, want.k)
			m := tcp2bag.Model{K: want.k, MaxOpen: 2}
			props := []checker.Property[tcp2bag.State]{checker.Invariant("invariant", m.Invariant)}
			if want.k < 4 {
				props = append(props, tcp2bag.L1(), tcp2bag.L2())
			}
			r := mustCheck(t, m, checker.Options{KeepGoing: true}, props...)
			wantVerdict(t, r, "invariant", checker.Holds)
			var sum uint64
			r.Graph.Each(func(s *tcp2bag.State) { sum += tcp2bag.Mix(*s) })
			if sum != want.setsum {
				t.Errorf("setsum %016x, want %016x", sum, want.setsum)
			}
			stats := checker.Stats{
				Distinct: want.distinct, Generated: want.generated, Terminal: want.terminal,
				Depth: want.depth, Levels: want.levels, MaxOut: want.maxOut, Complete: true,
			}
			r.Workers, r.PeakBytes, r.Elapsed = 0, 0, 0
			if diff := cmp.Diff(stats, r.Stats); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if want.k == 4 {
				return
			}
			wantVerdict(t, r, "L1", checker.Holds)
			wantVerdict(t, r, "L2", checker.Violated)
			components, err := r.Graph.Components(context.Background())
			if err != nil || components != want.components {
				t.Errorf("%+v, %v; want %+v", components, err, want.components)
			}
		})
	}
}

func TestReferenceFairness(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: explores the reference model again and again")
	}
	for _, want := range reference[:3] {
		for _, fair := range []checker.Fairness{checker.Weak(tcp2bag.Expire), checker.Strong(tcp2bag.Expire)} {
			t.Run(fmt.Sprintf("K=%d/strong=%v", want.k, fair.Strong), func(t *testing.T) {
				skipLarge(t, want.k)
				if want.k == 3 && (fair.Strong || !*large) {
					t.Skip("run with -checker.large; strong is as weak")
				}
				r := mustCheck(t, tcp2bag.Model{K: want.k, MaxOpen: 2}, checker.Options{}, tcp2bag.L1(fair), tcp2bag.L2(fair))
				wantVerdict(t, r, "L1", checker.Holds)
				wantVerdict(t, r, "L2", checker.Holds)
			})
		}
	}
}

func TestReferenceSymmetry(t *testing.T) {
	for _, want := range reference[:3] {
		t.Run(fmt.Sprint("K=", want.k), func(t *testing.T) {
			skipLarge(t, want.k)
			m := tcp2bag.Model{K: want.k, MaxOpen: 2}
			r := mustCheck(t, m, checker.Options{Symmetry: true}, checker.Invariant("invariant", m.Invariant))
			if r.Distinct != want.orbits || r.Verdict() != checker.Holds {
				t.Errorf("%d orbits, %v; want %d", r.Distinct, r.Verdict(), want.orbits)
			}
		})
	}
}
