package checker_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/checker"
)

// A post is a place, and the letters that have been sent so far. They may arrive at
// any time, any number of times, or never: with more of them more can be done.
type post struct{ At, Sent uint8 }

// A postal model moves by rules.
type postal []rule

// A rule leads from one place to another if some letters have been sent. It sends
// some, and may burn some.
type rule struct{ from, to, needs, sends, burns uint8 }

func (postal) Initial(out *checker.Steps[post]) { *out.Add(0) = post{} }

func (m postal) Next(s *post, out *checker.Steps[post]) {
	for i, r := range m {
		if s.At == r.from && s.Sent&r.needs == r.needs {
			*out.Add(checker.Action(i)) = post{r.to, s.Sent&^r.burns | r.sends}
		}
	}
}

func (postal) Class(s *post) uint64     { return uint64(s.At) }
func (postal) Signature(s *post) uint64 { return uint64(s.Sent) }
func (postal) Covers(a, b *post) bool   { return a.At == b.At && a.Sent&b.Sent == b.Sent }
func has(s *post, letters uint8) bool   { return s.Sent&letters == letters }

// drawLetters draws a set of letters, each of which is in it with a probability of
// one in 2^halvings.
func drawLetters(t *rapid.T, name string, halvings int) uint8 {
	set := uint8(0xff)
	for range halvings {
		set &= rapid.Uint8().Draw(t, name)
	}
	return set
}

func drawPostal(t *rapid.T) (m postal) {
	place := rapid.Uint8Range(0, 3)
	for range rapid.IntRange(1, 14).Draw(t, "rules") {
		m = append(m, rule{place.Draw(t, "from"), place.Draw(t, "to"),
			drawLetters(t, "needs", 2), drawLetters(t, "sends", 4), drawLetters(t, "burns", 4)})
	}
	return m
}

// drawMonotone draws claims that are violated by whatever covers what violates them.
func drawMonotone(t *rapid.T) []checker.Property[post] {
	at, with := rapid.Uint8Range(0, 3).Draw(t, "at"), drawLetters(t, "with", 2)
	last, then := checker.Action(rapid.IntRange(0, 13).Draw(t, "action")), drawLetters(t, "then", 2)
	is := func(s *post) bool { return s.At == at && has(s, with) }
	return []checker.Property[post]{
		checker.Invariant("never", func(s *post) bool { return !is(s) }),
		checker.Reachable("some time", is),
		checker.StepInvariant("no step", func(_ *post, a checker.Action, s *post) bool { return a != last || !has(s, then) }),
	}
}

// What is said of the maximal states is what is said of all, and what violates a
// property there is no longer.
func TestCoveringAgainstPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, props := drawPostal(t), drawMonotone(t)
		plain := check[post](t, m, checker.Options{KeepGoing: true}, props...)
		covering := check[post](t, m, checker.Options{KeepGoing: true, Covering: true}, props...)
		for i, want := range plain.Findings {
			got := covering.Findings[i]
			if got.Verdict != want.Verdict || got.Steps() != want.Steps() || got.Detour {
				t.Errorf("%v is %v in %d steps, by covers %v in %d, detour %v", want.Name, want.Verdict, want.Steps(), got.Verdict, got.Steps(), got.Detour)
			}
		}
		if !covering.Complete || covering.Distinct > plain.Distinct || covering.Maximal != maximal(plain) {
			t.Errorf("complete %v, %d of %d states, %d maximal ones where there are %d",
				covering.Complete, covering.Distinct, plain.Distinct, covering.Maximal, maximal(plain))
		}
		checkFirst(t, m, props, plain)
	})
}

// checkFirst looks at a search that ends with the first violation.
func checkFirst(t *rapid.T, m postal, props []checker.Property[post], plain *checker.Result[post]) {
	first := check[post](t, m, checker.Options{Covering: true, AnyTrace: true}, props...)
	if first.Verdict() != plain.Verdict() {
		t.Errorf("all together %v, of the first %v", plain.Verdict(), first.Verdict())
	}
	for i, f := range first.Findings {
		if f.Verdict != checker.Unknown && f.Verdict != plain.Findings[i].Verdict || f.Steps() < plain.Findings[i].Steps() && f.Trace != nil {
			t.Errorf("%v is %v in %d steps; it is %v in %d", f.Name, f.Verdict, f.Steps(), plain.Findings[i].Verdict, plain.Findings[i].Steps())
		}
	}
}

