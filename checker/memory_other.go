//go:build !linux || race

package checker

// A region is memory for values without pointers. It lives as long as the
// region is referred to. Under the race detector it is on the heap, where the
// detector sees it.
type region[T any] struct {
	at []T
}

// newRegion reserves n zeroed values.
func newRegion[T any](n int) (*region[T], error) {
	return &region[T]{make([]T, n)}, nil
}

// release has nothing to give back before the whole region is collected.
func (r *region[T]) release(lo, hi int) {}

// releases says whether release has an effect.
const releases = false
