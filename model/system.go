package model

// The closed system: a state is four numbers and what is left of the environment.
//
//	      End[0]          Dir[0]          End[1]
//	    +--------+   ---------------->  +--------+
//	    |   A    |                      |   B    |
//	    +--------+  <----------------   +--------+
//	                     Dir[1]              Env: segments yet to be forged, or calm
//
// Invariant: equal numbers mean equal parts, so two states are equal if and only
// if their numbers are. An end sees nothing of the rest but the packets that reach
// it, so a step changes one end, the direction into which it sends, and, if a packet
// arrives, the direction that it came by; the other parts keep their numbers. Time
// and what the environment does are steps of their own.
//
// Example: the beginning of the scenario "handshake", explored in this order.
//
//	End   Dir
//	{1 2} {1 1}  both are CLOSED, nothing is on its way
//	{3 2} {2 1}  A: OPEN active; its SYN is on its way
//	{3 4} {2 1}  B: OPEN passive
//	{3 5} {2 4}  B: SYN-RECEIVED; the SYN,ACK is on its way, and a copy of the SYN stays
//	{6 5} {6 4}  A: ESTABLISHED; its ACK is on its way too
//	{6 7} {6 4}  B: ESTABLISHED
//
// The whole scenario has 226 states, made of 10 ends and 13 directions. So the
// machine takes no more than a few dozen steps, however many steps of the system
// there are.

