package checker

// What one worker does: take states of the frontier, ask the model for their steps,
// and add to the visited set what is new.
//
// Invariant: a state is in the table once, and in the arena before anybody can find
// its number there. A worker changes nothing that another one reads, but counters,
// the table (by compare-and-swap) and its own blocks of the arena. What it reports
// is a least state or a sum, so that it does not matter who found what.
//
//	frontier       batch                     table                    arena
//	span of -----> expand: 256 steps ------> look: read the slots --> new states:
//	states         and a few more            of all of them           the next
//	               (checks properties)       add: one by one          frontier
//	                                            |
//	                                            `--> full: stop, grow, go on at w.at
//
// Example: states with 7 steps each. The 37th makes the batch 259 steps long, which
// ends it; all of them fit into a chunk of 512 and are looked up together. Waiting
// for 259 slots one after the other would take as long as 259 misses of the cache;
// read in one loop without a dependence they overlap.
//
// Should there be no room for 259 more in the table, the worker returns before it
// adds any of them; the table grows, and the worker goes on at w.at with the same
// batch. Nothing is expanded twice.

import (
	"math/bits"
	"slices"
	"sync/atomic"
)

// A worker expands states of the frontier and adds what it finds to the
// visited set.
//
// The time of a search goes into waiting for memory: the slot of a state in
// the table is as good as random. So a worker first expands parents until it
// has a batch of successors, then reads the slots of all of them in one loop,
// in which no read depends on another and the processor overlaps them, and
// only then adds them one after the other.
type worker[S comparable] struct {
	search *search[S]
	number int
	out    Steps[S]
	piece  int           // where the successors begin that are looked up
	looked int           // and where they end
	words  [chunk]uint64 // of these, their mixed states or hashes
	seen   [chunk]uint64 // what was in their slots
	fresh  []int32       // the places of those that were new
	at     int           // the next successor to add
	added  int           // new states so far

	todo  span // the rest of the span being expanded
	block block

	states    []predicate[S] // claims about states
	terminals []int          // the properties of kind Terminal
	steps     []int          // the properties of kind StepInvariant
	alone     []int          // of these, the ones that have a function of their own
	joints    []*asking[S]   // and the functions of the others
	hits      []hit[S]
	terminal  uint64
	maxOut    int

	parent hit[S]    // the best predecessor found while a path is rebuilt
	taken  []classes // by the steps of the batch, while a graph is built

	classed *classCache[S]

	asked S                     // what model and properties see of the state being expanded
	after S                     // and what properties see of one that a step leads to
	probe *S                    // what same compares with
	same  func(ref uint32) bool // reports whether *probe has that number
	again Steps[S]              // for calling Next a second time
	orbit *orbit[S]             // nil without symmetry
	sink  byte
}

// batch is the number of successors that are collected before they are looked
// up, and chunk the number that are looked up together: a batch, if no state has
// very many steps. They, their words and what is in their slots stay in the
// first-level cache.
const (
	batch = 256
	chunk = 2 * batch
)

// A predicate is the function of an Invariant or a Reachable, with the value that
// decides the property.
type predicate[S comparable] struct {
	prop    int
	is      func(*S) bool
	decides bool
}

func newWorker[S comparable](s *search[S], number int) *worker[S] {
	w := &worker[S]{search: s, number: number, hits: make([]hit[S], len(s.props)), out: newSteps(s), again: newSteps(s)}
	w.same = func(ref uint32) bool { return *s.arena.at(ref) == *w.probe }
	for i, p := range s.props {
		switch p.kind {
		case KindInvariant, KindReachable:
			w.states = append(w.states, predicate[S]{i, p.state, p.kind == KindReachable})
		case KindStepInvariant:
			w.addStepClaim(i, &p)
		case KindTerminal:
			w.terminals = append(w.terminals, i)
		}
	}
	w.orbit = newOrbit(s, w.states)
	return w
}

// An asking is a function that decides several properties.
type asking[S comparable] struct {
	*joint[S]
	wanted uint64
	props  [maxJoint]int // by the bit
}

// addStepClaim adds a property of kind StepInvariant.
func (w *worker[S]) addStepClaim(prop int, p *Property[S]) {
	w.steps = append(w.steps, prop)
	if p.joint == nil {
		w.alone = append(w.alone, prop)
		return
	}
	i := slices.IndexFunc(w.joints, func(a *asking[S]) bool { return a.joint == p.joint })
	if i < 0 {
		i, w.joints = len(w.joints), append(w.joints, &asking[S]{joint: p.joint})
	}
	w.joints[i].wanted |= 1 << p.bit
	w.joints[i].props[p.bit] = prop
}

