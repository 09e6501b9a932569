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
		e := m.ends.at(mv.to)
		if mv.in.fault == noFault || e.TCB.State != fsm.SynSent || m.ends.at(mv.from).TCB.State == fsm.SynSent {
			return
		}
		opened = true
		if want := issA.Add(uint32(e.Inc-1) * 2); e.TCB.ISS != want {
			t.Errorf("incarnation %d begins with ISS=%d, not %d", e.Inc, e.TCB.ISS, want)
		}
	})
	if !opened {
		t.Error("no call with a fault has opened a connection")
	}
}
