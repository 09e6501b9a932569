package model

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// An Assumption is something a verdict rests on. Some say what a scenario
// leaves out, the others, [Assumption.Fair], what goes on to happen.
type Assumption uint8

// The assumptions.
const (
	MONO     Assumption = iota // each ISS is beyond all earlier sequence numbers of its end, the 0 of its RSTs among them
	ISNAny                     // an ISS may be any number
	ISNConst                   // the ISS is always the same
	LIFE                       // no segment outlives MSL
	MSL2                       // TIME-WAIT lasts 2MSL, not less and not more
	REL                        // no segment is lost before it was delivered once
	FRESH                      // there is no earlier incarnation
	NOATT                      // there is no attacker
	NOCRASH                    // nobody crashes
	NOABORT                    // nobody calls ABORT
	NOR2                       // nobody gives up: not at R2, nor at the user timeout, nor when ICMP reports an error
	REST                       // who ends a connection without TIME-WAIT opens none for more than MSL; one end calls, at most twice, and the other listens
	FL                         // a segment that is sent again and again is delivered again and again
	TICK                       // time diverges
	TMR                        // every timer that goes on running ends, and what may be transmitted is
	APP                        // every user closes at last
	READ                       // every user receives at last what has arrived
	R2                         // a TCP whose segments stay unacknowledged gives up at last
	numAssumptions
)

var assumptionTexts = [numAssumptions]struct{ name, means string }{
	MONO:     {"MONO", "each ISS is beyond all earlier sequence numbers of its end, that of the RST of a CLOSED end, SEQ=0, among them"},
	ISNAny:   {"ISN-ANY", "an ISS may be any number"},
	ISNConst: {"ISN-CONST", "the ISS is always the same"},
	LIFE:     {"LIFE", "no segment outlives MSL"},
	MSL2:     {"2MSL", "TIME-WAIT lasts 2MSL, and what arrives in the tick in which it ends arrives before"},
	REL:      {"REL", "no segment is lost before it was delivered once"},
	FRESH:    {"FRESH", "no segment of an earlier incarnation exists"},
	NOATT:    {"NOATT", "there is no attacker"},
	NOCRASH:  {"NOCRASH", "nobody crashes"},
	NOABORT:  {"NOABORT", "nobody calls ABORT"},
	NOR2:     {"NOR2", "nobody gives up: not at R2, nor at the user timeout, nor when ICMP reports an error"},
	REST:     {"REST", "who ends a connection without TIME-WAIT opens none for more than MSL, and of at most two connections all are opened by one end"},
	FL:       {"FL", "strong fairness of delivery, for each direction and content of a segment"},
	TICK:     {"TICK", "time diverges: weak fairness of the clock and of what falls due by it"},
	TMR:      {"TMR", "weak fairness of every timer that is not counted in ticks, and of TRANSMIT"},
	APP:      {"APP", "each user closes at last"},
	READ:     {"READ", "each user receives at last what has arrived"},
	R2:       {"R2", "weak fairness of giving up: R2 is reached at last while something stays unacknowledged, and keep-alive fails at last"},
}

// String returns the name, as in "NOATT".
func (a Assumption) String() string { return assumptionTexts[a].name }

// Means says what is assumed.
func (a Assumption) Means() string { return assumptionTexts[a].means }

// Fair reports whether a is an assumption of fairness, which only liveness
// properties need.
func (a Assumption) Fair() bool { return a >= FL }

// Assumptions is a set of assumptions.
type Assumptions uint32

// Assume returns the set of the given assumptions.
func Assume(all ...Assumption) (set Assumptions) {
	for _, a := range all {
		set |= 1 << a
	}
	return set
}

// Has reports whether a is in the set.
func (set Assumptions) Has(a Assumption) bool { return set>>a&1 != 0 }

// Each lists the members in the order of the constants.
func (set Assumptions) Each() (all []Assumption) {
	for a := range numAssumptions {
		if set.Has(a) {
			all = append(all, a)
		}
	}
	return all
}

