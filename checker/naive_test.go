package checker_test

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/checker"
)

// This file is the reference that the checker is compared with: written for
// clarity, straight from the definitions, for graphs of a few nodes. A set of
// nodes is a bit set.

// A digraph is a model given by its edges.
type digraph struct {
	initial []int
	edges   [][]edge
}

type edge struct {
	to     int
	action checker.Action
}

type set uint

func (s set) has(v int) bool { return s>>v&1 != 0 }

// distances returns how far each node is from the nearest of the starting
// nodes, on a path inside the set. Starting node v counts as start[v] away
// already. Nodes that cannot be reached have no entry.
func (g digraph) distances(start map[int]int, in set) map[int]int {
	dist := map[int]int{}
	for d := 0; d <= 2*len(g.edges); d++ {
		for v := range g.edges {
			if from, ok := start[v]; ok && from == d && in.has(v) {
				setOnce(dist, v, d)
			}
		}
		for v := range g.edges {
			if at, ok := dist[v]; ok && at == d {
				for _, e := range g.edges[v] {
					if in.has(e.to) {
						setOnce(dist, e.to, d+1)
					}
				}
			}
		}
	}
	return dist
}

func setOnce(m map[int]int, k, v int) {
	if old, ok := m[k]; !ok || v < old {
		m[k] = v
	}
}

func (g digraph) all() set { return 1<<len(g.edges) - 1 }

// reachable returns the distance of every reachable node from the initial ones.
func (g digraph) reachable() map[int]int {
	start := map[int]int{}
	for _, v := range g.initial {
		start[v] = 0
	}
	return g.distances(start, g.all())
}

// inside returns the edges of v that stay in the set.
func (g digraph) inside(v int, in set) []edge {
	return slices.DeleteFunc(slices.Clone(g.edges[v]), func(e edge) bool { return !in.has(e.to) })
}

// recurrent reports whether a behaviour can visit exactly these nodes
// infinitely often: they are one terminal node, or each is reached from each
// by at least one edge inside.
func (g digraph) recurrent(w set) bool {
	for v := range g.edges {
		if !w.has(v) {
			continue
		}
		if w == 1<<v && len(g.edges[v]) == 0 {
			return true
		}
		next := map[int]int{}
		for _, e := range g.inside(v, w) {
			next[e.to] = 0
		}
		reached := g.distances(next, w)
		for u := range g.edges {
			if _, ok := reached[u]; w.has(u) && !ok {
				return false
			}
		}
	}
	return w != 0
}

// fair reports whether a behaviour that visits exactly these nodes infinitely
// often, and takes every edge between them infinitely often, satisfies the
// assumption. If that one does not, no other does that visits all these nodes.
func (g digraph) fair(w set, f checker.Fairness) bool {
	always, sometimes, taken := true, false, false
	for v := range g.edges {
		if !w.has(v) {
			continue
		}
		enabled := false
		for _, e := range g.edges[v] {
			if e.to != v && f.Class(e.action) {
				enabled = true
				taken = taken || w.has(e.to)
			}
		}
		always = always && enabled
		sometimes = sometimes || enabled
	}
	if f.Strong {
		return taken || !sometimes
	}
	return taken || !always
}

// A question is a liveness property of a digraph.
type question struct {
	kind       checker.Kind
	from, goal set   // of Eventually and LeadsTo
	value      []int // of Stabilizes, per node
	fair       []checker.Fairness
}

// violated tries every set of nodes that a behaviour might visit infinitely
// often. It returns the length of a shortest stem to one that violates the
// property, or -1.
func (g digraph) violated(q question) int {
	stems := g.stems(q)
	best := -1
	for w := set(1); w <= g.all(); w++ {
		if !g.violates(w, q) {
			continue
		}
		for v := range g.edges {
			if d, ok := stems[v]; w.has(v) && ok && (best < 0 || d < best) {
				best = d
			}
		}
	}
	return best
}

// violates reports whether visiting exactly these nodes infinitely often is
// possible, fair and against the property.
func (g digraph) violates(w set, q question) bool {
	if !g.recurrent(w) {
		return false
	}
	for _, f := range q.fair {
		if !g.fair(w, f) {
			return false
		}
	}
	if q.kind != checker.KindStabilizes {
		return w&q.goal == 0
	}
	values := map[int]bool{}
	for v := range g.edges {
		if w.has(v) {
			values[q.value[v]] = true
		}
	}
	return len(values) > 1
}

// stems returns how far from an initial node, by a way that a violation can
// begin with, each node is.
func (g digraph) stems(q question) map[int]int {
	reachable := g.reachable()
	switch q.kind {
	case checker.KindStabilizes:
		return reachable
	case checker.KindEventually:
		start := map[int]int{}
		for _, v := range g.initial {
			start[v] = 0
		}
		return g.distances(start, g.all()&^q.goal)
	}
	start := map[int]int{}
	for v, d := range reachable {
		if q.from.has(v) {
			start[v] = d
		}
	}
	return g.distances(start, g.all()&^q.goal)
}
