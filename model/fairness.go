package model

// How the assumptions of fairness of a scenario become fairness of actions, as the
// checker knows it.
//
// Invariant: what is assumed here is never more than what the assumptions say.
// What holds under less holds under all of it; a violation under less may be none,
// so that the verdict is then unknown (coarse).
//
//	assumption  kind    one class of actions for each
//	TICK        weak    tick, expiry of either direction, TIME-WAIT TIMEOUT of either end
//	TMR         weak    end and kind of timer or TRANSMIT
//	APP, READ   weak    end; CLOSE, RECEIVE
//	R2          weak    end; R2 REACHED, KEEP-ALIVE FAILED
//	FL          strong  content of a segment, with the end at which it arrives
//
// Weak: what is possible from some moment on for ever, happens. Strong: what is
// possible again and again, happens. A delivery needs the strong one, since a
// segment that is lost and sent again is not on its way all the time.
//
// Example: the scenario "close-fair" has no clock, and KEEP-ALIVE is off. TMR is
// TRANSMIT, RETRANSMISSION TIMEOUT and PERSIST TIMEOUT of two ends: 6 classes. APP
// adds CLOSE of each: 8. The checker knows 64 classes, which leaves 56 to FL. In
// 24,294 states the segments have 19 different contents, so each has a class of
// its own; from the 57th on they would share.

import (
	"sync"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// maxFairness is the number of classes of fairness that the checker knows.
const maxFairness = 64

// fairness expresses the assumptions of fairness in a set.
func (m *Model) fairness(set Assumptions) []checker.Fairness {
	fair := m.weak(set)
	if !set.Has(FL) {
		return fair
	}
	// Contents are met during the search, and the classes are asked for after it:
	// there must be room for them before anybody knows how many there are.
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
		return m.scenario.Allows(k)
	}
	return true
}

// isMove reports whether an action is a move of this kind of an end.
func (m *Model) isMove(a checker.Action, side uint8, k fsm.EventKind) bool {
	mv := m.moveOf(a)
	return mv != nil && mv.in.kind == k && m.ends.at(mv.from).Side == side
}
