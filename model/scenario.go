package model

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Scenario is a closed system with bounds: two ends, what their users may do,
// the network between them, time, and who else takes part.
type Scenario struct {
	Name string

	// About says what is included, and why the bounds suffice, or for what they
	// do not.
	About string

	// Policy is that of both machines, as [fsm.ParsePolicy] reads it; "" is the
	// default.
	Policy string

	Net    Network
	Clock  Clock
	ISN    ISN
	Ends   [2]Side
	Attack Attack

	// Strays are on their way when it begins: segments that incarnations before
	// the first have sent, by A and by B. Under MONO their numbers lie before
	// the ISS of their end.
	Strays [2][]fsm.Segment

	// Loopback: what A sends comes back to A, as when it connects to its own
	// socket. There is no B.
	Loopback bool

	// Calms: at any time all trouble may cease for good. From then on nothing
	// happens but what TCPs do without being asked: what is on its way arrives,
	// once, and is answered, and what may be transmitted is. No user calls, no
	// timer ends, nothing is lost, duplicated or forged. Only the property
	// "quiet" looks at what happens then.
	Calms bool

	// Large: it is not part of the default suite.
	Large bool

	// Promises names the liveness properties that it is expected to have, as long
	// as it stands on a ground of theirs. Of the safety properties it is expected
	// to have all on whose ground it stands.
	Promises []string
}

// With returns a copy of s with another name and what the changes make of it.
func (s Scenario) With(name string, changes ...func(*Scenario)) Scenario {
	s.Name = name
	for _, change := range changes {
		change(&s)
	}
	return s
}

// A Network says what may happen to segments on their way in one direction. It
// is perfect if all is zero but the capacity: every segment arrives once, in
// order.
type Network struct {
	Capacity  int // segments at a time, CAP(n)
	Loss      bool
	Duplicate bool
	Reorder   bool

	// Delivers: a segment is lost at most after it was delivered once (REL).
	Delivers bool

	// Displaces: a full direction loses an old segment and never the one just
	// sent. Strong fairness of delivery needs it, for a segment that is sent
	// again and again must get into the network to be delivered.
	Displaces bool
}

// A Clock says what time there is. The zero Clock has none: timers end at any
// time, and segments live for ever.
type Clock struct {
	MSL      int  // maximum segment lifetime in ticks; 0: no bound (no LIFE)
	TimeWait int  // length of TIME-WAIT in ticks; 0: 2MSL
	Quiet    bool // after a crash no OPEN for MSL
	Rest     int  // ticks without OPEN after a connection has ended without TIME-WAIT

	// Races: TIME-WAIT may end before a segment arrives that reaches the age of
	// MSL in the same tick. Without it lifetimes and TIME-WAIT behave as lengths
	// of continuous time do whose bounds belong to them.
	Races bool

	// Immortal: segments live for ever all the same (no LIFE). TIME-WAIT lasts
	// what it would last if they did not.
	Immortal bool
}

// TimeWaitTicks returns how many ticks TIME-WAIT lasts.
func (c Clock) TimeWaitTicks() int {
	switch {
	case c.TimeWait > 0:
		return c.TimeWait
	case c.TimeWait == NoTimeWait:
		return 0
	}
	return 2 * c.MSL
}

// mortal reports whether the life of a segment ends (LIFE).
func (s *Scenario) mortal() bool { return s.Clock.MSL > 0 && !s.Clock.Immortal }

// WithMSL returns the clock with another maximum segment lifetime. A length of
// TIME-WAIT that was given in multiples of it goes on to be such a multiple, and
// a rest stays so many ticks longer than it. Without a lifetime there are no
// ticks, and neither of the two.
func (c Clock) WithMSL(ticks int) Clock {
	if ticks == 0 {
		return Clock{}
	}
	if c.MSL > 0 && c.TimeWait > 0 {
		c.TimeWait = max(1, c.TimeWait*ticks/c.MSL)
	}
	if c.Rest > 0 {
		c.Rest += ticks - c.MSL
	}
	c.MSL = ticks
	return c
}

// NoTimeWait is the length of a TIME-WAIT that is over when it begins.
const NoTimeWait = -1

// An ISN is a policy for choosing initial sequence numbers.
type ISN uint8

// The policies.
const (
	Advancing ISN = iota // each beyond all earlier sequence numbers of the end (MONO)
	Arbitrary            // any that meets numbers used before, and one far from them (ISN-ANY)
	Constant             // always the same (ISN-CONST)
)

