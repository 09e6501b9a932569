package checker

import (
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"
)

// A graph is the part of the explored graph in which one liveness property can
// be violated: the states at which what the property waits for has not
// happened, and the steps between them. The steps are found by expanding every
// state once more, and stored as compressed rows, one set of rows per block of
// the arena. Nodes are the numbers of the arena.
type graph[S comparable] struct {
	search *search[S]
	prop   *Property[S]

	rows []rows
	mark []mark
	can  []classes // per node, what is enabled; nil without fairness
	refs []uint32  // per slot of a narrow table, the number of the state there
	acts bool      // the actions are noted: others are cut from it

	claimed atomic.Int64 // blocks that the workers build or have built
	nodes   atomic.Int64 // in the graph
	steps   atomic.Int64 // out of them
	used    []uint16     // per block, the states in it
}

// A mark is what is known about a node.
type mark uint8

const (
	inside   mark = 1 << iota // in the graph
	terminal                  // without a step
	source                    // where a violation can begin
	doomed                    // in a component with a violating cycle, or terminal; of Possible: without a way to the goal
	escapes                   // with a step to the goal
)

// rows are the edges out of the nodes of one block: those of node i are
// [first[i], first[i+1]).
type rows struct {
	first   []uint32
	to      []uint32
	taken   []classes // per edge; nil without fairness
	actions []Action  // per edge, of a graph that others are cut from
}

// edges returns the edges out of a node, and the classes they take.
func (g *graph[S]) edges(v uint32) (to []uint32, taken []classes) {
	r := &g.rows[v/blockSize]
	if r.first == nil {
		return nil, nil
	}
	lo, hi := r.first[v%blockSize], r.first[v%blockSize+1]
	if r.taken != nil {
		taken = r.taken[lo:hi]
	}
	return r.to[lo:hi], taken
}

// nodeBytes is what a node costs apart from its edges, at most: a mark, its
// number, its places on the path and the stack of the search for components,
// its parent in the search for a stem.
const nodeBytes = 1 + 4 + 12 + 4 + 4

// newGraph builds the graph of a property. It returns errStopped if it is
// interrupted or there is no memory for it.
func newGraph[S comparable](s *search[S], p *Property[S]) (*graph[S], error) {
	g, err := s.emptyGraph(p)
	if err != nil {
		return nil, err
	}
	return g, g.expand()
}

// emptyGraph makes a graph of which nothing is known yet.
func (s *search[S]) emptyGraph(p *Property[S]) (*graph[S], error) {
	nodes := s.arena.refs()
	if err := s.hold(int64(nodes) * nodeBytes); err != nil {
		return nil, err
	}
	g := &graph[S]{search: s, prop: p, mark: make([]mark, nodes), rows: make([]rows, nodes/blockSize), used: s.blockUse()}
	if len(p.fair) > 0 {
		if err := s.hold(int64(nodes) * classBytes); err != nil {
			return nil, err
		}
		g.can = make([]classes, nodes)
	}
	return g, nil
}

// expand finds nodes and edges by asking the model about every state.
func (g *graph[S]) expand() error {
	if err := g.number(); err != nil {
		return err
	}
	if err := g.share(g.build); err != nil {
		return err
	}
	return g.checkCount()
}

// share has the workers do something with all blocks.
func (g *graph[S]) share(do func(*worker[S])) error {
	s := g.search
	g.claimed.Store(0)
	s.parallel(len(g.rows), do)
	if s.fault != nil {
		return s.fault
	}
	if s.stop.Load() || s.drop.Load() {
		return errStopped
	}
	return nil
}

// checkCount compares, if every state is in the graph, how many steps there are
// with what the search has counted.
func (g *graph[S]) checkCount() error {
	stats, steps := &g.search.stats, uint64(g.steps.Load())
	if uint64(g.nodes.Load()) != stats.Distinct || steps == stats.Generated {
		return nil
	}
	return &ContractError{Problem: fmt.Sprintf("Next is not deterministic: it added %d steps, and asked again about every state %d", stats.Generated, steps)}
}

