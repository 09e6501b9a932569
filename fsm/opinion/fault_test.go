package opinion_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/opinion"
)

// A fault of the table: a kind of event at which it and the opinion differ, and
// the table is wrong. The list empties itself: an entry whose example does not
// differ any more fails, and so does a difference without an entry.
type fault struct {
	id  string
	why string

	at      func(x *opinion.Comparison, g *fsm.Segment) bool
	example func() (fsm.Policy, fsm.TCB, fsm.Event)
}

var faults = []fault{}

// acksNew: SND.UNA < SEG.ACK =< SND.NXT.
func acksNew(x *opinion.Comparison, g *fsm.Segment) bool {
	return uint32(g.ACK-x.Before.SND.UNA)-1 < uint32(x.Before.SND.NXT-x.Before.SND.UNA)
}

// faultAt returns the fault of the table that an event is about, or nil.
func faultAt(x *opinion.Comparison) *fault {
	for i := range faults {
		segment := x.Event.Kind == fsm.SegmentArrives
		if f := &faults[i]; segment && f.at(x, &x.Event.Segment) {
			return f
		}
	}
	return nil
}

// TestFaults: each fault is still one, and its entry finds it.
func TestFaults(t *testing.T) {
	for _, f := range faults {
		p, c, ev := f.example()
		x := opinion.Compare(fsm.MustCompile(fsm.RFC9293Table(), p))
		if x.Agree(&c, &ev) {
			t.Errorf("%s is mended: take it off the list (%s)", f.id, f.why)
		} else if !f.at(x, &ev.Segment) {
			t.Errorf("the entry %s does not find its example: %v", f.id, x)
		} else {
			t.Logf("%s: %s\n%v", f.id, f.why, x)
		}
	}
}

// established is a connection with an active opener of ISS 300 whose peer has
// begun at 200 and offers a window of 9, and whose own window is the given.
func established(window uint32) fsm.TCB {
	return after(fsm.Policy{}, fsm.TCB{},
		fsm.Event{Kind: fsm.OpenActive, Remote: fsm.Specified, ISS: 300, SndBUFF: 99, RcvBUFF: window},
		arrives("<SEQ=200><ACK=301><CTL=SYN,ACK><WND=9>"))
}

// synReceived is such a connection before it is established, after the SYN of
// the peer has crossed.
func synReceived(p fsm.Policy, window uint32) fsm.TCB {
	return after(p, fsm.TCB{},
		fsm.Event{Kind: fsm.OpenActive, Remote: fsm.Specified, ISS: 300, SndBUFF: 99, RcvBUFF: window},
		arrives("<SEQ=200><CTL=SYN><WND=9>"))
}

// after is what a machine makes of c in some events.
func after(p fsm.Policy, c fsm.TCB, events ...fsm.Event) fsm.TCB {
	m := fsm.MustCompile(fsm.RFC9293Table(), p)
	var out fsm.Output
	for i := range events {
		m.Step(&c, &events[i], &out)
	}
	return c
}

func arrives(text string) fsm.Event {
	g, err := fsm.ParseSegment(text)
	if err != nil {
		panic(err)
	}
	return fsm.Event{Kind: fsm.SegmentArrives, Segment: g}
}
