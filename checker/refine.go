package checker

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"sync"
)

// A Specification is a machine that says what may be observed of a model: in its
// states, one observation leads to others, or to none. It may guess what nobody
// observes, so that one observation leads to several states.
type Specification[Q comparable, O any] struct {
	// Initial are the states in which it may begin.
	Initial []Q

	// After returns the states to which an observation may lead. None: it is not
	// allowed in q. It must be pure, and is called by several goroutines at once.
	After func(q Q, o O) []Q
}

// A Refinement explores a model together with all states in which a specification may
// be, after what was observed so far: the subset construction (M. O. Rabin and D. Scott,
// "Finite automata and their decision problems", 1959). If there always is one, each
// behaviour of the model shows what a behaviour of the specification does: the model
// refines it (M. Abadi and L. Lamport, "The existence of refinement mappings", 1991).
//
// It is a model itself: check [Refinement.Refines] of it. If the model is
// [WellStructured], so is the Refinement, with [Options.Covering]: of two states one
// covers the other if it does in the model and both have shown the same, as far as the
// specification can tell.
type Refinement[S comparable, Q comparable, O any] struct {
	model   Model[S]
	observe func(Action) []O
	spec    Specification[Q, O]

	mu   sync.RWMutex
	ids  map[string]uint32
	sets [][]Q // by number; 0 is that of no state
	next map[shown]uint32
}

// A Refined state is one of a model, and the number of those in which the specification
// may be; 0: in none. The size of S has to be a multiple of 4 octets, so that there is no
// padding: see [Model].
type Refined[S comparable] struct {
	State S
	May   uint32
}

// shown is that an action was taken where the specification might be in some states.
type shown struct {
	may    uint32
	action Action
}

// Refine makes a Refinement. What is observed of a step depends on its action alone:
// observe returns it, in order, or nothing if nobody observes the step. It must be pure
// and is called by several goroutines at once.
func Refine[S comparable, Q comparable, O any](m Model[S], observe func(Action) []O, spec Specification[Q, O]) *Refinement[S, Q, O] {
	return &Refinement[S, Q, O]{
		model: m, observe: observe, spec: spec,
		ids: map[string]uint32{}, sets: [][]Q{nil}, next: map[shown]uint32{},
	}
}

// Refines is the property that the specification allows all that is observed.
func (r *Refinement[S, Q, O]) Refines(name string) Property[Refined[S]] {
	return Invariant(name, func(s *Refined[S]) bool { return s.May != 0 })
}

// States returns the states in which the specification may be.
func (r *Refinement[S, Q, O]) States(s Refined[S]) []Q { return r.set(s.May) }

// Initial adds the initial states of the model.
func (r *Refinement[S, Q, O]) Initial(out *Steps[Refined[S]]) {
	var begin Steps[S]
	r.model.Initial(&begin)
	may := r.number(r.spec.Initial)
	for a, s := range begin.All() {
		*out.Add(a) = Refined[S]{s, may}
	}
	for range begin.cut {
		out.Cut()
	}
}

// Next adds the steps of the model. What comes after something that is not allowed is
// not looked at.
func (r *Refinement[S, Q, O]) Next(s *Refined[S], out *Steps[Refined[S]]) {
	if s.May == 0 {
		return
	}
	var steps Steps[S]
	r.model.Next(&s.State, &steps)
	for a, t := range steps.All() {
		*out.Add(a) = Refined[S]{t, r.after(s.May, a)}
	}
	for range steps.cut {
		out.Cut()
	}
	for range steps.omitted {
		out.Omit()
	}
}

// after returns where the specification may be after an action.
func (r *Refinement[S, Q, O]) after(may uint32, a Action) uint32 {
	key := shown{may, a}
	r.mu.RLock()
	then, known := r.next[key]
	r.mu.RUnlock()
	if known {
		return then
	}
	all := r.set(may)
	for _, o := range r.observe(a) {
		var some []Q
		for _, q := range all {
			some = append(some, r.spec.After(q, o)...)
		}
		all = some
	}
	then = r.number(all)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.next[key] = then
	return then
}

func (r *Refinement[S, Q, O]) set(may uint32) []Q {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.sets[may]
}

// number returns the number of a set of states, whatever their order.
func (r *Refinement[S, Q, O]) number(all []Q) uint32 {
	if len(all) == 0 {
		return 0
	}
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b Q) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	all = slices.Compact(all)
	text := fmt.Sprint(all)
	r.mu.Lock()
	defer r.mu.Unlock()
	id, known := r.ids[text]
	if !known {
		id = uint32(len(r.sets))
		r.ids[text], r.sets = id, append(r.sets, all)
	}
	return id
}

// Compare implements [Ordered]: by the states of the model, and then by what the numbers
// of sets stand for.
func (r *Refinement[S, Q, O]) Compare(a, b *Refined[S]) int {
	if m, ordered := r.model.(Ordered[S]); ordered {
		if c := m.Compare(&a.State, &b.State); c != 0 {
			return c
		}
	} else if c := strings.Compare(fmt.Sprint(a.State), fmt.Sprint(b.State)); c != 0 {
		return c
	}
	return strings.Compare(fmt.Sprint(r.set(a.May)), fmt.Sprint(r.set(b.May)))
}

// ActionName implements [ActionNamer].
func (r *Refinement[S, Q, O]) ActionName(a Action) string {
	if m, named := r.model.(ActionNamer); named {
		return m.ActionName(a)
	}
	return fmt.Sprint(a)
}

// refinedSeed is that of the hashes of states which no model sorts into classes.
var refinedSeed = maphash.MakeSeed()

// Class implements [WellStructured].
func (r *Refinement[S, Q, O]) Class(s *Refined[S]) uint64 {
	class := maphash.Comparable(refinedSeed, s.May)
	if m, ok := r.model.(WellStructured[S]); ok {
		return class ^ m.Class(&s.State)
	}
	return class ^ maphash.Comparable(refinedSeed, s.State)
}

// Signature implements [WellStructured].
func (r *Refinement[S, Q, O]) Signature(s *Refined[S]) uint64 {
	if m, ok := r.model.(WellStructured[S]); ok {
		return m.Signature(&s.State)
	}
	return 0
}

// Covers implements [WellStructured]. If the model is not, a state covers itself alone.
func (r *Refinement[S, Q, O]) Covers(a, b *Refined[S]) bool {
	if m, ok := r.model.(WellStructured[S]); ok {
		return a.May == b.May && m.Covers(&a.State, &b.State)
	}
	return *a == *b
}
