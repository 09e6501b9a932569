package checker_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/tcp2bag"
)

// An ordered model is the reference model with an order of its own.
type ordered struct{ tcp2bag.Model }

func (ordered) Compare(a, b *tcp2bag.State) int { return cmp.Compare(*a, *b) }

// An interned model is the reference model with tickets for states: whoever
// comes to a state first draws the next ticket, and what is on the tickets is
// drawn anew for every model.
type interned[T comparable] struct {
	tcp2bag.Model
	print       func(uint64) T
	odd, secret uint64

	mu      *sync.RWMutex
	tickets map[tcp2bag.State]T
	states  map[T]tcp2bag.State
}

func newInterned[T comparable](print func(uint64) T) interned[T] {
	return interned[T]{tcp2bag.Model{K: 1, MaxOpen: 2}, print, rand.Uint64() | 1, rand.Uint64(),
		new(sync.RWMutex), map[tcp2bag.State]T{}, map[T]tcp2bag.State{}}
}

// A slip fits the word of the visited set, a poster does not.
type (
	slip   uint64
	poster [4]uint64
)

func newSlip(n uint64) slip     { return slip(n) }
func newPoster(n uint64) poster { return poster{n >> 3, ^n, n << 5} }

func (m interned[T]) ticket(s tcp2bag.State) T {
	m.mu.Lock()
	defer m.mu.Unlock()
	t, ok := m.tickets[s]
	if !ok {
		t = m.print(uint64(len(m.tickets))*m.odd ^ m.secret) // a permutation
		m.tickets[s], m.states[t] = t, s
	}
	return t
}

func (m interned[T]) state(t *T) *tcp2bag.State {
	m.mu.RLock()
	defer m.mu.RUnlock()
	s, ok := m.states[*t]
	if !ok {
		panic("nobody drew this ticket")
	}
	return &s
}

func (m interned[T]) Initial(out *checker.Steps[T]) { *out.Add(0) = m.ticket(0) }

func (m interned[T]) Next(t *T, out *checker.Steps[T]) {
	var steps checker.Steps[tcp2bag.State]
	m.Model.Next(m.state(t), &steps)
	for a, s := range steps.All() {
		*out.Add(a) = m.ticket(s)
	}
}

func (m interned[T]) Canonical(t *T) {
	s := *m.state(t)
	m.Model.Canonical(&s)
	*t = m.ticket(s)
}

func (m interned[T]) Compare(a, b *T) int { return cmp.Compare(*m.state(a), *m.state(b)) }

// claims are properties of every kind. The safety properties do not tell the
// two endpoints apart.
func claims[T comparable](state func(*T) *tcp2bag.State) (safety, liveness []checker.Property[T]) {
	is := func(i uint, tcp int) func(*T) bool {
		return func(t *T) bool { return tcp2bag.TCP(*state(t), i) == tcp }
	}
	not := func(f func(*T) bool) func(*T) bool { return func(t *T) bool { return !f(t) } }
	either := func(tcp int) func(*T) bool {
		a, b := is(0, tcp), is(1, tcp)
		return func(t *T) bool { return a(t) || b(t) }
	}
	opens := func(t *T) uint64 { return uint64(tcp2bag.Opens(*state(t), 0) + tcp2bag.Opens(*state(t), 1)) }
	return []checker.Property[T]{
			checker.Invariant("no TIME-WAIT", not(either(tcp2bag.TimeWait))),
			checker.Reachable("CLOSING", either(tcp2bag.Closing)),
			checker.StepInvariant("no second open", func(t *T, _ checker.Action, u *T) bool { return opens(t) != 2 || opens(u) != 3 }),
			checker.Deadlock[T]("deadlock"),
		}, []checker.Property[T]{
			checker.Eventually("open", is(0, tcp2bag.Established), checker.Weak(tcp2bag.Expire)),
			checker.LeadsTo("L2", is(0, tcp2bag.TimeWait), not(is(0, tcp2bag.TimeWait))),
			checker.LeadsTo("closed", either(tcp2bag.FinWait1), is(1, tcp2bag.Listen),
				checker.Strong(tcp2bag.Expire), checker.Weak(func(a checker.Action) bool { return a>>4 == 7 })),
			checker.Stabilizes("settles", func(t *T) uint64 { return uint64(tcp2bag.TCP(*state(t), 1)) },
				checker.Strong(func(a checker.Action) bool { return a>>4 == 4 })),
		}
}

