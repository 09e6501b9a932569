package model

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestCrashForgetsAttempt holds that what an end does after a crash is not taken
// for the attempt that came to nothing two incarnations before.
func TestCrashForgetsAttempt(t *testing.T) {
	m, err := newModel(Scenario{Net: hostile(1), ISN: Constant}, fsm.Hardened)
	if err != nil {
		t.Fatal(err)
	}
	e := End{Used: 2, Inc: 2, tried: attempt{Inc: 1}}
	if e = m.execute(&e, input{kind: Crash}, false).end; e.tried != (attempt{}) {
		t.Errorf("%+v is left", e.tried)
	}
}

// TestLostSYN holds that a SYN for which there is no incarnation left is lost,
// and that nothing which it would have done counts as done.
func TestLostSYN(t *testing.T) {
	m, err := newModel(Scenario{Name: "full", Net: hostile(1)}, fsm.Hardened)
	if err != nil {
		t.Fatal(err)
	}
	full := End{Side: 1, Used: 1, TCB: fsm.TCB{State: fsm.Listen, RCV: fsm.ReceiveSequence{BUFF: 4, WND: 4}}}
	end := m.ends.number(&full)
	syn := m.packets.number(&Packet{Segment: fsm.Segment{SEQ: issA, CTL: fsm.SYN, WND: 4}, From: 1})
	before := State{End: [2]uint32{end, end}, Dir: [2]uint32{m.dirs.number(&direction{flights: [MaxCapacity]flight{{packet: syn}}, n: 1}), m.dirs.number(&direction{})}}
	id := m.arrival(end, syn)
	if mv := m.moves.at(id); !mv.lost || mv.to != end {
		t.Errorf("the SYN leads to %+v, want it lost", *m.ends.at(mv.to))
	}
	if fired := m.Fired(); len(fired) != 0 {
		t.Errorf("%v count as fired", fired)
	}
	after := before
	after.Dir[0] = after.Dir[1]
	if x := m.Explain(before, checker.Action(id), after); len(x.Happenings) != 0 || len(x.Lost[0]) != 1 {
		t.Errorf("%d things are told to happen and %d packets to be lost, want 0 and 1", len(x.Happenings), len(x.Lost[0]))
	}
}
