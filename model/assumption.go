package model

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// An Assumption is something a verdict rests on. Some say what a scenario
// leaves out, the others, [Assumption.Fair], what goes on to happen.
type Assumption uint8

// The assumptions.
const (
	MONO     Assumption = iota // each ISS is beyond all earlier sequence numbers of its end
	ISNAny                     // an ISS may be any number
	ISNConst                   // the ISS is always the same
	LIFE                       // no segment outlives MSL
	REL                        // no segment is lost before it was delivered once
	FRESH                      // there is no earlier incarnation
	NOATT                      // there is no attacker
	NOCRASH                    // nobody crashes
	NOABORT                    // nobody calls ABORT
	NOR2                       // nobody gives up: not at R2, nor at the user timeout, nor when ICMP reports an error
	FL                         // a segment that is sent again and again is delivered again and again
	TICK                       // time diverges
	TMR                        // every timer that goes on running ends, and what may be transmitted is
	APP                        // every user closes at last
	READ                       // every user receives at last what has arrived
	R2                         // a TCP whose segments stay unacknowledged gives up at last
	numAssumptions
)

var assumptionTexts = [numAssumptions]struct{ name, means string }{
	MONO:     {"MONO", "each ISS is beyond all earlier sequence numbers of its end"},
	ISNAny:   {"ISN-ANY", "an ISS may be any number"},
	ISNConst: {"ISN-CONST", "the ISS is always the same"},
	LIFE:     {"LIFE", "no segment outlives MSL"},
	REL:      {"REL", "no segment is lost before it was delivered once"},
	FRESH:    {"FRESH", "no segment of an earlier incarnation exists"},
	NOATT:    {"NOATT", "there is no attacker"},
	NOCRASH:  {"NOCRASH", "nobody crashes"},
	NOABORT:  {"NOABORT", "nobody calls ABORT"},
	NOR2:     {"NOR2", "nobody gives up: not at R2, nor at the user timeout, nor when ICMP reports an error"},
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
func (set Assumptions) String() string {
	var names []string
	for _, a := range set.Each() {
		names = append(names, a.String())
	}
	return strings.Join(names, ",")
}

// AllAssumptions lists the assumptions in the order of the constants.
func AllAssumptions() []Assumption { return (1<<numAssumptions - 1 + Assumptions(0)).Each() }

// Assumptions returns what the scenario leaves out, which every verdict about
// it rests on. The capacity of the network is [Scenario.Cap].
func (s *Scenario) Assumptions() (set Assumptions) {
	set = Assume([...]Assumption{Advancing: MONO, Arbitrary: ISNAny, Constant: ISNConst}[s.ISN])
	is := func(a Assumption, holds bool) {
		if holds {
			set |= 1 << a
		}
	}
	is(LIFE, s.Clock.MSL > 0 && !s.Clock.Immortal)
	is(REL, s.Net.Delivers || !s.Net.Loss)
	is(FRESH, s.Ends[0].Incarnations <= 1 && s.Ends[1].Incarnations <= 1 && len(s.Strays[0])+len(s.Strays[1]) == 0)
	is(NOATT, s.Attack.Budget == 0)
	is(NOCRASH, !s.allows(Crash))
	is(NOABORT, !s.allows(fsm.Abort))
	is(NOR2, !s.allows(fsm.R2Reached, fsm.UserTimeout, fsm.KeepAliveFailed, fsm.ICMPSoft, fsm.ICMPHard, fsm.ICMPFragNeeded))
	return set
}

// Cap prints the assumption on the capacity of a direction, as "CAP(3)".
func (s *Scenario) Cap() string { return fmt.Sprintf("CAP(%d)", s.Net.Capacity) }

func (s *Scenario) allows(kinds ...fsm.EventKind) bool {
	return slices.ContainsFunc(kinds, func(k fsm.EventKind) bool {
		return s.Ends[0].May[k] > 0 || s.Ends[1].May[k] > 0
	})
}

// maxFairness is the number of classes of fairness that the checker knows.
const maxFairness = 64

// fairness expresses the assumptions of fairness in a set.
func (m *Model) fairness(set Assumptions) []checker.Fairness {
	fair := m.weak(set)
	if !set.Has(FL) {
		return fair
	}
	room := maxFairness - len(fair)
	classes := sync.OnceValue(func() []uint8 { return m.classes(room) }) // when all contents are known
	for i := range room {
		fair = append(fair, checker.Strong(func(a checker.Action) bool {
			mv := m.moveOf(a)
			return mv != nil && mv.content != 0 && classes()[mv.content] == uint8(i)+1
		}))
	}
	return fair
}

// coarse reports whether there are more contents of segments than fairness of
// delivery can tell apart. Those that share a class are assumed to arrive, one
// or the other, which is less than [FL] says: what holds then holds, what is
// violated may not be.
func (m *Model) coarse(set Assumptions) bool {
	return set.Has(FL) && m.contents.list.len() > maxFairness-len(m.weak(set))
}

// weak expresses the assumptions of weak fairness in a set.
func (m *Model) weak(set Assumptions) (fair []checker.Fairness) {
	add := func(class func(checker.Action) bool) { fair = append(fair, checker.Weak(class)) }
	if set.Has(TICK) && m.scenario.Clock.MSL > 0 {
		for _, of := range []checker.Action{tickAction, expiryAction, expiryAction + 1} {
			add(func(a checker.Action) bool { return a == of })
		}
	}
	for side := range uint8(2) {
		for _, k := range m.kept(set) {
			add(func(a checker.Action) bool { return m.isMove(a, side, k) })
		}
	}
	return fair
}

// kept lists the kinds of events that happen at last, if nothing keeps them
// from happening, by the assumptions in a set.
func (m *Model) kept(set Assumptions) (kinds []fsm.EventKind) {
	for _, k := range promised {
		if set.Has(k.by) && m.knows(k.kind) {
			kinds = append(kinds, k.kind)
		}
	}
	return kinds
}

// promised says which assumption promises which kind of event.
var promised = []struct {
	by   Assumption
	kind fsm.EventKind
}{
	{TICK, fsm.TimeWaitTimeout},
	{TMR, fsm.Transmit},
	{TMR, fsm.RetransmissionTimeout},
	{TMR, fsm.PersistTimeout},
	{TMR, fsm.KeepAliveTimeout},
	{TMR, fsm.FinWait2Timeout},
	{APP, fsm.Close},
	{READ, fsm.Receive},
	{R2, fsm.R2Reached},
	{R2, fsm.KeepAliveFailed},
}

// knows reports whether events of a kind can happen.
func (m *Model) knows(k fsm.EventKind) bool {
	switch k {
	case fsm.KeepAliveTimeout:
		return m.machine.Policy().KeepAlive == fsm.KeepAliveOn
	case fsm.FinWait2Timeout:
		return m.machine.Policy().FinWait2Timeout == fsm.FinWait2TimeoutOn
	case fsm.Close, fsm.Receive, fsm.R2Reached, fsm.KeepAliveFailed:
		return m.scenario.allows(k)
	}
	return true
}

// isMove reports whether an action is a move of this kind of an end.
func (m *Model) isMove(a checker.Action, side uint8, k fsm.EventKind) bool {
	mv := m.moveOf(a)
	return mv != nil && mv.in.kind == k && m.ends.at(mv.from).Side == side
}
