package checker

// Several liveness properties, one graph: the states are expanded once more for the
// first of them, and what each needs is cut from that.
//
// Invariant: a graph that is cut has the nodes, marks, edges and classes of one that is
// built by asking the model. The edges of a node are in the order of Next.
//
//	whole:  0 -> 1 -> 2 -> 0      all states, an action on each edge
//	             `--> 3
//	cut:    0 -> 1                of a property that waits in 0, 1 and 3, not in 2:
//	             `--> 3           node 1 has a mark, for it has a step to the goal
//
// A step to a state that is no node is known by the mark of that: so all nodes are
// marked first, and no state is looked at a second time.

import "slices"

// A whole is the graph of all states, while there are properties to decide on it.
type whole[S comparable] struct {
	graph *graph[S]
	bytes int64 // of the budget
	tried bool
}

// edgeBytes is what an edge of the whole costs: its end and its action.
const edgeBytes = 4 + 4

// graphOf returns the graph of a property, which is cut from the whole if there is
// one.
func (s *search[S]) graphOf(p *Property[S]) (*graph[S], error) {
	if err := s.buildWhole(); err != nil {
		return nil, err
	}
	if s.whole.graph == nil {
		return newGraph(s, p)
	}
	g, err := s.emptyGraph(p)
	if err != nil {
		return nil, err
	}
	c := cut[S]{graph: g, from: s.whole.graph, waits: make([]bool, len(g.mark))}
	if err := s.hold(int64(len(c.waits))); err != nil {
		return nil, err
	}
	if err := g.share(c.markBlocks); err != nil {
		return nil, err
	}
	return g, g.share(c.cutBlocks)
}

// buildWhole builds the whole when the first property asks, if another one will, and if
// it leaves most of the memory to them.
func (s *search[S]) buildWhole() (err error) {
	if s.whole.tried {
		return nil
	}
	s.whole.tried = true
	several := 0
	for i := range s.props {
		if s.props[i].kind.isLiveness() {
			several++
		}
	}
	cost := int64(s.arena.refs())*nodeBytes + int64(s.stats.Generated)*edgeBytes
	if several < 2 || cost > s.room()/4 {
		return nil
	}
	g, err := s.emptyGraph(&Property[S]{kind: KindStabilizes}) // which waits in all states
	if err != nil {
		return err
	}
	g.acts = true
	if err := g.expand(); err != nil {
		return err
	}
	g.refs = nil
	s.whole.graph, s.whole.bytes = g, s.held.Load()
	return nil
}

// A cut is the making of a graph.
type cut[S comparable] struct {
	*graph[S]
	from  *graph[S] // the whole
	waits []bool    // per state, whether it is a node; read by all workers while each marks its own
}

// markBlocks finds the nodes.
func (c *cut[S]) markBlocks(w *worker[S]) {
	c.eachBlock(w, func(uint32) {
		w.restart()
		for ; w.todo.from < w.todo.to; w.todo.from++ {
			c.markNode(w, w.todo.from)
		}
	})
}

func (c *cut[S]) markNode(w *worker[S], v uint32) {
	w.asked = *c.search.arena.at(v)
	s := &w.asked
	if w.samples(v, len(w.out.slots)) {
		c.checkProperty(s, c.steps(w, v))
	}
	if c.prop.pending(s) {
		c.waits[v], c.mark[v] = true, inside|c.from.mark[v]&terminal
		if c.prop.from != nil && c.prop.from(s) {
			c.mark[v] |= source
		}
	}
	w.unchanged(c.search.arena.at(v))
}

// steps returns the steps out of a state, in the buffer of a worker.
func (c *cut[S]) steps(w *worker[S], v uint32) []slot[S] {
	w.out.Reset()
	to, actions := c.from.ways(v)
	for i := range to {
		*w.out.Add(actions[i]) = *c.search.arena.at(to[i])
	}
	return w.out.slots[w.out.first:w.out.n]
}

// ways returns the edges out of a node of the whole, with their actions.
func (g *graph[S]) ways(v uint32) ([]uint32, []Action) {
	to, _ := g.edges(v)
	if len(to) == 0 {
		return nil, nil
	}
	r := &g.rows[v/blockSize]
	from := int(r.first[v%blockSize])
	return to, r.actions[from : from+len(to)]
}

// cutBlocks makes the rows.
func (c *cut[S]) cutBlocks(w *worker[S]) {
	c.eachBlock(w, func(b uint32) {
		first := make([]uint32, 1, c.used[b]+1)
		var to []uint32
		w.taken = w.taken[:0]
		for ; w.todo.from < w.todo.to; w.todo.from++ {
			to = c.cutRow(w, w.todo.from, to)
			first = append(first, uint32(len(to)))
		}
		if len(to) == 0 {
			return
		}
		c.keepRows(w, b, rows{first: first, to: slices.Clip(to)})
	})
}

// cutRow appends the edges of a node that lead to nodes.
func (c *cut[S]) cutRow(w *worker[S], v uint32, row []uint32) []uint32 {
	if !c.waits[v] {
		return row
	}
	to, actions := c.from.ways(v)
	for i, t := range to {
		var taken classes
		if c.can != nil && t != v {
			taken = w.classesOf(c.prop, actions[i])
			c.can[v] |= taken
		}
		if !c.waits[t] {
			c.mark[v] |= escapes
			continue
		}
		row = append(row, t)
		w.taken = append(w.taken, taken)
	}
	return row
}
