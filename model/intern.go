package model

import (
	"fmt"
	"hash/maphash"
	"strings"
	"sync"
	"sync/atomic"
)

// An interned value is one part of a state, kept once however many states it
// is part of, together with what follows from it alone.
type interned[T comparable, R any] struct {
	value T
	key   atomic.Pointer[string]
	row   atomic.Pointer[R] // what was computed of the value on first use
}

// An interner numbers the distinct values of a part of the state. Numbers
// depend on the order in which the workers come across the values; what is
// reported never does.
type interner[T comparable, R any] struct {
	mu   sync.RWMutex
	seed maphash.Seed
	ids  map[uint64]uint32
	list arena[interned[T, R]]
	show func(*T) string // all that tells two values apart
}

func newInterner[T comparable, R any](show func(*T) string) *interner[T, R] {
	return &interner[T, R]{seed: maphash.MakeSeed(), ids: map[uint64]uint32{}, show: show}
}

// everything prints a value that holds no numbers of other values.
func everything[T any](v *T) string { return fmt.Sprintf("%#v", *v) }

// number returns the number of v, a new one at first sight. Two values with the
// same hash go to places one after the other.
func (in *interner[T, R]) number(v *T) uint32 {
	h := maphash.Comparable(in.seed, *v)
	in.mu.RLock()
	id, _ := in.find(h, v)
	in.mu.RUnlock()
	if id != 0 {
		return id
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	id, free := in.find(h, v)
	if id == 0 {
		id = in.list.add(interned[T, R]{value: *v})
		in.ids[free] = id
	}
	return id
}

// find returns the number of v, or 0 and the hash under which it is to be kept.
func (in *interner[T, R]) find(h uint64, v *T) (id uint32, free uint64) {
	for {
		id, ok := in.ids[h]
		if !ok {
			return 0, h
		}
		if in.list.at(id).value == *v {
			return id, h
		}
		h++
	}
}

func (in *interner[T, R]) at(id uint32) *T { return &in.list.at(id).value }

// row returns what make computes of a value, and computes it but once for
// each, or twice if two workers need it at the same time.
func (in *interner[T, R]) row(id uint32, make func(*T) *R) *R {
	v := in.list.at(id)
	if r := v.row.Load(); r != nil {
		return r
	}
	v.row.CompareAndSwap(nil, make(&v.value))
	return v.row.Load()
}

// compare orders values by their contents.
func (in *interner[T, R]) compare(a, b uint32) int {
	if a == b {
		return 0
	}
	return strings.Compare(in.text(a), in.text(b))
}

func (in *interner[T, R]) text(id uint32) string {
	v := in.list.at(id)
	if k := v.key.Load(); k != nil {
		return *k
	}
	text := in.show(&v.value)
	v.key.Store(&text)
	return text
}
