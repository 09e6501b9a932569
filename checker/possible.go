package checker

// Claims of Possible: from every source a path leads to the goal (in CTL, AG EF).
//
// Invariant: the graph holds the states that are no goal, with a mark on those that
// have a step to one. A component is doomed if no node of it has this mark and no
// edge leads to a component that is not doomed. Components come after all that they
// lead to, so one pass decides.
//
// Example: in the graph of scc.go, can 1 always be reached again?
//
//	        ,---> (1) goal
//	0 ------'      ^           component  marked  leads to  doomed
//	               |           {4}        no      nothing   yes
//	        2 <--> 3           {2 3}      yes               no
//	                           {0}        yes               no
//	 ,----> 4
//	 `------'
//
// It cannot from 4. The trace to it, 0 1 4, goes by the goal: the sources are all
// states of the kind asked about, and each has a trace of its own, found by the
// search. Fairness plays no part here: a way that somebody may choose is enough.

// deadEnd returns a shortest trace to a source without a way to the goal, or
// nil if there is none.
func (s *search[S]) deadEnd(p *Property[S]) (_ *Trace[S], err error) {
	defer s.catch(&err)
	g, err := s.openGraph(p)
	if err != nil {
		return nil, err
	}
	if !newComponents(g).doomDeadEnds() {
		return nil, errStopped
	}
	level, target := g.firstDoomed()
	if target == nil {
		return nil, nil
	}
	path, err := s.path(level, *target)
	if err != nil {
		return nil, err
	}
	r := newReplay(s)
	return r.trace(path)
}

// doomDeadEnds marks the nodes from which no way leads to the goal. Components
// come in an order in which those that a component has steps to come before
// it, so that for them it is known already.
func (c *components[S]) doomDeadEnds() bool {
	ok := true
	c.g.sources(func(_ int, v uint32) bool {
		ok = c.from(v, func(nodes []uint32) {
			if c.saved(nodes) {
				return
			}
			for _, v := range nodes {
				c.g.mark[v] |= doomed
			}
		})
		return ok
	})
	return ok
}

// saved reports whether a component has a step to the goal, or to a component
// from which there is a way.
func (c *components[S]) saved(nodes []uint32) bool {
	name := c.number[nodes[0]]
	for _, v := range nodes {
		if c.g.mark[v]&escapes != 0 {
			return true
		}
		to, _ := c.g.edges(v)
		for _, t := range to {
			// Its own nodes are not marked yet, and would seem saved.
			if c.number[t] != name && c.g.mark[t]&doomed == 0 {
				return true
			}
		}
	}
	return false
}

// firstDoomed returns the least of the doomed sources that were found first.
func (g *graph[S]) firstDoomed() (level int, least *S) {
	g.sources(func(l int, v uint32) bool {
		if least != nil && l > level {
			return false
		}
		if s := g.search.arena.at(v); g.mark[v]&doomed != 0 && (least == nil || g.search.compare(s, least) < 0) {
			level, least = l, s
		}
		return true
	})
	return level, least
}