// hold takes n more bytes of the budget, or stops the decision for want of
// them.
func (s *search[S]) hold(n int64) error {
	s.held.Add(n)
	if s.room() < 0 {
		s.dropFor(StoppedMemory)
		return errStopped
	}
	return nil
}

// letGo gives a graph that is not used any more back to the budget. It lies on the
// heap, and if it is large the next does not wait for the collector.
func (s *search[S]) letGo() {
	if held := s.held.Swap(s.whole.bytes); held-s.whole.bytes > s.opt.MaxMemory/32 {
		runtime.GC()
	}
}

// blockUse returns how many states there are in every block of the arena.
func (s *search[S]) blockUse() []uint16 {
	used := make([]uint16, s.arena.blocks)
	for sp := range s.levels.all() {
		b := sp.from / blockSize
		used[b] = max(used[b], uint16(sp.to-b*blockSize))
	}
	return used
}

// number notes for each slot of a narrow table which state is there.
func (g *graph[S]) number() error {
	if !narrow[S]() {
		return nil
	}
	t := g.search.table
	slots := len(t.words.at) + 1 // and one for the word 0
	if err := g.search.hold(int64(slots) * 4); err != nil {
		return err
	}
	g.refs = make([]uint32, slots)
	g.search.parallel(len(g.rows), func(w *worker[S]) {
		g.eachBlock(w, func(b uint32) {
			states := g.search.arena.slice(span{b * blockSize, b*blockSize + uint32(g.used[b])})
			for i := range states {
				slot, _ := t.find(hash(&states[i]))
				g.refs[slot] = b*blockSize + uint32(i)
			}
		})
	})
	return nil
}

// eachBlock shares the blocks among the workers.
func (g *graph[S]) eachBlock(w *worker[S], do func(b uint32)) {
	s := g.search
	for !s.stop.Load() && !s.drop.Load() {
		b := g.claimed.Add(1) - 1
		if b >= int64(len(g.rows)) {
			return
		}
		w.todo = span{uint32(b) * blockSize, uint32(b)*blockSize + uint32(g.used[b])}
		do(uint32(b))
	}
}

// build makes the rows of block after block.
func (g *graph[S]) build(w *worker[S]) {
	g.eachBlock(w, func(b uint32) {
		w.restart()
		w.taken = w.taken[:0]
		first := make([]uint32, 1, g.used[b]+1)
		nodes, steps := 0, 0
		for ; w.todo.from < w.todo.to; w.todo.from++ {
			if added, in := g.buildRow(w, w.todo.from); in {
				nodes, steps = nodes+1, steps+added
			}
			first = append(first, uint32(w.out.n))
		}
		g.nodes.Add(int64(nodes))
		g.steps.Add(int64(steps))
		if w.out.n == 0 {
			return
		}
		r := rows{first: first, to: g.lookUp(w)}
		if g.acts {
			r.actions = w.out.actions()
		}
		g.keepRows(w, b, r)
	})
}

// keepRows notes the rows of a block, with the classes that its edges take, and what
// they cost.
func (g *graph[S]) keepRows(w *worker[S], b uint32, r rows) {
	if g.can != nil {
		r.taken = slices.Clone(w.taken)
	}
	g.rows[b] = r
	size := 4*(len(r.first)+len(r.to)+len(r.actions)) + classBytes*len(r.taken)
	_ = g.search.hold(int64(size)) // sets drop, which ends the loop
}

