package checker_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/checker"
)

// A custom model has functions for methods.
type custom[S comparable] struct {
	initial S
	next    func(*S, *checker.Steps[S])
}

func (m custom[S]) Initial(out *checker.Steps[S])    { *out.Add(0) = m.initial }
func (m custom[S]) Next(s *S, out *checker.Steps[S]) { m.next(s, out) }

// symmetricModel adds a canonical form.
type symmetricModel[S comparable] struct {
	custom[S]
	canonical func(*S)
}

func (m symmetricModel[S]) Canonical(s *S) { m.canonical(s) }

// empty has no initial state.
type empty struct{ custom[int] }

func (empty) Initial(*checker.Steps[int]) {}

// speechless does not know where it begins.
type speechless struct{ custom[int] }

func (speechless) Initial(*checker.Steps[int]) { panic("no idea") }

// upTo counts to n.
func upTo(n int) custom[int] {
	return custom[int]{0, func(s *int, out *checker.Steps[int]) {
		if *s < n {
			*out.Add(0) = *s + 1
		}
	}}
}

func wantContractError(t *testing.T, err error, problem string, state any) {
	t.Helper()
	var broken *checker.ContractError
	if !errors.As(err, &broken) {
		t.Fatalf("%v is no ContractError", err)
	}
	if !strings.Contains(broken.Error(), problem) || state != nil && broken.State != state {
		t.Errorf("%v, in state %v; want %q in %v", broken, broken.State, problem, state)
	}
}

func TestBrokenModels(t *testing.T) {
	var calls atomic.Int64
	for _, c := range []struct {
		name    string
		model   checker.Model[int]
		opt     checker.Options
		problem string
		state   any
	}{
		{"no initial state", empty{}, checker.Options{}, "Initial adds no state", nil},
		{"fan-out", custom[int]{5, func(_ *int, out *checker.Steps[int]) {
			for i := range 101 {
				*out.Add(0) = i
			}
		}}, checker.Options{MaxFanOut: 100}, "Next adds 101 steps; Options.MaxFanOut is 100", 5},
		{"not deterministic", custom[int]{5, func(_ *int, out *checker.Steps[int]) {
			*out.Add(0) = int(calls.Add(1))
		}}, checker.Options{MaxStates: 1000}, "not deterministic", 5},
		{"changes its argument", custom[int]{5, func(s *int, out *checker.Steps[int]) {
			*s = 7
			*out.Add(0) = 7
		}}, checker.Options{}, "changes the state", nil},
		{"panics", custom[int]{5, func(*int, *checker.Steps[int]) { panic("no idea") }}, checker.Options{}, "panic: no idea", 5},
		{"no canonical form", upTo(3), checker.Options{Symmetry: true}, "no method Canonical", nil},
		{"canonical form that is none", symmetricModel[int]{upTo(3), func(s *int) { *s ^= 1 }}, checker.Options{Symmetry: true}, "changes when applied again", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := checker.Check(context.Background(), c.model, c.opt)
			wantContractError(t, err, c.problem, c.state)
		})
	}
}

// A panic is an error with the state, wherever it happens.
func TestPanics(t *testing.T) {
	var stable, replayed atomic.Int64
	late := func(calls *atomic.Int64, after int64) {
		if calls.Add(1) > after {
			panic("too late")
		}
	}
	ring := custom[int]{0, func(s *int, out *checker.Steps[int]) { *out.Add(0) = (*s + 1) % 3 }}
	for _, c := range []struct {
		name  string
		model checker.Model[int]
		prop  checker.Property[int]
		state any
	}{
		{"Initial", speechless{}, checker.Invariant("x", always[int]), nil},
		{"invariant", ring, checker.Invariant("x", func(*int) bool { panic("no idea") }), 0},
		{"goal", ring, checker.Eventually("x", func(*int) bool { panic("no idea") }), 0},
		{"value", ring, checker.Stabilizes("x", func(*int) uint64 { panic("no idea") }), nil},
		{"value, later", ring, checker.Stabilizes("x", func(s *int) uint64 { late(&stable, 2); return uint64(*s) }), nil},
		{"counterexample", upTo(3), checker.Invariant("x", func(s *int) bool {
			if *s == 3 {
				late(&replayed, 1)
			}
			return *s < 3
		}), 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := checker.Check(context.Background(), c.model, checker.Options{Workers: 1}, c.prop)
			wantContractError(t, err, "panic: ", c.state)
			var broken *checker.ContractError
			if errors.As(err, &broken); broken.State == nil && c.name != "Initial" {
				t.Error("no state is named")
			}
		})
	}
	_, err := checker.Simulate(context.Background(), ring, checker.Simulation{}, checker.Invariant("x", func(s *int) bool { return 2/(2-*s) > 0 }))
	wantContractError(t, err, "panic: runtime error: integer divide by zero", 2)
}

