package checker_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
)

// far is beyond the states that are tested in full, and no sampled one.
const far = 20_011

// impure are models and properties that are no functions of the state, or change
// what they are given, in such a way that what is violated seems to hold.
var impure = map[string]func() (checker.Model[uint64], checker.Options, checker.Property[uint64]){
	"a step invariant changes the state after": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		return line(2 * far), checker.Options{}, checker.StepInvariant("x", func(s *uint64, _ checker.Action, to *uint64) bool {
			if *s == far {
				*to = 0
			}
			return *s != far+1
		})
	},
	"a goal changes the state": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		return line(2 * far), checker.Options{}, checker.Eventually("x", func(s *uint64) bool {
			if *s == far {
				*s = 0
			}
			return false
		})
	},
	"a goal changes its mind": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		var asked atomic.Int64
		return line(2 * far), checker.Options{}, checker.Eventually("x", func(s *uint64) bool {
			return *s%(far/3) > far/3-100 && asked.Add(1)%2 == 0
		})
	},
	"a trigger is asked once": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		var asked atomic.Int64
		return line(far), checker.Options{}, checker.LeadsTo("x",
			func(s *uint64) bool { return *s%100 == 0 && asked.Add(1)%2 == 0 }, func(s *uint64) bool { return *s == 5 })
	},
	"fairness changes its mind": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		var asked atomic.Int64
		return line(far), checker.Options{}, checker.Eventually("x", func(s *uint64) bool { return *s == far+5 },
			checker.Strong(func(checker.Action) bool { return asked.Add(1)%3 == 0 }))
	},
	"a value changes the state": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		return ring(far), checker.Options{}, checker.Stabilizes("x", func(s *uint64) uint64 {
			v := *s
			*s = 0
			return v % 2 / 2
		})
	},
	"a step is forgotten after the search": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		var live atomic.Bool
		m := custom[uint64]{0, func(s *uint64, out *checker.Steps[uint64]) {
			if live.Load() && *s == far {
				return // the way back
			}
			*out.Add(0) = (*s + 1) % (2 * far)
		}}
		return m, checker.Options{}, checker.Stabilizes("x", func(s *uint64) uint64 { live.Store(true); return *s })
	},
	"a state is written late": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		m := custom[uint64]{1, func(s *uint64, out *checker.Steps[uint64]) {
			if *s > 10 {
				return
			}
			t := out.Add(0)
			for i := range uint64(200) {
				u := out.Add(0)
				*t = 100**s + i
				t = u
			}
			*t = *s + 1
		}}
		return m, checker.Options{}, checker.Invariant("x", func(s *uint64) bool { return *s%100 != 62 })
	},
	"where it begins is forgotten": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		var calls atomic.Int64
		return begins{line(3), func() uint64 { return uint64(max(3-calls.Add(1), 1)) }}, checker.Options{},
			checker.Invariant("x", func(s *uint64) bool { return *s != 1 })
	},
	"a step is remembered": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		var last atomic.Uint64
		m := custom[uint64]{0, func(s *uint64, out *checker.Steps[uint64]) {
			if last.Swap(*s) != *s && *s < 3000 {
				*out.Add(0) = *s + 1
			}
		}}
		return m, checker.Options{}, checker.Deadlock[uint64]("x")
	},
	"a step is left out the first time": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		var asked atomic.Int64
		m := custom[uint64]{0, func(s *uint64, out *checker.Steps[uint64]) {
			switch {
			case *s < 100:
				*out.Add(0) = *s + 1
			case asked.Add(1)%2 == 0:
				out.Cut()
			}
		}}
		return m, checker.Options{}, checker.Invariant("x", func(s *uint64) bool { return *s <= 100 })
	},
	"a step is left out after the search": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		var asked atomic.Int64
		m := custom[uint64]{0, func(s *uint64, out *checker.Steps[uint64]) {
			if *s < far {
				*out.Add(0) = *s + 1
			} else if asked.Add(1) > 1 {
				out.Cut()
			}
		}}
		return m, checker.Options{}, checker.Possible("x", func(s *uint64) bool { return *s == 0 }, func(s *uint64) bool { return *s == 5 })
	},
	"Canonical is not its own": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		return symmetricModel[uint64]{line(2 * far), func(s *uint64) { *s /= 2 }}, checker.Options{Symmetry: true},
			checker.Invariant("x", func(s *uint64) bool { return *s < far })
	},
	"Canonical changes its mind": func() (checker.Model[uint64], checker.Options, checker.Property[uint64]) {
		var calls atomic.Int64
		return symmetricModel[uint64]{line(2 * far), func(s *uint64) {
				if *s > far/2 && calls.Add(1)%2 == 0 {
					*s = far
				}
			}}, checker.Options{Symmetry: true},
			checker.Invariant("x", func(s *uint64) bool { return *s < 2*far })
	},
}

