package model

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestBoundsRefused holds that a scenario is refused that the model cannot
// count: what lies beyond would be forgotten.
func TestBoundsRefused(t *testing.T) {
	sound := Scenario{Name: "sound", Net: hostile(1)}
	if _, err := newModel(sound, fsm.Hardened); err != nil {
		t.Fatal(err)
	}
	for name, alter := range map[string]func(*Scenario){
		"capacity":     func(s *Scenario) { s.Net.Capacity = MaxCapacity + 1 },
		"ticks":        func(s *Scenario) { s.Clock.MSL = 128 },
		"incarnations": func(s *Scenario) { s.Ends[1].Incarnations = MaxIncarnations + 1 },
		"any ISN":      func(s *Scenario) { s.ISN, s.Ends[0].Incarnations = Arbitrary, 3 },
		"calm":         func(s *Scenario) { s.Calms, s.Loopback = true, true },
		"calm, REL":    func(s *Scenario) { s.Calms, s.Net.Delivers = true, true },
		"strays":       func(s *Scenario) { s.ISN, s.Strays[0] = Arbitrary, []fsm.Segment{{SEQ: issA, CTL: fsm.SYN}} },
		"window":       func(s *Scenario) { s.Ends[0].RcvBUFF = foreignBits + 1 },
	} {
		s := sound
		alter(&s)
		if _, err := newModel(s, fsm.Hardened); err == nil {
			t.Errorf("%s: a scenario out of bounds is accepted", name)
		}
	}
}
