package fsm

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// enums lists every enumeration with a String method: which of its values have
// a name, and how the i-th one prints.
var enums = []struct {
	typ   string
	named func(i int) bool
	text  func(i uint8) string
}{
	{"State", below(int(numStates)), func(i uint8) string { return State(i).String() }},
	{"EventKind", below(int(numEvents)), func(i uint8) string { return EventKind(i).String() }},
	{"Remote", below(3), func(i uint8) string { return Remote(i).String() }},
	{"Family", below(2), func(i uint8) string { return Family(i).String() }},
	{"Timestamp", below(4), func(i uint8) string { return Timestamp(i).String() }},
	{"Origin", below(4), func(i uint8) string { return Origin(i).String() }},
	{"Timer", below(int(numTimers)), func(i uint8) string { return Timer(i).String() }},
	{"Reply", below(int(numReplies)), func(i uint8) string { return Reply(i).String() }},
	{"Signal", below(int(numSignals)), func(i uint8) string { return Signal(i).String() }},
	{"Fact", func(i int) bool { return slices.Contains(AllFacts(), Fact(i)) }, func(i uint8) string { return Fact(i).String() }},
	{"Effect", below(int(numEffects)), func(i uint8) string { return Effect(i).String() }},
	{"Flow", below(int(numFlows)), func(i uint8) string { return Flow(i).String() }},
	{"Target", below(int(numTargets)), func(i uint8) string { return Target(i).String() }},
}

func below(n int) func(int) bool { return func(i int) bool { return i < n } }

func TestEveryValueHasItsOwnName(t *testing.T) {
	for _, e := range enums {
		seen := make(map[string]int)
		for i := range 256 {
			text, number := e.text(uint8(i)), fmt.Sprintf("%s(%d)", e.typ, i)
			if named := text != number; named != e.named(i) {
				t.Errorf("%s prints as %q", number, text)
			}
			if first, again := seen[fold(text)]; again {
				t.Errorf("%s and %s(%d) both print as %q", number, e.typ, first, text)
			}
			seen[fold(text)] = i
		}
	}
}

func TestSetsListTheirMembers(t *testing.T) {
	for _, test := range []struct {
		set  fmt.Stringer
		want string
	}{
		{States(0), ""},
		{StatesOf(Listen, Closed), "CLOSED,LISTEN"},
		{States(1 << 15), "State(15)"},
		{sendCall | receiveCall, "SEND,RECEIVE"},
		{Events(1 << 31), "EventKind(31)"},
		{Timers(1<<Retransmission | 1<<TimeWait2MSL), "retransmission,2MSL"},
		{Timers(1 << 7), "Timer(7)"},
		{Signals(1<<SignalReset | 1<<SignalGivenUp), "connection reset,R2 reached"},
		{Signals(1 << 15), "Signal(15)"},
		{Control(0), ""},
		{SYN | ACK, "SYN,ACK"},
		{FIN | ACK, "FIN,ACK"},
		{RST | ACK, "RST,ACK"},
		{FIN | SYN | RST | PSH | ACK | URG, "SYN,FIN,RST,ACK,PSH,URG"},
		{SYN | 0xC0, "SYN,Control(192)"},
	} {
		if got := test.set.String(); got != test.want {
			t.Errorf("%T: got %q, want %q", test.set, got, test.want)
		}
	}
}

