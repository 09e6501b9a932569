package model

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A bag is a direction of a network as one would explain it: copies of packets
// and their ages. It knows nothing of [direction].
type bag []copied

type copied struct {
	packet uint32
	age    int
}

func (b bag) less(i int) bag { return slices.Delete(slices.Clone(b), i, i+1) }

// with adds a copy, of which two are as good as any number, if there is room:
// capacity counts different packets.
func (b bag) with(c copied, capacity int) (bag, bool) {
	kinds, same := map[uint32]bool{c.packet: true}, 0
	for _, d := range b {
		kinds[d.packet] = true
		if d == c {
			same++
		}
	}
	if same == 2 {
		return b, true
	}
	return append(slices.Clone(b), c), len(kinds) <= capacity
}

func (b bag) String() string {
	var all []string
	for _, c := range b {
		all = append(all, fmt.Sprintf("%d@%d", c.packet, c.age))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// A naive system is a closed system with such a network, in which loss and
// duplication are steps of their own.
type naive struct {
	end  [2]uint32
	bags [2]bag
}

func (n naive) String() string { return fmt.Sprint(n.end, n.bags[0], "|", n.bags[1]) }

// explore returns all pairs of ends that a naive system reaches.
func (n naive) explore(m *Model) map[[2]uint32]bool {
	pairs, seen := map[[2]uint32]bool{}, map[string]bool{}
	for todo := []naive{n}; len(todo) > 0; {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		key := at.String()
		if seen[key] {
			continue
		}
		seen[key] = true
		pairs[at.end] = true
		todo = append(todo, at.next(m)...)
	}
	return pairs
}

func (n naive) next(m *Model) (all []naive) {
	for i := range n.end {
		for _, in := range m.inputs(m.ends.at(n.end[i])) {
			if in.kind != fsm.TimeWaitTimeout || !n.aged(m, 1-i) {
				all = append(all, n.take(m, i, in)...)
			}
		}
		for j, c := range n.bags[i] {
			rest := n
			rest.bags[i] = n.bags[i].less(j)
			all = append(all, rest) // loss
			all = append(all, rest.take(m, 1-i, input{kind: fsm.SegmentArrives, packet: c.packet})...)
			if twice, ok := n.bags[i].with(c, m.scenario.Net.Capacity); ok {
				rest.bags[i] = twice
				all = append(all, rest) // duplication
			}
		}
	}
	if later, ok := n.tick(m); ok {
		all = append(all, later)
	}
	return all
}

// aged reports whether something that end i has sent is at the end of its life.
func (n naive) aged(m *Model, i int) bool {
	return slices.ContainsFunc(n.bags[i], func(c copied) bool {
		return m.scenario.Clock.MSL > 0 && c.age == m.scenario.Clock.MSL
	})
}

// take lets something happen to an end. What it sends gets into the network or
// is lost at once.
func (n naive) take(m *Model, i int, in input) []naive {
	e := m.ends.at(n.end[i])
	if offers := m.offers(e); in.iss == 0 {
		in.iss = offers[0]
	}
	t := m.execute(e, in, false)
	if t.choseISS && len(m.candidates(e)) == 0 {
		return nil
	}
	if after := t.end; t.burst.n == 0 {
		after.Left = e.Left
		if after == *e && in.packet == 0 {
			return nil // a call that came to nothing
		}
	}
	n.end[i] = m.ends.number(&t.end)
	ways := []naive{n}
	for _, p := range t.burst.packets[:t.burst.n] {
		for _, w := range slices.Clone(ways) {
			if fuller, ok := w.bags[i].with(copied{packet: p}, m.scenario.Net.Capacity); ok {
				w.bags[i] = fuller
				ways = append(ways, w)
			}
		}
	}
	return ways
}

// tick makes everything older by a tick.
func (n naive) tick(m *Model) (naive, bool) {
	if m.scenario.Clock.MSL == 0 {
		return n, false
	}
	for i := range n.end {
		later, ok := m.later(*m.ends.at(n.end[i]))
		if !ok {
			return n, false
		}
		n.end[i] = m.ends.number(&later)
		var older bag
		for _, c := range n.bags[i] {
			if c.age < m.scenario.Clock.MSL {
				older = append(older, copied{c.packet, c.age + 1})
			}
		}
		n.bags[i] = older
	}
	return n, true
}

// TestSetOfSegments compares a direction that is a set, where delivery leaves
// the segment and a younger copy takes the place of an older one, with the naive
// network: the same pairs of ends are reached.
func TestSetOfSegments(t *testing.T) {
	if testing.Short() {
		t.Skip("it explores for seconds")
	}
	for _, c := range []struct {
		capacity, msl int
		a, b          Budget
	}{
		{2, 0, Budget{fsm.OpenActive: 1}, Budget{fsm.OpenPassive: 1}},
		{2, 0, Budget{fsm.OpenActive: 1}, Budget{fsm.OpenActive: 1}},
		{1, 1, Budget{fsm.OpenActive: 1, fsm.Close: 1}, Budget{fsm.OpenPassive: 1}},
		{1, 1, Budget{fsm.OpenActive: 1, fsm.Close: 1}, Budget{fsm.OpenPassive: 1, fsm.Close: 1}},
		{1, 2, Budget{fsm.OpenActive: 1, fsm.Abort: 1}, Budget{fsm.OpenPassive: 1}},
	} {
		s := Scenario{
			Name: fmt.Sprint(c), Policy: "Hardened", Net: hostile(c.capacity), Clock: Clock{MSL: c.msl},
			Ends: [2]Side{{ISS: issA, May: c.a, Prompt: true}, {ISS: issB, May: c.b, Prompt: true}},
		}
		set, m := reachedPairs(t, s)
		start := naive{end: [2]uint32{m.ends.number(&End{Left: c.a, top: issA}), m.ends.number(&End{Side: 1, Left: c.b, top: issB})}}
		bags := start.explore(m)
		for p := range bags {
			if !set[p] {
				t.Fatalf("%s: the naive network reaches %+v and %+v", s.Name, *m.ends.at(p[0]), *m.ends.at(p[1]))
			}
		}
		if len(set) != len(bags) {
			t.Errorf("%s: the naive network reaches %d pairs of ends, the set %d", s.Name, len(bags), len(set))
		}
	}
}

// reachedPairs returns all pairs of ends that a scenario reaches.
func reachedPairs(t *testing.T, s Scenario) (map[[2]uint32]bool, *Model) {
	t.Helper()
	machine, err := s.machine()
	if err != nil {
		t.Fatal(err)
	}
	m, err := newModel(s, machine)
	if err != nil {
		t.Fatal(err)
	}
	pairs := map[[2]uint32]bool{}
	note := checker.Invariant("noted", func(s *State) bool { pairs[s.End] = true; return true })
	r, err := checker.Check(context.Background(), m, checker.Options{Workers: 1}, note)
	if err != nil || !r.Complete {
		t.Fatal(err, r.Stopped)
	}
	return pairs, m
}
