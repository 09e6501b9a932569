package checker_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/tcp2bag"
)

// The graph outlives the search, can be queried again and again, and says why
// if it has no answer.
func TestGraph(t *testing.T) {
	r := mustCheck(t, tcp2bag.Model{K: 1, MaxOpen: 2}, checker.Options{})
	counts := make([]uint64, len(r.Levels))
	steps := uint64(0)
	last := -1
	for depth, s := range r.Graph.States() {
		if depth < last {
			t.Fatalf("depth %d after %d", depth, last)
		}
		last = depth
		counts[depth]++
		for range r.Graph.Steps(s) {
			steps++
		}
	}
	for depth, n := range counts {
		if n != r.Levels[depth] {
			t.Errorf("%d states at depth %d, the search found %d", n, depth, r.Levels[depth])
		}
	}
	if steps != r.Generated {
		t.Errorf("%d steps, the search found %d", steps, r.Generated)
	}
	inTimeWait := func(s *tcp2bag.State) bool { return tcp2bag.TCP(*s, 0) == tcp2bag.TimeWait }
	for range 2 {
		trace, err := r.Graph.Path(context.Background(), inTimeWait)
		if err != nil || len(trace.Steps) != 10 {
			t.Errorf("%v, %v; the shortest way takes 10 steps", trace, err)
		}
	}
	if trace, err := r.Graph.Path(context.Background(), func(*tcp2bag.State) bool { return false }); trace != nil || err != nil {
		t.Errorf("%v, %v", trace, err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := r.Graph.Components(cancelled); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := r.Graph.Path(cancelled, inTimeWait); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	part := mustCheck(t, tcp2bag.Model{K: 1, MaxOpen: 2}, checker.Options{MaxStates: 100})
	if _, err := part.Graph.Components(context.Background()); !errors.Is(err, errors.ErrUnsupported) {
		t.Error("components of a part:", err)
	}
}

// A moody model does something whenever it is asked where it begins.
type moody struct {
	custom[int]
	initial func()
}

func (m moody) Initial(out *checker.Steps[int]) {
	m.initial()
	m.custom.Initial(out)
}

// A panic is an error also where the graph is asked, and the next question has
// an answer of its own.
func TestGraphPanics(t *testing.T) {
	var broken, later atomic.Int64 // the state in which Next panics, at once or after a call of Initial; 0: none
	m := moody{custom[int]{1, func(s *int, out *checker.Steps[int]) {
		if *s == int(broken.Load()) {
			panic("no idea")
		}
		if *s < 4 {
			*out.Add(0) = *s + 1
		}
	}}, func() { broken.Store(later.Load()) }}
	r := mustCheck(t, m, checker.Options{Workers: 1})
	is4 := func(s *int) bool { return *s == 4 }
	path := func(is func(*int) bool) error {
		_, err := r.Graph.Path(context.Background(), is)
		return err
	}
	wantContractError(t, path(func(s *int) bool { return 6/(3-*s) == 0 }), "panic: runtime error: integer divide by zero", 3)
	broken.Store(2)
	wantContractError(t, path(is4), "panic: no idea", 2)
	_, err := r.Graph.Components(context.Background())
	wantContractError(t, err, "panic: no idea", 2)
	broken.Store(0)
	later.Store(1)
	wantContractError(t, path(is4), "panic: no idea", 1) // when the path is executed
	later.Store(0)
	broken.Store(0)
	if err := path(is4); err != nil {
		t.Error("nothing is broken any more:", err)
	}
}

// Questions to a Graph, however many, take nothing of the budget of the search.
func TestGraphStepsWithoutEnd(t *testing.T) {
	m := custom[page]{page{}, func(s *page, out *checker.Steps[page]) {
		*out.Add(0) = page{(s[0] + 1) % 100}
	}}
	r := mustCheck[page](t, m, checker.Options{Workers: 1, MaxMemory: 8 << 20})
	for range 5 {
		for _, s := range r.Graph.States() {
			for step := range r.Graph.Steps(s) {
				if step.State[0] != (s[0]+1)%100 {
					t.Fatal(step.State[0])
				}
			}
		}
	}
	var nobody context.Context
	_, err := r.Graph.Path(nobody, always[page])
	wantContractError(t, err, "the context is nil", nil)
	_, err = r.Graph.Components(nobody)
	wantContractError(t, err, "the context is nil", nil)
}
