package fsm

import (
	"slices"
	"testing"
)

// TestColdIsWarm: when a program is laid out makes no difference to what happens.
func TestColdIsWarm(t *testing.T) {
	defer func(was uint32) { cold = was }(cold)
	live := func(interpreted uint32) (said []Output) {
		cold = interpreted
		var c TCB
		m, out := MustCompile(RFC9293Table(), Policy{}), Output{}
		for _, ev := range lifetime() {
			m.Step(&c, &ev, &out)
			said = append(said, out)
		}
		if laid := m.entries[SegmentArrives][Established].program.Load() != nil; laid != (interpreted < 40) {
			t.Errorf("a program is laid out after %d events: %v", interpreted, laid)
		}
		return said
	}
	always := live(0)
	if sometimes, never := live(20), live(1000); !slices.Equal(always, sometimes) || !slices.Equal(always, never) {
		t.Error("not the same outputs")
	}
}
