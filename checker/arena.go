package checker

import (
	"cmp"
	"slices"
	"sync"
)

// An arena stores every distinct state once, in the order found. A state is
// known by its number. Each worker fills a block of its own; the numbers of
// one level of the search form spans.
type arena[S comparable] struct {
	mu       sync.Mutex
	states   vector[S]
	blocks   uint32
	released int64 // states whose memory was given back
}

const (
	blockSize = 256
	maxRefs   = 1<<32 - 2*firstSegment
)

// A span is the numbers [from, to), all in one block.
type span struct{ from, to uint32 }

// claim hands out the next block, by the number of its first state.
func (a *arena[S]) claim() (uint32, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	ref := a.blocks * blockSize
	if err := a.states.reach(ref); err != nil {
		return 0, err
	}
	a.blocks++
	return ref, nil
}

// at returns the state of that number.
func (a *arena[S]) at(ref uint32) *S { return a.states.at(ref) }

// slice returns the states of a span.
func (a *arena[S]) slice(s span) []S { return a.states.slice(s.from, s.to) }

// refs returns a bound for the numbers in use.
func (a *arena[S]) refs() int { return int(a.blocks) * blockSize }

// bytes returns the memory of the blocks that were handed out and not given
// back.
func (a *arena[S]) bytes() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return (int64(a.refs()) - a.released) * int64(stateSize[S]())
}

// release gives the memory of some spans back to the system. Only whole pages
// can be: so spans that touch are joined.
func (a *arena[S]) release(spans []span) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, run := range joined(spans) {
		a.states.release(run.from, run.to)
		a.released += int64(run.to - run.from)
	}
}

// joined returns the spans in order, and those that touch as one: only whole
// pages can be released. Spans of different segments do not touch in memory.
func joined(spans []span) (runs []span) {
	spans = slices.SortedFunc(slices.Values(spans), func(a, b span) int { return cmp.Compare(a.from, b.from) })
	for _, sp := range spans {
		k, _ := segment(sp.from)
		if last := len(runs) - 1; last >= 0 && runs[last].to == sp.from {
			if before, _ := segment(runs[last].from); before == k {
				runs[last].to = sp.to
				continue
			}
		}
		runs = append(runs, sp)
	}
	return runs
}

// reset forgets all states.
func (a *arena[S]) reset() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.blocks, a.released, a.states = 0, 0, vector[S]{}
}

// A block is where a worker puts the states it finds.
type block struct {
	next, end uint32 // the free numbers
	from      uint32 // where the span begins that is not closed yet
	spans     []span // the closed spans of this level
}

// close ends the open span.
func (b *block) close() {
	if b.from < b.next {
		b.spans = append(b.spans, span{b.from, b.next})
	}
	b.from = b.next
}
