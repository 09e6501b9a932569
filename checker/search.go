package checker

import (
	"context"
	"errors"
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// A search explores a model level by level: all workers expand the states at
// one depth before any expands the next. The distance of every state from the
// initial ones is therefore known, and nothing that is reported depends on
// which worker found what.
type search[S comparable] struct {
	model Model[S]
	canon func(*S)          // nil without symmetry
	order func(a, b *S) int // nil if states are ordered by their bits
	opt   Options
	props []Property[S]

	compact *compaction // nil if states are kept whole
	table   *table
	arena   arena[S]
	levels  levels
	hits    []hit[S] // per property, the violation or witness to report
	ways    []way[S] // with covering: the ways to them

	invariant []S // with covering: the maximal states, if they are asked for
	stats     Stats
	workers   []*worker[S]

	frontier level        // the level being expanded
	claimed  atomic.Int64 // how many of its spans are claimed

	stop atomic.Bool // everybody ends as soon as possible
	full atomic.Bool // the table has to grow before the level goes on
	drop atomic.Bool // what the level finds does not fit and is not kept

	distinct   atomic.Int64 // live, for the bound and for progress
	generated  atomic.Int64
	unexpanded atomic.Int64 // with covering: states that wait
	held       atomic.Int64 // bytes of the graphs of liveness properties
	buffers    atomic.Int64 // bytes of the steps that are not looked up yet
	spare      atomic.Int64 // bytes of the budget that were left when they were last counted

	whole whole[S] // the graph that those of several properties are cut from

	mu      sync.Mutex
	fault   error // the first contract error
	asked   *S    // what model or property are asked about outside of the workers, if known
	phase   string
	dropped Stop // why drop is set
	why     Stop // why stop is set, if it is neither the context nor the clock

	ctx   context.Context
	began time.Time

	unsaved error // why the checkpoint is not up to date
}

// A hit is a state that decides a safety property, the least one at its depth.
type hit[S comparable] struct {
	Found bool
	Level int
	State S
	Step  int // of a step invariant: the place of the step in the order of Next
}

// before reports whether a state, or that step out of it, is to be reported
// rather than o.
func (s *search[S]) before(state *S, step int, o *hit[S]) bool {
	if !o.Found {
		return true
	}
	c := s.compare(state, &o.State)
	return c < 0 || c == 0 && step < o.Step
}

func newSearch[S comparable](m Model[S], opt Options, props []Property[S]) (*search[S], error) {
	s := &search[S]{model: m, opt: opt, props: props, hits: make([]hit[S], len(props)), phase: "search", began: time.Now()}
	if opt.Symmetry {
		sym, ok := m.(Symmetric[S])
		if !ok {
			return nil, &ContractError{Problem: "Options.Symmetry is set, and the model has no method Canonical"}
		}
		s.canon = sym.Canonical
	}
	if err := s.canCover(); err != nil {
		return nil, err
	}
	if ordered, ok := m.(Ordered[S]); ok {
		s.order = ordered.Compare
	}
	s.compact = newCompaction[S](opt)
	if err := s.canSave(); err != nil {
		return nil, err
	}
	s.stats.Workers = opt.Workers
	for range opt.Workers {
		s.workers = append(s.workers, newWorker(s, len(s.workers)))
	}
	var err error
	if s.table, err = newTable(minHomes); err != nil {
		return nil, err
	}
	s.room()
	return s, nil
}

// run explores level after level, and keeps the checkpoint.
func (s *search[S]) run() error {
	j, err := s.openJournal()
	if err != nil {
		return err
	}
	defer j.close()
	if s.levels.len() == 0 {
		if err := s.start(); err != nil {
			return err
		}
		j.note(false)
	}
	if err := s.rehearse(); err != nil { // after a resume too: Canonical may be another
		return err
	}
	if s.drop.Load() {
		s.stats.Stopped = s.dropped // not even the initial states fit
		return nil
	}
	if err := s.explore(j); err != nil {
		return err
	}
	j.save(true)
	return nil
}

// explore goes on until nothing new is found or there is a reason to stop.
func (s *search[S]) explore(j *journal[S]) error {
	for s.frontier.spanCount() > 0 && !s.decided() {
		if err := s.expandLevel(); err != nil {
			return err
		}
		s.closeLevel()
		if s.stats.Stopped != NotStopped {
			return nil
		}
		j.note(s.frontier.spanCount() == 0)
		j.save(false)
	}
	more := s.frontier.spanCount() > 0
	s.stats.Complete = !more && s.stats.Cuts == 0
	switch {
	case more:
		s.stats.Stopped = StoppedViolation
	case !s.stats.Complete:
		s.stats.Stopped = StoppedCut
	}
	return nil
}

// start stores the initial states as level 0.
func (s *search[S]) start() error {
	if err := s.alone((*worker[S]).begin); err != nil {
		return err
	}
	w := s.workers[0]
	if w.out.n == 0 {
		return &ContractError{Problem: "Initial adds no state"}
	}
	s.stats.Cuts, w.out.cut, w.out.omitted = w.out.cut, 0, 0
	clear(w.out.coverage)
	for !w.insert() {
		if err := s.grow(); err != nil {
			return err
		}
	}
	if !s.drop.Load() { // else they are left out as a whole
		s.keepLevel()
	}
	return nil
}

// rehearse tests Canonical, if there is to be symmetry.
func (s *search[S]) rehearse() error {
	if s.canon == nil {
		return nil
	}
	return s.alone(func(w *worker[S]) { w.orbit.rehearse() })
}

// alone has one worker do something.
func (s *search[S]) alone(do func(*worker[S])) error {
	s.workers[0].guard(do)
	switch {
	case s.fault != nil:
		return s.fault
	case s.stop.Load():
		return errStopped
	}
	return nil
}

// decided reports whether a violation ends the search.
func (s *search[S]) decided() bool {
	if s.opt.KeepGoing {
		return false
	}
	for i, h := range s.hits {
		if h.Found && s.props[i].kind != KindReachable {
			return true
		}
	}
	return false
}

// expandLevel expands every state of the frontier, growing the table as often
// as needed.
func (s *search[S]) expandLevel() error {
	s.claimed.Store(0)
	for {
		s.full.Store(false)
		s.parallel(s.frontier.spanCount(), (*worker[S]).run)
		if !s.full.Load() || s.stop.Load() {
			return s.fault
		}
		if err := s.grow(); err != nil {
			return err
		}
	}
}

// parallel runs do in every worker and waits. A single piece of work is done at
// once: the levels of a long and narrow space are too small to share.
func (s *search[S]) parallel(pieces int, do func(*worker[S])) {
	if pieces == 1 || len(s.workers) == 1 {
		s.workers[0].guard(do)
		return
	}
	var all sync.WaitGroup
	for _, w := range s.workers {
		all.Go(func() { w.guard(do) })
	}
	all.Wait()
}

// grow moves the visited set to a table with room for everything that waits to
// be added, or sets drop if there is no memory for it.
func (s *search[S]) grow() error {
	homes := s.moreHomes()
	if homes == 0 {
		s.dropFor(StoppedMemory)
		return nil
	}
	m, err := newMigration(s.table, homes)
	if err != nil {
		s.dropFor(StoppedMemory)
		return nil
	}
	s.stats.PeakBytes = max(s.stats.PeakBytes, s.bytes()+s.migrationBytes(homes))
	s.parallel(int(s.table.homes/migrationPiece), func(*worker[S]) { m.run(&s.stop) })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.table = m.to
	return s.fault
}

// moreHomes returns how many homes the next table has: as many as are wanted, or
// as many as there is room for together with the states that they would be for.
// It is 0 if that is not worth the moving.
func (s *search[S]) moreHomes() uint64 {
	homes := s.table.homes
	want := min(homes*growth(homes), maxHomes)
	if want > homes && s.fits(s.migrationBytes(want)) {
		return want
	}
	room := s.room()
	if !releases {
		room -= tableBytes(homes)
	}
	state := float64(stateSize[S]()) * maxLoad
	more := uint64(max(0, float64(room)/(8+state)))
	if more < homes/8 || homes+more > maxHomes {
		return 0
	}
	return homes + more
}

// migrationBytes is what it takes to move the table to one with so many homes.
func (s *search[S]) migrationBytes(homes uint64) int64 {
	if !releases {
		return tableBytes(homes)
	}
	return tableBytes(homes) - tableBytes(s.table.homes)
}

// growth is how many times larger the next table is. Small ones grow faster,
// for that moves fewer words and costs no memory to speak of.
func growth(homes uint64) uint64 {
	if homes < 1<<22 {
		return 4
	}
	return 2
}

// bytes returns the memory held, as far as it grows with the space or with the
// steps out of a state.
func (s *search[S]) bytes() int64 {
	return tableBytes(s.table.homes) + s.arena.bytes() + s.levels.bytes() + s.held.Load() + s.buffers.Load()
}

// room returns how much of the budget is left.
func (s *search[S]) room() int64 {
	room := s.opt.MaxMemory - s.bytes()
	s.spare.Store(room)
	return room
}

// slots returns how many slots there may be where there are some already: those
// for which there was room when it was last measured, and always a few, so that a
// level can be finished. With compaction there is more room than is seen, for past
// levels are given back only when it is wanted.
func (s *search[S]) slots(there int) int {
	if s.opt.MaxMemory == 0 {
		return math.MaxInt // walks have no budget
	}
	few := int64(1 << 16)
	if s.compact != nil {
		few += s.opt.MaxMemory / 16
	}
	return max(there+int(s.spare.Load()/slotBytes[S]()), int(few/slotBytes[S]()), 64)
}

// maxFanOut is [Options.MaxFanOut].
func (s *search[S]) maxFanOut() int { return s.opt.MaxFanOut }

// charge takes bytes of slots from the budget.
func (s *search[S]) charge(bytes int64) { s.buffers.Add(bytes) }

// dropFor makes the workers finish the level, so that every state of it is
// checked, without keeping what they find.
func (s *search[S]) dropFor(why Stop) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.drop.Swap(true) {
		s.dropped = why
	}
}

