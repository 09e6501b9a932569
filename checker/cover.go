package checker

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"unsafe"
)

// A cover explores a [WellStructured] model, and of the states that it finds only
// those that no other covers. It goes in rounds: some of the states that wait are
// expanded in parallel, then what was found is settled.
//
// There may be two searches. The first takes what was found last, and of a state with
// a step to one that covers it no other step, for that one can do the same: so each
// class soon has states that cover most of what comes later. What it finds violated is
// violated, though there may be shorter ways. The second goes level by level and takes
// every step, and so finds a shortest one:
//
//	depth    0    1    2    3        whatever can be reached in d steps is covered by
//	first    s -> s' ------> bad     something that the second has found in d steps at
//	second   s ------> bad           most, and a violation in it is one in that, too
type cover[S comparable] struct {
	*search[S]
	chain   *antichain[S]
	tests   []*compatibility[S] // per worker
	wanted  []hit[S]            // of the second, what the first has found; else nil
	most    uint64              // states that it may find
	waiting []uint32            // numbers of states that are not expanded
	taken   []uint32            // those of the round at hand
	pieces  [][]candidate[S]    // what was found of each piece of them
	claimed atomic.Int64
}

const (
	roundSize  = 256 // states of a round of the first search
	coverPiece = 8   // states that a worker takes at a time

	// The second search may find so many times the states of the first, and so many
	// more: without a step to what covers it, a state can have very many ways to it.
	shorterFactor = 16
	shorterRoom   = 1 << 12
)

// canCover says why the question cannot be answered by covers, if it is to be.
func (s *search[S]) canCover() error {
	if !s.opt.Covering {
		return nil
	}
	if _, ok := s.model.(WellStructured[S]); !ok {
		return &ContractError{Problem: "Options.Covering is set, and the model has no methods Class, Signature and Covers"}
	}
	for _, with := range []struct {
		is   bool
		name string
	}{{s.opt.Symmetry, "Symmetry"}, {s.opt.Compact, "Compact"}, {s.opt.Checkpoint != "", "Checkpoint"}} {
		if with.is {
			return &ContractError{Problem: fmt.Sprintf("Options.Covering and Options.%s are set; choose one of them", with.name)}
		}
	}
	for i := range s.props {
		if k := s.props[i].kind; k == KindTerminal || k.isLiveness() {
			return &ContractError{Problem: fmt.Sprintf("property %q is of kind %v and cannot be decided with Options.Covering: "+
				"a state that covers another one may go on where that one ends", s.props[i].name, k)}
		}
	}
	return nil
}

// A way leads to a state that decides a property, and says whether there may be a
// shorter one.
type way[S comparable] struct {
	states []S
	detour bool
}

func (s *search[S]) newCover(wanted []hit[S], most uint64) *cover[S] {
	m := s.model.(WellStructured[S])
	c := &cover[S]{search: s, chain: newAntichain(m, &s.arena, s.opt.Workers), wanted: wanted, most: most}
	for range s.opt.Workers {
		c.tests = append(c.tests, newCompatibility(s, m))
	}
	return c
}

// runCovering explores with covers, and notes a way to each state that decides a
// property.
func (s *search[S]) runCovering() error {
	s.ways = make([]way[S], len(s.props))
	c := s.newCover(nil, s.opt.MaxStates)
	err := c.run()
	s.stats.Distinct, s.stats.Maximal = uint64(c.chain.n), c.chain.maximal
	if s.opt.Invariant && s.stats.Complete {
		s.invariant = c.chain.all()
	}
	if err != nil && !errors.Is(err, errStopped) || s.opt.AnyTrace || !anyFound(s.hits) {
		return err
	}
	if e := s.shorten(uint64(c.chain.n)); e != nil {
		return e
	}
	return err
}

// anyFound reports whether some property was decided by a state.
func anyFound[S comparable](hits []hit[S]) bool {
	return slices.ContainsFunc(hits, func(h hit[S]) bool { return h.Found })
}

