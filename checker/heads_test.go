package checker

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// The tests of this file hold that the examples at the heads of the files are
// true.

// arrows is a graph as the heads draw it: the nodes to which each leads. The
// action of a step is the number of the node to which it leads.
type arrows [][]int

var drawn = arrows{0: {1}, 1: {2, 4}, 2: {3}, 3: {1, 2}, 4: {4}}

func (arrows) Initial(out *Steps[int]) { *out.Add(0) = 0 }

func (g arrows) Next(s *int, out *Steps[int]) {
	for _, to := range g[*s] {
		*out.Add(Action(to)) = to
	}
}

func (arrows) Name(a Action) string { return fmt.Sprint("to ", a) }

func is(n int) func(*int) bool { return func(s *int) bool { return *s == n } }

func to(n Action) func(Action) bool { return func(a Action) bool { return a == n } }

// searched explores the drawn graph. The nodes have the numbers of the states.
func searched(t *testing.T, p Property[int]) *graph[int] {
	t.Helper()
	s, err := newSearch[int](drawn, Options{Workers: 1}.withDefaults(), []Property[int]{p})
	if err != nil {
		t.Fatal(err)
	}
	s.ctx = context.Background()
	if err := s.run(); err != nil {
		t.Fatal(err)
	}
	g, err := newGraph(s, &s.props[0])
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestHeadOfComponents: in which order the components come, and what the search
// has reached from each node.
func TestHeadOfComponents(t *testing.T) {
	g := searched(t, LeadsTo("", is(0), is(9)))
	state := func(v uint32) int { return *g.search.arena.at(v) }
	var got []string
	newComponents(g).from(0, func(nodes []uint32) {
		var all []int
		for _, v := range nodes {
			all = append(all, state(v))
		}
		got = append(got, fmt.Sprint(all))
	})
	if want := []string{"[4]", "[1 2 3]", "[0]"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestHeadOfLasso: stems and cycles of what does not lead to 9.
func TestHeadOfLasso(t *testing.T) {
	for want, fair := range map[string][]Fairness{
		"[0 1] [2 3 1]": nil,
		"[0 1 2] [3 2]": {Strong(to(3)), Strong(to(4))},
	} {
		r, err := Check[int](context.Background(), drawn, Options{}, LeadsTo("", is(0), is(9), fair...))
		if err != nil {
			t.Fatal(err)
		}
		if got := shape(r.Findings[0].Lasso); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// shape lists the states of stem and cycle.
func shape(l *Lasso[int]) string {
	stem, cycle := []int{l.Stem.Start}, []int{}
	for _, s := range l.Stem.Steps {
		stem = append(stem, s.State)
	}
	for _, s := range l.Cycle {
		cycle = append(cycle, s.State)
	}
	return fmt.Sprint(stem, cycle)
}

// TestHeadOfRefute: under which fairness a lasso stands.
func TestHeadOfRefute(t *testing.T) {
	r, err := Check[int](context.Background(), drawn, Options{}, LeadsTo("", is(0), is(9)))
	if err != nil {
		t.Fatal(err)
	}
	l := r.Findings[0].Lasso
	again := newReplay(searched(t, LeadsTo("", is(0), is(9))).search)
	for _, test := range []struct {
		fair Fairness
		want string
	}{
		{Weak(to(4)), ""}, {Strong(to(4)), "the cycle is not fair"}, {Strong(to(3)), ""},
	} {
		p := LeadsTo("", is(0), is(9), test.fair)
		if got := again.refutes(&p, l); got != test.want {
			t.Errorf("%+v: %q, want %q", test.fair, got, test.want)
		}
	}
}

// TestHeadOfPossible: from 4 nothing leads to 1.
func TestHeadOfPossible(t *testing.T) {
	anywhere := func(*int) bool { return true }
	r, err := Check[int](context.Background(), drawn, Options{}, Possible("", anywhere, is(1)))
	if err != nil {
		t.Fatal(err)
	}
	f := r.Findings[0]
	if got := shape(&Lasso[int]{Stem: *f.Trace}); f.Verdict != Violated || got != "[0 1 4] []" {
		t.Errorf("%v: %s", f.Verdict, got)
	}
	g := searched(t, Possible("", anywhere, is(1)))
	newComponents(g).doomDeadEnds()
	var dooms []int
	for v, m := range g.mark {
		if m&doomed != 0 {
			dooms = append(dooms, *g.search.arena.at(uint32(v)))
		}
	}
	if !slices.Equal(dooms, []int{4}) {
		t.Errorf("%v are doomed", dooms)
	}
}

// TestHeadOfCompact: the birthday bound.
func TestHeadOfCompact(t *testing.T) {
	c := &compaction{bits: 64}
	for n, want := range map[uint64]float64{2: 5e-20, 1e6: 2.7e-8, 1e9: 0.027, 5e9: 0.49} {
		if got := c.collision(n); math.Abs(got-want) > want/10 {
			t.Errorf("%d states: %g, want %g", n, got, want)
		}
	}
}

// TestHeadOfTable: where two words are at home as the table grows.
func TestHeadOfTable(t *testing.T) {
	const a, b = 0x00018000_00000000, 0x0001ffff_00000000
	var got []string
	for homes := uint64(minHomes); homes <= 4*minHomes; homes *= 2 {
		got = append(got, fmt.Sprint(home(a, homes), home(b, homes)))
	}
	if s := strings.Join(got, ", "); s != "1 1, 3 3, 6 7" {
		t.Error(s)
	}
	x, err := newTable(minHomes)
	if err != nil {
		t.Fatal(err)
	}
	x.addAll([]uint64{a, b}, []uint64{0, 0}, nil)
	if x.words.at[1] != a || x.words.at[2] != b || x.room != 39321 {
		t.Errorf("%x, %x, room for %d", x.words.at[1], x.words.at[2], x.room)
	}
}

// seven is a model with a hundred initial states, each with seven steps.
type seven struct{}

func (seven) Initial(out *Steps[int]) {
	for i := range 100 {
		*out.Add(0) = i
	}
}

func (seven) Next(s *int, out *Steps[int]) {
	for i := range 7 {
		*out.Add(Action(i)) = *s*7 + i
	}
}

func (seven) Name(a Action) string { return fmt.Sprint("step ", a) }

// TestHeadOfWorker: how many states with seven steps each fill a batch, and that
// it is looked up as a whole.
func TestHeadOfWorker(t *testing.T) {
	s, err := newSearch[int](seven{}, Options{Workers: 1}.withDefaults(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	w := s.workers[0]
	w.expand()
	expanded, steps := w.todo.from, w.out.n
	if w.look(0); expanded != 37 || steps != 259 || w.looked != steps {
		t.Errorf("%d states have %d steps, of which %d are looked up", expanded, steps, w.looked)
	}
}
