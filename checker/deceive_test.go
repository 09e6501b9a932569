package checker_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
)

// far is beyond the states that are tested in full, and no sampled one.
const far = 20_011

// A liar is a model or a property that is no function of the state, or changes
// what it is given, in such a way that what is wrong in truth seems right.
var liars = map[string]func() (checker.Model[uint64], checker.Options, checker.Property[uint64]){
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

// Nobody is led to say that something holds which does not.
func TestLiars(t *testing.T) {
	for name, lie := range liars {
		t.Run(name, func(t *testing.T) {
			for _, workers := range []int{1, 2} {
				m, opt, prop := lie()
				opt.Workers = workers
				r, err := checker.Check(context.Background(), m, opt, prop)
				var broken *checker.ContractError
				switch {
				case err != nil && !errors.As(err, &broken):
					t.Error(err)
				case err == nil && r.Verdict() != checker.Violated:
					t.Errorf("%d workers: %v", workers, r.Verdict())
				case err != nil:
					t.Log(err)
				}
			}
		})
	}
}
