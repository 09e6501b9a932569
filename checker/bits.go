package checker

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"unsafe"
)

// bitsOf returns the memory of *s. [checkType] has made sure that equal
// states have equal bits.
func bitsOf[S comparable](s *S) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(s)), unsafe.Sizeof(*s))
}

// bitsOfAll returns the memory of several states.
func bitsOfAll[S comparable](s []S) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*stateSize[S]())
}

// stateSize returns the bytes of a state.
func stateSize[S comparable]() int {
	var s S
	return int(unsafe.Sizeof(s))
}

// narrow reports whether a state fits the word of the table, so that the hash
// is the state itself, mixed.
func narrow[S comparable]() bool { return stateSize[S]() <= 8 }

// hash mixes the bits of a state into a word. Each step is a bijection of the
// running word for a fixed input and of the input for a fixed word: states of
// at most 8 bytes never collide.
func hash[S comparable](s *S) uint64 {
	if b := bitsOf(s); len(b) != 8 {
		return hashBytes(b)
	}
	return finish(fold(seed, binary.LittleEndian.Uint64(bitsOf(s))))
}

func hashBytes(b []byte) uint64 {
	h := uint64(seed)
	for ; len(b) >= 8; b = b[8:] {
		h = fold(h, binary.LittleEndian.Uint64(b))
	}
	if len(b) > 0 {
		h = fold(h, tail(b))
	}
	return finish(h)
}

const (
	seed       = 0x9e3779b97f4a7c15
	multiplier = 0xd6e8feb86659fd93
)

// fold is one round of the multiply and xor-shift mixers that Stafford and
// Wellons searched for.
func fold(h, x uint64) uint64 {
	h = (h ^ x) * multiplier
	return h ^ h>>32
}

func finish(h uint64) uint64 {
	h *= multiplier
	return h ^ h>>32
}

// truth is a truth value as a word that is folded in.
func truth(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// tail reads the last 1 to 7 bytes.
func tail(b []byte) uint64 {
	var x uint64
	for i, c := range b {
		x |= uint64(c) << (8 * i)
	}
	return x
}

// checkType returns an error that names the first part of S that is not plain
// bits.
func checkType[S comparable]() error {
	t := reflect.TypeFor[S]()
	if t.Size() == 0 {
		return &ContractError{Problem: fmt.Sprintf("the state type %v has no bits", t)}
	}
	if why := notPlain(t, t.String()); why != "" {
		return &ContractError{Problem: why + "; a state must be of fixed size, without pointer or padding"}
	}
	return nil
}

func notPlain(t reflect.Type, name string) string {
	switch t.Kind() {
	case reflect.Bool,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return ""
	case reflect.Array:
		return notPlain(t.Elem(), name+"[]")
	case reflect.Struct:
		return notPlainStruct(t, name)
	}
	return fmt.Sprintf("%s is a %v", name, t.Kind())
}

func notPlainStruct(t reflect.Type, name string) string {
	var end uintptr
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Offset != end {
			return fmt.Sprintf("there is padding before %s.%s", name, f.Name)
		}
		if f.Name == "_" {
			return fmt.Sprintf("%s has a blank field, which == does not compare", name)
		}
		if why := notPlain(f.Type, name+"."+f.Name); why != "" {
			return why
		}
		end = f.Offset + f.Type.Size()
	}
	if end != t.Size() {
		return fmt.Sprintf("there is padding at the end of %s", name)
	}
	return ""
}