// run works until the level is expanded, the table is full or the search
// stops. In the second case run is called again to go on.
func (w *worker[S]) run() {
	for !w.search.stop.Load() {
		if !w.insert() {
			w.search.full.Store(true)
			return
		}
		if !w.expand() {
			return
		}
	}
}

// current returns the state being expanded, for error messages.
func (w *worker[S]) current() any {
	if w.todo.from == w.todo.to {
		return w.search.state()
	}
	return *w.search.arena.at(w.todo.from)
}

// expand fills the batch. It reports whether there was any state left.
func (w *worker[S]) expand() bool {
	w.restart()
	some := false
	// A batch ends with a state: its steps are checked together. So a batch is a
	// little longer than it has to be, and never cut.
	for w.out.n < batch && (w.todo.from < w.todo.to || w.claim()) {
		some = true
		parents := w.search.arena.slice(w.todo)
		for i := range parents {
			w.visit(&parents[i])
			w.todo.from++
			if w.out.n >= batch {
				break
			}
		}
	}
	w.search.generated.Add(int64(w.out.n))
	return some
}

// begin fills the batch with the initial states. Unless they are very many it asks
// for them twice.
func (w *worker[S]) begin() {
	w.restart()
	initial := w.out.fillInitial(w.search.model)
	for i := 0; i < 2 && len(initial) <= rehearsed; i++ { // at last into slots that do not have to grow
		if !slices.Equal(initial, w.again.fillInitial(w.search.model)) {
			w.search.fail(&ContractError{Problem: "Initial is not deterministic: called twice it adds different states, or it writes one after the next Add"})
		}
	}
	w.canonize(initial)
}

// restart begins a new batch.
func (w *worker[S]) restart() {
	w.out.restart()
	w.at, w.piece, w.looked = 0, 0, 0
}

// claim takes the next span of the frontier.
func (w *worker[S]) claim() bool {
	s := w.search
	i := s.claimed.Add(1) - 1
	if i >= int64(s.frontier.spanCount()) || s.stop.Load() {
		return false
	}
	w.todo = *s.levels.spans.at(s.frontier.from + uint32(i))
	return true
}

// visit checks one state and adds its successors to the batch. Model and
// properties see a copy: what they do to it is not done to the arena.
func (w *worker[S]) visit(s *S) {
	n := w.out.n
	w.asked = *s
	for i := range w.states {
		if c := &w.states[i]; c.is(&w.asked) == c.decides {
			w.hit(c.prop, s, 0)
		}
	}
	left, slots := w.out.left(), len(w.out.slots)
	steps := w.out.fill(w.search.model, &w.asked)
	if !w.unchanged(s) {
		return
	}
	if len(steps) > w.maxOut {
		w.checkFanOut(s, len(steps))
	}
	if len(steps) == 0 && w.out.left() == left {
		w.visitTerminal(&w.asked)
	}
	if len(w.steps) > 0 {
		w.checkSteps(&w.asked, steps)
	}
	w.unchanged(s)
	if w.samples(w.todo.from, slots) {
		w.checkContract(&w.asked, steps, w.out.left() != left)
	}
	if w.orbit != nil {
		w.orbit.visit(s, steps)
	}
	w.canonize(steps)
	if w.out.first != n || w.out.Len() != len(steps) {
		w.search.fail(&ContractError{Problem: "the Steps of Next are used after it has returned", State: *s})
	}
}

// unchanged reports whether model and properties have left alone what they were
// given.
func (w *worker[S]) unchanged(s *S) bool {
	if w.asked == *s {
		return true
	}
	w.search.fail(&ContractError{Problem: "Next or a property changes the state it is given", State: *s})
	return false
}

func (w *worker[S]) hit(prop int, s *S, step int) {
	if w.search.before(s, step, &w.hits[prop]) {
		w.hits[prop] = hit[S]{true, w.search.levels.len() - 1, *s, step}
	}
}

func (w *worker[S]) visitTerminal(s *S) {
	w.terminal++
	for _, p := range w.terminals {
		if !w.search.props[p].state(s) {
			w.hit(p, s, 0)
		}
	}
}

func (w *worker[S]) checkSteps(s *S, steps []slot[S]) {
	for _, p := range w.alone {
		holds := w.search.props[p].step
		for i := range steps {
			w.after = steps[i].state
			if !holds(s, steps[i].action, &w.after) {
				w.hit(p, s, i)
			}
		}
	}
	for _, a := range w.joints {
		for i := range steps {
			w.after = steps[i].state
			for broken := a.broken(s, steps[i].action, &w.after) & a.wanted; broken != 0; broken &= broken - 1 {
				w.hit(a.props[bits.TrailingZeros64(broken)], s, i)
			}
		}
	}
}

