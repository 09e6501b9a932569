package checker

import (
	"context"
	"errors"
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
	levels  [][]span
	hits    []hit[S] // per property, the violation or witness to report
	stats   Stats
	workers []*worker[S]

	frontier []span       // the level being expanded
	claimed  atomic.Int64 // how many of its spans are claimed

	stop atomic.Bool // everybody ends as soon as possible
	full atomic.Bool // the table has to grow before the level goes on
	drop atomic.Bool // what the level finds does not fit and is not kept

	distinct  atomic.Int64 // live, for the bound and for progress
	generated atomic.Int64
	held      atomic.Int64 // bytes of the graph of a liveness property

	mu    sync.Mutex
	fault error // the first contract error
	asked *S    // what model or property are asked about outside of the workers, if known

	ctx     context.Context
	began   time.Time
	ticker  *time.Ticker
	phase   string
	dropped Stop // why drop is set
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
	if ordered, ok := m.(Ordered[S]); ok {
		s.order = ordered.Compare
	}
	s.compact = newCompaction[S](opt)
	if err := s.canSave(); err != nil {
		return nil, err
	}
	s.stats.Workers = opt.Workers
	for range opt.Workers {
		s.workers = append(s.workers, newWorker(s))
	}
	var err error
	s.table, err = newTable(minHomes)
	return s, err
}

// watch lets the context and the clock stop the search. The returned function
// ends that.
func (s *search[S]) watch(ctx context.Context) (cancel func()) {
	s.ctx = ctx
	end := []func() bool{context.AfterFunc(ctx, func() { s.stop.Store(true) })}
	if s.opt.Timeout > 0 {
		end = append(end, time.AfterFunc(s.opt.Timeout, func() { s.stop.Store(true) }).Stop)
	}
	if s.opt.Progress != nil {
		s.ticker = time.NewTicker(s.opt.ProgressEvery)
		end = append(end, func() bool { s.ticker.Stop(); s.ticker = nil; return true })
	}
	return func() {
		for _, f := range end {
			f()
		}
	}
}

// proceed lets the workers work again after a bound or the clock, but not the
// context, has stopped them.
func (s *search[S]) proceed() {
	s.drop.Store(false)
	s.stop.Store(false)
	if s.ctx.Err() != nil {
		s.stop.Store(true)
	}
}

// run explores level after level, and keeps the checkpoint.
func (s *search[S]) run() (err error) {
	j, err := s.openJournal()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, j.close()) }()
	if len(s.levels) == 0 {
		if err := s.start(); err != nil {
			return err
		}
		j.note()
	}
	if s.drop.Load() {
		s.stats.Stopped = s.dropped // not even the initial states fit
		return nil
	}
	if err := s.explore(j); err != nil {
		return err
	}
	return j.save(true)
}

// explore goes on until nothing new is found or there is a reason to stop.
func (s *search[S]) explore(j *journal[S]) error {
	for len(s.frontier) > 0 && !s.decided() {
		if err := s.expandLevel(); err != nil {
			return err
		}
		s.closeLevel()
		if s.stats.Stopped != NotStopped {
			return nil
		}
		j.note()
		if err := j.save(false); err != nil {
			return err
		}
	}
	s.stats.Complete = len(s.frontier) == 0 && s.stats.Cuts == 0
	switch {
	case len(s.frontier) > 0:
		s.stats.Stopped = StoppedViolation
	case !s.stats.Complete:
		s.stats.Stopped = StoppedCut
	}
	return nil
}

// start stores the initial states as level 0.
func (s *search[S]) start() error {
	w := s.workers[0]
	s.model.Initial(&w.out)
	if w.out.n == 0 {
		return &ContractError{Problem: "Initial adds no state"}
	}
	w.canonize(w.out.since(0))
	w.out.coverage, w.out.cut, w.out.omitted = nil, 0, 0
	for !w.insert() {
		if err := s.grow(); err != nil {
			return err
		}
	}
	s.keepLevel()
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
		s.parallel(len(s.frontier), (*worker[S]).run)
		if !s.full.Load() || s.stop.Load() {
			return s.fault
		}
		if err := s.grow(); err != nil {
			return err
		}
	}
}