// line counts to n, and ends there.
func line(n uint64) custom[uint64] {
	return custom[uint64]{0, func(s *uint64, out *checker.Steps[uint64]) {
		if *s < n {
			*out.Add(0) = *s + 1
		}
	}}
}

// ring counts to n and begins anew.
func ring(n uint64) custom[uint64] {
	return custom[uint64]{0, func(s *uint64, out *checker.Steps[uint64]) { *out.Add(0) = (*s + 1) % n }}
}

// begins asks where it begins.
type begins struct {
	custom[uint64]
	at func() uint64
}

func (m begins) Initial(out *checker.Steps[uint64]) { *out.Add(0) = m.at() }

// What is impure does not lead to a false verdict: it is an error, or violated.
func TestImpure(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	for name, question := range impure {
		t.Run(name, func(t *testing.T) {
			for _, workers := range []int{1, 2} {
				m, opt, prop := question()
				opt.Workers = workers
				r, err := checker.Check(context.Background(), m, opt, prop)
				var broken *checker.ContractError
				switch {
				case err != nil && !errors.As(err, &broken):
					t.Error(err)
				case err == nil && r.Verdict() != checker.Violated:
					t.Errorf("%d workers: %v", workers, r.Verdict())
				}
			}
		})
	}
}

// States of one hash are not taken for one, however many they are.
func TestStatesOfOneHash(t *testing.T) {
	const n = 3000
	type pair [2]uint64
	colliding := func(x uint64) pair { return pair{x, 12345 ^ checker.Fold(x)} }
	m := custom[pair]{colliding(0), func(s *pair, out *checker.Steps[pair]) {
		for i := s[0]; i < min(n, s[0]+3); i++ {
			*out.Add(0) = colliding(i + 1)
		}
	}}
	r := mustCheck(t, m, checker.Options{}, checker.Eventually("the last", func(s *pair) bool { return s[0] == n }),
		checker.Reachable("the last is reached", func(s *pair) bool { return s[0] == n }))
	if r.Distinct != n+1 || r.Verdict() != checker.Holds {
		t.Errorf("%d states, %v", r.Distinct, r.Verdict())
	}
}

// Fairness for actions that no step has assumes nothing: what is violated without
// it is with it.
func TestFairnessOfNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	nothing := func(a checker.Action) bool { return a >= actions }
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		m := fold(r, 2+r.IntN(20))
		goal := newSlim(r.IntN(len(m.rep)))
		is := func(s *slim) bool { return *s == goal }
		value := func(s *slim) uint64 { return uint64(s.node()) / 2 }
		plain := mustCheck(t, m.drawn, checker.Options{KeepGoing: true}, checker.Eventually("x", is), checker.Stabilizes("y", value))
		fair := mustCheck(t, m.drawn, checker.Options{KeepGoing: true}, checker.Eventually("x", is, checker.Weak(nothing), checker.Strong(nothing)),
			checker.Stabilizes("y", value, checker.Weak(nothing), checker.Strong(nothing)))
		for i := range plain.Findings {
			if plain.Findings[i].Verdict != fair.Findings[i].Verdict {
				t.Errorf("seed %d: %v, and with fairness of nothing %v", seed, plain.Findings[i], fair.Findings[i])
			}
		}
	}
}

// What has no state to begin with, or steps without end, is an error with every
// kind of property, never what holds for want of a state.
func TestNothingAndTooMuch(t *testing.T) {
	much := custom[int]{0, func(_ *int, out *checker.Steps[int]) {
		for i := 0; ; i++ {
			*out.Add(0) = i
		}
	}}
	for _, opt := range []checker.Options{{}, {Workers: 1, KeepGoing: true}, {MaxMemory: 64 << 20}} {
		for _, p := range []checker.Property[int]{
			checker.Invariant("x", always[int]), checker.Terminal("x", always[int]), checker.Eventually("x", always[int]),
			checker.StepInvariant("x", func(*int, checker.Action, *int) bool { return true }),
			checker.LeadsTo("x", always[int], always[int]), checker.Possible("x", always[int], always[int]),
			checker.Stabilizes("x", func(*int) uint64 { return 0 }),
		} {
			_, err := checker.Check(context.Background(), empty{}, opt, p)
			wantContractError(t, err, "Initial adds no state", nil)
			_, err = checker.Check(context.Background(), much, opt, p)
			wantContractError(t, err, "Options.MaxFanOut is 65536", 0)
		}
	}
}
