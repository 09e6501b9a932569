package oracle_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// TestTwoACKs: an end whose table answers what was never sent by an ACK, and then takes the
// text, owes two ACKs: the first at once, before the text, and the other perhaps later.
func TestTwoACKs(t *testing.T) {
	table := fsm.RFC9293Table()
	rule.ACKUnsent.In(table).Then = fsm.Continue
	variants := []oracle.Variant{{Name: "itself", Machine: fsm.MustCompile(table, fsm.Policy{ACKRangeCheck: fsm.ACKRangeCheckOff})}}
	segment := func(seq, ack fsm.Seq, ctl fsm.Control, text uint32) fsm.Segment {
		return fsm.Segment{SEQ: seq, ACK: ack, CTL: ctl, WND: 1000, Text: text}
	}
	ack := func(n fsm.Seq) fsm.Segment { return segment(101, n, fsm.ACK, 0) }
	for name, test := range map[string]struct {
		sent []fsm.Segment
		want oracle.Kind
	}{
		"both":      {[]fsm.Segment{ack(301), ack(311)}, oracle.Conforms},
		"the first": {[]fsm.Segment{ack(301)}, oracle.Conforms},
		"the other": {[]fsm.Segment{ack(311)}, oracle.Deviates},
		"neither":   {nil, oracle.Deviates},
	} {
		o := oracle.New(oracle.Options{Told: oracle.Everything, Variants: variants})
		o.Event(fsm.Event{Kind: fsm.OpenPassive, RcvBUFF: 2000})
		o.In(segment(300, 0, fsm.SYN, 0))
		o.Out(segment(100, 301, fsm.SYN|fsm.ACK, 0))
		o.In(segment(301, 101, fsm.ACK, 0))
		o.In(segment(301, 150, fsm.ACK, 10))
		worst := oracle.Conforms
		for _, g := range test.sent {
			worst = max(worst, o.Out(g).Kind)
		}
		if worst = max(worst, o.Quiet().Kind); worst != test.want {
			t.Errorf("%s: %v, not %v", name, worst, test.want)
		}
	}
}
