package checker

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
)

// read takes over every whole record of a file of that size and cuts off what is
// behind.
func (j *journal[S]) read(size int64, want identity) error {
	var id identity
	end, err := readFrame(j.file, 0, size, &id)
	if err != nil {
		return fmt.Errorf("this is no checkpoint: %w", err)
	}
	if why := want.differs(id, j.search.opt.ResumeChanged); why != "" {
		return errors.New("it is of another search:" + why)
	}
	for {
		next, err := j.readRecord(end, size)
		if errors.Is(err, errTorn) {
			break
		}
		if err != nil {
			return err
		}
		end = next
	}
	j.end = end
	j.note(j.saved.finished)
	return j.rewind(end)
}

// readRecord takes over the record at an offset, if it is whole, and returns
// the offset of the next.
func (j *journal[S]) readRecord(at, size int64) (next int64, err error) {
	var b boundary
	at, err = readFrame(j.file, at, size, &b)
	if err != nil {
		return 0, errTorn
	}
	next, err = j.wholeRecord(at, size, &b)
	if err != nil {
		return 0, err
	}
	if err := j.search.restore(b, section(j.file, at, next)); err != nil {
		return 0, err
	}
	there := make([]uint32, (next-4-at-statesBytes[S](&b))/4)
	if err := binary.Read(section(j.file, next-4-int64(4*len(there)), next), binary.LittleEndian, there); err != nil {
		return 0, err
	}
	if j.saved.levels == 0 {
		if err := j.search.recognizeInitial(); err != nil {
			return 0, err
		}
	}
	if err := j.search.recognize(j.saved.expanded(), b.stage().expanded(), there); err != nil {
		return 0, err
	}
	j.saved = b.stage()
	return next, nil
}

// statesBytes returns how much the states of a record take.
func statesBytes[S comparable](b *boundary) (n int64) {
	for _, states := range b.New {
		n += int64(states) * int64(stateSize[S]())
	}
	return n
}

// wholeRecord returns where the record whose states are at an offset ends, or
// errTorn if it does not end properly.
func (j *journal[S]) wholeRecord(at, size int64, b *boundary) (next int64, err error) {
	if b.From != j.saved.levels {
		return 0, errors.New("the records do not fit together")
	}
	sampled := int64(0)
	for depth := j.saved.expanded(); depth < b.stage().expanded(); depth++ {
		sampled += j.sampledOf(depth, b)
	}
	length := statesBytes[S](b) + 4*sampled
	if length < 0 || at+length+4 > size {
		return 0, errTorn
	}
	return at + length + 4, checkSum(j.file, at, length)
}

// sampledOf returns how many states of a level have a mark, known already or
// from a boundary.
func (j *journal[S]) sampledOf(depth int, b *boundary) int64 {
	var states uint64
	if depth < b.From {
		states = j.search.levels.size(depth)
	} else {
		states = b.New[depth-b.From]
	}
	return int64((states + sampled - 1) / sampled)
}

// restore takes over one record.
func (s *search[S]) restore(b boundary, states io.Reader) error {
	if len(b.Hits) != len(s.hits) || b.stage().levels == 0 {
		return errors.New("the records do not fit together")
	}
	before, count := s.stats, s.levels.count
	for _, n := range b.New {
		if err := s.restoreLevel(int(n), states); err != nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.stats, s.levels.count = before, count // of the counters there are those of whole records
			return err
		}
	}
	if b.Finished {
		s.frontier = level{}
	}
	b.Stats.Workers, b.Stats.PeakBytes = s.stats.Workers, max(s.stats.PeakBytes, b.Stats.PeakBytes)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats = b.Stats
	s.generated.Store(int64(b.Stats.Generated))
	for i, h := range b.Hits {
		if h.Found && (h.Level < 0 || h.Level >= s.levels.len()) {
			return errors.New("a violation is at a level that is not there")
		}
		s.hits[i] = hit[S]{Found: h.Found, Level: h.Level, Step: h.Step}
		copy(bitsOf(&s.hits[i].State), h.Bits)
	}
	return nil
}

