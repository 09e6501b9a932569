package checker

// A counterexample to a liveness property: a path, the stem, and a cycle behind it
// that is run through for ever.
//
// Invariant: a component was judged before, so there is a fair cycle in it. The one
// that is built goes to the nearest edge for each demand in turn, and home at last.
// It need not be the shortest fair cycle; the stem is a shortest way to a doomed
// component, and the behaviour is the same whoever found the nodes.
//
//	source --> ... --> entry --> ... --> edge of demand 1 --> ... --> edge of demand 2
//	  |     the stem     ^                                                   |
//	  level of search    `------------------- home --------------------------'
//
// Example: in the graph of scc.go 9 is never reached; does 0 lead to 9? The action
// of a step is the number of the node to which it leads.
//
//	fairness            demands of a cycle in {1 2 3}    stem      cycle
//	none                none                             0 1       2 3 1
//	strong 3, strong 4  an edge to 3; in {2 3} nothing   0 1 2     3 2
//	                    enables 4 any more
//
// In the second line the component {1 2 3} enables 4 at node 1 and never takes it
// inside. So a fair cycle avoids node 1, and what is left of the component, {2 3},
// is judged again.

import (
	"fmt"
	"slices"
)

// A labelledEdge is an edge of a path, with the fairness assumptions it counts for.
type labelledEdge struct {
	to    uint32
	taken classes
}

// lasso returns a behaviour that stays in a doomed component. Of all those its
// stem is a shortest; which one does not depend on how nodes are numbered.
func (j *judge[S]) lasso() (*Lasso[S], error) {
	stem, err := j.stem()
	if err != nil {
		return nil, err
	}
	entry := stem[len(stem)-1]
	g, s := j.graph, j.graph.search
	level, first := g.levelOf(stem[0])
	path, err := s.path(level, first)
	if err != nil {
		return nil, err
	}
	for _, v := range stem[1:] {
		path = append(path, *s.arena.at(v))
	}
	var cycle []labelledEdge
	if g.mark[entry]&terminal == 0 {
		if cycle, err = j.cycle(entry); err != nil {
			return nil, err
		}
	}
	return j.execute(path, cycle)
}

// levelOf returns where a source was found by the search.
func (g *graph[S]) levelOf(v uint32) (level int, state S) {
	g.sources(func(l int, w uint32) bool {
		level = l
		return w != v
	})
	return level, *g.search.arena.at(v)
}

// stem returns a path in the graph from a source to a doomed node such that
// the way to the source and the path are shortest together. It is a
// breadth-first search in which a source joins at its own depth.
func (j *judge[S]) stem() ([]uint32, error) {
	g, s := j.graph, j.graph.search
	parent := make([]uint32, len(g.mark)) // plus one; 0: not visited
	var layer []uint32
	// A source that was found at depth 5 is five steps from the initial states, so
	// it joins the nodes that are as far from them by way of an earlier source.
	for depth := 0; depth < s.levels.len() || len(layer) > 0; depth++ {
		layer = j.nextLayer(layer, parent)
		layer = append(layer, j.joining(depth, parent)...)
		for _, v := range layer {
			if g.mark[v]&doomed != 0 {
				return backtrack(parent, v), nil
			}
		}
		if s.interrupted() {
			return nil, errStopped
		}
	}
	panic(bug("checker: no way to a doomed component; this is a bug of the checker"))
}

func (j *judge[S]) nextLayer(layer, parent []uint32) (next []uint32) {
	for _, v := range layer {
		to, _ := j.graph.edges(v)
		for _, t := range to {
			if parent[t] == 0 {
				parent[t] = v + 1
				next = append(next, t)
			}
		}
	}
	return next
}

// joining returns the sources at a depth that were not visited, ordered by
// their states.
func (j *judge[S]) joining(depth int, parent []uint32) (sources []uint32) {
	g := j.graph
	want := inside | source
	if g.prop.kind != KindLeadsTo {
		want = inside
	}
	if depth >= g.search.levels.len() || depth > 0 && g.prop.kind != KindLeadsTo {
		return nil
	}
	g.sourcesAt(depth, want, func(_ int, v uint32) bool {
		if parent[v] == 0 {
			parent[v] = v + 1 // its own parent: a root
			sources = append(sources, v)
		}
		return true
	})
	g.search.sort(sources)
	return sources
}

// backtrack returns the path from a root to v.
func backtrack(parent []uint32, v uint32) (path []uint32) {
	for {
		path = append(path, v)
		if parent[v] == v+1 {
			slices.Reverse(path)
			return path
		}
		v = parent[v] - 1
	}
}