// maximal counts the states that no other covers.
func maximal(r *checker.Result[post]) (n uint64) {
	for _, s := range r.Graph.States() {
		covered := false
		for _, o := range r.Graph.States() {
			covered = covered || o != s && postal(nil).Covers(&o, &s)
		}
		if !covered {
			n++
		}
	}
	return n
}

// chain sends one letter after the other, in any order.
type chain int

type sent uint32

func (chain) Initial(out *checker.Steps[sent]) { *out.Add(0) = 0 }

func (m chain) Next(s *sent, out *checker.Steps[sent]) {
	for i := range int(m) {
		*out.Add(checker.Action(i)) = *s | 1<<i
	}
}

func (chain) Class(*sent) uint64     { return 0 }
func (chain) Signature(*sent) uint64 { return 0 }
func (chain) Covers(a, b *sent) bool { return *a&*b == *b }
func (m chain) all(s *sent) bool     { return *s == 1<<m-1 }

func (m chain) property() checker.Property[sent] {
	return checker.Invariant("not all", func(s *sent) bool { return !m.all(s) })
}

// Where the levels have too many states for a shortest way to be looked for, the way
// that was found is told, and that there may be a shorter one.
func TestDetour(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	for _, n := range []chain{8, 13} {
		r := mustCheck(t, n, checker.Options{Covering: true}, n.property())
		f := r.Findings[0]
		if f.Verdict != checker.Violated || f.Steps() != int(n) || f.Detour != (n == 13) {
			t.Errorf("%d letters: %v in %d steps, detour %v", n, f.Verdict, f.Steps(), f.Detour)
		}
		if r.Distinct != uint64(n)+1 || r.Maximal != 1 {
			t.Errorf("%d letters: %d states, %d maximal ones", n, r.Distinct, r.Maximal)
		}
	}
}