// write prints everything of a result in which the numbers of states could
// show, in terms of what they stand for.
func write[T comparable](t *testing.T, r *checker.Result[T], state func(*T) *tcp2bag.State) string {
	t.Helper()
	var b strings.Builder
	steps := func(start T, all []checker.Step[T]) {
		fmt.Fprintf(&b, "  %x", uint64(*state(&start)))
		for _, step := range all {
			fmt.Fprintf(&b, " %s %x", step.Name, uint64(*state(&step.State)))
		}
		b.WriteString("\n")
	}
	for _, f := range r.Findings {
		fmt.Fprintln(&b, f.Name, f.Verdict)
		if f.Trace != nil {
			steps(f.Trace.Start, f.Trace.Steps)
		}
		if f.Lasso != nil {
			steps(f.Lasso.Stem.Start, f.Lasso.Stem.Steps)
			steps(f.Lasso.Stem.Last(), f.Lasso.Cycle)
		}
	}
	if r.Graph == nil {
		return b.String()
	}
	trace, err := r.Graph.Path(context.Background(), func(s *T) bool { return tcp2bag.TCP(*state(s), 1) == tcp2bag.LastAck })
	if err != nil {
		t.Fatal(err)
	}
	steps(trace.Start, trace.Steps)
	for depth, s := range r.Graph.States() {
		fmt.Fprintf(&b, "%d %x\n", depth, uint64(*state(&s)))
	}
	return b.String()
}

// report explores a model and writes about it.
func report[T comparable](t *testing.T, m checker.Model[T], opt checker.Options, state func(*T) *tcp2bag.State) string {
	t.Helper()
	props, liveness := claims(state)
	if !opt.Symmetry && !opt.Compact {
		props = append(props, liveness...)
	}
	r := mustCheck(t, m, opt, props...)
	for _, f := range r.Findings {
		if f.Trace == nil && f.Lasso == nil {
			t.Errorf("%v: nothing that could differ", f)
		}
	}
	if opt.Compact {
		r.Graph = nil // there is one all the same if states are narrow
	}
	return write(t, r, state)
}

// What is said of tickets, whoever drew them, is what is said of the states.
func TestOrderedModel(t *testing.T) {
	runs := 3
	if testing.Short() || raceEnabled {
		runs = 1
	}
	workers := []int{1, 2, 4}
	if testing.Short() {
		workers = []int{4}
	}
	for name, opt := range map[string]checker.Options{"plain": {}, "symmetry": {Symmetry: true}, "compact": {Compact: true}} {
		t.Run(name, func(t *testing.T) {
			opt.KeepGoing = true
			want := report(t, ordered{tcp2bag.Model{K: 1, MaxOpen: 2}}, opt, func(s *tcp2bag.State) *tcp2bag.State { return s })
			for range runs {
				for _, workers := range workers {
					opt.Workers = workers
					slips, posters := newInterned(newSlip), newInterned(newPoster)
					if diff := gocmp.Diff(want, report(t, slips, opt, slips.state)); diff != "" {
						t.Fatalf("%d workers (-states +slips):\n%s", workers, diff)
					}
					if diff := gocmp.Diff(want, report(t, posters, opt, posters.state)); diff != "" {
						t.Fatalf("%d workers (-states +posters):\n%s", workers, diff)
					}
				}
			}
		})
	}
}

// The tickets of one process are nothing to another.
func TestOrderedModelHasNoCheckpoint(t *testing.T) {
	_, err := checker.Check(context.Background(), newInterned(newSlip), checker.Options{Checkpoint: filepath.Join(t.TempDir(), "checkpoint")})
	wantContractError(t, err, "the model has a method Compare", nil)
}

// A contrary model counts, by one or two, and orders its states badly.
type contrary struct {
	custom[int]
	compare func(a, b *int) int
}

func (m contrary) Compare(a, b *int) int { return m.compare(a, b) }

func TestBrokenOrders(t *testing.T) {
	byOneOrTwo := custom[int]{0, func(s *int, out *checker.Steps[int]) {
		if *s < 5050 {
			*out.Add(0) = *s + 1
			*out.Add(0) = *s + 2
		}
	}}
	late := func(a, b *int) int { // the states that are sampled are in order
		if min(*a, *b) < 4995 || *a == *b {
			return cmp.Compare(*a, *b)
		}
		return 0
	}
	for _, c := range []struct {
		name, problem string
		compare       func(a, b *int) int
	}{
		{"all alike", "it has to be 0 for equal states and for no others", func(_, _ *int) int { return 0 }},
		{"one-way", "Compare is no order", func(_, _ *int) int { return 1 }},
		{"panic", "panic: no idea", func(_, _ *int) int { panic("no idea") }},
		{"counterexample", "Compare of this state", late},
	} {
		_, err := checker.Check(context.Background(), contrary{byOneOrTwo, c.compare}, checker.Options{Workers: 1},
			checker.Invariant("at most 5040", func(s *int) bool { return *s <= 5040 }))
		wantContractError(t, err, c.problem, nil)
		var broken *checker.ContractError
		if errors.As(err, &broken); broken.State == nil {
			t.Errorf("%s: no state is named", c.name)
		}
	}
	r := mustCheck(t, contrary{byOneOrTwo, late}, checker.Options{Workers: 1})
	_, err := r.Graph.Path(context.Background(), func(s *int) bool { return *s == 5042 })
	wantContractError(t, err, "Compare of this state", nil)
}