// stopFor ends the search at once.
func (s *search[S]) stopFor(why Stop) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.why == NotStopped {
		s.why = why
	}
	s.stop.Store(true)
}

// closeLevel takes over what the workers counted and found. An interrupted
// level is not counted, but a violation in it is one.
func (s *search[S]) closeLevel() {
	for _, w := range s.workers {
		s.mergeHits(w)
	}
	switch {
	case s.stop.Load():
		s.stats.Stopped = s.whyStopped()
	default:
		for _, w := range s.workers {
			s.mergeTally(w)
		}
		s.stats.Generated = uint64(s.generated.Load())
		if s.drop.Load() {
			s.stats.Stopped = s.dropped
			return
		}
		s.keepLevel()
	}
}

// keepLevel makes what the workers found the next frontier.
func (s *search[S]) keepLevel() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.frontier = level{}
	found := s.found()
	if len(found) > 0 {
		if err := s.levels.add(found); err != nil {
			s.drop.Store(true)
			s.dropped, s.stats.Stopped = StoppedMemory, StoppedMemory
			return
		}
		s.stats.Depth = s.levels.len() - 1
		s.stats.Distinct += s.levels.size(s.stats.Depth)
		s.frontier = s.levels.at(s.stats.Depth)
	}
	s.stats.PeakBytes = max(s.stats.PeakBytes, s.bytes())
}

