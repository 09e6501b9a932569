//go:build !linux || race

package checker

// A memory is memory for values without pointers. It lives as long as the
// memory is referred to. Under the race detector it is on the heap, where the
// detector sees it.
type memory[T any] struct {
	at []T
}

// newMemory reserves n zeroed values.
func newMemory[T any](n int) (*memory[T], error) {
	return &memory[T]{make([]T, n)}, nil
}

// release has nothing to give back before the whole memory is collected.
func (r *memory[T]) release(lo, hi int) {}

// releases says whether release has an effect.
const releases = false
