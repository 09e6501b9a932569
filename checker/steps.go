package checker

import (
	"fmt"
	"iter"
	"unsafe"
)

// Steps collects the steps out of a state. It is filled in place, so that a
// model allocates nothing. In Next it knows only the steps of the state at hand:
// Len, Reset and All begin there. A model that is built from another gives that
// one Steps of its own to fill; the zero Steps is ready for it.
type Steps[S comparable] struct {
	slots []slot[S]
	n     int
	first int // where the steps of the state at hand begin
	limit int // steps of one state over which the model is taken to be wrong; 0: none
	fills int // how often a model was asked to add some

	cut      uint64
	coverage []uint64

	search *search[S] // nil outside of a search
	place  *place[S]  // of slots in its budget; nil of those on the heap
}

// A place is where slots lie that are in the budget. Copies of Steps share it.
type place[S comparable] struct {
	slots []slot[S]          // now
	kept  []*memory[slot[S]] // and before: a model may still hold a pointer into them
}

// newSteps returns Steps in the budget of a search, for as long as that lasts.
func newSteps[S comparable](s *search[S]) Steps[S] {
	return Steps[S]{search: s, place: &place[S]{}}
}

// A slot is a step that was not yet looked up.
type slot[S comparable] struct {
	state  S
	action Action
}

// Add makes room for one more step and returns where its successor state is
// to be written, in full: what is there before is unspecified. The pointer is
// good until the next Add.
//
//	*out.Add(pour) = next
func (o *Steps[S]) Add(a Action) *S {
	if o.n >= len(o.slots) {
		o.grow()
	}
	t := &o.slots[o.n]
	o.n++
	t.action = a
	return &t.state
}

// Cover counts one transition for each of the given rules, numbers of the
// model's own choice from 0 to 65535. The sums are in [Stats.Coverage]. Each
// rule is expected once per transition.
func (o *Steps[S]) Cover(rules ...int) {
	for _, r := range rules {
		if uint(r) >= uint(len(o.coverage)) {
			o.coverage = append(o.coverage, make([]uint64, newRules(r, len(o.coverage)))...)
		}
		o.coverage[r]++
	}
}

const maxRules = 1 << 16

// newRules returns how many rules have to be added to n to know rule r.
func newRules(r, n int) int {
	if r < 0 || r >= maxRules {
		panic(&ContractError{Problem: fmt.Sprintf("Steps.Cover is given rule %d; rules are numbered from 0 to %d", r, maxRules-1)})
	}
	return r + 1 - n
}

// Len returns the number of steps that were added.
func (o *Steps[S]) Len() int { return o.n - o.first }

// Reset forgets the steps that were added, so that the memory is used again.
// What was said by Cut and Cover remains.
func (o *Steps[S]) Reset() { o.n = o.first }

// All iterates over the steps that were added. It lets a model be built from
// another, and tested.
func (o *Steps[S]) All() iter.Seq2[Action, S] {
	return func(yield func(Action, S) bool) {
		for i, n := o.first, o.n; i < n; i++ { // by number: an Add in between may move them
			if t := &o.slots[i]; !yield(t.action, t.state) {
				return
			}
		}
	}
}

// Cut says that a bound of the model's own kept it from adding a step. The
// exploration then counts as incomplete: nothing is said to hold. Nor does the
// state count as terminal.
func (o *Steps[S]) Cut() { o.cut++ }

// restart forgets the steps of all states.
func (o *Steps[S]) restart() { o.n, o.first = 0, 0 }

// fill has the model add the steps out of a state behind those that are there,
// and returns them. They are good until the next fill.
func (o *Steps[S]) fill(m Model[S], s *S) []slot[S] {
	o.first, o.limit = o.n, o.search.opt.MaxFanOut
	o.fills++
	n, fills := o.n, o.fills
	m.Next(s, o)
	o.unspoilt(n, fills)
	return o.slots[n:o.n]
}

// fillAlone has the model add the steps out of a state in the place of those that
// are there, and reports whether it has left any out.
func (o *Steps[S]) fillAlone(m Model[S], s *S) (steps []slot[S], cut bool) {
	o.restart()
	cuts := o.cut
	steps = o.fill(m, s)
	return steps, o.cut != cuts
}

// fillInitial has the model add its initial states.
func (o *Steps[S]) fillInitial(m Model[S]) []slot[S] {
	o.restart()
	o.limit = 0
	o.fills++
	fills := o.fills
	m.Initial(o)
	o.unspoilt(0, fills)
	return o.slots[:o.n]
}

// unspoilt panics if a model has put other Steps in the place of these, with
// which it would have forgotten what others added, and what it said by Cut.
func (o *Steps[S]) unspoilt(first, fills int) {
	if o.first != first || o.fills != fills || o.n < first || o.place != nil && len(o.slots) != len(o.place.slots) {
		panic(&ContractError{Problem: "Next or Initial overwrites the Steps it is given; it may only call their methods"})
	}
}

// grow makes room for more steps.
func (o *Steps[S]) grow() {
	n := max(64, 2*len(o.slots))
	if o.limit > 0 && o.Len() > o.limit {
		panic(tooManySteps(o.Len(), o.limit))
	}
	if o.place != nil {
		o.move(n)
		return
	}
	o.slots = append(o.slots, make([]slot[S], n-len(o.slots))...)
}

// move gives the slots a larger place, within the budget. What is small goes to
// the heap, as in most searches; of what is large the memory is given back at
// once.
func (o *Steps[S]) move(n int) {
	const small = 1 << 16
	slots, size := o.slots, int(unsafe.Sizeof(slot[S]{}))
	o.search.take(int64(n * size))
	if n*size <= small {
		o.slots = make([]slot[S], n)
	} else {
		o.slots = o.newSlots(n)
	}
	copy(o.slots, slots)
	o.place.slots = o.slots
	if last := len(o.place.kept) - 2; last >= 0 {
		o.place.kept[last].release(0, len(slots))
	}
	o.search.buffers.Add(-int64(len(slots) * size))
}

// newSlots returns slots outside of the heap.
func (o *Steps[S]) newSlots(n int) []slot[S] {
	m, err := newMemory[slot[S]](n)
	if err != nil {
		o.search.exhausted()
	}
	o.place.kept = append(o.place.kept, m)
	return m.at
}
