package checker_test

import (
	"context"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
)

// What a model sees of its Steps is what it has added for the state at hand,
// wherever else the search keeps steps of other states.
func TestStepsBeginWithTheState(t *testing.T) {
	below := checker.Invariant("below 250", func(s *int) bool { return *s < 250 })
	for name, next := range map[string]func(s *int, out *checker.Steps[int]){
		"Reset first": func(s *int, out *checker.Steps[int]) {
			out.Reset()
			addTwo(s, out)
		},
		"Reset what was added": func(s *int, out *checker.Steps[int]) {
			*out.Add(3) = -1
			out.Reset()
			addTwo(s, out)
		},
		"stutter where nothing else is": func(s *int, out *checker.Steps[int]) {
			addTwo(s, out)
			if out.Len() == 0 {
				*out.Add(9) = *s
			}
		},
		"All once more": func(s *int, out *checker.Steps[int]) {
			addTwo(s, out)
			for a, to := range out.All() {
				if a == 0 && to != *s+1 {
					panic("a step of another state")
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			want := mustCheck(t, custom[int]{0, addTwo}, checker.Options{}, below)
			got := mustCheck(t, custom[int]{0, next}, checker.Options{}, below)
			if got.Distinct != want.Distinct || got.Findings[0].Steps() != want.Findings[0].Steps() {
				t.Errorf("%d states and %v, want %d and %v", got.Distinct, got.Findings[0], want.Distinct, want.Findings[0])
			}
		})
	}
}

// addTwo counts to 999, by one or by two.
func addTwo(s *int, out *checker.Steps[int]) {
	for i := 1; i <= 2 && *s+i < 1000; i++ {
		*out.Add(checker.Action(i - 1)) = *s + i
	}
}

// A model that puts other Steps in the place of those it is given would make the
// search forget: it is refused.
func TestStepsAreNotOverwritten(t *testing.T) {
	for name, next := range map[string]func(s *int, out *checker.Steps[int]){
		"zero": func(s *int, out *checker.Steps[int]) {
			out.Cut()
			*out = checker.Steps[int]{}
			addTwo(s, out)
		},
		"saved": func() func(s *int, out *checker.Steps[int]) {
			var saved checker.Steps[int]
			return func(s *int, out *checker.Steps[int]) {
				if *s == 0 {
					saved = *out
				}
				addTwo(s, out)
				if *s == 7 {
					*out = saved
				}
			}
		}(),
	} {
		_, err := checker.Check(context.Background(), custom[int]{0, next}, checker.Options{Workers: 1})
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		wantContractError(t, err, "overwrites the Steps", nil)
	}
}

// A model may add while it goes through what it has added, however many that are:
// it sees those that were there at first.
func TestAddWithinAll(t *testing.T) {
	const first = 20_000
	m := custom[broad]{broad{1}, func(s *broad, out *checker.Steps[broad]) {
		if s[0] != 1 {
			return
		}
		for i := range uint64(first) {
			*out.Add(0) = broad{2, i}
		}
		for _, to := range out.All() {
			*out.Add(1) = broad{3, to[1]}
		}
	}}
	r := mustCheck(t, m, checker.Options{}, checker.Invariant("written", func(s *broad) bool { return s[0] != 0 }))
	wantVerdict(t, r, "written", checker.Holds)
	if r.Distinct != 1+2*first {
		t.Errorf("%d states", r.Distinct)
	}
}

// Steps that are used after Next has returned would lose steps.
func TestStepsAreUsedInNextAlone(t *testing.T) {
	var kept *checker.Steps[int]
	keeping := custom[int]{0, func(s *int, out *checker.Steps[int]) {
		kept = out
		switch {
		case *s == 0:
			for i := 1; i <= 10_000; i++ {
				*out.Add(0) = i
			}
		case *s <= 10_000:
			*out.Add(0) = *s + 10_000
		}
	}}
	reset := func(s *int) bool {
		if *s == 7000 { // in no sample
			kept.Reset()
		}
		return true
	}
	for _, p := range []checker.Property[int]{
		checker.Invariant("of the state before", reset),
		checker.StepInvariant("of the state", func(s *int, _ checker.Action, _ *int) bool { return reset(s) }),
	} {
		_, err := checker.Check(context.Background(), keeping, checker.Options{Workers: 1}, p)
		wantContractError(t, err, "after it has returned", 7000)
	}
}

// cutting starts with a bound of its own reached.
type cutting struct{ custom[int] }

func (m cutting) Initial(out *checker.Steps[int]) {
	m.custom.Initial(out)
	out.Cut()
}

// A model that leaves out initial states leaves the exploration incomplete.
func TestCutOfInitialStates(t *testing.T) {
	r := mustCheck(t, cutting{upTo(3)}, checker.Options{}, checker.Invariant("holds so far", always[int]))
	if r.Complete || r.Stopped != checker.StoppedCut || r.Cuts != 1 {
		t.Errorf("complete %v, %q, %d cuts", r.Complete, r.Stopped, r.Cuts)
	}
	wantVerdict(t, r, "holds so far", checker.Unknown)
}

// Of a state whose only step was left out it is not known that it has none.
func TestCutIsNotTerminal(t *testing.T) {
	m := custom[int]{0, func(s *int, out *checker.Steps[int]) {
		if *s == 10 {
			out.Cut()
			return
		}
		*out.Add(0) = *s + 1
	}}
	r := mustCheck(t, m, checker.Options{}, checker.Deadlock[int]("deadlock"))
	wantVerdict(t, r, "deadlock", checker.Unknown)
	if r.Terminal != 0 {
		t.Errorf("%d terminal states", r.Terminal)
	}
	walks, err := checker.Simulate(context.Background(), m, checker.Simulation{Walks: 3}, checker.Deadlock[int]("deadlock"))
	if err != nil || walks.Findings[0].Verdict != checker.Unknown {
		t.Errorf("walks: %v, %v", walks, err)
	}
}

// What no bound would end, the checker ends: a state with ever more steps, a
// rule with a number out of all proportion.
func TestStepsWithoutEnd(t *testing.T) {
	ever := custom[uint64]{5, func(_ *uint64, out *checker.Steps[uint64]) {
		for i := uint64(0); ; i++ {
			*out.Add(0) = i
		}
	}}
	_, err := checker.Check(context.Background(), ever, checker.Options{})
	wantContractError(t, err, "Options.MaxFanOut is 65536", uint64(5))
	_, err = checker.Simulate(context.Background(), ever, checker.Simulation{})
	wantContractError(t, err, "Options.MaxFanOut is 65536", uint64(5))
	for _, rule := range []int{-1, 1 << 40} {
		_, err := checker.Check(context.Background(), custom[int]{5, func(_ *int, out *checker.Steps[int]) { out.Cover(rule) }}, checker.Options{})
		wantContractError(t, err, "rules are numbered from 0 to 65535", 5)
	}
}

// manifold begins in many states.
type manifold struct{ custom[int] }

func (manifold) Initial(out *checker.Steps[int]) {
	for i := range 200_000 {
		*out.Add(0) = i
	}
}

// The bound on steps is none on initial states.
func TestManyInitialStates(t *testing.T) {
	r := mustCheck(t, manifold{custom[int]{0, func(*int, *checker.Steps[int]) {}}}, checker.Options{MaxFanOut: 10})
	if r.Distinct != 200_000 || !r.Complete {
		t.Errorf("%d states, complete %v", r.Distinct, r.Complete)
	}
}
