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

// TestFullWindowsStall: two ends have received half of what fills the window of
// each, and the ACKs of that were lost. Now every ACK stands on the right edge
// of the other's window, every repeated segment left of it, and none of them is
// acceptable: nothing moves any more, however often timers expire and whatever
// the network delivers (A53).
func TestFullWindowsStall(t *testing.T) {
	for choice, stalls := range map[fsm.Choice]bool{fsm.EdgeSegmentReject: true, fsm.EdgeSegmentAccept: false} {
		m := fsm.MustCompile(fsm.RFC9293Table(), fsm.Policy{}.With(choice))
		a, b := &peer{m: m}, &peer{m: m}
		b.step(fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 40, RcvBUFF: 40, MSS: 20})
		open := fsm.Event{Kind: fsm.OpenActive, Remote: fsm.Specified, ISS: 99, SndBUFF: 40, RcvBUFF: 40, MSS: 20}
		arrive(b, a, a.step(open), 9)

		fromA, fromB := a.send(20), b.send(20)
		arrive(b, a, fromA, 1) // and what it answers is lost
		arrive(a, b, fromB, 1)
		a.send(20) // lost
		b.send(20)
		una := a.tcb.SND.UNA
		for range 50 {
			arrive(b, a, a.step(fsm.Event{Kind: fsm.RetransmissionTimeout}), 20)
			arrive(a, b, b.step(fsm.Event{Kind: fsm.RetransmissionTimeout}), 20)
		}
		if stalled := a.tcb.SND.UNA == una; stalled != stalls {
			t.Errorf("%v: stalled %v\n%v\n%v", choice, stalled, &a.tcb, &b.tcb)
		}
	}
}

func receive(octets uint32) fsm.Event { return fsm.Event{Kind: fsm.Receive, Octets: octets} }

