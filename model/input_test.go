package model

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestFaultyCallsKeepISNPolicy makes a call that is at fault in CLOSED and is
// none in LISTEN: an OPEN without a permission that nobody asks for there. The
// ISS is the one that the policy offers all the same.
func TestFaultyCallsKeepISNPolicy(t *testing.T) {
	s := Scenario{
		Name: "rude", Net: Network{Capacity: 1, Loss: true},
		Ends: [2]Side{{ISS: issA, Rude: true, Incarnations: 2, May: Budget{fsm.OpenPassive: 2, fsm.OpenActive: 2, fsm.Close: 2}}},
	}
	_, m := reachedPairs(t, s)
	opened := false
	m.moves.all(func(mv *move) {
		from, to := m.ends.at(mv.from), m.ends.at(mv.to)
		if mv.in.fault == noFault || to.TCB.State != fsm.SynSent || from.TCB.State == fsm.SynSent {
			return
		}
		opened = true
		if want := m.candidates(from)[0]; to.TCB.ISS != want {
			t.Errorf("incarnation %d begins with ISS=%d, not %d", to.Inc, to.TCB.ISS, want)
		}
	})
	if !opened {
		t.Error("no call with a fault has opened a connection")
	}
}

// TestListenUsesNoNumbers listens near the wrap: SND.NXT of LISTEN is no number
// that was used.
func TestListenUsesNoNumbers(t *testing.T) {
	s := Scenario{Name: "listen", Net: hostile(1), Ends: [2]Side{{ISS: issA, May: Budget{fsm.OpenPassive: 1}}}}
	pairs, m := reachedPairs(t, s)
	for p := range pairs {
		if e := m.ends.at(p[0]); e.top != issA {
			t.Errorf("in %v the first number that was not used is %d", e.TCB.State, e.top)
		}
	}
}
