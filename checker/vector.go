package checker

import "math/bits"

// A vector is an array that grows without moving what is in it. It consists of
// segments, each with room for twice as many values as the one before:
//
//	segment 0  [0, 16384)
//	segment 1  [16384, 49152)
//	segment 2  [49152, 114688)
//
// Room that was never written to costs no memory where memory is outside of the
// heap.
type vector[T any] struct {
	segments [18]*memory[T] // segment k has room for firstSegment<<k values
}

const firstSegment = 1 << 14

// segment returns where the value of that number is.
func segment(i uint32) (k int, offset uint32) {
	i += firstSegment
	k = bits.Len32(i) - bits.Len32(firstSegment)
	return k, i - firstSegment<<k
}

// reach makes sure that there is room for the value of that number.
func (v *vector[T]) reach(i uint32) (err error) {
	k, _ := segment(i)
	if v.segments[k] == nil {
		v.segments[k], err = newMemory[T](firstSegment << k)
	}
	return err
}

// at returns where the value of that number is.
func (v *vector[T]) at(i uint32) *T {
	k, offset := segment(i)
	return &v.segments[k].at[offset]
}

// slice returns the values of the numbers [from, to), which have to be in one
// segment.
func (v *vector[T]) slice(from, to uint32) []T {
	k, offset := segment(from)
	return v.segments[k].at[offset : offset+to-from]
}

// release gives the memory of the values [from, to) of one segment back to the
// system.
func (v *vector[T]) release(from, to uint32) {
	k, offset := segment(from)
	v.segments[k].release(int(offset), int(offset+to-from))
}
