package checker

import (
	"math/bits"
	"sync"
)

// An arena stores every distinct state once, in the order found. A state is
// known by its number. Each worker fills a block of its own; the numbers of
// one level of the search form spans.
type arena[S comparable] struct {
	mu       sync.Mutex
	blocks   uint32
	released int64          // states whose memory was given back
	segments [18]*memory[S] // segment k holds 64<<k blocks
}

const (
	blockSize    = 256
	firstSegment = 64 * blockSize
	maxRefs      = 1<<32 - 2*firstSegment
)

// A span is the numbers [from, to), all in one block.
type span struct{ from, to uint32 }

// claim hands out the next block, by the number of its first state.
func (a *arena[S]) claim() (uint32, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	ref := a.blocks * blockSize
	k, _ := segment(ref)
	if a.segments[k] == nil {
		var err error
		if a.segments[k], err = newMemory[S](firstSegment << k); err != nil {
			return 0, err
		}
	}
	a.blocks++
	return ref, nil
}

// segment returns where the state of that number is.
func segment(ref uint32) (k int, offset uint32) {
	ref += firstSegment
	k = bits.Len32(ref) - bits.Len32(firstSegment)
	return k, ref - firstSegment<<k
}

// at returns the state of that number.
func (a *arena[S]) at(ref uint32) *S {
	k, i := segment(ref)
	return &a.segments[k].at[i]
}

// slice returns the states of a span.
func (a *arena[S]) slice(s span) []S {
	k, i := segment(s.from)
	return a.segments[k].at[i : i+s.to-s.from]
}

// refs returns a bound for the numbers in use.
func (a *arena[S]) refs() int { return int(a.blocks) * blockSize }

// bytes returns the memory of the blocks that were handed out and not given
// back.
func (a *arena[S]) bytes() int64 {
	return (int64(a.refs()) - a.released) * int64(stateSize[S]())
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
