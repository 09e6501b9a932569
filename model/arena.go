package model

import (
	"sync"
	"sync/atomic"
)

// An arena is a list that only grows. Places are handed out from 1 on, so that
// 0 stands for none. Reading takes no lock.
type arena[T any] struct {
	mu     sync.Mutex
	n      uint32
	chunks [maxChunks]atomic.Pointer[[chunkSize]T]
}

const (
	chunkSize = 1 << 12
	maxChunks = 1 << 14
)

// at returns the value at a place that was handed out.
func (a *arena[T]) at(i uint32) *T { return &a.chunks[i/chunkSize].Load()[i%chunkSize] }

// add appends a value and returns its place.
func (a *arena[T]) add(v T) uint32 {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.n++
	chunk := &a.chunks[a.n/chunkSize]
	if chunk.Load() == nil {
		chunk.Store(new([chunkSize]T))
	}
	chunk.Load()[a.n%chunkSize] = v
	return a.n
}

// len returns the number of values.
func (a *arena[T]) len() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return int(a.n)
}

// all calls do for every value.
func (a *arena[T]) all(do func(*T)) {
	for i := range a.len() {
		do(a.at(uint32(i) + 1))
	}
}