func (w *worker[S]) canonize(steps []slot[S]) {
	if w.search.canon == nil {
		return
	}
	for i := range steps {
		w.search.canon(&steps[i].state)
	}
}

// insert adds the batch to the visited set and what is new to the arena. It
// reports whether it could; if not, the table has to grow first.
func (w *worker[S]) insert() bool {
	for w.at < w.out.n {
		if w.search.drop.Load() {
			w.at = w.out.n
			break
		}
		if !w.insertChunk() {
			return false
		}
	}
	return true
}

// insertChunk adds what is looked up together.
func (w *worker[S]) insertChunk() bool {
	s := w.search
	if w.at == w.looked {
		w.look(w.looked)
	}
	left := w.looked - w.at
	if !s.table.reserve(left) {
		return false
	}
	// Room is reserved for all, as nobody knows yet which are new, and the rest is
	// given back. Between the two the table seems fuller than it is, never emptier.
	before := w.added
	if narrow[S]() || s.compact != nil {
		w.addWords()
	} else {
		w.addStates()
	}
	added := w.added - before
	s.table.giveBack(left - added)
	if s.distinct.Add(int64(added)) > int64(s.opt.MaxStates) {
		s.dropFor(StoppedStates)
	}
	return w.at == w.looked
}

// look mixes a chunk of the batch and reads the slots.
func (w *worker[S]) look(from int) {
	w.piece, w.looked = from, min(from+chunk, w.out.n)
	slots := w.out.slots[w.piece:w.looked]
	words, seen := w.words[:len(slots)], w.seen[:len(slots)]
	t, compact := w.search.table, w.search.compact
	if compact != nil {
		compact.words(words, func(i int) []byte { return bitsOf(&slots[i].state) })
	} else {
		for i := range slots {
			words[i] = hash(&slots[i].state)
		}
	}
	at, homes := t.words.at, t.homes
	for i, word := range words {
		seen[i] = atomic.LoadUint64(&at[home(word, homes)])
	}
	if !narrow[S]() && compact == nil {
		w.lookFurther(words, seen)
	}
}

// lookFurther reads the states that the slots refer to, where they are likely
// to be compared.
func (w *worker[S]) lookFurther(words, seen []uint64) {
	for i, v := range seen {
		if v != 0 && v>>32 == words[i]>>32 {
			w.sink += bitsOf(w.search.arena.at(refOf(v)))[0]
		}
	}
}

// addWords adds the successors from w.at on, as far as the table has room, and
// then stores the new ones. The words are all that is compared.
func (w *worker[S]) addWords() {
	i, n := w.at-w.piece, w.looked-w.piece
	fresh, done := w.search.table.addAll(w.words[i:n], w.seen[i:n], w.fresh[:0])
	for _, i := range fresh {
		if w.block.next == w.block.end && !w.open() {
			break
		}
		*w.search.arena.at(w.block.next) = w.out.slots[w.at+int(i)].state
		w.block.next++
	}
	w.fresh = fresh
	w.at += done
	w.added += len(fresh)
}

// addStates adds the successors from w.at on, as far as table and arena have
// room. States are compared where their words agree in the upper half.
func (w *worker[S]) addStates() {
	for ; w.at < w.looked; w.at++ {
		if w.block.next == w.block.end && !w.open() {
			w.at = w.looked
			return
		}
		isNew, full := w.addOne(&w.out.slots[w.at].state, w.words[w.at-w.piece])
		if full {
			return
		}
		if isNew {
			w.block.next++
			w.added++
		}
	}
}

// addOne adds a wide state. It is written to the arena before its number is
// published, as other workers compare with what is there.
func (w *worker[S]) addOne(s *S, word uint64) (isNew, full bool) {
	t := w.search.table
	w.probe = s
	word = word>>32<<32 | uint64(w.block.next+1)
	for {
		// Found empty, the slot may be taken by the time it is claimed. What is
		// there then may be this very state, so the search goes on from home.
		i, found := t.probe(word, w.same)
		if found || i == len(t.words.at) {
			return false, !found
		}
		*w.search.arena.at(w.block.next) = *s
		if t.claim(i, word) {
			return true, false
		}
	}
}

// open begins a new block of the arena, or sets drop if there is no memory.
func (w *worker[S]) open() bool {
	s := w.search
	w.block.close()
	ref, err := s.arena.claim()
	if err != nil || !s.fits(0) {
		s.dropFor(StoppedMemory)
		return false
	}
	w.block.next, w.block.from, w.block.end = ref, ref, ref+blockSize
	return true
}