// A model that changes its mind only after the search is found out when its
// counterexample is executed again.
func TestCounterexampleIsExecutedAgain(t *testing.T) {
	var changed atomic.Bool
	m := custom[int]{1, func(s *int, out *checker.Steps[int]) {
		if *s < 3 && !(changed.Load() && *s == 2) {
			*out.Add(0) = *s + 1
		}
	}}
	_, err := checker.Check(context.Background(), m, checker.Options{}, checker.Invariant("small", func(s *int) bool {
		if *s == 3 {
			changed.Store(true)
		}
		return *s < 3
	}))
	wantContractError(t, err, "no step leads here any more", 3)
}

func TestPropertyThatSeesThroughSymmetry(t *testing.T) {
	m := symmetricModel[int]{custom[int]{0, func(_ *int, out *checker.Steps[int]) {
		*out.Add(0) = 1
		*out.Add(1) = 2
	}}, func(s *int) {
		if *s == 2 {
			*s = 1
		}
	}}
	_, err := checker.Check(context.Background(), m, checker.Options{Symmetry: true},
		checker.Invariant("never 2", func(s *int) bool { return *s != 2 }))
	wantContractError(t, err, `property "never 2" differs`, 2)
}

func checkPlain[S comparable](t *testing.T, problem string) {
	t.Helper()
	wantContractError(t, checker.CheckArguments[S](context.Background(), custom[S]{}), problem, nil)
}

func TestStatesThatAreNotPlain(t *testing.T) {
	type inner struct {
		A uint8
		B uint16
	}
	type tailed struct {
		A uint32
		B uint8
	}
	checkPlain[*int](t, "*int is a ptr")
	checkPlain[string](t, "string is a string")
	checkPlain[float64](t, "float64 is a float64")
	checkPlain[struct{}](t, "has no bits")
	checkPlain[struct{ X [2]inner }](t, ".X[].B")
	checkPlain[tailed](t, "padding at the end of checker_test.tailed")
	checkPlain[struct {
		A any
	}](t, "A is a interface")
	checkPlain[struct {
		A, _ uint8
	}](t, "blank field")
}

func TestQuestionsThatAreRefused(t *testing.T) {
	yes := func(*int) bool { return true }
	m := symmetricModel[int]{upTo(3), func(*int) {}}
	for _, c := range []struct {
		problem string
		opt     checker.Options
		props   []checker.Property[int]
	}{
		{"cannot be decided with symmetry", checker.Options{Symmetry: true}, []checker.Property[int]{checker.Eventually("x", yes)}},
		{"two properties are named", checker.Options{}, []checker.Property[int]{checker.Invariant("x", yes), checker.Reachable("x", yes)}},
		{"zero Property", checker.Options{}, make([]checker.Property[int], 1)},
		{"at most 64", checker.Options{}, []checker.Property[int]{checker.Eventually("x", yes, make([]checker.Fairness, 65)...)}},
	} {
		_, err := checker.Check(context.Background(), m, c.opt, c.props...)
		wantContractError(t, err, c.problem, nil)
	}
}

// A model or property that ends its goroutine is an error, with the state and
// the place, whoever calls it: never is what that goroutine knew forgotten.
func TestEndOfGoroutine(t *testing.T) {
	const late = 3000
	end := func(s *int) bool {
		if *s == late {
			runtime.Goexit()
		}
		return true
	}
	star := func(s *int, out *checker.Steps[int]) {
		for i := 1; *s < 4000 && i <= 10; i++ {
			*out.Add(0) = 10**s + i
		}
	}
	ending := custom[int]{0, func(s *int, out *checker.Steps[int]) { end(s); star(s, out) }}
	healthy := custom[int]{0, star}
	for name, check := range map[string]func(opt checker.Options) error{
		"Next": func(opt checker.Options) error {
			_, err := checker.Check(context.Background(), ending, opt, checker.Invariant("small", func(s *int) bool { return *s < 30_000 }))
			return err
		},
		"invariant": func(opt checker.Options) error {
			_, err := checker.Check(context.Background(), healthy, opt, checker.Invariant("x", end))
			return err
		},
		"goal": func(opt checker.Options) error {
			_, err := checker.Check(context.Background(), healthy, opt, checker.LeadsTo("x", always[int], func(s *int) bool { return !end(s) }))
			return err
		},
		"path": func(opt checker.Options) error {
			r := mustCheck(t, healthy, opt)
			_, err := r.Graph.Path(context.Background(), func(s *int) bool { return !end(s) })
			return err
		},
		"Canonical": func(opt checker.Options) error {
			opt.Symmetry = true
			_, err := checker.Check(context.Background(), symmetricModel[int]{healthy, func(s *int) { end(s) }}, opt)
			return err
		},
		"walk": func(checker.Options) error {
			chain := custom[int]{0, func(s *int, out *checker.Steps[int]) { *out.Add(0) = *s + 1; end(s) }}
			_, err := checker.Simulate(context.Background(), chain, checker.Simulation{Length: 5000})
			return err
		},
	} {
		for _, workers := range []int{1, 2, 8} {
			err := check(checker.Options{Workers: workers})
			if err == nil {
				t.Errorf("%s, %d workers: no error", name, workers)
				continue
			}
			wantContractError(t, err, "ends the goroutine", nil)
			if !strings.Contains(err.Error(), "contract_test.go") {
				t.Errorf("%s: the place is missing: %v", name, err)
			}
		}
	}
}