// Fair returns the assumptions of fairness in the set.
func (set Assumptions) Fair() Assumptions { return set &^ (1<<FL - 1) }

// String lists the names, separated by commas.
func (set Assumptions) String() string { return strings.Join(set.Names(), ",") }

// Names lists the names in the order of the constants; of no member an empty
// list, which is not nil.
func (set Assumptions) Names() []string {
	all := []string{}
	for _, a := range set.Each() {
		all = append(all, a.String())
	}
	return all
}

// AllAssumptions lists the assumptions in the order of the constants.
func AllAssumptions() []Assumption { return (1<<numAssumptions - 1 + Assumptions(0)).Each() }

// Assumptions returns what the scenario leaves out, which every verdict about
// it rests on. The capacity of the network is [Scenario.Cap].
func (s *Scenario) Assumptions() (set Assumptions) {
	is := func(a Assumption, holds bool) {
		if holds {
			set |= 1 << a
		}
	}
	is(MONO, s.ISN == Advancing && !s.meetsZero(0) && !s.meetsZero(1))
	is(ISNAny, s.ISN == Arbitrary)
	is(ISNConst, s.ISN == Constant)
	is(LIFE, s.mortal())
	is(MSL2, s.Clock.MSL > 0 && s.Clock.TimeWaitTicks() == 2*s.Clock.MSL && !s.Clock.Races)
	is(REL, s.Net.Delivers || !s.Net.Loss)
	is(FRESH, s.Ends[0].Incarnations <= 1 && s.Ends[1].Incarnations <= 1 && len(s.Strays[0])+len(s.Strays[1]) == 0)
	is(NOATT, s.Attack.Budget == 0)
	is(NOCRASH, !s.Allows(Crash))
	is(NOABORT, !s.Allows(fsm.Abort))
	is(NOR2, !s.Allows(fsm.R2Reached, fsm.UserTimeout, fsm.KeepAliveFailed, fsm.ICMPSoft, fsm.ICMPHard, fsm.ICMPFragNeeded))
	is(REST, s.rests())
	return set
}

// rests reports whether nobody opens too soon. A rude user does, and so does an end
// that has crashed and remembers nothing. A rest helps only where one end calls and the
// other listens, and no more than two connections: an attempt that has taken the
// SYN of its peer ends without one, and in the third connection the answers to
// segments of the first may arrive.
func (s *Scenario) rests() bool {
	a, b := &s.Ends[0], &s.Ends[1]
	calls := a.May[fsm.OpenPassive] == 0 && b.May[fsm.OpenActive] == 0 || a.May[fsm.OpenActive] == 0 && b.May[fsm.OpenPassive] == 0
	return s.Clock.MSL > 0 && s.Clock.Rest > s.Clock.MSL && !a.Rude && !b.Rude && !s.Allows(Crash) &&
		calls && max(a.Incarnations, b.Incarnations) <= 2
}

// meetsZero reports whether an end may answer a SYN while it is CLOSED, by a RST
// with SEQ=0, and come to use that number itself in one of its connections.
func (s *Scenario) meetsZero(end int) bool {
	side, peer := &s.Ends[end], &s.Ends[s.Other(end)]
	called := peer.May[fsm.OpenActive] > 0 || len(s.Strays[s.Other(end)]) > 0 ||
		peer.Rude && peer.May[fsm.OpenPassive] > 0 && peer.May[fsm.Send] > 0 // SEND turns LISTEN to an active open
	uses := (side.sends() + 3) * int(max(1, side.Incarnations)) // SYN, octets, FIN, and one beyond them
	return called && !s.Loopback && fsm.Seq(0).In(side.ISS, uint32(uses))
}

// Cap prints the assumption on the capacity of a direction, as "CAP(3)".
func (s *Scenario) Cap() string { return fmt.Sprintf("CAP(%d)", s.Net.Capacity) }
