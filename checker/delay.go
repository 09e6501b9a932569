package checker

// How long it takes: the most steps of a kind that pass from one sort of states to
// another, as ticks of a clock.
//
// Invariant: components come after all that they lead to (scc.go). So when a component
// is left, the delay of what it leads to is known. Inside of a component without a step
// that counts all nodes have the same delay. One with such a step has a cycle that
// counts for ever: no number bounds it.
//
// Example: from 0 to the goal 4; steps marked t count.
//
//	0 -t-> 1 ---> 2 -t-> 4 goal     component  delay
//	       ^      |                 {1 2}      1, by 2 -t-> 4
//	       `------'                 {0}        2
//
// The worst case is a path on which each step loses as much of the delay as it counts:
// from 0 by 1 and 2 to 4. A step t from 2 to 1 would make of it a cycle.
//
// S. Campos, E. Clarke, W. Marrero and M. Minea compute the same on symbolic graphs
// ("Computing quantitative characteristics of finite-state real-time systems", 1994).

import (
	"context"
	"errors"
	"slices"
)

// A Delay is how long it takes at most from states of one sort to states of another.
type Delay[S comparable] struct {
	Asked bool // there is a state to begin from
	Most  int  // steps that count, if it is bounded

	// Trace is a worst case, from an initial state to the end of the delay. The delay
	// begins behind Before steps of it. Of all worst cases it is one that begins as early
	// as any, and then a shortest. Nil if there is none, or no bound.
	Trace  *Trace[S]
	Before int

	// Lasso shows that there is no bound: a cycle in which steps count and that never
	// comes to the end, or one out of which no way leads. It is a state in which nothing
	// happens any more if the cycle is empty. Nil if it is bounded.
	Lasso *Lasso[S]
}

// MaxDelay implements [Graph].
func (g *explored[S]) MaxDelay(ctx context.Context, from, goal func(*S) bool, counts func(Action) bool) (d *Delay[S], err error) {
	s := g.search
	switch {
	case from == nil || goal == nil || counts == nil:
		return nil, &ContractError{Problem: "MaxDelay is given nil; it wants three functions"}
	case !s.stats.Complete || s.canon != nil:
		return nil, errors.ErrUnsupported
	}
	p := &Property[S]{name: "delay", kind: KindLeadsTo, from: from, state: goal, fair: []Fairness{Strong(counts)}}
	err = g.ask(ctx, func() error {
		d, err = s.maxDelay(p)
		return err
	})
	return d, err
}

// A stopwatch measures the delays of components.
type stopwatch[S comparable] struct {
	*judge[S]
	replay *replay[S]
	counts func(Action) bool
	delay  []uint32 // per node
	stand  []uint32 // nodes with a step that counts and changes nothing
}

func (s *search[S]) maxDelay(p *Property[S]) (_ *Delay[S], err error) {
	defer s.catch(&err)
	g, err := newGraph(s, p)
	if err != nil {
		return nil, s.explain(err)
	}
	w := &stopwatch[S]{
		judge:  &judge[S]{components: newComponents(g), graph: g},
		replay: newReplay(s), counts: p.fair[0].Class, delay: make([]uint32, len(g.mark)),
	}
	d, ok := &Delay[S]{}, true
	g.sources(func(_ int, v uint32) bool {
		d.Asked = true
		ok = w.from(v, w.measure)
		return ok
	})
	switch {
	case !ok:
		err = errStopped
	case w.violated:
		d.Lasso, err = w.endless()
	case d.Asked:
		err = w.worst(d)
	}
	return d, s.explain(err)
}

// measure finds the delay of a component, or dooms what no number bounds.
func (w *stopwatch[S]) measure(nodes []uint32) {
	if w.stands(nodes) {
		return
	}
	g, name, most, out := w.graph, w.number[nodes[0]], uint32(0), false
	for _, v := range nodes {
		to, taken := g.edges(v)
		out = out || g.mark[v]&escapes != 0
		if g.can[v] != 0 {
			most = max(most, 1)
		}
		for i, t := range to {
			switch {
			case w.number[t] != name:
				out, most = true, max(most, uint32(taken[i])+w.delay[t])
			case taken[i] != 0:
				w.doom(nodes)
				return
			}
		}
	}
	if !out && !w.omits(nodes) {
		w.doom(nodes)
	}
	for _, v := range nodes {
		w.delay[v] = most
	}
}

// omits reports whether the model leaves out a step from one of the nodes, by assumption:
// nobody knows then where ways lead.
func (w *stopwatch[S]) omits(nodes []uint32) bool {
	return slices.ContainsFunc(nodes, func(v uint32) bool {
		_, left := w.replay.fill(*w.graph.search.arena.at(v))
		return left
	})
}