// buildRow marks one node and leaves in the batch those of its successors that
// are in the graph. It returns how many steps the node has, and whether it is in the
// graph itself.
func (g *graph[S]) buildRow(w *worker[S], v uint32) (added int, in bool) {
	w.asked = *g.search.arena.at(v)
	s, slots := &w.asked, len(w.out.slots)
	if !g.prop.pending(s) {
		if w.samples(v, slots) {
			g.checkProperty(s, nil)
		}
		return 0, false
	}
	first, cuts, left := w.out.n, w.out.cut, w.out.left()
	steps := w.out.fill(g.search.model, s)
	if w.out.cut != cuts { // the search, which is complete, has seen none
		g.search.fail(cutsOnce(*s))
	}
	if w.samples(v, slots) {
		w.checkNext(s, steps, w.out.left() != left)
		g.checkProperty(s, steps)
	}
	m := inside
	if len(steps) == 0 && w.out.left() == left {
		m |= terminal
	}
	if g.prop.from != nil && g.prop.from(s) {
		m |= source
	}
	g.mark[v] = m
	kept := first
	for i := range steps {
		t := &steps[i] // a copy would be one on the heap
		var taken classes
		if g.can != nil && t.state != *s {
			taken = w.classesOf(g.prop, t.action)
			g.can[v] |= taken
		}
		if w.after = t.state; g.prop.pending(&w.after) {
			w.out.slots[kept] = *t
			w.taken = append(w.taken, taken)
			kept++
		} else {
			g.mark[v] |= escapes
		}
	}
	w.out.n = kept
	return len(steps), w.unchanged(g.search.arena.at(v))
}

// checkProperty asks the property about a state and the steps out of it twice, and
// compares the answers.
func (g *graph[S]) checkProperty(s *S, steps []slot[S]) {
	if first := g.prop.answers(s, steps); first != g.prop.answers(s, steps) {
		g.search.fail(notAFunction(g.prop, *s))
	}
}

// answers returns a hash of all that a liveness property says about a state and the
// steps out of it.
func (p *Property[S]) answers(s *S, steps []slot[S]) uint64 {
	h := fold(seed, truth(p.pending(s)))
	if p.from != nil {
		h = fold(h, truth(p.from(s)))
	}
	if p.value != nil {
		h = fold(h, p.value(s))
	}
	for _, t := range steps {
		h = fold(fold(h, uint64(p.classes(t.action))), truth(p.pending(&t.state)))
	}
	return h
}

// pending reports whether what a liveness property waits for is still to come
// in this state.
func (p *Property[S]) pending(s *S) bool { return p.state == nil || !p.state(s) }

// classes returns the fairness assumptions whose class an action is in.
func (p *Property[S]) classes(a Action) (in classes) {
	for i := range p.fair {
		if p.fair[i].Class(a) {
			in |= class(i)
		}
	}
	return in
}

// A classCache remembers the classes of actions for one property: the same few
// thousand are on all edges, and to ask dozens of functions about each takes longer
// than all else.
type classCache[S comparable] struct {
	prop  *Property[S]
	slots [1 << 12]struct {
		action  uint64 // 1 + the action; 0: free
		classes classes
	}
}

// classesOf returns the fairness assumptions whose class an action is in.
func (w *worker[S]) classesOf(p *Property[S], a Action) classes {
	c := w.classed
	if c == nil || c.prop != p {
		c = &classCache[S]{prop: p}
		w.classed = c
	}
	slot := &c.slots[uint(a)%uint(len(c.slots))]
	if slot.action != uint64(a)+1 {
		slot.action, slot.classes = uint64(a)+1, p.classes(a)
	}
	return slot.classes
}

// lookUp returns the numbers of the states in the batch.
func (g *graph[S]) lookUp(w *worker[S]) []uint32 {
	to := make([]uint32, w.out.n)
	for i := range to {
		if i == w.looked {
			w.look(i)
		}
		ref, ok := g.ref(w, &w.out.slots[i].state, w.words[i-w.piece])
		if !ok {
			g.search.fail(&ContractError{Problem: "Next is not deterministic: called again it adds a step that was not there", State: w.out.slots[i].state})
		}
		to[i] = ref
	}
	return to
}

// ref returns the number of a state.
func (g *graph[S]) ref(w *worker[S], s *S, word uint64) (ref uint32, ok bool) {
	t := g.search.table
	if narrow[S]() {
		slot, ok := t.find(word)
		return g.refs[slot], ok
	}
	w.probe = s
	slot, ok := t.probe(word, w.same)
	if !ok {
		return 0, false
	}
	return refOf(t.words.at[slot]), true
}
