package checker_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
)

// mustCheck runs the checker where an error is a failure.
func mustCheck[S comparable](t *testing.T, m checker.Model[S], opt checker.Options, props ...checker.Property[S]) *checker.Result[S] {
	t.Helper()
	r, err := checker.Check(context.Background(), m, opt, props...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func wantVerdict[S comparable](t *testing.T, r *checker.Result[S], name string, want checker.Verdict) {
	t.Helper()
	if f := r.Finding(name); f.Verdict != want {
		t.Errorf("want %v: %v", want, f)
	}
}

func TestJugs(t *testing.T) {
	r := mustCheck(t, jugs{}, checker.Options{})
	if r.Distinct != 16 || r.Generated != 96 || !r.Complete {
		t.Errorf("%d states, %d steps; TLC finds 16 and, with the initial state, 97", r.Distinct, r.Generated)
	}
}

// A commit is the two-phase commit of Gray and Lamport ("Consensus on
// transaction commit", 2006), with that many resource managers.
type commit int

// Bit r of ready, asked and of the two bit planes of what a resource manager is at
// is resource manager r.
type transaction [8]uint8

const (
	low = iota // with high: 0 working, 1 prepared, 2 committed, 3 aborted
	high
	tm    // 0 deciding, 1 committed, 2 aborted; the message is out for ever
	ready // whom the transaction manager knows to be prepared
	asked // who has sent "prepared"
)

func (s *transaction) rm(r int) uint8 { return s[low]>>r&1 | s[high]>>r&1<<1 }

func (s transaction) with(r int, state uint8) transaction {
	s[low] = s[low]&^(1<<r) | state&1<<r
	s[high] = s[high]&^(1<<r) | state>>1<<r
	return s
}

func (n commit) Initial(out *checker.Steps[transaction]) { *out.Add(0) = transaction{} }

func (n commit) Next(s *transaction, out *checker.Steps[transaction]) {
	if s[tm] == 0 {
		if s[ready] == 1<<n-1 {
			t := out.Add(0)
			*t = *s
			t[tm] = 1
		}
		t := out.Add(1)
		*t = *s
		t[tm] = 2
	}
	for r := range int(n) {
		n.manager(s, r, out)
	}
}

func (n commit) manager(s *transaction, r int, out *checker.Steps[transaction]) {
	if s[tm] == 0 && s[asked]>>r&1 != 0 {
		t := out.Add(2)
		*t = *s
		t[ready] |= 1 << r
	}
	if s.rm(r) == 0 {
		t := out.Add(3)
		*t = s.with(r, 1)
		t[asked] |= 1 << r
		*out.Add(4) = s.with(r, 3)
	}
	if s[tm] != 0 {
		*out.Add(5) = s.with(r, s[tm]+1)
	}
}

// Canonical sorts the resource managers.
func (n commit) Canonical(s *transaction) {
	type manager struct{ state, ready, asked uint8 }
	all := make([]manager, n)
	for r := range all {
		all[r] = manager{s.rm(r), s[ready] >> r & 1, s[asked] >> r & 1}
	}
	slices.SortFunc(all, func(a, b manager) int {
		return int(a.state)<<2 + int(a.ready)<<1 + int(a.asked) - int(b.state)<<2 - int(b.ready)<<1 - int(b.asked)
	})
	s[ready], s[asked] = 0, 0
	for r, m := range all {
		*s = s.with(r, m.state)
		s[ready] |= m.ready << r
		s[asked] |= m.asked << r
	}
}

// consistent says that nobody commits what somebody aborts.
func (n commit) consistent(s *transaction) bool {
	committed, aborted := false, false
	for r := range int(n) {
		committed = committed || s.rm(r) == 2
		aborted = aborted || s.rm(r) == 3
	}
	return !committed || !aborted
}

func TestTwoPhaseCommit(t *testing.T) {
	for _, want := range []struct {
		managers commit
		distinct uint64
	}{{3, 288}, {5, 8832}, {7, 296448}} {
		t.Run(fmt.Sprint(int(want.managers)), func(t *testing.T) {
			if testing.Short() && want.managers == 7 {
				t.Skip("a second")
			}
			n := want.managers
			plain := mustCheck(t, n, checker.Options{}, checker.Invariant("consistent", n.consistent))
			wantVerdict(t, plain, "consistent", checker.Holds)
			if plain.Distinct != want.distinct {
				t.Errorf("%d states, want %d", plain.Distinct, want.distinct)
			}
			reduced := mustCheck(t, n, checker.Options{Symmetry: true}, checker.Invariant("consistent", n.consistent))
			wantVerdict(t, reduced, "consistent", checker.Holds)
			if orbits := countOrbits(n, plain); orbits != reduced.Distinct {
				t.Errorf("%d representatives explored, there are %d orbits", reduced.Distinct, orbits)
			}
		})
	}
}

// countOrbits counts the representatives of all states of a search without
// symmetry.
func countOrbits[S comparable](m checker.Symmetric[S], r *checker.Result[S]) uint64 {
	orbits := map[S]bool{}
	for _, s := range r.Graph.States() {
		m.Canonical(&s)
		orbits[s] = true
	}
	return uint64(len(orbits))
}

// Table is that many philosophers, who take the left fork first; if Polite,
// the last takes the right one first.
type table struct {
	Seats  int
	Polite bool
}

// A dinner says per philosopher 0 thinking, 1 has the first fork, 2 eating.
type dinner [8]uint8

func (p table) Initial(out *checker.Steps[dinner]) { *out.Add(0) = dinner{} }

func (p table) Next(s *dinner, out *checker.Steps[dinner]) {
	for i := range p.Seats {
		free := s[i] == 2 || p.free(s, p.fork(i, s[i]))
		if free {
			next := *s
			next[i] = (s[i] + 1) % 3
			*out.Add(checker.Action(i)) = next
		}
	}
}

// fork returns the fork that philosopher i takes next. Fork i lies to the left
// of philosopher i.
func (p table) fork(i int, taken uint8) int {
	second := taken == 1
	if p.Polite && i == p.Seats-1 {
		second = !second
	}
	if second {
		return (i + 1) % p.Seats
	}
	return i
}

func (p table) free(s *dinner, fork int) bool {
	for i := range p.Seats {
		for taken := range s[i] {
			if p.fork(i, taken) == fork {
				return false
			}
		}
	}
	return true
}

func (p table) ActionName(a checker.Action) string { return fmt.Sprintf("philosopher %d", a) }

func TestPhilosophers(t *testing.T) {
	for seats := 2; seats <= 8; seats++ {
		greedy := mustCheck(t, table{Seats: seats}, checker.Options{KeepGoing: true}, checker.Deadlock[dinner]("deadlock"))
		wantVerdict(t, greedy, "deadlock", checker.Violated)
		if f := greedy.Finding("deadlock"); f.Steps() != seats {
			t.Errorf("the deadlock takes %d steps, one for each of %d philosophers: %v", f.Steps(), seats, f)
		}
		if want := dinners(seats); greedy.Distinct != want {
			t.Errorf("%d philosophers: %d states, want %d", seats, greedy.Distinct, want)
		}
		polite := mustCheck(t, table{Seats: seats, Polite: true}, checker.Options{}, checker.Deadlock[dinner]("deadlock"))
		wantVerdict(t, polite, "deadlock", checker.Holds)
	}
}

// dinners counts the ways to sit around the table such that nobody who eats
// sits to the left of somebody who holds the left fork: the trace of the n-th
// power of the matrix of who can sit beside whom.
func dinners(seats int) uint64 {
	beside := [3][3]uint64{{1, 1, 1}, {1, 1, 1}, {1, 0, 0}}
	power := [3][3]uint64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}
	for range seats {
		var next [3][3]uint64
		for i := range 3 {
			for j := range 3 {
				for k := range 3 {
					next[i][j] += power[i][k] * beside[k][j]
				}
			}
		}
		power = next
	}
	return power[0][0] + power[1][1] + power[2][2]
}

// Peterson is the mutual exclusion of two processes ("Myths about the mutual
// exclusion problem", 1981). If Hasty, a process gives way before it says that
// it wants to enter.
type peterson struct{ Hasty bool }

// A lock says of each process where it is: 0 idle, 1 half announced, 2 announced,
// 3 inside; and from wants on whether it wants to enter, and whose turn it is.
type lock [8]uint8

const (
	wants = 2
	turn  = 4
)

func (p peterson) Initial(out *checker.Steps[lock]) { *out.Add(0) = lock{} }

// Next lets process i do its next action, which has the number 4i plus where it
// is: enter is 4i+2.
func (p peterson) Next(s *lock, out *checker.Steps[lock]) {
	for i := range uint8(2) {
		next := *s
		next[i] = (s[i] + 1) % 4
		switch announces := s[i] == 0 != p.Hasty; {
		case s[i] <= 1 && announces:
			next[wants+i] = 1
		case s[i] <= 1:
			next[turn] = 1 - i
		case s[i] == 2 && s[wants+1-i] == 1 && s[turn] != i:
			continue
		case s[i] == 3:
			next[wants+i] = 0
		}
		*out.Add(checker.Action(4*i + s[i])) = next
	}
}

func TestPeterson(t *testing.T) {
	exclusive := checker.Invariant("exclusive", func(s *lock) bool { return s[0] != 3 || s[1] != 3 })
	waits := func(s *lock) bool { return s[0] == 2 }
	enters := func(s *lock) bool { return s[0] == 3 }
	running := func(i checker.Action) func(checker.Action) bool {
		return func(a checker.Action) bool { return a/4 == i && a%4 != 0 } // whoever began goes on
	}
	r := mustCheck(t, peterson{}, checker.Options{KeepGoing: true},
		exclusive, checker.Deadlock[lock]("deadlock"),
		checker.Reachable("contention", func(s *lock) bool { return s[0] == 2 && s[1] == 2 }),
		checker.LeadsTo("fair", waits, enters, checker.Weak(running(0)), checker.Weak(running(1))),
		checker.Eventually("visits", enters, checker.Weak(running(0)), checker.Weak(running(1))))
	for _, name := range []string{"exclusive", "deadlock", "contention", "fair"} {
		wantVerdict(t, r, name, checker.Holds)
	}
	wantVerdict(t, r, "visits", checker.Violated) // who never wants to enter never does
	hasty := mustCheck(t, peterson{Hasty: true}, checker.Options{}, exclusive)
	wantVerdict(t, hasty, "exclusive", checker.Violated)
}
