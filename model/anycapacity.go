package model

// The closed system with a network of any capacity.
//
// Invariant: a state is that of [Model], but for the directions, which are those of
// sent.go. Ends, packets and moves are the same and have the same numbers: so what is
// claimed of ends and of steps of ends is asked in the same way.
//
// A state covers another one if its ends are the same and its directions cover those
// of the other. Whatever can happen in the one can then happen in the other: see
// docs/capacity.md.

import (
	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// An anyCapacity is a [checker.WellStructured] model.
type anyCapacity struct {
	*Model
	sents    *interner[sent, sentRow]
	sendings memo // (direction, burst): what it is afterwards
	idle     bool // steps that change nothing are asked about, too
}

func newAnyCapacity(m *Model) *anyCapacity {
	u := &anyCapacity{Model: m}
	u.sents = newInterner[sent, sentRow](u.showSent)
	return u
}

// anyCapacity reports whether verdicts about a network of any capacity can be had:
// whether what is sent may be lost, and whether there is room for the ages of what is.
func (s *Scenario) anyCapacity() bool {
	return s.Net.Loss && (!s.mortal() || s.Clock.MSL <= maxAge && (!s.owes() || s.Clock.MSL <= maxOwedAge))
}

// Initial adds the state in which both ends are CLOSED and only strays are on
// their way.
func (u *anyCapacity) Initial(out *checker.Steps[State]) {
	var begin checker.Steps[State]
	u.Model.Initial(&begin)
	for _, s := range begin.All() {
		for i := range s.Dir {
			var strays []sending
			for _, f := range u.dirs.at(s.Dir[i]).all() {
				strays = u.send(strays, f.packet)
			}
			s.Dir[i] = u.number(strays)
		}
		*out.Add(0) = s
	}
}

// Next adds the steps out of a state: those of each end by itself, arrivals, forged
// segments, and the clock. Of trouble that ceases only liveness properties speak.
func (u *anyCapacity) Next(s *State, out *checker.Steps[State]) {
	for i := range s.End {
		u.nextOfEnd(s, i, out)
		from := u.other(i)
		for _, h := range u.sent(s.Dir[from]).deliveries {
			then := *s
			then.Dir[from] = h.rest
			u.arrive(s, then, i, h.packet, out)
		}
	}
	if s.Env > 0 {
		u.nextOfAttacker(s, out)
	}
	if u.scenario.Clock.MSL > 0 {
		u.tick(s, out)
	}
	if u.idle {
		u.lose(s, out)
	}
}

// lose adds the loss of something, which changes nothing here.
func (u *anyCapacity) lose(s *State, out *checker.Steps[State]) {
	for i, dir := range s.Dir {
		if len(u.sent(dir).all) > 0 {
			*out.Add(lossAction + checker.Action(i)) = *s
		}
	}
}

// nextOfEnd adds the moves of an end by itself. TIME-WAIT ends after what arrives in
// the same tick: what is at the end of its life is lost then, if it may be.
func (u *anyCapacity) nextOfEnd(s *State, i int, out *checker.Steps[State]) {
	for _, id := range u.endRow(s.End[i]).moves {
		mv, then := u.moves.at(id), *s
		if mv.in.kind == fsm.TimeWaitTimeout && !u.scenario.Clock.Races {
			from := u.other(i)
			if then.Dir[from] = u.sent(s.Dir[from]).spared; then.Dir[from] == 0 {
				continue
			}
		}
		u.add(s, then, i, id, out)
	}
}

func (u *anyCapacity) nextOfAttacker(s *State, out *checker.Steps[State]) {
	then := *s
	if then.Env != Unbounded {
		then.Env--
	}
	for i, packets := range u.forged {
		for _, p := range packets {
			u.arrive(s, then, i, p, out)
		}
	}
}

func (u *anyCapacity) arrive(s *State, then State, i int, packet uint32, out *checker.Steps[State]) {
	for id := u.arrival(then.End[i], packet); id != 0; id = u.moves.at(id).next {
		u.add(s, then, i, id, out)
	}
}

// add adds a move of end i. One that changes nothing is left out, unless it is asked
// about. A SYN for which the end has no incarnation left is lost when it arrives, and
// not owed any more.
func (u *anyCapacity) add(s *State, then State, i int, id uint32, out *checker.Steps[State]) {
	mv := u.moves.at(id)
	if mv.partial {
		out.Cut()
	}
	then.End[i] = mv.to
	if mv.burst != 0 {
		then.Dir[i] = u.after(then.Dir[i], mv.burst)
	}
	if then != *s || u.idle || mv.broken&u.toDecide != 0 {
		*out.Add(checker.Action(id)) = then
	}
}

// tick lets time pass where it changes something, unless a packet must arrive or a
// TIME-WAIT must end before.
func (u *anyCapacity) tick(s *State, out *checker.Steps[State]) {
	then := *s
	for i := range s.End {
		then.End[i] = u.endRow(s.End[i]).tick
		then.Dir[i] = u.sent(s.Dir[i]).older
		if then.End[i] == 0 || then.Dir[i] == 0 {
			return
		}
	}
	if then != *s {
		*out.Add(tickAction) = then
	}
}

func (u *anyCapacity) sent(id uint32) *sentRow { return u.sents.row(id, u.sentRow) }

// Class implements [checker.WellStructured].
func (u *anyCapacity) Class(s *State) uint64 {
	return pair(s.End[0], s.End[1]) ^ uint64(s.Env)<<24
}

// Signature implements [checker.WellStructured]: what both directions hold.
func (u *anyCapacity) Signature(s *State) uint64 {
	a, b := u.sent(s.Dir[0]).mask, u.sent(s.Dir[1]).mask
	return a&^0xffffffff | a<<32 | (b|b>>32)&0xffffffff
}

// Covers implements [checker.WellStructured].
func (u *anyCapacity) Covers(a, b *State) bool {
	if a.End != b.End || a.Env != b.Env {
		return false
	}
	for i := range a.Dir {
		if a.Dir[i] != b.Dir[i] && !u.sent(a.Dir[i]).covers(u.sent(b.Dir[i])) {
			return false
		}
	}
	return true
}

// Compare implements [checker.Ordered].
func (u *anyCapacity) Compare(a, b *State) int {
	for i := range a.End {
		if c := u.ends.compare(a.End[i], b.End[i]); c != 0 {
			return c
		}
		if c := u.sents.compare(a.Dir[i], b.Dir[i]); c != 0 {
			return c
		}
	}
	return int(a.Env) - int(b.Env)
}