// cycle returns a cycle from entry to entry inside its component that
// satisfies every demand: for each it goes to the nearest edge that satisfies it,
// unless an edge on the way so far does, and at last back to entry.
func (j *judge[S]) cycle(entry uint32) ([]labelledEdge, error) {
	at := entry
	var cycle []labelledEdge
	for _, d := range j.demands(entry) {
		if satisfied(entry, cycle, d) {
			continue
		}
		way, err := j.nearest(at, d)
		if err != nil {
			return nil, err
		}
		cycle = append(cycle, way...)
		at = cycle[len(cycle)-1].to
	}
	// Without any demand the walk has not left entry yet, and the way home is the
	// whole cycle.
	if at == entry && len(cycle) > 0 {
		return cycle, nil
	}
	home, err := j.nearest(at, func(_ uint32, e labelledEdge) bool { return e.to == entry })
	return append(cycle, home...), err
}

// A demand is what some edge of a violating cycle has to satisfy.
type demand func(from uint32, e labelledEdge) bool

func satisfied(entry uint32, cycle []labelledEdge, d demand) bool {
	at := entry
	for _, e := range cycle {
		if d(at, e) {
			return true
		}
		at = e.to
	}
	return false
}

// demands lists what a cycle in the component of entry has to satisfy to be
// fair and, for Stabilizes, to change the value.
func (j *judge[S]) demands(entry uint32) (all []demand) {
	g := j.graph
	if g.prop.kind == KindStabilizes {
		all = append(all, func(from uint32, e labelledEdge) bool { return j.value(from) != j.value(e.to) })
	}
	somewhere := j.enabledIn(j.number[entry])
	for i, f := range g.prop.fair {
		own := class(i)
		switch {
		case !f.Strong:
			all = append(all, func(_ uint32, e labelledEdge) bool { return e.taken&own != 0 || g.can[e.to]&own == 0 })
		case somewhere&own != 0:
			all = append(all, func(_ uint32, e labelledEdge) bool { return e.taken&own != 0 })
		}
	}
	return all
}

// enabledIn returns the fairness assumptions whose class some state of a
// component enables.
func (j *judge[S]) enabledIn(name uint32) (somewhere classes) {
	for v, n := range j.number {
		if n == name && j.graph.can != nil {
			somewhere |= j.graph.can[v]
		}
	}
	return somewhere
}

// An arrival says how a search came to a node: from which node, and by which of its
// edges.
type arrival struct{ from, edge uint32 }

// labelled returns the edge by which an arrival came.
func (g *graph[S]) labelled(a arrival) labelledEdge {
	to, taken := g.edges(a.from)
	e := labelledEdge{to: to[a.edge]}
	if taken != nil {
		e.taken = taken[a.edge]
	}
	return e
}

// retrace returns the way from a node that ends with the last arrival.
func (g *graph[S]) retrace(came map[uint32]arrival, from uint32, last arrival) []labelledEdge {
	way := []labelledEdge{g.labelled(last)}
	for v := last.from; v != from; v = came[v].from {
		way = append(way, g.labelled(came[v]))
	}
	slices.Reverse(way)
	return way
}

// nearest returns a shortest way inside the component of from whose last edge
// satisfies a demand.
func (j *judge[S]) nearest(from uint32, d demand) ([]labelledEdge, error) {
	g, name := j.graph, j.number[from]
	came := map[uint32]arrival{}
	queue := []uint32{from}
	for i := 0; i < len(queue); i++ {
		if i%(1<<12) == 0 && g.search.interrupted() {
			return nil, errStopped
		}
		v := queue[i]
		to, _ := g.edges(v)
		for e, t := range to {
			if j.number[t] != name {
				continue
			}
			a := arrival{v, uint32(e)}
			if d(v, g.labelled(a)) {
				return g.retrace(came, from, a), nil
			}
			if _, ok := came[t]; !ok && t != from {
				came[t] = a
				queue = append(queue, t)
			}
		}
	}
	panic(bug("checker: a component does not keep what it was judged by; this is a bug of the checker"))
}

// execute has the model do the whole behaviour again, and checks what was done
// against the property.
func (j *judge[S]) execute(path []S, cycle []labelledEdge) (*Lasso[S], error) {
	g := j.graph
	r := newReplay(g.search)
	stem, err := r.trace(path)
	if err != nil {
		return nil, err
	}
	l := &Lasso[S]{Stem: *stem}
	at := stem.Last()
	for _, e := range cycle {
		to := *g.search.arena.at(e.to)
		// Two actions may lead to the same state, and only one of them may count
		// for fairness: the step must take the classes that the edge was chosen for.
		step, err := r.step(at, to, func(a Action) bool { return at == to || g.can == nil || g.prop.classes(a) == e.taken })
		if err != nil {
			return nil, err
		}
		l.Cycle = append(l.Cycle, step)
		at = to
	}
	if why := r.refutes(g.prop, l); why != "" {
		return nil, &ContractError{State: at, Problem: fmt.Sprintf(
			"the counterexample of %q does not stand when the model executes it again (%s): Next or the property is not a function of the state", g.prop.name, why)}
	}
	return l, nil
}
