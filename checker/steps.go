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
	omitted  uint64
	coverage []uint64

	search  host // to whose budget the slots belong; nil outside of a search
	most    int  // slots that may be there now, in a search
	charged int  // slots that the budget knows of
}

// A host is the search that Steps are filled for. It is an interface so that who only
// names Steps does not compile a search.
type host interface {
	slots(there int) int // how many there may be where there are some already
	maxFanOut() int      // how many of one state
	charge(bytes int64)  // takes from the budget
	stopFor(why Stop)    // ends the search
}

// newSteps returns Steps in the budget of a search.
func newSteps[S comparable](s *search[S]) Steps[S] { return Steps[S]{search: s} }

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

// actions returns the actions of all steps that were added.
func (o *Steps[S]) actions() []Action {
	all := make([]Action, o.n)
	for i := range all {
		all[i] = o.slots[i].action
	}
	return all
}

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

// Omit says that a step is left out because it is assumed not to happen. The
// exploration is complete all the same, and what holds rests on the assumption.
// The state is not terminal, for something could happen in it.
func (o *Steps[S]) Omit() { o.omitted++ }

// Omitted returns how often [Steps.Omit] was called since the Steps began.
func (o *Steps[S]) Omitted() uint64 { return o.omitted }

// left returns how many steps were left out.
func (o *Steps[S]) left() uint64 { return o.cut + o.omitted }

// restart forgets the steps of all states.
func (o *Steps[S]) restart() {
	o.n, o.first, o.limit = 0, 0, 0
	o.allow()
}

// allow says how many slots there may be: those for which the budget has room,
// and for one state none beyond the first that is too many.
func (o *Steps[S]) allow() {
	o.most = o.search.slots(len(o.slots))
	if o.limit > 0 {
		o.most = min(o.most, o.first+o.limit+1)
	}
}

// fill has the model add the steps out of a state behind those that are there,
// and returns them. They are good until the next fill.
func (o *Steps[S]) fill(m Model[S], s *S) []slot[S] {
	o.first, o.limit = o.n, o.search.maxFanOut()
	o.allow()
	o.fills++
	n, fills := o.n, o.fills
	m.Next(s, o)
	o.unspoilt(n, fills)
	return o.slots[n:o.n]
}

// fillAlone has the model add the steps out of a state in the place of those that
// are there, and reports whether it has left any out.
func (o *Steps[S]) fillAlone(m Model[S], s *S) (steps []slot[S], left bool) {
	o.restart()
	before := o.left()
	steps = o.fill(m, s)
	return steps, o.left() != before
}

// fillInitial has the model add its initial states.
func (o *Steps[S]) fillInitial(m Model[S]) []slot[S] {
	o.restart()
	o.fills++
	fills := o.fills
	m.Initial(o)
	o.unspoilt(0, fills)
	return o.slots[:o.n]
}

// unspoilt panics if a model has put other Steps in the place of these, with
// which it would have forgotten what others added, and what it said by Cut, or has
// gone on after there was no slot left. It tells the budget of new slots.
func (o *Steps[S]) unspoilt(first, fills int) {
	if o.first != first || o.fills != fills || o.n < first || len(o.slots) < o.charged {
		panic(&ContractError{Problem: "Next or Initial overwrites the Steps it is given; it may only call their methods"})
	}
	if len(o.slots) != o.charged {
		o.search.charge(int64(len(o.slots)-o.charged) * slotBytes[S]())
		o.charged = len(o.slots)
		if o.n >= o.most {
			panic(o)
		}
	}
}

// slotBytes is what a slot costs, three times its size: where slots grow, append
// takes up to a quarter more than it is asked for, and the old ones, which are
// garbage, are together as many as the new ones.
func slotBytes[S comparable]() int64 { return 3 * int64(unsafe.Sizeof(slot[S]{})) }

// grow makes room for more steps. Where there may be none it panics with the
// Steps, see [broken]. It consists of what the compiler can lay into the model's
// own code, and so does Add: a call for each step is one twentieth of all time.
func (o *Steps[S]) grow() {
	more := max(64, len(o.slots))
	if o.search != nil {
		if more = min(more, o.most-len(o.slots)); more <= 0 {
			panic(o)
		}
	}
	o.slots = append(o.slots, make([]slot[S], more)...)
}

// overflow says that a state has too many steps, or stops the search for want of
// memory.
func (o *Steps[S]) overflow() *ContractError {
	if o.limit > 0 && o.n > o.first+o.limit {
		return tooManySteps(o.n-o.first, o.limit)
	}
	o.search.stopFor(StoppedMemory)
	return nil
}