// A Side says what the user of one end does, and how often at most.
type Side struct {
	// May bounds how often each call is made and each report arrives. Timeouts
	// of timers that run are not bounded.
	May Budget

	Incarnations uint8 // at most so many connections; 0: 1

	ISS     fsm.Seq // of the first incarnation
	Octets  uint8   // of each SEND; 0: 1
	Wants   uint8   // octets each RECEIVE asks for; 0: 1
	SndBUFF uint8   // 0: 4
	RcvBUFF uint8   // the largest window that is offered; 0: 4
	MSS     uint16  // announced in the SYN; 0: no option

	Reads Reads

	// Rude: the user makes calls in any state, those that are refused too, and
	// timeouts come late, when their timer does not run any more.
	Rude bool

	// Prompt: what may be transmitted is transmitted at once.
	Prompt bool

	// Patient: the user closes a connection only once it is established.
	Patient bool

	// Urgent: SENDs are urgent.
	Urgent bool
}

// Reads says when a user receives.
type Reads uint8

// When users receive.
const (
	AtOnce   Reads = iota // as soon as there is something
	Whenever              // at any time after, so often as May allows
	Ahead                 // and before there is anything
)

// SetIncarnations gives each end n connections, and its user the calls to open
// them and to close them all: a user who may close only one of them would break [APP].
func (s *Scenario) SetIncarnations(n int) {
	for i := range s.Ends {
		side := &s.Ends[i]
		side.Incarnations = uint8(n)
		for _, k := range []fsm.EventKind{fsm.OpenPassive, fsm.OpenActive} {
			if side.May[k] > 0 && side.May[k] != Unbounded {
				side.May[k] = uint8(n)
			}
		}
		if side.May[fsm.Close] > 0 && side.May[fsm.Close] != Unbounded {
			side.May[fsm.Close] = max(side.May[fsm.Close], uint8(s.Closes(i)))
		}
	}
}

// A Budget counts, per kind of event, how often it may still happen. Crash
// stands for the loss of all memory.
type Budget [numKinds]uint8

// Unbounded is a count that is never used up.
const Unbounded = 0xff

// Kinds of steps of an end beside the kinds of events of its TCP.
const (
	Crash = fsm.ICMPSourceQuench + 1 + iota // the TCP forgets everything
	numKinds
)

// An Attack is what an attacker off the path may do: inject some of a list of
// segments, at most Budget times, or again and again if that is Unbounded.
type Attack struct {
	Budget uint8
	Forged [2][]fsm.Segment // against each end
}

// Other returns the end that an end talks to.
func (s *Scenario) Other(end int) int {
	if s.Loopback {
		return end
	}
	return 1 - end
}

// Allows reports whether an event of one of the kinds may happen at one of the ends.
func (s *Scenario) Allows(kinds ...fsm.EventKind) bool {
	return slices.ContainsFunc(kinds, func(k fsm.EventKind) bool {
		return s.Ends[0].May[k] > 0 || s.Ends[1].May[k] > 0
	})
}

// policy returns the policy of the scenario.
func (s *Scenario) policy() (fsm.Policy, error) {
	policy, err := fsm.ParsePolicy(s.Policy)
	if err != nil {
		return policy, fmt.Errorf("scenario %s: %w", s.Name, err)
	}
	return policy, nil
}

// machine returns the table under the policy of the scenario.
func (s *Scenario) machine() (*fsm.Machine, error) {
	policy, err := s.policy()
	if err != nil {
		return nil, err
	}
	return fsm.RFC9293.With(policy)
}

// owes reports whether a segment must be delivered before it may be lost or its life
// may end. If the network loses nothing, the end of its life must not lose it either.
// Without a clock there is no such end, and nothing to forbid.
func (s *Scenario) owes() bool { return s.Net.Delivers || !s.Net.Loss && s.mortal() }

// asSet reports whether a direction is a set of segments rather than a bag: if
// what is there can be delivered again and again, or be lost, at any time, a
// second copy adds nothing. Deliveries then leave the segment where it is, and
// need no duplication of their own.
func (n *Network) asSet() bool { return n.Loss && n.Duplicate && n.Reorder }

// patient reports whether the user closes no connection before it is
// established. Who is rude does not wait.
func (s *Side) patient() bool { return s.Patient && !s.Rude || s.May[fsm.Close] == 0 }

// sends returns how many octets the user sends at most.
func (s *Side) sends() int { return int(s.May[fsm.Send]) * int(max(1, s.Octets)) }

// fills reports whether the octets and the FIN of a connection can fill the
// window of the other end.
func (s *Side) fills(other *Side) bool { return s.sends()+1 >= int(other.rcvBUFF()) }

func (s *Side) sndBUFF() uint32 { return cmp.Or(uint32(s.SndBUFF), 4) }

func (s *Side) rcvBUFF() uint32 { return cmp.Or(uint32(s.RcvBUFF), 4) }

// EndName returns "A" or "B".
func EndName(i int) string { return [2]string{"A", "B"}[i] }

// KindName names what happens to an end: a kind of event, or a crash.
func KindName(k fsm.EventKind) string {
	if k == Crash {
		return "CRASH"
	}
	return k.String()
}