// reread are edges that a second reading of section 3.10 asked for.
var reread = []edge{
	{name: "MUST-33: a FIN is no octet, the last urgent one is still unread",
		before: after(opened, "<SEQ=101><ACK=301><CTL=ACK,URG><DATA=10><UP=5><WND=4096>", "<SEQ=111><ACK=301><CTL=FIN,ACK><WND=4096>"),
		then:   receive(4), state: fsm.CloseWait, tells: "delivered 4"},
	{name: "MUST-33: the end of urgent octets that a FIN delivers",
		before: after(opened, receive(100)),
		then:   "<SEQ=101><ACK=301><CTL=FIN,ACK,URG><DATA=10><UP=10><WND=4096>", state: fsm.CloseWait,
		sends: "<SEQ=301><ACK=112><CTL=ACK>",
		tells: "delivered 10; RECEIVE: error: connection closing; connection closing; urgent data ahead; no more urgent data"},
	{name: "MAY-17: an early PUSH does not undo a later one",
		before: after(opened, receive(100),
			"<SEQ=131><ACK=301><CTL=ACK,PSH><DATA=10><WND=4096>", "<SEQ=111><ACK=301><CTL=ACK,PSH><DATA=10><WND=4096>",
			"<SEQ=101><ACK=301><CTL=ACK><DATA=10><WND=4096>"),
		then: "<SEQ=121><ACK=301><CTL=ACK><DATA=10><WND=4096>", state: fsm.Established,
		sends: "<SEQ=301><ACK=141><CTL=ACK>", tells: "delivered 40; RECEIVE: ok"},
	{name: "MAY-17: a PUSH that is due is used up",
		before: after(opened,
			"<SEQ=111><ACK=301><CTL=ACK,PSH><DATA=10><WND=4096>", "<SEQ=101><ACK=301><CTL=ACK,PSH><DATA=10><WND=4096>",
			receive(20), receive(100)),
		then: "<SEQ=121><ACK=301><CTL=ACK><DATA=10><WND=4096>", state: fsm.Established, sends: "<SEQ=301><ACK=131><CTL=ACK>"},
	{name: "MUST-32: an urgent pointer behind RCV.NXT, ahead of what the user has received",
		before: after(opened, "<SEQ=101><ACK=301><CTL=ACK><DATA=10><WND=4096>"),
		then:   "<SEQ=106><ACK=301><CTL=ACK,URG><DATA=6><UP=5><WND=4096>", state: fsm.Established,
		sends: "<SEQ=301><ACK=112><CTL=ACK>", tells: "urgent data ahead"},
	{name: "MUST-46: SEND in LISTEN to an invalid address", before: []any{openPassive},
		then: fsm.Event{Kind: fsm.Send, Octets: 1, Remote: fsm.Invalid}, state: fsm.Listen, tells: "error: invalid remote address"},
	{name: "A03: OPEN from TIME-WAIT asks for the right to it", under: []fsm.Choice{fsm.OpenFromTimeWaitReuse}, before: timeWaiting,
		then:  fsm.Event{Kind: fsm.OpenActive, Remote: fsm.Specified, ISS: 9000, Unpermitted: true},
		state: fsm.TimeWait, tells: "error: connection illegal for this process"},
	{name: "A13: SYN,FIN by the letter answers a RECEIVE", under: []fsm.Choice{fsm.SYNFINLiteral}, before: []any{openPassive, receive(10)},
		then: "<SEQ=100><CTL=SYN,FIN><WND=4096>", state: fsm.CloseWait, sends: "<SEQ=300><ACK=101><CTL=SYN,ACK> <SEQ=301><ACK=102><CTL=ACK>",
		tells: "RECEIVE: error: connection closing; connection closing"},
	{name: "A13: SYN,FIN in SYN-SENT is queued, by the letter too", under: []fsm.Choice{fsm.SYNFINLiteral},
		before: []any{openActive, "<SEQ=100><CTL=SYN,FIN><WND=4096>"},
		then:   "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.CloseWait, sends: "<SEQ=301><ACK=102><CTL=ACK>", tells: "connection closing"},
	{name: "A50: a wrong ACK does not set free a FIN that is queued", under: []fsm.Choice{fsm.BadACKInSynReceivedContinue},
		before: []any{openPassive, "<SEQ=100><CTL=SYN,FIN><WND=4096>"},
		then:   "<SEQ=101><ACK=999><CTL=ACK><WND=4096>", state: fsm.SynReceived, sends: "<SEQ=999><CTL=RST>"},
	{name: "SHLD-3: text of the SYN after a full close", under: []fsm.Choice{fsm.HalfDuplexCloseOn},
		before: []any{openPassive, "<SEQ=100><CTL=SYN><DATA=5><WND=4096>", closeCall},
		then:   "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.Closed, sends: "<SEQ=301><CTL=RST>", tells: "CLOSE: connection reset"},
	{name: "A21: nothing is received from an aborted connection", under: []fsm.Choice{fsm.AbortToTimeWait},
		before: after(opened, "<SEQ=101><ACK=301><CTL=ACK><DATA=10><WND=4096>", fsm.Event{Kind: fsm.Abort}),
		then:   receive(10), state: fsm.TimeWait, tells: "error: connection closing"},
	{name: "A46: text whose ACK is of nothing sent is not held", under: []fsm.Choice{fsm.ACKRangeCheckOff, fsm.OutOfOrderACKHold},
		before: opened, then: "<SEQ=111><ACK=999><CTL=ACK><DATA=10><WND=4096>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "MUST-37: an ACK that is not acceptable answers a probe all the same",
		before: after(opened, "<SEQ=101><ACK=301><CTL=ACK>", sendTen, fsm.Event{Kind: fsm.PersistTimeout}, "<SEQ=99><ACK=301><CTL=ACK>"),
		then:   fsm.Event{Kind: fsm.R2Reached}, state: fsm.Established},
}

// TestReread runs them.
func TestReread(t *testing.T) { runEdges(t, reread) }

// TestStartedTimersRun: a timer that one step starts and stops is not started.
func TestStartedTimersRun(t *testing.T) {
	m := fsm.MustCompile(fsm.RFC9293Table(), fsm.Policy{FinWait2Timeout: fsm.FinWait2TimeoutOn})
	var c fsm.TCB
	var out fsm.Output
	for _, x := range after(closed, "<SEQ=101><ACK=302><CTL=FIN,ACK><WND=4096>") {
		ev := event(x)
		m.Step(&c, &ev, &out)
	}
	if c.State != fsm.TimeWait || out.Started != 1<<fsm.TimeWait2MSL {
		t.Errorf("%v: %v", &c, &out)
	}
}

// TestUrgentPointerFitsItsField: SEG.UP has 16 bits, urgent octets may be more
// (MUST-31).
func TestUrgentPointerFitsItsField(t *testing.T) {
	p := &peer{m: fsm.RFC9293}
	for _, x := range []any{fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 1 << 20, RcvBUFF: 9}, "<SEQ=100><CTL=SYN><WND=65535>", "<SEQ=101><ACK=301><CTL=ACK><WND=65535>",
		fsm.Event{Kind: fsm.Send, Octets: 70000, Urgent: true}} {
		p.step(event(x))
	}
	if g := p.step(transmit); len(g) != 1 || g[0].UP != 1<<16-1 {
		t.Errorf("%v", g)
	}
}