// parallel runs do in every worker and waits, reporting progress meanwhile. A
// single piece of work is done at once: the levels of a long and narrow space
// are too small to share.
func (s *search[S]) parallel(pieces int, do func(*worker[S])) {
	if pieces == 1 || len(s.workers) == 1 && s.ticker == nil {
		s.workers[0].guard(do)
		s.tick()
		return
	}
	var all sync.WaitGroup
	for _, w := range s.workers {
		all.Go(func() { w.guard(do) })
	}
	if s.ticker == nil {
		all.Wait()
		return
	}
	done := make(chan struct{})
	go func() { all.Wait(); close(done) }()
	for {
		select {
		case <-done:
			return
		case <-s.ticker.C:
			s.opt.Progress(s.progress())
		}
	}
}

// tick reports progress if it is time to.
func (s *search[S]) tick() {
	if s.ticker == nil {
		return
	}
	select {
	case <-s.ticker.C:
		s.opt.Progress(s.progress())
	default:
	}
}

func (s *search[S]) progress() Progress {
	p := Progress{
		Phase:     s.phase,
		Distinct:  uint64(s.distinct.Load()),
		Generated: uint64(s.generated.Load()),
		Depth:     s.stats.Depth,
		Bytes:     s.bytes(),
		Elapsed:   time.Since(s.began),
	}
	if n := len(s.stats.Levels); n > 0 {
		p.Frontier = s.stats.Levels[n-1]
	}
	return p
}

// grow moves the visited set to a table with room for everything that waits to
// be added, or sets drop if there is no memory for it.
func (s *search[S]) grow() error {
	homes := s.table.homes * growth(s.table.homes)
	more := tableBytes(homes)
	if releases {
		more -= tableBytes(s.table.homes)
	}
	if homes > maxHomes || !s.fits(more) {
		s.dropFor(StoppedMemory)
		return nil
	}
	m, err := newMigration(s.table, homes)
	if err != nil {
		s.dropFor(StoppedMemory)
		return nil
	}
	s.stats.PeakBytes = max(s.stats.PeakBytes, s.bytes()+more)
	s.parallel(int(s.table.homes/migrationPiece), func(*worker[S]) { m.run(&s.stop) })
	s.table = m.to
	return s.fault
}

// growth is how many times larger the next table is. Small ones grow faster,
// for that moves fewer words and costs no memory to speak of.
func growth(homes uint64) uint64 {
	if homes < 1<<22 {
		return 4
	}
	return 2
}

// bytes returns the memory held, as far as it grows with the space.
func (s *search[S]) bytes() int64 {
	s.arena.mu.Lock()
	defer s.arena.mu.Unlock()
	return tableBytes(s.table.homes) + s.arena.bytes() + s.held.Load()
}

// dropFor makes the workers finish the level, so that every state of it is
// checked, without keeping what they find.
func (s *search[S]) dropFor(why Stop) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.drop.Swap(true) {
		s.dropped = why
	}
}

// fail notes the first contract error and stops everybody.
func (s *search[S]) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fault == nil {
		s.fault = err
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
	var frontier []span
	for _, w := range s.workers {
		w.block.close()
		frontier = append(frontier, w.block.spans...)
		w.block.spans = w.block.spans[:0]
	}
	s.frontier = frontier
	s.stats.PeakBytes = max(s.stats.PeakBytes, s.bytes())
	if len(frontier) == 0 {
		return
	}
	states := uint64(0)
	for _, f := range frontier {
		states += uint64(f.to - f.from)
	}
	s.levels = append(s.levels, frontier)
	s.stats.Levels = append(s.stats.Levels, states)
	s.stats.Distinct += states
	s.stats.Depth = len(s.levels) - 1
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
	if errors.Is(s.ctx.Err(), context.Canceled) {
		return StoppedContext
	}
	return StoppedTimeout
}
