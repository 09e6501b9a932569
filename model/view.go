package model

import (
	"sync/atomic"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A View shows the parts of a state: both ends, and what is on its way. It is
// valid as long as its [Model], and to be read only, the ends and packets that it
// points to included: many states share them.
//
// Of a [Scenario.Loopback] A is the end that there is. B never does anything.
type View struct {
	A, B *End

	m *Model
	s *State

	asked *atomic.Bool // nil, or where it is noted that somebody asks what is on its way
}

// blind reports whether what is on its way is not known, as in a network of any
// capacity, and notes that somebody has asked. What he makes of the answer does not
// count then.
func (v View) blind() bool {
	if v.asked != nil {
		v.asked.Store(true)
	}
	return v.asked != nil
}

func (m *Model) view(s *State) View {
	return View{A: m.ends.at(s.End[0]), B: m.ends.at(s.End[1]), m: m, s: s}
}

// blindView is a view that notes whether somebody asks what is on its way, if asked is
// not nil.
func (m *Model) blindView(s *State, asked *atomic.Bool) View {
	v := m.view(s)
	v.asked = asked
	return v
}

// asks reports whether a property wants to know what is on its way, where that is not
// known, when it is held against a state or a step. What it says of that does not count.
func (m *Model) asks(p *Property, hold func(asked *atomic.Bool)) bool {
	if m.asked[p] == nil {
		return false
	}
	asked := new(atomic.Bool)
	hold(asked)
	return asked.Load()
}

// Scenario returns the scenario that the state is one of, to be read only.
func (v View) Scenario() *Scenario { return &v.m.scenario }

// Policy returns the policy of both machines. Who asks for it may say something else
// of another policy, and the answer does not speak for [Question.Beside] then; see
// [View.Allows].
func (v View) Policy() fsm.Policy {
	if v.m.beside.steps() {
		v.m.beside.parted.Store(true)
	}
	return v.m.machine.Policy()
}

// Allows reports whether the policy of both machines is one that [fsm.Policy.Allows] by
// these choices.
func (v View) Allows(choices ...fsm.Choice) bool {
	policy := v.m.machine.Policy()
	allows := policy.Allows(choices...)
	if b := v.m.beside; b.steps() {
		if other := b.machine.Policy(); other.Allows(choices...) != allows {
			b.parted.Store(true)
		}
	}
	return allows
}

// End returns A for 0, else B.
func (v View) End(i int) *End {
	if i == 0 {
		return v.A
	}
	return v.B
}

// States returns the states of A and B (RFC 9293 section 3.3.2).
func (v View) States() (a, b fsm.State) { return v.A.TCB.State, v.B.TCB.State }

// In reports whether A is in one of the states a, and B in one of b.
func (v View) In(a, b fsm.States) bool {
	return a.Has(v.A.TCB.State) && b.Has(v.B.TCB.State)
}

// Same reports whether both ends are in the same connection: each has accepted
// the SYN of the present incarnation of the other. SYN-SENT has accepted none yet.
func (v View) Same() bool {
	return v.A.Inc != 0 && v.B.Inc != 0 && v.A.Peer == v.B.Inc && v.B.Peer == v.A.Inc
}

// A Flight is a packet on its way, to be read only.
type Flight struct {
	Packet *Packet
	Age    int  // ticks since it was sent; 0 without a clock
	Owed   bool // it must be delivered before it may be lost
}

// Flights lists what end i has sent and what is on its way: in the order in which
// it was sent, or in no particular one if the network reorders. Where a copy can
// arrive again and again, there is one of it.
func (v View) Flights(i int) (all []Flight) {
	if v.blind() {
		return nil
	}
	for _, f := range v.m.dirs.at(v.s.Dir[i]).all() {
		all = append(all, Flight{v.m.packets.at(f.packet), int(f.age), f.owed})
	}
	return all
}

// Empty reports whether nothing is on its way.
func (v View) Empty() bool {
	return !v.blind() && v.m.dirs.at(v.s.Dir[0]).n == 0 && v.m.dirs.at(v.s.Dir[1]).n == 0
}

// Network returns a number for what is on its way in both directions: the same
// for the same, in this exploration and in no other.
func (v View) Network() uint64 {
	if v.blind() {
		return 0
	}
	return uint64(v.s.Dir[0])<<32 | uint64(v.s.Dir[1])
}

// Calm reports whether all trouble has ceased, see [Scenario.Calms].
func (v View) Calm() bool { return !v.blind() && v.s.Env == calm }

// Accepts reports whether end i listens and may take a SYN: it has an incarnation
// left.
func (v View) Accepts(i int) bool {
	e := v.End(i)
	return e.TCB.State == fsm.Listen && len(v.m.candidates(e)) > 0
}

// View returns a view of a state of the model.
func (m *Model) View(s State) View { return m.view(&s) }

// TimePasses reports whether the clock may tick: no packet has to arrive and no
// TIME-WAIT to end before.
func (v View) TimePasses() bool {
	if v.blind() {
		return false
	}
	for i := range v.s.End {
		if v.m.endRow(v.s.End[i]).tick == 0 || v.m.dir(v.s.Dir[i]).older == 0 {
			return false
		}
	}
	return true
}