// stands dooms the nodes at which steps that count may be taken for ever, though they
// change nothing. The graph does not know them: what changes nothing is no step to
// fairness, and has no class there.
func (w *stopwatch[S]) stands(nodes []uint32) (any bool) {
	for _, v := range nodes {
		if to, _ := w.graph.edges(v); slices.Contains(to, v) && w.loop(*w.graph.search.arena.at(v)) != nil {
			w.doom([]uint32{v})
			w.stand, any = append(w.stand, v), true
		}
	}
	return any
}

// loop returns a step that counts from a state to itself, or nil.
func (w *stopwatch[S]) loop(s S) *Step[S] {
	for _, t := range w.replay.steps(s) {
		if t.state == s && w.counts(t.action) {
			return &Step[S]{t.action, w.graph.search.actionName(t.action), t.state}
		}
	}
	return nil
}

// endless shows a behaviour that no number bounds: one that stands still, if there is
// one, for it is the plainest.
func (w *stopwatch[S]) endless() (*Lasso[S], error) {
	if w.stand == nil {
		return w.lasso()
	}
	g := w.graph
	for v := range g.mark {
		g.mark[v] &^= doomed
	}
	w.doom(w.stand)
	still := *g.prop
	still.fair = nil
	g.prop, g.can = &still, nil
	l, err := w.lasso()
	if err == nil {
		l.Cycle = []Step[S]{*w.loop(l.Stem.Last())}
	}
	return l, err
}

// worst shows a worst case.
func (w *stopwatch[S]) worst(d *Delay[S]) error {
	g, s := w.graph, w.graph.search
	g.sources(func(_ int, v uint32) bool {
		d.Most = max(d.Most, int(w.delay[v]))
		return true
	})
	g.sources(func(_ int, v uint32) bool {
		if int(w.delay[v]) == d.Most {
			g.mark[v] |= doomed
		}
		return true
	})
	level, begin := g.firstDoomed()
	path, err := s.path(level, *begin)
	if err != nil {
		return err
	}
	d.Before = level
	g.sourcesAt(level, inside|source, func(_ int, v uint32) bool {
		if *s.arena.at(v) != *begin {
			return true
		}
		var last S
		var way []uint32
		way, last, err = w.course(v)
		for _, v := range way {
			path = append(path, *s.arena.at(v))
		}
		path = append(path, last)
		return false
	})
	if err == nil {
		d.Trace, err = w.execute(path, d)
	}
	return err
}

// course returns a shortest way behind a node on which all of its delay passes, and the
// state of the goal in which it ends.
func (w *stopwatch[S]) course(from uint32) (way []uint32, end S, err error) {
	came, queue := map[uint32]uint32{from: from}, []uint32{from}
	for i := 0; i < len(queue); i++ {
		if i%(1<<12) == 0 && w.graph.search.interrupted() {
			return nil, end, errStopped
		}
		v := queue[i]
		if goal, ok := w.arrives(v); ok {
			for ; v != from; v = came[v] {
				way = append(way, v)
			}
			slices.Reverse(way)
			return way, goal, nil
		}
		to, taken := w.graph.edges(v)
		for e, t := range to {
			if _, known := came[t]; !known && uint32(taken[e])+w.delay[t] == w.delay[v] {
				came[t], queue = v, append(queue, t)
			}
		}
	}
	panic(bug("checker: no way takes as long as was found; this is a bug of the checker"))
}

// arrives returns the goal to which a step leads that counts as much as is left of the
// delay.
func (w *stopwatch[S]) arrives(v uint32) (goal S, ok bool) {
	if w.graph.mark[v]&escapes == 0 || w.delay[v] > 1 {
		return goal, false
	}
	for _, t := range w.replay.steps(*w.graph.search.arena.at(v)) {
		if !w.graph.prop.pending(&t.state) && w.counts(t.action) == (w.delay[v] == 1) {
			return t.state, true
		}
	}
	return goal, false
}

// execute has the model take the whole way again, and counts.
func (w *stopwatch[S]) execute(path []S, d *Delay[S]) (*Trace[S], error) {
	t, err := w.replay.trace(path[:d.Before+1])
	if err != nil {
		return nil, err
	}
	left := uint32(d.Most)
	for _, to := range path[d.Before+1:] {
		// Of two actions that lead to the same state one may count and the other not:
		// the one that counts comes first as long as it can.
		step, err := w.replay.step(t.Last(), to, func(a Action) bool { return left > 0 && w.counts(a) })
		if err != nil {
			step, err = w.replay.step(t.Last(), to, anyAction)
		}
		if err != nil {
			return nil, err
		}
		if w.counts(step.Action) {
			left--
		}
		t.Steps = append(t.Steps, step)
	}
	if left != 0 {
		return nil, &ContractError{State: t.Last(), Problem: "a delay does not pass when the model takes its steps again: Next or counts is not a function of its arguments"}
	}
	return t, nil
}
