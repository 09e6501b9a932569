package checker

// States by their hashes: less memory, and a probability of error that is told.
//
// Invariant: a state is left out only if its hash is that of another state. So what
// is violated is violated, and what holds does so unless two states have collided.
// The states of two levels at least are there in full: the one being expanded, and
// the next.
//
//	level      0    1    2    3         4
//	arena     ..... given back .....   kept    being filled
//	table     a hash of 64 bits for every state of every level
//
//	a path to a state of level 2, afterwards: explore from level 0 on again
//
// Example: the birthday bound 1 - exp(-n(n-1)/2^65) for n states.
//
//	       2    5e-20
//	 million    2.7e-08
//	 billion    0.027
//	5 billion   0.49
//
// About a million states the doubt is one in 37 million, about five billion one in
// two. It is told beside every verdict that holds.

import (
	"cmp"
	"hash/maphash"
	"math"
)

// A compaction is what [Options.Compact] makes of a search for wide states.
// A word of the table is a hash of 64 bits and all that is known of a state, so
// the arena has to keep no more than the states of the level being expanded and
// of the next. It gives the others back when the budget wants their memory.
//
// The hash is drawn at random. So the probability of a collision is over the
// choice of the hash and holds for the states of any model; with a fixed one
// there are models whose states all collide.
type compaction struct {
	seed maphash.Seed
	bits int    // of a hash: 64, fewer in tests of what collisions do
	mask uint64 // the upper ones
	kept int    // the first level whose states are still there
}

// newCompaction returns nil if states are to be kept whole, or are no larger
// than their hashes and known exactly anyhow.
func newCompaction[S comparable](opt Options) *compaction {
	if !opt.Compact || narrow[S]() {
		return nil
	}
	bits := cmp.Or(opt.hashBits, 64)
	return &compaction{seed: maphash.MakeSeed(), bits: bits, mask: ^uint64(0) << (64 - bits)}
}

// words hashes the states of a batch.
func (c *compaction) words(words []uint64, state func(i int) []byte) {
	for i := range words {
		words[i] = maphash.Bytes(c.seed, state(i)) & c.mask
	}
}

// collision returns the probability that among n states two or more have the
// same hash: 1 - exp(-n(n-1)/2^(bits+1)), the birthday bound. Then, and only
// then, a state can have been taken for another.
func (c *compaction) collision(n uint64) float64 {
	if c == nil || n == 0 {
		return 0
	}
	pairs := float64(n) * float64(n-1) / 2
	return -math.Expm1(-math.Ldexp(pairs, -c.bits))
}

// fits reports whether n more bytes fit the budget. With compaction it gives
// back the states of past levels, the oldest first, until they do.
func (s *search[S]) fits(n int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.room() < n {
		if c := s.compact; c == nil || !releases || c.kept+1 >= s.levels.len() {
			return false
		}
		s.stats.PeakBytes = max(s.stats.PeakBytes, min(s.bytes(), s.opt.MaxMemory)) // a block just claimed is not in use yet
		s.arena.release(s.levels.spansAt(s.compact.kept))
		s.compact.kept++
	}
	return true
}

// recall makes sure that the states of a level are there, and if they were
// given back explores once more up to that level, from which a step led to
// target.
func (s *search[S]) recall(depth int, target *S) error {
	if c := s.compact; c == nil || c.kept <= depth && depth < s.levels.len() {
		return nil
	}
	// The second exploration is for the path alone. What it counts is what the
	// first has counted, or less, and is not reported.
	stats := s.stats
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		stats.PeakBytes = max(stats.PeakBytes, s.stats.PeakBytes)
		s.stats = stats
	}()
	if err := s.rewind(); err != nil {
		return err
	}
	for s.levels.len() <= depth && s.frontier.spanCount() > 0 {
		if err := s.expandLevel(); err != nil {
			return err
		}
		if s.stop.Load() || s.drop.Load() {
			return errStopped
		}
		s.keepLevel()
	}
	if depth >= s.levels.len() {
		return s.lost(target)
	}
	return nil
}

// rewind puts the search back to the initial states. The hash stays the same.
func (s *search[S]) rewind() error {
	table, err := newTable(minHomes)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.table, s.levels, s.compact.kept, s.stats = table, levels{}, 0, Stats{}
	s.arena.reset()
	s.mu.Unlock()
	s.distinct.Store(0)
	for _, w := range s.workers {
		w.restart()
		w.todo, w.block = span{}, block{}
	}
	if err := s.start(); err != nil {
		return err
	}
	if s.drop.Load() {
		return errStopped // for want of memory
	}
	return nil
}
