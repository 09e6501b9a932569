package model

import "github.com/tcpfsm/tcpfsm/fsm"

// A move is a step of one end, computed once however often it is taken.
type move struct {
	from, to uint32 // numbers of the end before and after
	in       input
	burst    uint32 // number of what it sends, 0 for nothing
	next     uint32 // another outcome of the same arrival, 0 if there is none
	broken   breaches
	content  uint32 // of the segment that arrives, as fairness tells it apart; 0 if none does, or a forged one
	lost     bool   // the end had no incarnation left for a SYN, which counts as lost
	partial  bool   // what the end comes to is not known, see execution
}

// An endRow is what an end can do by itself.
type endRow struct {
	moves []uint32
	tick  uint32 // the end a tick later; 0: 2MSL are over, and TIME-WAIT must end first
}

func (m *Model) endRow(id uint32) *endRow {
	return m.ends.row(id, func(e *End) *endRow {
		r := &endRow{}
		for _, in := range m.inputs(e) {
			if mv := m.move(id, e, in); mv.to != id && !m.onlySpent(e, mv) || mv.burst != 0 || mv.broken&m.toDecide != 0 {
				r.moves = append(r.moves, m.moves.add(mv))
			}
		}
		if later, ok := m.later(*e); ok {
			r.tick = m.ends.number(&later)
		}
		return r
	})
}

// move carries out an input.
func (m *Model) move(id uint32, e *End, in input) move {
	t := m.execute(e, in, false)
	if t.choseISS && len(m.candidates(e)) == 0 {
		return move{from: id, in: in, to: id, lost: true}
	}
	m.cover(t)
	mv := move{from: id, in: in, to: m.ends.number(&t.end), broken: t.broken, partial: t.endless || t.tooMuch}
	if t.burst.n > 0 {
		mv.burst = m.bursts.number(&t.burst)
	}
	return mv
}

// onlySpent reports whether a move changed nothing but what is left of a call.
func (m *Model) onlySpent(e *End, mv move) bool {
	after := *m.ends.at(mv.to)
	after.Left = e.Left
	return after == *e
}

// arrival returns the number of the first move of an end that a packet reaches.
// Moves with other initial sequence numbers follow it, if they differ from it. Often
// they do not: few arrivals choose such a number, and TIME-WAIT refuses some.
func (m *Model) arrival(end, packet uint32) uint32 {
	key := pair(end, packet)
	if id := m.arrivals.get(key); id != 0 {
		return id
	}
	e := m.ends.at(end)
	var first uint32
	for _, iss := range m.offers(e) {
		mv := m.move(end, e, input{kind: fsm.SegmentArrives, packet: packet, iss: iss})
		if !m.follows(first, &mv) {
			mv.next, mv.content = first, m.contentOf(packet, e.Side)
			first = m.moves.add(mv)
		}
	}
	return m.arrivals.put(key, first)
}

// follows reports whether the list that begins with a move has one with the same
// result as mv.
func (m *Model) follows(first uint32, mv *move) bool {
	for first != 0 {
		other := m.moves.at(first)
		if other.to == mv.to && other.burst == mv.burst && other.broken == mv.broken {
			return true
		}
		first = other.next
	}
	return false
}

// later returns an end after a tick of the clock. It reports false if it must
// not pass, because TIME-WAIT has lasted 2MSL and is to end before.
func (m *Model) later(e End) (End, bool) {
	if m.scenario.Clock.MSL > 0 && e.TCB.Timers.Has(fsm.TimeWait2MSL) {
		if e.Due == 0 {
			return e, false
		}
		e.Due--
	}
	if e.Quiet > 0 {
		e.Quiet--
	}
	return e, true
}
