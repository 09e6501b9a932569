package opinion_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/opinion"
)

// A fault is one that the table had and the opinion found: an event, and what
// has to come of it.
type fault struct {
	id, why string
	event   func() (fsm.Policy, fsm.TCB, fsm.Event)
	says    string
}

var faults = []fault{
	{"D1", "an ACK is owed for a segment at a closed window, also if step five drops it (3.8.6.1)",
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			return fsm.Policy{}, established(0), arrives("<SEQ=201><CTL=><DATA=1>")
		}, `ESTABLISHED, send <SEQ=301><ACK=201><CTL=ACK>`},
	{"D1b", "the same for a FIN that CLOSING or LAST-ACK ignores, with fin_zero_window=send",
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			p := fsm.Policy{FINZeroWindow: fsm.FINZeroWindowSend}
			c := after(p, established(0), finArrives(), fsm.Event{Kind: fsm.Close}, fsm.Event{Kind: fsm.Transmit})
			return p, c, arrives("<SEQ=202><ACK=301><CTL=FIN,ACK><WND=9>")
		}, `LAST-ACK, send <SEQ=302><ACK=202><CTL=ACK>`},
	{"D2", "a wrong ACK in SYN-RECEIVED draws a RST, also on a segment beyond RCV.NXT (3.10.7.4/5, 3.5.2)",
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			return fsm.Policy{}, synReceived(9), arrives("<SEQ=202><ACK=999><CTL=ACK>")
		}, `SYN-RECEIVED, send <SEQ=999><CTL=RST>`},
	{"D3", "a SYN in SYN-RECEIVED draws a challenge ACK, also if trimming removes it (3.10.7.4/4)",
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			return fsm.Policy{}, synReceived(9), arrives("<SEQ=200><CTL=SYN><DATA=2>")
		}, `SYN-RECEIVED, send <SEQ=301><ACK=201><CTL=ACK><WND=9>`},
	{"D3b", "a closed window is open for ACK, URG and RST, not for a SYN (3.10.7.4/1)",
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			return fsm.Policy{}, synReceived(0), arrives("<SEQ=201><ACK=301><CTL=SYN,ACK>")
		}, `SYN-RECEIVED, send <SEQ=301><ACK=201><CTL=ACK>`},
	{"D4", "the user is told that the urgent pointer advances (MUST-32)",
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			c := after(fsm.Policy{}, established(9), arrives("<SEQ=201><ACK=301><CTL=ACK,URG><UP=5><DATA=1>"))
			return fsm.Policy{}, c, arrives("<SEQ=202><ACK=301><CTL=ACK,URG><UP=50><DATA=1>")
		}, `ESTABLISHED, send <SEQ=301><ACK=203><CTL=ACK><WND=7>, signal "urgent data ahead"`},
	{"D5", "a RECEIVE tells that urgent octets lie beyond what it returns (3.10.3)",
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			c := after(fsm.Policy{}, established(9), arrives("<SEQ=201><ACK=301><CTL=ACK,URG><UP=5><DATA=2>"))
			return fsm.Policy{}, c, fsm.Event{Kind: fsm.Receive, Octets: 1}
		}, `ESTABLISHED, signal "urgent data ahead", reply "ok", delivered 1`},
	{"D7", "a segment opposite of the window on the circle does not span it (A07)",
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			return fsm.Policy{SpanningSegment: fsm.SpanningSegmentAccept}, established(9), arrives("<SEQ=2147483852><ACK=301><CTL=ACK>")
		}, `ESTABLISHED, send <SEQ=301><ACK=201><CTL=ACK><WND=9>`},
	{"D8", "an ACK opposite of SND.UNA on the circle acknowledges nothing",
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			return fsm.Policy{ACKRangeCheck: fsm.ACKRangeCheckOff}, established(9), arrives("<SEQ=201><ACK=2147483949><CTL=ACK>")
		}, `ESTABLISHED, send <SEQ=301><ACK=201><CTL=ACK><WND=9>`},
	{"D9", "last_ack_partial=ignore ignores the window of an ACK of nothing new, too (A18)",
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			p := fsm.Policy{LastACKPartial: fsm.LastACKPartialIgnore}
			c := after(p, established(9), finArrives(), fsm.Event{Kind: fsm.Close}, fsm.Event{Kind: fsm.Transmit})
			return p, c, arrives("<SEQ=202><ACK=301><CTL=ACK><WND=5>")
		}, `LAST-ACK`},
	{"D10", "at a closed window the segment at its edge is answered too, under edge_segment=accept and zero_window_answer=every (A56)",
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			p := fsm.Policy{EdgeSegment: fsm.EdgeSegmentAccept, ZeroWindowAnswer: fsm.ZeroWindowAnswerEvery}
			return p, established(0), arrives("<SEQ=202><ACK=301><CTL=ACK><WND=9>")
		}, `ESTABLISHED, send <SEQ=301><ACK=201><CTL=ACK>`},
	{"D11", "ooo_ack=hold does not hold the ACK of an old segment, which left_edge_segment=accept takes (A46, A64)",
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			p := fsm.Policy{LeftEdge: fsm.LeftEdgeAccept, OutOfOrderACK: fsm.OutOfOrderACKHold}
			c := after(p, established(9), arrives("<SEQ=201><ACK=301><CTL=ACK><DATA=1><WND=9>"),
				fsm.Event{Kind: fsm.Send, Octets: 1}, fsm.Event{Kind: fsm.Transmit})
			return p, c, arrives("<SEQ=201><ACK=302><CTL=ACK><DATA=1><WND=9>")
		}, `ESTABLISHED, send <SEQ=302><ACK=202><CTL=ACK><WND=8>, acknowledged 1, stop retransmission, stop user`},
	{"D12", "the octet of a probe is text for who has closed, also while the CLOSE waits in SYN-RECEIVED (SHLD-3)",
		func() (fsm.Policy, fsm.TCB, fsm.Event) {
			p := fsm.Policy{HalfDuplexClose: fsm.HalfDuplexCloseOn}
			c := after(p, synReceived(0), fsm.Event{Kind: fsm.Send, Octets: 1}, fsm.Event{Kind: fsm.Close})
			return p, c, arrives("<SEQ=201><ACK=301><CTL=ACK><DATA=1><WND=9>")
		}, `SYN-RECEIVED -> CLOSED, send <SEQ=301><CTL=RST>, answer SEND of 1 octets "connection reset", answer CLOSE "connection reset", stop retransmission, stop user`},
}

