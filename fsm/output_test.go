package fsm

import "testing"

// TestSame holds that outputs are the same whatever rules fired and whatever is left of
// an earlier step, and differ in anything that leaves the machine.
func TestSame(t *testing.T) {
	var a, b Output
	a.nsegs, b.nsegs = 1, 1
	a.segments[0], b.segments[0] = Segment{SEQ: 1, CTL: ACK}, Segment{SEQ: 1, CTL: ACK}
	a.segments[1], a.octets[1] = Segment{SEQ: 9}, 9 // of the step before
	a.fired[0], a.nfired = 7, 1
	if !a.Same(&b) {
		t.Error("outputs that say the same are told apart")
	}
	for name, change := range map[string]func(*Output){
		"the state":      func(o *Output) { o.To = Established },
		"a reply":        func(o *Output) { o.Reply = OK },
		"a signal":       func(o *Output) { o.Signals = 1 << SignalReset },
		"a timer":        func(o *Output) { o.Stopped = 1 },
		"octets":         func(o *Output) { o.Delivered = 1 },
		"a segment":      func(o *Output) { o.segments[0].SEQ++ },
		"their number":   func(o *Output) { o.nsegs = 2 },
		"which text":     func(o *Output) { o.octets[0]++ },
		"answered calls": func(o *Output) { o.Answered.Close = OK },
	} {
		c := b
		if change(&c); a.Same(&c) || c.Same(&a) {
			t.Errorf("%s makes no difference", name)
		}
	}
}