// shorten looks for shortest ways to what was found after n states. Counts and verdicts
// stay as they are, and where a bound comes before, so do the ways.
func (s *search[S]) shorten(n uint64) error {
	stats, hits, ways := s.stats, s.hits, s.ways
	s.arena.reset()
	s.count(Stats{Workers: stats.Workers})
	s.hits, s.ways = make([]hit[S], len(s.props)), make([]way[S], len(s.props))
	c := s.newCover(hits, min(s.opt.MaxStates, shorterFactor*n+shorterRoom))
	err := c.run()
	for i := range hits {
		switch {
		case s.hits[i].Found:
			ways[i] = s.ways[i]
		case hits[i].Found:
			ways[i].detour = true
		}
	}
	stats.PeakBytes = max(stats.PeakBytes, s.stats.PeakBytes)
	s.count(stats)
	s.hits, s.ways = hits, ways
	if errors.Is(err, errStopped) {
		return nil
	}
	return err
}

// count puts other counts in the place of those that there are.
func (s *search[S]) count(stats Stats) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats = stats
}

// run goes on until nothing waits any more or there is a reason to stop.
func (c *cover[S]) run() error {
	if err := c.begin(); err != nil {
		return err
	}
	for len(c.waiting) > 0 && !c.done() && c.stats.Stopped == NotStopped {
		c.take()
		c.expand()
		c.mergeRound()
		switch {
		case c.fault != nil:
			return c.fault
		case c.stop.Load():
			return errStopped
		}
		c.keep()
	}
	c.conclude()
	return c.fault
}

// done reports whether what was found is enough.
func (c *cover[S]) done() bool {
	if c.wanted == nil {
		return c.decided()
	}
	for i := range c.wanted {
		if c.wanted[i].Found && !c.hits[i].Found {
			return false
		}
	}
	return true
}

// conclude says whether all was explored, and if not why.
func (c *cover[S]) conclude() {
	more := len(c.waiting) > 0
	c.stats.Complete = !more && c.stats.Cuts == 0 && c.stats.Stopped == NotStopped
	switch {
	case c.stats.Complete || c.stats.Stopped != NotStopped:
	case more:
		c.stats.Stopped = StoppedViolation
	default:
		c.stats.Stopped = StoppedCut
	}
}

// begin adds the initial states.
func (c *cover[S]) begin() error {
	if err := c.alone((*worker[S]).begin); err != nil {
		return err
	}
	w := c.workers[0]
	if w.out.n == 0 {
		return &ContractError{Problem: "Initial adds no state"}
	}
	c.stats.Cuts, w.out.cut, w.out.omitted = w.out.cut, 0, 0
	clear(w.out.coverage)
	for _, t := range w.out.slots[:w.out.n] {
		c.chain.round = append(c.chain.round, c.candidate(&t.state, 0))
	}
	c.keep()
	return c.fault
}

// take takes the states of the next round from those that wait, unless they are
// covered by now.
func (c *cover[S]) take() {
	from := 0
	if c.wanted == nil {
		from = max(0, len(c.waiting)-roundSize)
	}
	c.taken = c.taken[:0]
	for _, v := range c.waiting[from:] {
		if !c.chain.origins.at(v).covered {
			c.taken = append(c.taken, v)
		}
	}
	c.waiting = c.waiting[:from]
}

// expand expands the states of the round.
func (c *cover[S]) expand() {
	n := (len(c.taken) + coverPiece - 1) / coverPiece
	c.pieces = append(c.pieces, make([][]candidate[S], max(0, n-len(c.pieces)))...)
	c.share(n, func(w *worker[S], piece int) {
		found := c.pieces[piece][:0]
		for _, v := range c.taken[piece*coverPiece : min((piece+1)*coverPiece, len(c.taken))] {
			if !c.stop.Load() {
				found = c.visit(w, v, found)
			}
		}
		c.pieces[piece] = found
	})
	for _, found := range c.pieces[:n] {
		c.chain.round = append(c.chain.round, found...)
	}
}

// share has the workers do pieces of work.
func (c *cover[S]) share(pieces int, do func(w *worker[S], piece int)) {
	c.claimed.Store(0)
	c.parallel(pieces, func(w *worker[S]) {
		for i := c.claimed.Add(1); i <= int64(pieces); i = c.claimed.Add(1) {
			do(w, int(i-1))
		}
	})
}

