package checker_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
)

// A folded model is a random digraph whose nodes are put together at random,
// mostly against all symmetry.
type folded struct {
	drawn[slim]
	rep []int
}

func (m folded) Canonical(s *slim) { *s = newSlim(m.rep[s.node()]) }

// fold draws a digraph of n nodes, and for each node a representative that is
// its own.
func fold(r *rand.Rand, n int) folded {
	g := digraph{initial: []int{0}, edges: make([][]edge, n)}
	rep := make([]int, n)
	for v := range n {
		rep[v] = v
		for range r.IntN(4) {
			g.edges[v] = append(g.edges[v], edge{to: r.IntN(n), action: checker.Action(r.IntN(actions))})
		}
	}
	for range 1 + r.IntN(n/2) {
		v, w := r.IntN(n), r.IntN(n)
		for i := range rep {
			if rep[i] == rep[v] {
				rep[i] = rep[w]
			}
		}
	}
	return folded{drawn[slim]{g, newSlim}, rep}
}

var folds = flag.Int("checker.folds", 600, "how many violated models are explored with a Canonical that is mostly wrong")

// Whatever a wrong Canonical puts together, nothing that is violated is said to
// hold, nor is a witness missed in silence.
func TestWrongCanonical(t *testing.T) {
	violated, found := 0, 0
	for seed := uint64(0); violated < *folds; seed++ {
		r := rand.New(rand.NewPCG(seed, 1))
		m := fold(r, 2+r.IntN(40))
		bad := newSlim(r.IntN(len(m.rep)))
		last := checker.Action(actions - 1)
		props := []checker.Property[slim]{
			checker.Invariant("never", func(s *slim) bool { return *s != bad }),
			checker.Reachable("some time", func(s *slim) bool { return *s == bad }),
			checker.StepInvariant("no step", func(_ *slim, a checker.Action, to *slim) bool { return a != last || *to != bad }),
			checker.Terminal("ends elsewhere", func(s *slim) bool { return *s != bad }),
		}
		plain := mustCheck(t, m, checker.Options{KeepGoing: true, Workers: 1}, props...)
		if plain.Verdict() != checker.Violated {
			continue
		}
		violated++
		reduced, err := checker.Check(context.Background(), m, checker.Options{KeepGoing: true, Symmetry: true, Workers: 1}, props...)
		if err != nil {
			wantContractError(t, err, "", nil)
			found++
			continue
		}
		for i, f := range plain.Findings {
			if got := reduced.Findings[i]; got.Verdict != f.Verdict {
				t.Errorf("seed %d: %s is %v, with symmetry %v", seed, f.Name, f.Verdict, got.Verdict)
			}
		}
	}
	t.Logf("%d violated models, Canonical of %d found wrong", violated, found)
	if found == 0 {
		t.Error("no Canonical was wrong")
	}
}

// A bound of the model's own that only one of two symmetric states has is no
// symmetry: the other would be taken for complete. Of a state that was cut no
// Terminal is asked.
func TestCutIsSymmetric(t *testing.T) {
	model := func(cut func(*grid) bool) checker.Model[grid] {
		return symmetricModel[grid]{custom[grid]{grid{}, func(s *grid, out *checker.Steps[grid]) {
			switch {
			case cut(s):
				out.Cut()
			case s.X+s.Y < 3:
				*out.Add(0) = grid{s.X + 1, s.Y}
				*out.Add(1) = grid{s.X, s.Y + 1}
			}
		}}, func(s *grid) { *s = grid{min(s.X, s.Y), max(s.X, s.Y)} }}
	}
	_, err := checker.Check(context.Background(), model(func(s *grid) bool { return *s == grid{2, 1} }), checker.Options{Symmetry: true})
	wantContractError(t, err, "only one leaves a step out", grid{2, 1})
	both := model(func(s *grid) bool { return s.X+s.Y == 3 })
	r := mustCheck(t, both, checker.Options{Symmetry: true}, checker.Terminal("asked", func(s *grid) bool { panic(*s) }))
	if r.Cuts != 2 || r.Terminal != 0 {
		t.Errorf("%d cuts, %d terminal states", r.Cuts, r.Terminal)
	}
}

// A Canonical that is wrong only far away is found by the sample.
func TestWrongCanonicalInALargeModel(t *testing.T) {
	m := symmetricModel[grid]{custom[grid]{grid{}, func(s *grid, out *checker.Steps[grid]) {
		if s.X < 300 {
			*out.Add(0) = grid{s.X + 1, s.Y}
		}
		if s.Y < 300 && (s.X < 200 || s.X < s.Y) { // not symmetric from X = 200 on
			*out.Add(1) = grid{s.X, s.Y + 1}
		}
	}}, func(s *grid) { *s = grid{min(s.X, s.Y), max(s.X, s.Y)} }}
	_, err := checker.Check(context.Background(), m, checker.Options{Symmetry: true}, checker.Invariant("inside", func(s *grid) bool { return s.X <= 300 }))
	wantContractError(t, err, "Canonical is no symmetry", nil)
}

// A grid is two counters up to a bound that cannot be told apart.
type grid struct{ X, Y uint32 }

func gridModel(bound uint32, canonical func(*grid)) symmetricModel[grid] {
	return symmetricModel[grid]{custom[grid]{grid{}, func(s *grid, out *checker.Steps[grid]) {
		if s.X < bound {
			*out.Add(0) = grid{s.X + 1, s.Y}
		}
		if s.Y < bound {
			*out.Add(1) = grid{s.X, s.Y + 1}
		}
	}}, func(s *grid) {
		*s = grid{min(s.X, s.Y), max(s.X, s.Y)}
		canonical(s)
	}}
}

// Whether a Canonical that is wrong somewhere is found wrong does not depend on
// the workers: what is tested of it is the same in every run.
func TestVerdictOnCanonicalIsDeterministic(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	found, all := 0, 24
	for i := range uint32(all) {
		hole := grid{90 + i, 110 + i%7}
		m := gridModel(150, func(s *grid) {
			if *s == hole {
				s.Y++
			}
		})
		verdict := func(workers int) bool {
			_, err := checker.Check(context.Background(), m, checker.Options{Symmetry: true, Workers: workers})
			return err == nil
		}
		want := verdict(1)
		if !want {
			found++
		}
		for _, workers := range []int{2, 3, 8} {
			if got := verdict(workers); got != want {
				t.Errorf("wrong in %v: accepted by one worker: %v, by %d: %v", hole, want, workers, got)
			}
		}
	}
	t.Logf("%d of %d found wrong", found, all)
	if found == 0 || found == all {
		t.Error("all are alike; the test shows nothing")
	}
}