import (
	"fmt"
	"math"
	"sync"
	"sync/atomic"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A State is a state of a closed system, as numbers of its parts.
type State struct {
	End [2]uint32 // A and B
	Dir [2]uint32 // what A has sent and what B has sent
	Env uint32    // segments that the attacker may still forge; or calm
}

// calm is the value of Env from the moment on at which all trouble has ceased:
// nothing is lost, repeated or forged any more.
const calm = 1 << 31

// A Model is a Scenario made executable, with the machine of its policy. It
// implements [checker.Model].
//
// An end sees of the rest of the world only the packets that reach it, so all
// that it can do follows from itself. A Model therefore keeps every distinct
// end, packet and direction once, computes each step of an end once, with the
// same [fsm.Machine.Step] that everybody else uses, and puts states together
// from the numbers of their parts.
type Model struct {
	scenario  Scenario
	machine   *fsm.Machine
	ghosts    []ghostUpdates             // per rule
	mistake   func(*fsm.TCB, *fsm.Event) // of a mutant that no table expresses; may be nil
	beside    *beside                    // another policy's machine; may be nil
	claims    []*Property                // those about single happenings
	toDecide  breaches                   // of the claims, those to be decided
	witnessed []atomic.Bool              // per claim: it was about some happening
	about     map[*Property]*atomic.Bool // per other property: it was about some state or step
	asked     map[*Property]*atomic.Bool // in a network of any capacity, per property: it wants to know what is on its way
	fired     []atomic.Bool              // per rule

	ends    *interner[End, endRow]
	packets *interner[Packet, struct{}]
	dirs    *interner[direction, directionRow]
	bursts  *interner[burst, struct{}]

	moves    *arena[move]
	arrivals *memo // (end, packet): the first of its moves
	sends    memo  // (direction, burst): the first of its outcomes
	calmly   memo  // the same when all trouble has ceased
	outcomes arena[outcome]
	forged   [2][]uint32 // numbers of the packets that an attacker has against each end
	contents *interner[content, struct{}]
	idles    bool // behaviours are asked for
	stands   bool // lengths of time are asked for: a tick may change nothing
	scratch  sync.Pool
}

// An outcome is one entry of a list: what a direction may be after a burst was sent
// into it. If dir is 0 there is no room and nothing may be lost; this entry is last.
type outcome struct{ dir, next uint32 }

// newModel makes a scenario executable with a machine, which is that of its
// policy or of a mutant.
func newModel(s Scenario, machine *fsm.Machine) (*Model, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	m := &Model{scenario: s, machine: machine, ghosts: updatesOf(machine), fired: make([]atomic.Bool, machine.Rules())}
	m.moves, m.arrivals = new(arena[move]), new(memo)
	m.about = map[*Property]*atomic.Bool{}
	m.ends = newInterner[End, endRow](everything)
	m.packets = newInterner[Packet, struct{}](everything)
	m.dirs = newInterner[direction, directionRow](m.showDirection)
	m.bursts = newInterner[burst, struct{}](everything)
	m.contents = newInterner[content, struct{}](everything)
	for i := range m.forged {
		for _, g := range s.Attack.Forged[i] {
			m.forged[i] = append(m.forged[i], m.packets.number(&Packet{Segment: g, From: Stranger}))
		}
	}
	return m, nil
}

// resized returns the model with a network of another capacity. Ends, packets and
// moves have the same numbers in both.
func (m *Model) resized(capacity int) *Model {
	r := &Model{
		scenario: m.scenario, machine: m.machine, ghosts: m.ghosts, mistake: m.mistake, beside: m.beside,
		claims: m.claims, toDecide: m.toDecide, witnessed: m.witnessed, about: m.about, fired: m.fired,
		ends: m.ends, packets: m.packets, bursts: m.bursts, contents: m.contents,
		moves: m.moves, arrivals: m.arrivals, forged: m.forged,
	}
	r.scenario.Net.Capacity = capacity
	r.dirs = newInterner[direction, directionRow](r.showDirection)
	return r
}

// validate refuses bounds for which a verdict would be wrong or never come: what
// is counted has to fit, and arbitrary ISNs of a third incarnation are too many.
func (s *Scenario) validate() error {
	if s.Net.Capacity < 1 || s.Net.Capacity > MaxCapacity {
		return fmt.Errorf("scenario %s: capacity %d is out of range; choose 1 to %d segments", s.Name, s.Net.Capacity, MaxCapacity)
	}
	if n := max(len(s.Strays[0]), len(s.Strays[1])); n > s.Net.Capacity {
		return fmt.Errorf("scenario %s: %d strays do not fit into a direction of %d segments", s.Name, n, s.Net.Capacity)
	}
	if n := max(s.Clock.MSL, s.Clock.TimeWaitTicks()); n > math.MaxUint8 {
		return fmt.Errorf("scenario %s: %d ticks are more than can be counted; choose at most %d", s.Name, n, math.MaxUint8)
	}
	for i := range s.Ends {
		if err := s.validateEnd(i); err != nil {
			return err
		}
	}
	return s.combined()
}

// combined refuses fields that exclude each other. Trouble can cease only between
// two ends whose segments may be lost. A rest is counted in ticks and needs a clock.
// Arbitrary ISNs are chosen without regard to strays.
func (s *Scenario) combined() error {
	switch {
	case s.Calms && (s.Loopback || s.Net.Delivers):
		return fmt.Errorf("scenario %s: trouble can cease only between two ends and where segments may be lost; leave out Calms", s.Name)
	case s.Clock.Rest > 0 && s.Clock.MSL == 0:
		return fmt.Errorf("scenario %s: a rest of %d ticks never ends without a clock; choose a maximum segment lifetime", s.Name, s.Clock.Rest)
	case s.ISN == Arbitrary && len(s.Strays[0])+len(s.Strays[1]) > 0:
		return fmt.Errorf("scenario %s: arbitrary ISNs do not know of strays; leave out one of them", s.Name)
	}
	return nil
}

func (s *Scenario) validateEnd(i int) error {
	side := &s.Ends[i]
	if side.Incarnations > MaxIncarnations {
		return fmt.Errorf("scenario %s: %s has %d incarnations; choose at most %d", s.Name, EndName(i), side.Incarnations, MaxIncarnations)
	}
	if s.ISN == Arbitrary && side.Incarnations > 2 {
		return fmt.Errorf("scenario %s: %s has %d incarnations; with arbitrary ISNs choose at most 2", s.Name, EndName(i), side.Incarnations)
	}
	if side.RcvBUFF > foreignBits {
		return fmt.Errorf("scenario %s: %s has room for %d octets; choose at most %d", s.Name, EndName(i), side.RcvBUFF, foreignBits)
	}
	return nil
}

// Initial adds the state in which both ends are CLOSED and only strays are on
// their way.
func (m *Model) Initial(out *checker.Steps[State]) {
	var s State
	for i := range s.End {
		side := &m.scenario.Ends[i]
		s.End[i] = m.ends.number(&End{Side: uint8(i), Left: side.May, top: side.ISS})
		s.Dir[i] = m.dirs.number(m.strays(i))
	}
	s.Env = uint32(m.scenario.Attack.Budget)
	*out.Add(0) = s
}

// strays returns what end i has sent before it began.
func (m *Model) strays(i int) *direction {
	var d direction
	for _, g := range m.scenario.Strays[i] {
		d = m.insert(d, flight{packet: m.packets.number(&Packet{Segment: g, From: Past}), owed: m.scenario.owes()})
	}
	return &d
}

// Next adds the steps out of a state: those of each end by itself, arrivals and
// losses in each direction, forged segments, and the clock.
//
// Where behaviours are asked for, nothing at all may happen too, so that
// nothing happens for ever unless an assumption of fairness says so.
func (m *Model) Next(s *State, out *checker.Steps[State]) {
	before := out.Len()
	if s.Env == calm {
		m.nextInCalm(s, out)
	} else {
		m.nextInTrouble(s, out)
	}
	if m.idles && out.Len() > before {
		*out.Add(idleAction) = *s
	}
}

func (m *Model) nextInTrouble(s *State, out *checker.Steps[State]) {
	for i := range s.End {
		m.nextOfEnd(s, i, out)
	}
	for i := range s.Dir {
		m.nextOfDirection(s, i, out)
	}
	if s.Env > 0 {
		m.nextOfAttacker(s, out)
	}
	if m.scenario.Clock.MSL > 0 {
		m.tick(s, out)
	}
	if m.scenario.Calms {
		then := *s
		then.Env = calm
		*out.Add(calmAction) = then
	}
}

// nextInCalm adds the steps without trouble: each segment arrives once, and ends
// transmit.
func (m *Model) nextInCalm(s *State, out *checker.Steps[State]) {
	for i := range s.End {
		for _, id := range m.endRow(s.End[i]).moves {
			if mv := m.moves.at(id); mv.in.kind == fsm.Transmit {
				m.add(*s, i, id, mv, out)
			}
		}
		for _, h := range m.dir(s.Dir[i]).calmDeliveries {
			then := *s
			then.Dir[i] = h.rest
			m.arrive(then, m.other(i), h.packet, out)
		}
	}
}

func (m *Model) nextOfEnd(s *State, i int, out *checker.Steps[State]) {
	for _, id := range m.endRow(s.End[i]).moves {
		mv := m.moves.at(id)
		if mv.in.kind == fsm.TimeWaitTimeout && m.dir(s.Dir[m.other(i)]).dying && !m.scenario.Clock.Races {
			continue // what arrives in this tick arrives before the tick is over
		}
		m.add(*s, i, id, mv, out)
	}
}

// nextOfDirection delivers and loses what end i has sent.
func (m *Model) nextOfDirection(s *State, i int, out *checker.Steps[State]) {
	d, to := m.dir(s.Dir[i]), m.other(i)
	for _, h := range d.deliveries {
		then := *s
		then.Dir[i] = h.rest
		m.arrive(then, to, h.packet, out)
	}
	for _, l := range d.losses {
		then := *s
		then.Dir[i] = l.rest
		*out.Add(l.action + checker.Action(i)) = then
	}
}

func (m *Model) nextOfAttacker(s *State, out *checker.Steps[State]) {
	then := *s
	if then.Env != Unbounded {
		then.Env--
	}
	for i, packets := range m.forged {
		for _, p := range packets {
			m.arrive(then, i, p, out)
		}
	}
}

// other returns the end at which arrives what end i has sent.
func (m *Model) other(i int) int { return m.scenario.Other(i) }

// arrive lets a packet reach end i. The rest of the world is as it is then.
func (m *Model) arrive(then State, i int, packet uint32, out *checker.Steps[State]) {
	for id := m.arrival(then.End[i], packet); id != 0; {
		mv := m.moves.at(id)
		m.add(then, i, id, mv, out)
		id = mv.next
	}
}

// add adds a move of end i, with all that may become of what it sends.
func (m *Model) add(then State, i int, id uint32, mv *move, out *checker.Steps[State]) {
	if mv.lost && !m.scenario.Net.Loss {
		out.Cut()
		return
	}
	if mv.partial {
		out.Cut() // and what was seen of it is added, so that it can be told
	}
	then.End[i] = mv.to
	if mv.burst == 0 {
		*out.Add(checker.Action(id)) = then
		return
	}
	for at := m.outcome(&then, i, mv.burst); at != 0; {
		o := m.outcomes.at(at)
		if o.dir == 0 {
			m.overflow(out)
			return
		}
		then.Dir[i] = o.dir
		*out.Add(checker.Action(id)) = then
		at = o.next
	}
}

// overflow notes that a direction has no room and may lose nothing: under the
// assumption that every segment is delivered this cannot happen (CAP), else the
// scenario is not explored completely.
func (m *Model) overflow(out *checker.Steps[State]) {
	if m.scenario.Net.Delivers {
		out.Omit()
	} else {
		out.Cut()
	}
}

// crowded reports whether a step out of a state was left out because a direction
// has no room for what must not be lost.
func (m *Model) crowded(s *State) bool {
	if !m.scenario.Net.Delivers {
		return false // or the exploration is not complete
	}
	out, ok := m.scratch.Get().(*checker.Steps[State])
	if !ok {
		out = new(checker.Steps[State])
	}
	defer m.scratch.Put(out)
	out.Reset()
	before := out.Omitted()
	m.Next(s, out)
	return out.Omitted() != before
}

// outcome returns the number of the first outcome when end i sends a burst.
func (m *Model) outcome(s *State, i int, sent uint32) uint32 {
	sends, sendOne := &m.sends, m.sendOne
	if s.Env == calm {
		sends, sendOne = &m.calmly, m.sendCalmly
	}
	key := pair(s.Dir[i], sent)
	if id := sends.get(key); id != 0 {
		return id
	}
	ways, full := m.send(*m.dirs.at(s.Dir[i]), m.bursts.at(sent), sendOne)
	// The list is made from its end, which says whether there was a way without
	// room: by the time add comes to that, it has added the others.
	var first uint32
	if full {
		first = m.outcomes.add(outcome{})
	}
	for i := len(ways) - 1; i >= 0; i-- {
		first = m.outcomes.add(outcome{dir: m.dirs.number(&ways[i]), next: first})
	}
	return sends.put(key, first)
}

// tick lets time pass, where it changes something: unless a packet must arrive
// or a TIME-WAIT must end before.
func (m *Model) tick(s *State, out *checker.Steps[State]) {
	then := *s
	for i := range s.End {
		then.End[i] = m.endRow(s.End[i]).tick
		then.Dir[i] = m.dir(s.Dir[i]).older
		if then.End[i] == 0 || then.Dir[i] == 0 {
			return
		}
	}
	// A tick that changes nothing would lead from a state to itself, and no state
	// would be terminal any more.
	if then != *s || m.stands {
		*out.Add(tickAction) = then
	}
}

func (m *Model) dir(id uint32) *directionRow { return m.dirs.row(id, m.directionRow) }