// visit checks a state and appends what it leads to and nothing covers.
func (c *cover[S]) visit(w *worker[S], v uint32, found []candidate[S]) []candidate[S] {
	s := c.arena.at(v)
	w.restart()
	w.todo = span{v, v + 1}
	w.visit(s)
	steps := w.out.slots[:w.out.n]
	c.generated.Add(int64(len(steps)))
	class := c.chain.model.Class(s)
	if v < rehearsed && !c.chain.model.Covers(s, s) {
		c.fail(&ContractError{State: *s, Problem: "Covers says of this state that it does not cover itself"})
	}
	if c.wanted == nil {
		steps = c.growing(w, class, s, steps)
	}
	for i := range steps {
		t := &steps[i].state
		if *t == *s {
			continue
		}
		next := c.candidate(t, v+1)
		by := c.chain.covering(&next)
		if by == nil {
			found = append(found, next)
		} else if test := c.tests[w.number]; *by != *t && test.samples(t) {
			test.test(w, t, by)
		}
	}
	w.todo = span{}
	return found
}

// candidate makes a candidate of a state that was found from another one.
func (c *cover[S]) candidate(s *S, from uint32) candidate[S] {
	return candidate[S]{state: *s, class: c.chain.model.Class(s), bits: c.chain.model.Signature(s), from: from}
}

// growing returns of the steps from a state the first to one that covers it, if there is
// one, and else all of them.
func (c *cover[S]) growing(w *worker[S], class uint64, s *S, steps []slot[S]) []slot[S] {
	m := c.chain.model
	for i := range steps {
		t := &steps[i].state
		if *t != *s && m.Class(t) == class && m.Covers(t, s) && !m.Covers(s, t) {
			if test := c.tests[w.number]; test.samples(s) {
				test.test(w, s, t)
			}
			return steps[i : i+1]
		}
	}
	return steps
}

// mergeRound takes over what the workers counted and found.
func (c *cover[S]) mergeRound() {
	for i := range c.hits {
		c.mergeFirst(i)
	}
	for _, w := range c.workers {
		c.mergeTally(w)
	}
	c.stats.Generated = uint64(c.generated.Load())
}

// mergeFirst notes of the first round in which a property is decided the least state
// that decides it, and the way to it.
func (c *cover[S]) mergeFirst(prop int) {
	first := &c.hits[prop]
	known := first.Found
	for _, w := range c.workers {
		h := &w.hits[prop]
		if h.Found && !known && c.before(&h.State, h.Step, first) {
			*first = *h
		}
		h.Found = false
	}
	if first.Found && !known {
		i := slices.IndexFunc(c.taken, func(v uint32) bool { return *c.arena.at(v) == first.State })
		c.ways[prop].states = c.chain.path(c.taken[i])
	}
}

// keep settles what was found and lets it wait, or notes that a bound is reached.
func (c *cover[S]) keep() {
	c.share(len(c.chain.shares), func(_ *worker[S], i int) { c.chain.settle(i) })
	if c.fault != nil {
		return
	}
	if uint64(c.chain.n)+c.chain.stays() > c.most {
		c.stats.Stopped = StoppedStates
		return
	}
	first, err := c.chain.enlist()
	c.held.Store(c.chain.bytes() + c.foundBytes() + int64(cap(c.waiting)+cap(c.taken))*4)
	if err != nil || !c.fits(0) {
		c.stats.Stopped = StoppedMemory
		return
	}
	c.mu.Lock() // progress looks at the depth
	defer c.mu.Unlock()
	for v := first; v < c.chain.n; v++ {
		c.waiting = append(c.waiting, v)
		c.stats.Depth = max(c.stats.Depth, int(c.chain.origins.at(v).depth))
	}
	c.distinct.Store(int64(c.chain.n))
	c.unexpanded.Store(int64(len(c.waiting)))
	c.stats.PeakBytes = max(c.stats.PeakBytes, c.bytes())
}

// foundBytes is what the room for what the workers find takes.
func (c *cover[S]) foundBytes() (n int64) {
	for _, found := range c.pieces {
		n += int64(cap(found)) * int64(unsafe.Sizeof(candidate[S]{}))
	}
	return n
}
