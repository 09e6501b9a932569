package checker

// The states that a search with [Options.Covering] has found, and which of them no
// other covers.
//
// Invariant: between rounds no state of the antichain covers another. What was found
// stays in the arena, as later states come from it; what is covered leaves the
// antichain.
//
//	expand   in parallel: what is covered is dropped, the rest are candidates
//	settle   in parallel, each worker a share of the classes: of candidates and
//	         antichain the maximal ones stay
//	enlist   one after the other, in the order of the candidates: they get numbers
//
// Of states that cover each other the first stays. The order of candidates is that
// of their parents in the round, and of the steps of Next. So nothing depends on
// which worker did what, nor on what the classes are called.
//
// Example: a state is a set, and of the same class if the first letter agrees.
//
//	antichain         {a b} {a c}     {x y}
//	candidates        {a}   {a b c}   {x z}
//	dropped           {a}
//	settled                 {a b c} in the place of both, {x z} beside {x y}

import "unsafe"

// A candidate is a state that was found in a round and was not covered when the
// round began.
type candidate[S comparable] struct {
	state S
	class uint64
	bits  uint64 // its signature
	from  uint32 // one more than the number of the state that it was found from; 0: it is initial
	lost  bool   // another one covers it
}

// An antichain holds states by their classes. A state is known by its number in the
// arena, a candidate of the round at hand by its place, with the bit isCandidate.
type antichain[S comparable] struct {
	model   WellStructured[S]
	arena   *arena[S]
	origins vector[origin]
	n       uint32 // states in the arena
	maximal uint64 // of these, in the antichain
	shares  []share
	round   []candidate[S]
}

// An origin says where a state comes from, and whether it is covered by now.
type origin struct {
	from    uint32 // as in a candidate
	depth   uint32 // steps from an initial state, on the way on which it was found
	covered bool
}

// A share is the part of the classes that one worker settles.
type share struct {
	members map[uint64][]member
	touched []uint64 // classes that candidates of this round are in
	gone    uint64   // states that they cover
}

// A member is a state of a class, by its number, or a candidate.
type member struct {
	bits uint64 // its signature
	ref  uint32
}

const isCandidate = 1 << 31

func newAntichain[S comparable](m WellStructured[S], states *arena[S], shares int) *antichain[S] {
	a := &antichain[S]{model: m, arena: states, shares: make([]share, shares)}
	for i := range a.shares {
		a.shares[i].members = map[uint64][]member{}
	}
	return a
}

func (a *antichain[S]) share(class uint64) int {
	return int(finish(class) >> 32 % uint64(len(a.shares)))
}

// at returns the state of a number, or the candidate at a place.
func (a *antichain[S]) at(ref uint32) *S {
	if ref&isCandidate != 0 {
		return &a.round[ref&^isCandidate].state
	}
	return a.arena.at(ref)
}

// covering returns a state that covers a candidate, or nil. Between rounds it may be
// called by several goroutines.
func (a *antichain[S]) covering(c *candidate[S]) *S {
	for _, m := range a.shares[a.share(c.class)].members[c.class] {
		if c.bits&^m.bits == 0 {
			if by := a.arena.at(m.ref); a.model.Covers(by, &c.state) {
				return by
			}
		}
	}
	return nil
}

// settle decides which of the candidates in a share stay, and which states they
// cover.
func (a *antichain[S]) settle(own int) {
	sh := &a.shares[own]
	sh.touched, sh.gone = sh.touched[:0], 0
	for i := range a.round {
		if a.share(a.round[i].class) == own {
			a.enter(sh, uint32(i)|isCandidate)
		}
	}
}

// enter adds a candidate to its class unless it is covered there, in the place of
// those that it covers.
func (a *antichain[S]) enter(sh *share, ref uint32) {
	c := &a.round[ref&^isCandidate]
	members := sh.members[c.class]
	for _, m := range members {
		if c.bits&^m.bits == 0 && a.model.Covers(a.at(m.ref), &c.state) {
			c.lost = true
			return
		}
	}
	kept := members[:0]
	for _, m := range members {
		if m.bits&^c.bits == 0 && a.model.Covers(&c.state, a.at(m.ref)) {
			a.cover(sh, m.ref)
		} else {
			kept = append(kept, m)
		}
	}
	sh.members[c.class] = append(kept, member{c.bits, ref})
	sh.touched = append(sh.touched, c.class)
}

// cover notes that a state or a candidate is covered.
func (a *antichain[S]) cover(sh *share, ref uint32) {
	if ref&isCandidate != 0 {
		a.round[ref&^isCandidate].lost = true
		return
	}
	a.origins.at(ref).covered = true
	sh.gone++
}

// enlist gives numbers to the candidates that stay, and returns the first. An error
// means that there is no memory.
func (a *antichain[S]) enlist() (first uint32, err error) {
	first = a.n
	numbers := make([]uint32, len(a.round))
	for i := range a.round {
		if c := &a.round[i]; !c.lost {
			numbers[i] = a.n
			if err := a.put(c); err != nil {
				return first, err
			}
		}
	}
	a.maximal += uint64(a.n - first)
	for i := range a.shares {
		a.maximal -= a.shares[i].gone
		a.shares[i].rename(numbers)
	}
	a.round = a.round[:0]
	return first, nil
}

// rename replaces the places of candidates by their numbers.
func (sh *share) rename(numbers []uint32) {
	for _, class := range sh.touched {
		members := sh.members[class]
		for i := range members {
			if m := &members[i]; m.ref&isCandidate != 0 {
				m.ref = numbers[m.ref&^isCandidate]
			}
		}
	}
}

// put stores a candidate under the next number.
func (a *antichain[S]) put(c *candidate[S]) error {
	if a.n%blockSize == 0 {
		if _, err := a.arena.claim(); err != nil {
			return err
		}
	}
	if err := a.origins.reach(a.n); err != nil {
		return err
	}
	o := origin{from: c.from}
	if c.from > 0 {
		o.depth = a.origins.at(c.from-1).depth + 1
	}
	*a.arena.at(a.n), *a.origins.at(a.n) = c.state, o
	a.n++
	return nil
}

// stays returns how many candidates stay.
func (a *antichain[S]) stays() (n uint64) {
	for i := range a.round {
		if !a.round[i].lost {
			n++
		}
	}
	return n
}

// all returns the states that no other covers, in the order in which they were found.
func (a *antichain[S]) all() []S {
	all := make([]S, 0, a.maximal)
	for v := range a.n {
		if !a.origins.at(v).covered {
			all = append(all, *a.arena.at(v))
		}
	}
	return all
}

// path returns the states on the way on which the one of that number was found.
func (a *antichain[S]) path(ref uint32) []S {
	path := make([]S, a.origins.at(ref).depth+1)
	for i := len(path) - 1; i > 0; i-- {
		path[i] = *a.arena.at(ref)
		ref = a.origins.at(ref).from - 1
	}
	path[0] = *a.arena.at(ref)
	return path
}

// What is on the heap beside the states: about so much for each class, and for each
// of its members.
const (
	classCost  = 64
	memberCost = 32
)

// bytes returns about how much memory it takes, without the arena.
func (a *antichain[S]) bytes() int64 {
	b := int64(a.n)*int64(unsafe.Sizeof(origin{})) + int64(a.maximal)*memberCost
	for i := range a.shares {
		b += int64(len(a.shares[i].members)) * classCost
	}
	return b + int64(cap(a.round))*int64(unsafe.Sizeof(candidate[S]{}))
}