// TestFaults: each fault stays mended.
func TestFaults(t *testing.T) {
	for _, f := range faults {
		p, c, ev := f.event()
		x := opinion.Compare(fsm.MustCompile(fsm.RFC9293Table(), p))
		if !x.Agree(&c, &ev) {
			t.Errorf("%s: %s: %v", f.id, f.why, x)
		}
		if says := x.Output.String(); says != f.says {
			t.Errorf("%s: %s:\n got %s\nwant %s", f.id, f.why, says, f.says)
		}
	}
}

func finArrives() fsm.Event { return arrives("<SEQ=201><ACK=301><CTL=FIN,ACK><WND=9>") }

// established is a connection with an active opener of ISS 300 whose peer has
// begun at 200 and offers a window of 9, and whose own window is the given.
func established(window uint32) fsm.TCB {
	return after(fsm.Policy{}, fsm.TCB{},
		fsm.Event{Kind: fsm.OpenActive, Remote: fsm.Specified, ISS: 300, SndBUFF: 99, RcvBUFF: window},
		arrives("<SEQ=200><ACK=301><CTL=SYN,ACK><WND=9>"))
}

// synReceived is such a connection before it is established, after the SYN of
// the peer has crossed.
func synReceived(window uint32) fsm.TCB {
	return after(fsm.Policy{}, fsm.TCB{},
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
