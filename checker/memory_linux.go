//go:build linux && !race

package checker

import (
	"runtime"
	"syscall"
	"unsafe"
)

// hugePages is MADV_HUGEPAGE. The visited set is read at random, and with
// pages of 4 KiB much of the time would go into translating addresses.
const hugePages = 14

// A memory is memory for values without pointers, outside the heap: the
// collector neither scans it nor waits for it, and it costs nothing until it
// is touched. It lives as long as the memory is referred to.
type memory[T any] struct {
	at  []T
	mem []byte
}

// newMemory reserves n zeroed values.
func newMemory[T any](n int) (*memory[T], error) {
	var zero T
	size := n * int(unsafe.Sizeof(zero))
	mem, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE,
		syscall.MAP_ANON|syscall.MAP_PRIVATE|syscall.MAP_NORESERVE)
	if err != nil {
		return nil, err
	}
	if size >= 4<<20 {
		_ = syscall.Madvise(mem, hugePages) // a refusal costs speed, nothing else
	}
	r := &memory[T]{unsafe.Slice((*T)(unsafe.Pointer(&mem[0])), n), mem}
	runtime.AddCleanup(r, func(mem []byte) { _ = syscall.Munmap(mem) }, mem)
	return r, nil
}

// release gives the memory of values [lo, hi) back to the system, except for
// pages that are shared with other values. They read as zero afterwards.
func (r *memory[T]) release(lo, hi int) {
	var zero T
	const page = 4096
	from := (lo*int(unsafe.Sizeof(zero)) + page - 1) &^ (page - 1)
	to := hi * int(unsafe.Sizeof(zero)) &^ (page - 1)
	if from < to {
		_ = syscall.Madvise(r.mem[from:to], syscall.MADV_DONTNEED)
	}
}

// releases says whether release has an effect.
const releases = true