func TestSegmentText(t *testing.T) {
	for _, test := range []struct {
		segment Segment
		want    string
	}{
		{Segment{}, "<SEQ=0><CTL=>"},
		{Segment{SEQ: 100, ACK: 7, UP: 7, CTL: SYN}, "<SEQ=100><CTL=SYN>"},
		{Segment{SEQ: 100, ACK: 301, CTL: SYN | ACK}, "<SEQ=100><ACK=301><CTL=SYN,ACK>"},
		{Segment{SEQ: 1, ACK: 0, CTL: ACK}, "<SEQ=1><ACK=0><CTL=ACK>"},
		{Segment{SEQ: 1<<32 - 1, CTL: URG, Text: 10, WND: 4096, MSS: 1460, UP: 3},
			"<SEQ=4294967295><CTL=URG><DATA=10><WND=4096><UP=3><MSS=1460>"},
	} {
		if got := test.segment.String(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

func TestEventText(t *testing.T) {
	for _, test := range []struct {
		event Event
		want  string
	}{
		{Event{}, "OPEN passive"},
		{Event{Kind: OpenActive, ISS: 100, MSS: 1460}, "OPEN active ISS=100 MSS=1460"},
		{Event{Kind: OpenPassive, ISS: 100, SndBUFF: 1, RcvBUFF: 2, MMS: 576, Remote: Specified, Family: IPv6},
			"OPEN passive MMS=576 SND.BUFF=1 RCV.BUFF=2 remote specified IPv6"},
		{Event{Kind: Send, Octets: 10, Urgent: true}, "SEND 10 octets urgent"},
		{Event{Kind: Send, ISS: 5, Octets: 10, Remote: Invalid}, "SEND ISS=5 10 octets remote invalid"},
		{Event{Kind: Receive, Octets: 10, Urgent: true}, "RECEIVE 10 octets"},
		{Event{Kind: Close, Octets: 10, Unpermitted: true, NoResources: true}, "CLOSE unpermitted no resources"},
		{Event{Kind: SegmentArrives, Segment: Segment{SEQ: 9, CTL: SYN}, ISS: 70, Timestamp: NewerTimestamp},
			"SEGMENT ARRIVES <SEQ=9><CTL=SYN> ISS=70 newer timestamp"},
		{Event{Kind: TimeWaitTimeout, Octets: 3, Unpermitted: true}, "TIME-WAIT TIMEOUT"},
		{Event{Kind: 200, Octets: 3}, "EventKind(200)"},
	} {
		if got := test.event.String(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func heldOf(runs ...Run) (h Held) {
	for _, r := range runs {
		h.append(r)
	}
	return h
}

func TestTCBText(t *testing.T) {
	for _, test := range []struct {
		tcb  TCB
		want string
	}{
		{TCB{}, "CLOSED"},
		{TCB{State: Listen, Origin: Passive, RemoteKnown: true, RCV: ReceiveSequence{Want: 5}},
			"LISTEN, passive, remote specified, RECEIVE of 5 octets outstanding"},
		{TCB{State: SynSent, Origin: Active, ISS: 100, Timers: 1 << Retransmission,
			SND: SendSequence{UNA: 100, NXT: 101, Wait: 3}},
			"SYN-SENT ISS=100 SND.UNA=100 SND.NXT=101, active, 3 octets waiting, timers retransmission"},
		{TCB{State: SynReceived, Origin: Reopened, ISS: 100, IRS: 300, OldNXT: 7, OldRCV: 8, CloseQueued: true,
			CloseOutstanding: true, SND: SendSequence{UNA: 100, NXT: 101, WND: 9}, RCV: ReceiveSequence{NXT: 301, WND: 4}},
			"SYN-RECEIVED ISS=100 SND.UNA=100 SND.NXT=101 SND.WND=9 IRS=300 RCV.NXT=301 RCV.WND=4 OLD.NXT=7 OLD.RCV=8, " +
				"reopened, CLOSE queued, CLOSE outstanding"},
		{TCB{State: Established, SYNAcked: true, SND: SendSequence{UNA: 101, NXT: 101, UP: 102, Urgent: true, WND: 4096},
			RCV: ReceiveSequence{NXT: 301, WND: 4096}, Probed: true},
			"ESTABLISHED SND.UNA=101 SND.NXT=101 SND.WND=4096 RCV.NXT=301 RCV.WND=4096, SND.UP=102, probed"},
		{TCB{State: FinWait1, SYNAcked: true, FINSent: true, FINSeq: 101, SND: SendSequence{UNA: 101, NXT: 102},
			RCV: ReceiveSequence{NXT: 5, UP: 9, USER: 2, Pushed: true, Urgent: true,
				Held: heldOf(Run{6, 9}, Run{12, 14}), FINHeld: true, FINSeq: 14}},
			"FIN-WAIT-1 SND.UNA=101 SND.NXT=102 SND.WND=0 RCV.NXT=5 RCV.WND=0, FIN sent at 101, " +
				"2 octets unread, pushed, urgent mode to 9, held [6,9) [12,14), FIN held at 14"},
	} {
		if got := test.tcb.String(); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func TestOutputText(t *testing.T) {
	full := Output{
		From: SynSent, To: Established, Reply: OK, Signals: 1<<SignalUrgent | 1<<SignalClosing,
		Answered:  Answered{Send: CallReset, Octets: 3, Receive: ConnectionClosing, Close: CallTimedOut},
		Delivered: 3, Acked: 4, Started: 1<<Retransmission | 1<<User, Stopped: 1 << Persist, nsegs: 2,
		segments: [MaxSegments]Segment{{SEQ: 1, CTL: RST}, {SEQ: 2, CTL: SYN}},
	}
	for _, test := range []struct {
		output Output
		want   string
	}{
		{Output{}, "CLOSED"},
		{Output{From: Listen, To: Listen, Reply: ConnectionExists}, `LISTEN, reply "error: connection already exists"`},
		{full, `SYN-SENT -> ESTABLISHED, send <SEQ=1><CTL=RST>, send <SEQ=2><CTL=SYN>, ` +
			`signal "connection closing", signal "urgent data ahead", reply "ok", ` +
			`answer SEND of 3 octets "connection reset", answer RECEIVE "error: connection closing", ` +
			`answer CLOSE "error: connection aborted due to user timeout", delivered 3, acknowledged 4, ` +
			`start retransmission, start user, stop persist`},
	} {
		if got := test.output.String(); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func TestPolicyText(t *testing.T) {
	for _, test := range []struct {
		policy Policy
		want   string
	}{
		{Policy{}, "default"},
		{Policy{KeepAlive: KeepAliveOff}, "default"},
		{Policy{SYNFIN: SYNFINIgnore, KeepAlive: KeepAliveOn}, "syn_fin=ignore,keep_alive=on"},
		{Policy{SYNFIN: KeepAliveOn}, fmt.Sprintf("syn_fin=Choice(%d)", KeepAliveOn)},
		{Policy{SYNFIN: 255}, "syn_fin=Choice(255)"},
	} {
		if got := test.policy.String(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

// TestAnyValuePrints prints values that no connection ever has. fmt turns a
// panic of a String method, and a wrong format, into text with "%!".
func TestAnyValuePrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, v := range []fmt.Stringer{anyEvent(t), anyTCB(t), anyOutput(t), anyPolicy(t)} {
			if text := fmt.Sprint(v); text == "" || strings.Contains(text, "%!") {
				t.Fatalf("%T prints as %q", v, text)
			}
		}
	})
}

func byteOf[T ~uint8](t *rapid.T, label string) T { return T(rapid.Uint8().Draw(t, label)) }

func anyBool(t *rapid.T) bool { return rapid.Bool().Draw(t, "bool") }

func anySegment(t *rapid.T) Segment {
	n := rapid.Uint32()
	return Segment{
		SEQ: Seq(n.Draw(t, "SEQ")), ACK: Seq(n.Draw(t, "ACK")), WND: n.Draw(t, "WND"), Text: n.Draw(t, "Text"),
		UP: n.Draw(t, "UP"), MSS: rapid.Uint16().Draw(t, "MSS"), CTL: byteOf[Control](t, "CTL"),
	}
}

func anyEvent(t *rapid.T) Event {
	n := rapid.Uint32()
	return Event{
		Kind: EventKind(rapid.Uint8Range(0, uint8(numEvents)).Draw(t, "Kind")), Segment: anySegment(t),
		ISS: Seq(n.Draw(t, "ISS")), Octets: n.Draw(t, "Octets"), Remote: byteOf[Remote](t, "Remote"),
		Family: byteOf[Family](t, "Family"), Timestamp: byteOf[Timestamp](t, "Timestamp"),
		Urgent: anyBool(t), Unpermitted: anyBool(t), NoResources: anyBool(t),
	}
}

func anyTCB(t *rapid.T) TCB {
	n := rapid.Uint32()
	return TCB{
		State: State(rapid.Uint8Range(0, uint8(numStates)).Draw(t, "State")), Origin: byteOf[Origin](t, "Origin"),
		SYNAcked: anyBool(t), FINSent: anyBool(t), CloseQueued: anyBool(t), Timers: byteOf[Timers](t, "Timers"),
		SND: SendSequence{UNA: Seq(n.Draw(t, "UNA")), UP: Seq(n.Draw(t, "UP")), Wait: n.Draw(t, "Wait")},
		RCV: ReceiveSequence{
			USER: n.Draw(t, "USER"), Want: n.Draw(t, "Want"), Urgent: anyBool(t), FINHeld: anyBool(t),
			Held: heldOf(make([]Run, rapid.IntRange(0, MaxHeld).Draw(t, "runs"))...),
		},
	}
}

func anyOutput(t *rapid.T) Output {
	return Output{
		From: byteOf[State](t, "From"), To: byteOf[State](t, "To"), Reply: byteOf[Reply](t, "Reply"),
		Answered: Answered{
			Send: byteOf[Reply](t, "Send"), Receive: byteOf[Reply](t, "Receive"), Close: byteOf[Reply](t, "Close"),
		},
		Signals: Signals(rapid.Uint16().Draw(t, "Signals")),
		Started: byteOf[Timers](t, "Started"), Stopped: byteOf[Timers](t, "Stopped"),
		segments: [MaxSegments]Segment{anySegment(t)}, nsegs: uint8(rapid.IntRange(0, MaxSegments).Draw(t, "nsegs")),
	}
}

func anyPolicy(t *rapid.T) (p Policy) {
	for i := range options {
		*options[i].field(&p) = byteOf[Choice](t, options[i].Name)
	}
	return p
}
