package fsm_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A peer is one of two machines that a test drives by hand.
type peer struct {
	m   *fsm.Machine
	tcb fsm.TCB
}

// step applies ev and returns the segments that the end sends.
func (e *peer) step(ev fsm.Event) []fsm.Segment {
	var out fsm.Output
	e.m.Step(&e.tcb, &ev, &out)
	return append([]fsm.Segment(nil), out.Segments()...)
}

func (e *peer) send(octets uint32) []fsm.Segment {
	e.step(fsm.Event{Kind: fsm.Send, Octets: octets})
	return e.step(fsm.Event{Kind: fsm.Transmit})
}

// arrive delivers the segments, and what they are answered with to the other
// end, until nobody says anything more or limit segments have been delivered.
func arrive(to, from *peer, segments []fsm.Segment, limit int) (delivered int) {
	for ; len(segments) > 0 && delivered < limit; delivered++ {
		segments = to.step(fsm.Event{Kind: fsm.SegmentArrives, Segment: segments[0], ISS: 299})
		to, from = from, to
	}
	return delivered
}

// TestFullWindowsAnswerEachOther: two ends that have filled each other's window
// and lost its front stand on the right edge of it, where the text accepts no
// empty segment (A53).
func TestFullWindowsAnswerEachOther(t *testing.T) {
	for choice, endless := range map[fsm.Choice]bool{fsm.EdgeSegmentReject: true, fsm.EdgeSegmentAccept: false} {
		m := fsm.MustCompile(fsm.RFC9293Table(), fsm.Policy{}.With(choice))
		a, b := &peer{m: m}, &peer{m: m}
		b.step(fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 40, RcvBUFF: 40})
		arrive(b, a, a.step(fsm.Event{Kind: fsm.OpenActive, Remote: fsm.Specified, ISS: 99, SndBUFF: 40, RcvBUFF: 40}), 9)
		if a.tcb.State != fsm.Established || b.tcb.State != fsm.Established {
			t.Fatalf("%v; %v", &a.tcb, &b.tcb)
		}

		a.send(20) // lost
		b.send(40) // lost
		const limit = 100
		if n := arrive(b, a, a.send(20), limit); (n == limit) != endless {
			t.Errorf("%v: %d segments, endless %v", choice, n, endless)
		}
	}
}
