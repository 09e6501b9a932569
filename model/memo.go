package model

// A table of results for two numbers, read by many goroutines without a lock.
//
// Invariant: a slot goes once from free to taken, and its value is stored before
// its key. So who sees the key sees the value.
//
//	put, under the lock:   value := v   then   key := k
//	get, without:          key == k ?   then   value
//
//	slot       614           982          1023
//	    +-----+-------+-----+-------+-----+
//	    | ... | (1,1) | ... | (3,1) | ... |
//	    |     |   7   |     |   9   |     |
//	    +-----+-------+-----+-------+-----+
//
// Example: of end 3 that packet 1 reaches, the first move is 9. The key is
// 0x300000001, and its home is slot 982 of 1024. The 513th key finds half of the
// slots taken: a new array of 2048 is filled, and published when it is full. Who
// still reads the old one finds less there, never something else, and computes again
// what is missing; put then keeps the first of two results.

import (
	"iter"
	"sync"
	"sync/atomic"
)

// A memo remembers the results of a function from a pair of numbers to a
// number that is not 0. Looking up takes no lock: what is written once never
// changes, and a key is written after its value.
type memo struct {
	mu    sync.Mutex
	used  int
	slots atomic.Pointer[[]memoSlot]
}

type memoSlot struct {
	key   atomic.Uint64 // 0: free
	value atomic.Uint32
}

const minMemo = 1 << 10

// pair makes a key of two numbers, the first of which is not 0.
func pair(a, b uint32) uint64 { return uint64(a)<<32 | uint64(b) }

// get returns what is remembered for a key, or 0.
func (m *memo) get(key uint64) uint32 {
	slots := m.slots.Load()
	if slots == nil {
		return 0
	}
	s := probe(*slots, key)
	if s.key.Load() != key {
		return 0 // free, or of another key by now
	}
	return s.value.Load()
}

// all iterates over what is remembered, in no particular order.
func (m *memo) all() iter.Seq2[uint64, uint32] {
	return func(yield func(uint64, uint32) bool) {
		slots := m.slots.Load()
		if slots == nil {
			return
		}
		for i := range *slots {
			if key := (*slots)[i].key.Load(); key != 0 && !yield(key, (*slots)[i].value.Load()) {
				return
			}
		}
	}
}

// put remembers a result. Of two for the same key the first stays; it is
// returned.
func (m *memo) put(key uint64, value uint32) uint32 {
	m.mu.Lock()
	defer m.mu.Unlock()
	slots := m.grown()
	s := probe(slots, key)
	if old := s.value.Load(); old != 0 {
		return old
	}
	m.used++
	s.value.Store(value)
	s.key.Store(key)
	return value
}

// grown returns the slots with room for one more.
func (m *memo) grown() []memoSlot {
	old := m.slots.Load()
	if old == nil {
		slots := make([]memoSlot, minMemo)
		m.slots.Store(&slots)
		return slots
	}
	if m.used*2 < len(*old) {
		return *old
	}
	// Published only when it is full: a reader of a half filled array would not
	// be wrong, but would compute again what is known.
	slots := make([]memoSlot, 2*len(*old))
	for i := range *old {
		from := &(*old)[i]
		if key := from.key.Load(); key != 0 {
			to := probe(slots, key)
			to.value.Store(from.value.Load())
			to.key.Store(key)
		}
	}
	m.slots.Store(&slots)
	return slots
}

// probe returns the slot of a key, or the free one where it belongs.
func probe(slots []memoSlot, key uint64) *memoSlot {
	mask := uint64(len(slots) - 1)
	h := key * 0x9e3779b97f4a7c15
	h ^= h >> 29
	for i := h & mask; ; i = (i + 1) & mask {
		if k := slots[i].key.Load(); k == key || k == 0 {
			return &slots[i]
		}
	}
}
