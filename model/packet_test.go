package model

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestWrong: an octet is wrong if it is not the one that belongs under its number,
// or if the user has sent none there, and the packet says so.
func TestWrong(t *testing.T) {
	const iss = 300
	e := End{Sent: 3}
	for _, c := range []struct {
		g    fsm.Segment
		from fsm.Seq
		want uint64
	}{
		{fsm.Segment{SEQ: 301, Text: 3}, 301, 0},
		{fsm.Segment{SEQ: 300, CTL: fsm.SYN, Text: 2}, 301, 0},
		{fsm.Segment{SEQ: 303, Text: 1}, 303, 0},
		{fsm.Segment{SEQ: 301, Text: 4}, 301, 1 << 3}, // one more than there are
		{fsm.Segment{SEQ: 302, Text: 2}, 301, 3},      // others
		{fsm.Segment{SEQ: 300, Text: 2}, 300, 1},      // the number of the SYN
		{fsm.Segment{SEQ: 301, Text: 1<<32 - 1}, 301, 1<<64 - 1<<3},
		{fsm.Segment{SEQ: 299}, 7, 0},
	} {
		if got := e.wrong(iss, &c.g, c.from); got != c.want {
			t.Errorf("%v from %d: %b, want %b", c.g, c.from, got, c.want)
		}
	}
	p := Packet{Segment: fsm.Segment{SEQ: 301, Text: 2}, From: 1, Wrong: 2}
	if got, want := p.String(), "<SEQ=301><CTL=><DATA=2> (other octets) #1"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for s, want := range map[fsm.Seq][2]bool{300: {}, 301: {true, true}, 302: {true, false}, 303: {}} {
		if has, right := p.bears(s); has != want[0] || has && right != want[1] {
			t.Errorf("%d: %v %v", s, has, right)
		}
	}
}