// restoreLevel adds n states as the next level.
func (s *search[S]) restoreLevel(n int, states io.Reader) error {
	w := s.workers[0]
	before := w.added
	for left := n; left > 0; left -= w.out.n {
		var failed error
		if err := s.alone(func(w *worker[S]) { failed = w.read(states, min(left, batch)) }); err != nil {
			return err
		}
		if failed != nil {
			return failed
		}
		for !w.insert() {
			if err := s.grow(); err != nil {
				return err
			}
		}
		if s.drop.Load() {
			s.stopFor(s.dropped) // its states do not fit
		}
		if s.stop.Load() {
			return errStopped
		}
	}
	if w.added-before != n {
		return errors.New("it has a state twice")
	}
	s.keepLevel()
	return nil
}

// read makes a batch of n states that were saved.
func (w *worker[S]) read(states io.Reader, n int) error {
	w.restart()
	for range n {
		if _, err := io.ReadFull(states, bitsOf(w.out.Add(0))); err != nil {
			return err
		}
	}
	return nil
}

// A mark is a hash of what model and properties say about a state. A checkpoint
// has one for every sampled state that was expanded, so that a model that has
// changed is recognized.
func (s *search[S]) marks(from, to int) (marks []uint32) {
	r := newReplay(s)
	for depth := from; depth < to; depth++ {
		for at := range s.sampledStates(depth) {
			marks = append(marks, r.mark(*at))
		}
	}
	s.asked = nil
	return marks
}

// sampledStates iterates over every 64th state of a level.
func (s *search[S]) sampledStates(depth int) iter.Seq[*S] {
	return func(yield func(*S) bool) {
		n := 0
		for sp := range s.levels.each(depth) {
			states := s.arena.slice(sp)
			for ; n < len(states); n += sampled {
				if !yield(&states[n]) {
					return
				}
			}
			n -= len(states)
		}
	}
}

// mark hashes the steps from a state, by the representatives they lead to, and
// whether the safety properties hold there.
func (r *replay[S]) mark(at S) uint32 {
	s := r.search
	s.asked = &at
	w := s.workers[0]
	h := uint64(seed)
	for _, c := range w.states {
		h = fold(h, truth(c.is(&at)))
	}
	steps, cut := r.out.fillAlone(s.model, &at)
	h = fold(h, truth(cut))
	for i := range steps {
		for _, p := range w.steps {
			h = fold(h, truth(s.props[p].step(&at, steps[i].action, &steps[i].state)))
		}
	}
	if len(steps) == 0 && !cut {
		for _, p := range w.terminals {
			h = fold(h, truth(s.props[p].state(&at)))
		}
	}
	w.canonize(steps)
	for i := range steps {
		h = fold(fold(h, uint64(steps[i].action)), hash(&steps[i].state))
	}
	return uint32(finish(h) >> 32)
}

// recognize compares the marks of a checkpoint with what model and properties
// say now of the states of the levels [from, to).
func (s *search[S]) recognize(from, to int, marks []uint32) error {
	r := newReplay(s)
	for depth := from; depth < to; depth++ {
		for at := range s.sampledStates(depth) {
			if r.mark(*at) != marks[0] {
				return &ContractError{State: *at, Problem: "the checkpoint is of another model or of other properties: " +
					"in this state there were other steps, or a property said something else"}
			}
			marks = marks[1:]
		}
	}
	s.asked = nil
	return nil
}

// recognizeInitial compares the first level with the initial states of the model.
func (s *search[S]) recognizeInitial() error {
	steps := newReplay(s).out.fillInitial(s.model)
	s.workers[0].canonize(steps)
	initial := map[S]bool{}
	for i := range steps {
		initial[steps[i].state] = true
	}
	known := uint64(0)
	for sp := range s.levels.each(0) {
		for _, at := range s.arena.slice(sp) {
			if !initial[at] {
				return &ContractError{State: at, Problem: "the checkpoint is of another model: this state was initial"}
			}
			known++
		}
	}
	if known != uint64(len(initial)) {
		return &ContractError{Problem: fmt.Sprintf("the checkpoint is of another model: it had %d initial states and has %d", known, len(initial))}
	}
	return nil
}