// A panic keeps its place, and an error its identity.
func TestPanicKeepsItsStack(t *testing.T) {
	cause := errors.New("a cause")
	for name, prop := range map[string]checker.Property[int]{
		"safety":   checker.Invariant("x", func(*int) bool { return panicking(cause) }),
		"liveness": checker.Eventually("x", func(*int) bool { return panicking(cause) }),
	} {
		_, err := checker.Check(context.Background(), upTo(3), checker.Options{}, prop)
		var broken *checker.ContractError
		if !errors.As(err, &broken) || !strings.Contains(broken.Stack, "checker_test.panicking") || !strings.Contains(err.Error(), "contract_test.go:") {
			t.Errorf("%s: %v", name, err)
		}
		if !errors.Is(err, cause) {
			t.Errorf("%s: the cause is lost", name)
		}
	}
}

func panicking(cause error) bool { panic(cause) }

// What is nil is named.
func TestNilIsRefused(t *testing.T) {
	yes := always[int]
	for want, prop := range map[string]checker.Property[int]{
		`property "a": holds is nil`:                              checker.Invariant[int]("a", nil),
		`property "b": holds is nil`:                              checker.StepInvariant[int]("b", nil),
		`property "j": broken is nil`:                             checker.StepInvariants[int]([]string{"j"}, nil)[0],
		`property "c": is is nil`:                                 checker.Reachable[int]("c", nil),
		`property "d": goal is nil`:                               checker.Eventually[int]("d", nil),
		`property "e": from is nil`:                               checker.LeadsTo("e", nil, yes),
		`property "f": goal is nil`:                               checker.LeadsTo("f", yes, nil),
		`property "g": value is nil`:                              checker.Stabilizes[int]("g", nil),
		`property "h": from is nil`:                               checker.Possible("h", nil, yes),
		`property "i": goal is nil`:                               checker.Possible("i", yes, nil),
		`property "j": the class of fairness assumption 2 is nil`: checker.Eventually("j", yes, checker.Weak(action(1)), checker.Strong(nil)),
	} {
		_, err := checker.Check(context.Background(), upTo(3), checker.Options{}, prop)
		wantContractError(t, err, want, nil)
		_, err = checker.Simulate(context.Background(), upTo(3), checker.Simulation{}, prop)
		wantContractError(t, err, want, nil)
	}
	_, err := checker.Check[int](context.Background(), nil, checker.Options{})
	wantContractError(t, err, "the model is nil", nil)
	_, err = checker.Check(nilContext, upTo(3), checker.Options{})
	wantContractError(t, err, "the context is nil", nil)
	r := mustCheck(t, upTo(3), checker.Options{})
	_, err = r.Graph.Path(context.Background(), nil)
	wantContractError(t, err, "Path is given nil", nil)
}

var nilContext context.Context

func TestOptionsWithoutMeaning(t *testing.T) {
	for want, opt := range map[string]checker.Options{
		"Options.Workers is -1":          {Workers: -1},
		"Options.MaxMemory is -1":        {MaxMemory: -1},
		"Options.Timeout is -1":          {Timeout: -1},
		"Options.MaxFanOut is -1":        {MaxFanOut: -1},
		"Options.CheckpointEvery is -1":  {CheckpointEvery: -1},
		"Options.ProgressEvery is -1":    {ProgressEvery: -1},
		"Options.Checkpoint names no fi": {Resume: true},
	} {
		_, err := checker.Check(context.Background(), upTo(3), opt)
		wantContractError(t, err, want, nil)
	}
}

// Neither what Next nor what a property does to the state it is given alters the
// exploration: it is found out wherever it happens.
func TestStateIsNotChanged(t *testing.T) {
	for _, at := range []int{0, 5000} {
		spoil := func(s *int) bool {
			if *s == at {
				*s = -1
			}
			return true
		}
		_, err := checker.Check(context.Background(), upTo(9000), checker.Options{}, checker.Invariant("x", spoil))
		wantContractError(t, err, "changes the state", at)
		_, err = checker.Check(context.Background(), custom[int]{0, func(s *int, out *checker.Steps[int]) {
			if *s < 9000 {
				*out.Add(0) = *s + 1
			}
			spoil(s)
		}}, checker.Options{})
		wantContractError(t, err, "changes the state", at)
	}
}

// A report of progress that panics, or ends its goroutine, leaves nothing behind
// and does not wait for the level to end.
func TestProgressThatPanics(t *testing.T) {
	goroutines := runtime.NumGoroutine()
	for name, end := range map[string]func(){"panic": func() { panic("no more") }, "Goexit": runtime.Goexit} {
		ended := make(chan any)
		go func() {
			defer func() { ended <- recover() }()
			_, _ = checker.Check(context.Background(), endless, checker.Options{
				MaxMemory: 1 << 30, ProgressEvery: time.Millisecond, Progress: func(checker.Progress) { end() },
			})
		}()
		if p := <-ended; name == "panic" && p != "no more" {
			t.Errorf("%s: %v", name, p)
		}
	}
	wantGoroutines(t, goroutines)
}