// A bound that comes before the end leaves undecided what it has not seen.
func TestCoveringWithinBounds(t *testing.T) {
	m := chain(24)
	r := mustCheck(t, m, checker.Options{Covering: true, MaxStates: 10}, m.property())
	if r.Stopped != checker.StoppedStates || r.Distinct != 10 || r.Verdict() != checker.Unknown {
		t.Errorf("%v after %d states: %v", r.Stopped, r.Distinct, r.Verdict())
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r, err := checker.Check(ctx, m, checker.Options{Covering: true}, m.property())
	if err != nil || r.Stopped != checker.StoppedContext || r.Verdict() != checker.Unknown {
		t.Errorf("%v, %v", r, err)
	}
	r = mustCheck(t, m, checker.Options{Covering: true, MaxMemory: 1 << 10}, m.property())
	if r.Stopped != checker.StoppedMemory || r.Verdict() != checker.Unknown {
		t.Errorf("%v: %v", r.Stopped, r.Verdict())
	}
}

// A step that was cut leaves everything open.
func TestCoveringWithCuts(t *testing.T) {
	m := covered[post]{custom[post]{post{}, func(s *post, out *checker.Steps[post]) {
		if s.At < 3 {
			*out.Add(0) = post{s.At + 1, 0}
		} else {
			out.Cut()
		}
	}}, postal(nil).Class, postal(nil).Covers}
	r := mustCheck(t, m, checker.Options{Covering: true}, checker.Invariant("all", func(*post) bool { return true }))
	if r.Complete || r.Stopped != checker.StoppedCut || r.Verdict() != checker.Unknown {
		t.Errorf("complete %v, %v, %v", r.Complete, r.Stopped, r.Verdict())
	}
}

// A covered model is one with an order of its own.
type covered[S comparable] struct {
	custom[S]
	class  func(*S) uint64
	covers func(a, b *S) bool
}

func (m covered[S]) Class(s *S) uint64   { return m.class(s) }
func (m covered[S]) Signature(*S) uint64 { return 0 }
func (m covered[S]) Covers(a, b *S) bool { return m.covers(a, b) }

// An order that is none, and properties that do not go with it, are found.
func TestNotWellStructured(t *testing.T) {
	one := func(*post) uint64 { return 0 }
	more := func(a, b *post) bool { return a.Sent >= b.Sent }
	// From 0 to 7 letters; who has 3 may go to a place where nobody else gets.
	m := covered[post]{custom[post]{post{}, func(s *post, out *checker.Steps[post]) {
		if s.Sent == 3 && s.At == 0 {
			*out.Add(1) = post{9, 3}
		}
		if s.Sent < 7 {
			*out.Add(0) = post{0, s.Sent + 1}
			*out.Add(0) = post{0, 7}
		}
	}}, one, func(a, b *post) bool { return a.At == b.At && more(a, b) }}
	_, err := checker.Check(context.Background(), m, checker.Options{Covering: true})
	wantContractError(t, err, "not well structured: it has a step to", nil)

	up := postal{{0, 0, 0, 1, 0}, {0, 0, 1, 2, 0}, {0, 0, 0, 4, 0}, {0, 0, 0, 3, 0}}
	_, err = checker.Check(context.Background(), up, checker.Options{Covering: true, AnyTrace: true, KeepGoing: true},
		checker.Invariant("not one alone", func(s *post) bool { return s.Sent != 4 }))
	wantContractError(t, err, `property "not one alone" decides in it and does not`, nil)

	m.covers = func(_, _ *post) bool { return false }
	_, err = checker.Check(context.Background(), m, checker.Options{Covering: true})
	wantContractError(t, err, "does not cover itself", nil)
}

func TestCoveringIsRefused(t *testing.T) {
	holds := func(*post) bool { return true }
	for _, test := range []struct {
		opt  checker.Options
		prop checker.Property[post]
		why  string
	}{
		{checker.Options{Covering: true, Symmetry: true}, checker.Invariant("p", holds), "Symmetry"},
		{checker.Options{Covering: true, Compact: true}, checker.Invariant("p", holds), "Options.Compact"},
		{checker.Options{Covering: true, Checkpoint: "p"}, checker.Invariant("p", holds), "Options.Checkpoint"},
		{checker.Options{Covering: true}, checker.Terminal("p", holds), `"p" is of kind terminal`},
		{checker.Options{Covering: true}, checker.Eventually("p", holds), `"p" is of kind eventually`},
		{checker.Options{Covering: true}, checker.Possible("p", holds, holds), `"p" is of kind possible`},
		{checker.Options{AnyTrace: true}, checker.Invariant("p", holds), "without Options.Covering"},
	} {
		_, err := checker.Check(context.Background(), postal{}, test.opt, test.prop)
		wantContractError(t, err, test.why, nil)
	}
	_, err := checker.Check[post](context.Background(), custom[post]{}, checker.Options{Covering: true})
	wantContractError(t, err, "no methods Class, Signature and Covers", nil)
}

// BenchmarkCovering compares the search for maximal states with the one for all, on a
// network that has carried n letters in any order.
func BenchmarkCovering(b *testing.B) {
	for _, covering := range []bool{false, true} {
		b.Run(fmt.Sprintf("covering=%v", covering), func(b *testing.B) {
			m := chain(16)
			states := uint64(0)
			for b.Loop() {
				r, err := checker.Check(context.Background(), m, checker.Options{Covering: covering, AnyTrace: covering}, checker.Reachable("all", m.all))
				if err != nil || r.Verdict() != checker.Holds {
					b.Fatal(r, err)
				}
				states = r.Distinct
			}
			b.ReportMetric(float64(states), "states")
		})
	}
}

// Progress says how many states wait, while there are some.
func TestCoveringProgress(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	var last checker.Progress
	m := covered[post]{custom[post]{post{}, func(s *post, out *checker.Steps[post]) {
		time.Sleep(100 * time.Microsecond)
		for i := range uint8(8) {
			*out.Add(0) = post{s.At + 1 + i, 0}
		}
	}}, postal(nil).Class, postal(nil).Covers}
	opt := checker.Options{Covering: true, Workers: 2, ProgressEvery: time.Millisecond, Progress: func(p checker.Progress) {
		if p.Frontier > 0 {
			last = p
		}
	}}
	r := mustCheck(t, m, opt)
	if last.Frontier == 0 || last.Distinct == 0 || last.Distinct > r.Distinct || last.Depth > r.Depth {
		t.Errorf("%+v; in the end %+v", last, r.Stats)
	}
}
