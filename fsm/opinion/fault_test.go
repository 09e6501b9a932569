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

var faults = []fault{
	{"D1", "an ACK is owed for a segment at a closed window, and step five drops a segment without ACK before it leaves (3.8.6.1)",
		func(x *opinion.Comparison, g *fsm.Segment) bool {
			r := &x.Before.RCV
			return r.WND == 0 && g.SEQ == r.NXT && g.LEN() > 0 && !g.CTL.Has(fsm.ACK) && !g.CTL.Has(fsm.RST)
		},
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			return fsm.Policy{}, established(0), arrives("<SEQ=201><CTL=><DATA=1>")
		}},
	{"D1b", "the same where CLOSING or LAST-ACK ignores the segment, with fin_zero_window=send or last_ack_partial=ignore",
		func(x *opinion.Comparison, g *fsm.Segment) bool {
			r, s := &x.Before.RCV, x.Before.State
			return r.WND == 0 && g.SEQ == r.NXT && g.LEN() > 0 && g.CTL.Has(fsm.ACK) && (s == fsm.Closing || s == fsm.LastAck)
		},
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			p := fsm.Policy{FINZeroWindow: fsm.FINZeroWindowSend}
			c := after(p, established(0), arrives("<SEQ=201><ACK=301><CTL=FIN,ACK><WND=9>"), fsm.Event{Kind: fsm.Close}, fsm.Event{Kind: fsm.Transmit})
			return p, c, arrives("<SEQ=202><ACK=301><CTL=FIN,ACK><WND=9>")
		}},
	{"D2", "a wrong ACK in SYN-RECEIVED draws no RST if the segment begins beyond RCV.NXT (3.10.7.4/5, 3.5.2)",
		func(x *opinion.Comparison, g *fsm.Segment) bool {
			ahead := uint32(g.SEQ - x.Before.RCV.NXT)
			return x.Before.State == fsm.SynReceived && g.CTL.Has(fsm.ACK) && !acksNew(x, g) && ahead != 0 && ahead < 1<<31
		},
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			return fsm.Policy{}, synReceived(fsm.Policy{}, 9), arrives("<SEQ=202><ACK=999><CTL=ACK>")
		}},
	{"D3", "a SYN in SYN-RECEIVED that trimming removes draws no challenge ACK (3.10.7.4/4: whatever its number)",
		func(x *opinion.Comparison, g *fsm.Segment) bool {
			left := uint32(x.Before.RCV.NXT - g.SEQ)
			return x.Before.State == fsm.SynReceived && x.Before.Origin != fsm.Passive && g.CTL.Has(fsm.SYN) &&
				x.Policy.SYNInSync != fsm.SYNInSyncRFC793 && left != 0 && left < 1<<31
		},
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			return fsm.Policy{}, synReceived(fsm.Policy{}, 9), arrives("<SEQ=200><CTL=SYN><DATA=2>")
		}},
	{"D3b", "a SYN is let through a closed window, which is open for ACK, URG and RST (3.10.7.4/1)",
		func(x *opinion.Comparison, g *fsm.Segment) bool {
			return x.Before.RCV.WND == 0 && g.SEQ == x.Before.RCV.NXT && g.CTL.Has(fsm.SYN) && !g.CTL.Has(fsm.RST)
		},
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			return fsm.Policy{}, synReceived(fsm.Policy{}, 0), arrives("<SEQ=201><ACK=301><CTL=SYN,ACK>")
		}},
	{"D4", "the user is not told that the urgent pointer advances (MUST-32)",
		func(x *opinion.Comparison, g *fsm.Segment) bool {
			r := &x.Before.RCV
			return (r.Urgent || r.UPHeld) && g.CTL.Has(fsm.URG) && uint32(r.UP-g.SEQ)-g.UP >= 1<<31
		},
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			c := after(fsm.Policy{}, established(9), arrives("<SEQ=201><ACK=301><CTL=ACK,URG><UP=5><DATA=1>"))
			return fsm.Policy{}, c, arrives("<SEQ=202><ACK=301><CTL=ACK,URG><UP=50><DATA=1>")
		}},
	{"D5", "a RECEIVE does not tell that urgent octets lie beyond what it returns (3.10.3)",
		func(x *opinion.Comparison, _ *fsm.Segment) bool {
			return x.Event.Kind == fsm.Receive && x.Before.RCV.Urgent && x.Output.Delivered > 0
		},
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			c := after(fsm.Policy{}, established(9), arrives("<SEQ=201><ACK=301><CTL=ACK,URG><UP=5><DATA=2>"))
			return fsm.Policy{}, c, fsm.Event{Kind: fsm.Receive, Octets: 1}
		}},
	{"D7", "a segment opposite of the window on the circle is taken for one that spans it, and octets that never came are counted (A07)",
		func(x *opinion.Comparison, g *fsm.Segment) bool {
			r := &x.Before.RCV
			left := uint32(r.NXT - g.SEQ)
			return x.Policy.SpanningSegment == fsm.SpanningSegmentAccept && left <= 1<<31 && left > 1<<30 && uint64(g.LEN()) <= uint64(left)+uint64(r.WND)
		},
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			return fsm.Policy{SpanningSegment: fsm.SpanningSegmentAccept}, established(9), arrives("<SEQ=2147483852><ACK=301><CTL=ACK>")
		}},
	{"D8", "an ACK opposite of SND.UNA on the circle is taken for SND.UNA < SEG.ACK =< SND.NXT, and 2^31 octets count as acknowledged",
		func(x *opinion.Comparison, g *fsm.Segment) bool { return g.ACK-x.Before.SND.UNA == 1<<31 },
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			return fsm.Policy{ACKRangeCheck: fsm.ACKRangeCheckOff}, established(9), arrives("<SEQ=201><ACK=2147483949><CTL=ACK>")
		}},
	{"D9", "last_ack_partial=ignore drops an ACK that does not cover our FIN, but takes the window of one that acknowledges nothing new (A18)",
		func(x *opinion.Comparison, g *fsm.Segment) bool {
			return x.Policy.LastACKPartial == fsm.LastACKPartialIgnore && x.Before.State == fsm.LastAck && g.CTL.Has(fsm.ACK) && !acksNew(x, g)
		},
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			p := fsm.Policy{LastACKPartial: fsm.LastACKPartialIgnore}
			c := after(p, established(9), arrives("<SEQ=201><ACK=301><CTL=FIN,ACK><WND=9>"), fsm.Event{Kind: fsm.Close}, fsm.Event{Kind: fsm.Transmit})
			return p, c, arrives("<SEQ=202><ACK=301><CTL=ACK><WND=5>")
		}},
}

// acksNew: SND.UNA < SEG.ACK =< SND.NXT.
func acksNew(x *opinion.Comparison, g *fsm.Segment) bool {
	return uint32(g.ACK-x.Before.SND.UNA)-1 < uint32(x.Before.SND.NXT-x.Before.SND.UNA)
}

// faultAt returns the fault of the table that an event is about, or nil.
func faultAt(x *opinion.Comparison) *fault {
	for i := range faults {
		segment := x.Event.Kind == fsm.SegmentArrives
		if f := &faults[i]; (segment || f.id == "D5") && f.at(x, &x.Event.Segment) {
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
