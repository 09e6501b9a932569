package checker

import (
	"errors"
	"slices"
)

// liveness decides a liveness property, or a claim of Possible, on the graph of
// a complete search.
//
// A behaviour that violates the property stays in the graph of the states that
// are still pending, from a source on. As there are finitely many, it ends in
// a terminal state, or in the end it visits again and again the states of one
// component. So the components decide: the property is violated if one that
// can be reached from a source contains a fair cycle.
func (s *search[S]) liveness(i int) (Finding[S], error) {
	p := &s.props[i]
	f := Finding[S]{Name: p.name, Kind: p.kind}
	if !s.stats.Complete {
		return f, nil
	}
	var err error
	if p.kind == KindPossible {
		f.Trace, err = s.deadEnd(p)
	} else {
		f.Lasso, err = s.findLasso(p)
	}
	s.letGo()
	switch {
	case errors.Is(err, errStopped):
		s.stats.Stopped = s.whyUndecided()
		return f, nil
	case f.Trace != nil || f.Lasso != nil:
		f.Verdict = Violated
	default:
		f.Verdict = Holds
	}
	return f, err
}

// findLasso returns a behaviour that violates the property, or nil.
func (s *search[S]) findLasso(p *Property[S]) (_ *Lasso[S], err error) {
	defer s.catch(&err)
	g, err := s.openGraph(p)
	if err != nil {
		return nil, err
	}
	j := &judge[S]{components: newComponents(g), graph: g}
	if err := j.run(); err != nil || !j.violated {
		return nil, err
	}
	return j.lasso()
}

// openGraph builds the graph on which a property is decided.
func (s *search[S]) openGraph(p *Property[S]) (*graph[S], error) {
	if s.arena.refs() > maxNodes {
		s.dropFor(StoppedStates)
		return nil, errStopped
	}
	s.enter(p.name)
	g, err := s.graphOf(p)
	if err == nil {
		s.stats.PeakBytes = max(s.stats.PeakBytes, s.bytes())
	}
	return g, err
}

// enter begins a phase, for the reports of progress.
func (s *search[S]) enter(phase string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = phase
}

// interrupted is called now and then by phases that only one worker works on.
func (s *search[S]) interrupted() bool { return s.stop.Load() }

func (s *search[S]) whyUndecided() Stop {
	if s.drop.Swap(false) {
		return s.dropped
	}
	return s.whyStopped()
}

// A judge looks at one component after the other for a violating cycle.
type judge[S comparable] struct {
	*components[S]
	graph    *graph[S]
	again    [][]uint32 // parts of components that have to be taken apart again
	violated bool
	asked    S // what the property sees of a state
}

// run judges all components that are reachable from a source.
func (j *judge[S]) run() error {
	ok := true
	j.graph.sources(func(_ int, v uint32) bool {
		ok = j.from(v, j.judge)
		return ok
	})
	for ok && len(j.again) > 0 {
		nodes := j.again[len(j.again)-1]
		j.again = j.again[:len(j.again)-1]
		ok = j.takeApart(nodes)
	}
	if !ok {
		return errStopped
	}
	return nil
}

// takeApart judges the components of a part of a component. Every node outside
// of the part is closed, so that no path leaves it.
func (j *judge[S]) takeApart(nodes []uint32) bool {
	j.order = 0
	for _, v := range nodes {
		j.number[v] = 0
	}
	for _, v := range nodes {
		if !j.from(v, j.judge) {
			return false
		}
	}
	return true
}

// judge marks the component as doomed if a violating behaviour can stay in it:
// if it is a terminal state, or has a cycle that is fair and, for Stabilizes,
// changes the value. The cycle that goes through every node and edge of the
// component has all that any of its cycles has, with one exception: it can be
// unfair because it enables a class, under strong fairness, that is never
// taken. A fair cycle then avoids the states that enable the class, and what
// is left without them is judged again. This is the algorithm of Emerson and
// Lei for Streett conditions ("Modalities for model checking", 1987).
func (j *judge[S]) judge(nodes []uint32) {
	if !j.cyclic(nodes) {
		if j.graph.mark[nodes[0]]&terminal != 0 && j.graph.prop.kind != KindStabilizes {
			j.doom(nodes)
		}
		return
	}
	if j.graph.prop.kind == KindStabilizes && !j.changes(nodes) {
		return
	}
	a := j.assumptions(nodes)
	if a.weak&a.everywhere&^a.taken != 0 {
		return
	}
	bad := a.strong & a.somewhere &^ a.taken
	if bad == 0 {
		j.doom(nodes)
		return
	}
	rest := slices.DeleteFunc(slices.Clone(nodes), func(v uint32) bool { return j.graph.can[v]&bad != 0 })
	if len(rest) > 0 {
		j.again = append(j.again, rest)
	}
}

func (j *judge[S]) doom(nodes []uint32) {
	j.violated = true
	for _, v := range nodes {
		j.graph.mark[v] |= doomed
	}
}

// changes reports whether the value that Stabilizes watches differs between
// two states of the component.
func (j *judge[S]) changes(nodes []uint32) bool {
	first := j.value(nodes[0])
	return slices.ContainsFunc(nodes[1:], func(v uint32) bool { return j.value(v) != first })
}

// value returns what Stabilizes watches in a state.
func (j *judge[S]) value(v uint32) uint64 {
	s := j.graph.search
	j.asked = *s.arena.at(v)
	s.asked = &j.asked
	return j.graph.prop.value(&j.asked)
}

// assumptions says, as sets of fairness assumptions, what a component does to
// their classes.
type assumptions struct {
	weak, strong classes // which assumptions are weak and which strong

	everywhere classes // enabled in every state
	somewhere  classes // enabled in some state
	taken      classes // taken by an edge inside
}

func (j *judge[S]) assumptions(nodes []uint32) assumptions {
	g := j.graph
	a := assumptions{everywhere: ^classes(0)}
	if g.can == nil {
		return a
	}
	a.weak, a.strong = g.prop.strengths()
	name := j.number[nodes[0]]
	for _, v := range nodes {
		a.everywhere &= g.can[v]
		a.somewhere |= g.can[v]
		to, taken := g.edges(v)
		for i, t := range to {
			if j.number[t] == name {
				a.taken |= taken[i]
			}
		}
	}
	return a
}

// strengths returns which fairness assumptions are weak and which strong.
func (p *Property[S]) strengths() (weak, strong classes) {
	for i, f := range p.fair {
		if f.Strong {
			strong |= class(i)
		} else {
			weak |= class(i)
		}
	}
	return weak, strong
}

// sources calls each for the nodes where a violation can begin, level by
// level, until it returns false: the states that trigger LeadsTo or Possible,
// else the initial states.
func (g *graph[S]) sources(each func(level int, v uint32) bool) {
	if g.prop.from == nil {
		g.sourcesAt(0, inside, each)
		return
	}
	for level := range g.search.levels.len() {
		if !g.sourcesAt(level, inside|source, each) {
			return
		}
	}
}

func (g *graph[S]) sourcesAt(level int, want mark, each func(level int, v uint32) bool) bool {
	for sp := range g.search.levels.each(level) {
		for v := sp.from; v < sp.to; v++ {
			if g.mark[v]&want == want && !each(level, v) {
				return false
			}
		}
	}
	return true
}