// found returns where the workers have put the states of the level.
func (s *search[S]) found() []span {
	all := s.workers[0]
	for _, w := range s.workers {
		w.block.close()
		if w != all {
			all.block.spans = append(all.block.spans, w.block.spans...)
			w.block.spans = w.block.spans[:0]
		}
	}
	found := all.block.spans
	all.block.spans = found[:0]
	return found
}

func (s *search[S]) mergeHits(w *worker[S]) {
	for i := range w.hits {
		h := &w.hits[i]
		if !h.Found {
			continue
		}
		old := &s.hits[i]
		if !old.Found || old.Level == h.Level && s.before(&h.State, h.Step, old) {
			*old = *h
		}
		h.Found = false
	}
}

func (s *search[S]) mergeTally(w *worker[S]) {
	s.stats.Terminal += w.terminal
	s.stats.MaxOut = max(s.stats.MaxOut, w.maxOut)
	s.stats.Cuts += w.out.cut
	s.stats.Omitted += w.out.omitted
	for len(s.stats.Coverage) < len(w.out.coverage) {
		s.stats.Coverage = append(s.stats.Coverage, 0)
	}
	for r, n := range w.out.coverage {
		s.stats.Coverage[r] += n
	}
	w.terminal, w.out.cut, w.out.omitted = 0, 0, 0
	clear(w.out.coverage)
}

func (s *search[S]) whyStopped() Stop {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.why != NotStopped {
		return s.why
	}
	if errors.Is(s.ctx.Err(), context.Canceled) {
		return StoppedContext
	}
	return StoppedTimeout
}
