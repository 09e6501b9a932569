package fsm_test

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"
	"github.com/tcpfsm/tcpfsm/fsm"
	"pgregory.net/rapid"
)

// An edge is a connection brought somewhere by what is in before, and one
// segment or call that then has several consequences at once. A string stands
// for the segment that arrives. The peer numbers from 100, we from 300.
type edge struct {
	name   string
	under  []fsm.Choice
	before []any
	then   any
	state  fsm.State
	sends  string // the segments of the last event, windows left out
	tells  string // what the user hears of it
}

// The ways to a state that the edges begin with.
var (
	openPassive = fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 4096, RcvBUFF: 4096}
	openActive  = fsm.Event{Kind: fsm.OpenActive, SndBUFF: 4096, RcvBUFF: 4096, Remote: fsm.Specified}
	sendTen     = fsm.Event{Kind: fsm.Send, Octets: 10}
	closeCall   = fsm.Event{Kind: fsm.Close}
	transmit    = fsm.Event{Kind: fsm.Transmit}

	passiveOpening = []any{openPassive, "<SEQ=100><CTL=SYN><WND=4096>"}
	activeOpening  = []any{openActive, "<SEQ=100><CTL=SYN><WND=4096>"}
	opened         = after(passiveOpening, "<SEQ=101><ACK=301><CTL=ACK><WND=4096>")
	closed         = after(opened, closeCall, transmit)
	closedOpening  = after(passiveOpening, closeCall, transmit)
	lastAck        = after(opened, "<SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>", sendTen, closeCall, transmit, transmit)
	timeWaiting    = after(closed, "<SEQ=101><ACK=302><CTL=FIN,ACK><WND=4096>")
)

func after(first []any, then ...any) []any { return append(first[:len(first):len(first)], then...) }

// edges are those that section 3.10 yields only by composition: one segment
// that passes several steps, or a step that meets what an earlier one queued.
var edges = []edge{
	{name: "SYN,ACK,FIN in SYN-SENT is taken whole", before: []any{openActive},
		then: "<SEQ=100><ACK=301><CTL=SYN,FIN,ACK><WND=4096>", state: fsm.CloseWait,
		sends: "<SEQ=301><ACK=102><CTL=ACK>", tells: "connection closing"},
	{name: "SYN,ACK,FIN with text in SYN-SENT draws one ACK", before: []any{openActive, fsm.Event{Kind: fsm.Receive, Octets: 99}},
		then: "<SEQ=100><ACK=301><CTL=SYN,FIN,ACK><DATA=10><WND=4096>", state: fsm.CloseWait,
		sends: "<SEQ=301><ACK=112><CTL=ACK>", tells: "delivered 10; RECEIVE: error: connection closing; connection closing"},
	{name: "ACK,FIN in SYN-RECEIVED is taken whole", before: passiveOpening,
		then: "<SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>", state: fsm.CloseWait,
		sends: "<SEQ=301><ACK=102><CTL=ACK>", tells: "connection closing"},
	{name: "A13: a FIN held from the SYN is taken with the ACK of ours",
		before: []any{openPassive, "<SEQ=100><CTL=SYN,FIN><WND=4096>"},
		then:   "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.CloseWait,
		sends: "<SEQ=301><ACK=102><CTL=ACK>", tells: "connection closing"},
	{name: "A13: text and FIN held from the SYN are taken together",
		before: []any{openPassive, fsm.Event{Kind: fsm.Receive, Octets: 10}, "<SEQ=100><CTL=SYN,FIN><DATA=10><WND=4096>"},
		then:   "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.CloseWait,
		sends: "<SEQ=301><ACK=112><CTL=ACK>", tells: "delivered 10; RECEIVE: ok; connection closing"},
	{name: "A13: SYN,FIN in LISTEN by the letter", under: []fsm.Choice{fsm.SYNFINLiteral}, before: []any{openPassive},
		then: "<SEQ=100><CTL=SYN,FIN><WND=4096>", state: fsm.CloseWait,
		sends: "<SEQ=300><ACK=101><CTL=SYN,ACK> <SEQ=301><ACK=102><CTL=ACK>", tells: "connection closing"},

	{name: "a queued CLOSE runs when ESTABLISHED is entered", before: after(passiveOpening, sendTen, closeCall),
		then: "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.FinWait1},
	{name: "A12: after the segment, its FIN comes first", before: after(passiveOpening, sendTen, closeCall),
		then: "<SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>", state: fsm.CloseWait,
		sends: "<SEQ=301><ACK=102><CTL=ACK>", tells: "connection closing"},
	{name: "A12: after the segment, LAST-ACK follows the octets",
		before: after(passiveOpening, sendTen, closeCall, "<SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>", transmit),
		then:   transmit, state: fsm.LastAck, sends: "<SEQ=311><ACK=102><CTL=FIN,ACK>"},
	{name: "A12: at ESTABLISHED, the CLOSE comes first", under: []fsm.Choice{fsm.QueuedCloseAtEstablished},
		before: after(passiveOpening, sendTen, closeCall),
		then:   "<SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>", state: fsm.Closing,
		sends: "<SEQ=301><ACK=102><CTL=ACK>", tells: "connection closing"},
	{name: "A12: at ESTABLISHED, CLOSING still sends octets, then FIN", under: []fsm.Choice{fsm.QueuedCloseAtEstablished},
		before: after(passiveOpening, sendTen, closeCall, "<SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>", transmit),
		then:   transmit, state: fsm.Closing, sends: "<SEQ=311><ACK=102><CTL=FIN,ACK>"},
	{name: "A30: FIN and ACK of ours in FIN-WAIT-1", before: closed,
		then: "<SEQ=101><ACK=302><CTL=FIN,ACK><WND=4096>", state: fsm.TimeWait,
		sends: "<SEQ=302><ACK=102><CTL=ACK>", tells: "CLOSE: ok; connection closing; 2MSL starts"},
	{name: "FIN without ACK of ours in FIN-WAIT-1", before: closed,
		then: "<SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>", state: fsm.Closing,
		sends: "<SEQ=302><ACK=102><CTL=ACK>", tells: "connection closing"},
	{name: "an ACK of everything before our FIN has left", before: after(opened, closeCall),
		then: "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.FinWait1},
	{name: "text, FIN and ACK of ours in FIN-WAIT-1", before: closed,
		then: "<SEQ=101><ACK=302><CTL=FIN,ACK><DATA=10><WND=4096>", state: fsm.TimeWait,
		sends: "<SEQ=302><ACK=112><CTL=ACK>", tells: "CLOSE: ok; connection closing; 2MSL starts"},
	{name: "A24: a FIN that came early is taken with the missing text in FIN-WAIT-2",
		before: after(closed, "<SEQ=111><ACK=302><CTL=FIN,ACK><WND=4096>"),
		then:   "<SEQ=101><ACK=302><CTL=ACK><DATA=10><WND=4096>", state: fsm.TimeWait,
		sends: "<SEQ=302><ACK=112><CTL=ACK>", tells: "connection closing; 2MSL starts"},

	{name: "A26: ACK of SYN and FIN at once", before: closedOpening,
		then: "<SEQ=101><ACK=302><CTL=ACK><WND=4096>", state: fsm.FinWait2, tells: "CLOSE: ok"},
	{name: "A26: ACK of SYN and FIN at once, with FIN", before: closedOpening,
		then: "<SEQ=101><ACK=302><CTL=FIN,ACK><WND=4096>", state: fsm.TimeWait,
		sends: "<SEQ=302><ACK=102><CTL=ACK>", tells: "CLOSE: ok; connection closing; 2MSL starts"},
	{name: "A26: ACK of the SYN alone", before: closedOpening,
		then: "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.FinWait1},
	{name: "A26: ACK of the SYN alone, with FIN", before: closedOpening,
		then: "<SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>", state: fsm.Closing,
		sends: "<SEQ=302><ACK=102><CTL=ACK>", tells: "connection closing"},
	{name: "A26: the SYN is what is sent again", before: closedOpening,
		then: fsm.Event{Kind: fsm.RetransmissionTimeout}, state: fsm.FinWait1, sends: "<SEQ=300><ACK=101><CTL=SYN,ACK>"},
	{name: "A26: then the FIN", before: after(closedOpening, "<SEQ=101><ACK=301><CTL=ACK><WND=4096>"),
		then: fsm.Event{Kind: fsm.RetransmissionTimeout}, state: fsm.FinWait1, sends: "<SEQ=301><ACK=101><CTL=FIN,ACK>"},

	{name: "3.5.2: a wrong ACK in SYN-RECEIVED is reset, its FIN ignored", before: passiveOpening,
		then: "<SEQ=101><ACK=999><CTL=FIN,ACK><WND=4096>", state: fsm.SynReceived, sends: "<SEQ=999><CTL=RST>"},
	{name: "A50: by the letter, its FIN is taken", under: []fsm.Choice{fsm.BadACKInSynReceivedContinue}, before: passiveOpening,
		then: "<SEQ=101><ACK=999><CTL=FIN,ACK><WND=4096>", state: fsm.CloseWait,
		sends: "<SEQ=999><CTL=RST> <SEQ=301><ACK=102><CTL=ACK>", tells: "connection closing"},

	{name: "A05: a crossed SYN,ACK establishes without a reply", before: activeOpening,
		then: "<SEQ=100><ACK=301><CTL=SYN,ACK><WND=4096>", state: fsm.Established},
	{name: "A05: both readings at once", under: []fsm.Choice{fsm.SimultaneousOpenTrimSYNACK}, before: activeOpening,
		then: "<SEQ=100><ACK=301><CTL=SYN,ACK><WND=4096>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A05: by the letter it draws an ACK", under: []fsm.Choice{fsm.SimultaneousOpenLiteral}, before: activeOpening,
		then: "<SEQ=100><ACK=301><CTL=SYN,ACK><WND=4096>", state: fsm.SynReceived, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A05: with text it reaches into the window", before: activeOpening,
		then: "<SEQ=100><ACK=301><CTL=SYN,ACK><DATA=10><WND=4096>", state: fsm.Established, sends: "<SEQ=301><ACK=111><CTL=ACK>"},
	{name: "A05: with text by the letter it is a SYN all the same", under: []fsm.Choice{fsm.SimultaneousOpenLiteral}, before: activeOpening,
		then: "<SEQ=100><ACK=301><CTL=SYN,ACK><DATA=10><WND=4096>", state: fsm.SynReceived, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A05: with FIN it is taken whole", before: activeOpening,
		then: "<SEQ=100><ACK=301><CTL=SYN,FIN,ACK><WND=4096>", state: fsm.CloseWait,
		sends: "<SEQ=301><ACK=102><CTL=ACK>", tells: "connection closing"},

	{name: "MAY-2: a SYN reopens TIME-WAIT", under: []fsm.Choice{fsm.TimeWaitSYNSeq}, before: timeWaiting,
		then:  fsm.Event{Kind: fsm.SegmentArrives, Segment: segment("<SEQ=9000><CTL=SYN><WND=4096>"), ISS: 5000},
		state: fsm.SynReceived, sends: "<SEQ=5000><ACK=9001><CTL=SYN,ACK>"},
	{name: "MAY-2: a RST proves the SYN old", under: []fsm.Choice{fsm.TimeWaitSYNSeq},
		before: after(timeWaiting, fsm.Event{Kind: fsm.SegmentArrives, Segment: segment("<SEQ=9000><CTL=SYN><WND=4096>"), ISS: 5000}),
		then:   "<SEQ=9001><CTL=RST>", state: fsm.TimeWait},
	{name: "MUST-11: a RST in SYN-RECEIVED from a passive OPEN", before: passiveOpening,
		then: "<SEQ=101><CTL=RST>", state: fsm.Listen},
	{name: "MUST-11: a RST in SYN-RECEIVED from an active OPEN", before: activeOpening,
		then: "<SEQ=101><CTL=RST>", state: fsm.Closed, tells: "connection refused"},
	{name: "A28: text after a full close", under: []fsm.Choice{fsm.HalfDuplexCloseOn}, before: closed,
		then: "<SEQ=101><ACK=302><CTL=ACK><DATA=10><WND=4096>", state: fsm.Closed,
		sends: "<SEQ=302><CTL=RST>", tells: "CLOSE: ok"},
	{name: "A18: an ACK of octets in LAST-ACK that does not cover the FIN",
		before: lastAck,
		then:   "<SEQ=102><ACK=311><CTL=ACK><WND=4096>", state: fsm.LastAck, tells: "acknowledged 10"},
	{name: "A18: then the FIN is sent again", before: after(lastAck, "<SEQ=102><ACK=311><CTL=ACK><WND=4096>"),
		then: fsm.Event{Kind: fsm.RetransmissionTimeout}, state: fsm.LastAck, sends: "<SEQ=311><ACK=102><CTL=FIN,ACK>"},
	{name: "A18: ignored, it leaves the octets to be sent again instead", under: []fsm.Choice{fsm.LastACKPartialIgnore},
		before: after(lastAck, "<SEQ=102><ACK=311><CTL=ACK><WND=4096>"),
		then:   fsm.Event{Kind: fsm.RetransmissionTimeout}, state: fsm.LastAck, sends: "<SEQ=301><ACK=102><CTL=ACK,PSH><DATA=10>"},
	{name: "A14: a SYN,ACK opens the window of an active open",
		before: []any{openActive, "<SEQ=3000000000><ACK=301><CTL=SYN,ACK><WND=4096>", sendTen},
		then:   transmit, state: fsm.Established, sends: "<SEQ=301><ACK=3000000001><CTL=ACK,PSH><DATA=10>"},
	{name: "A14: by the letter, SND.WL1 = 0 may keep it closed for good", under: []fsm.Choice{fsm.SYNACKWindowLiteral},
		before: []any{openActive, "<SEQ=3000000000><ACK=301><CTL=SYN,ACK><WND=4096>", sendTen,
			"<SEQ=3000000001><ACK=301><CTL=ACK><WND=4096>"},
		then: transmit, state: fsm.Established},

	{name: "A51: SENDs are reset by the return to LISTEN although a CLOSE is queued",
		before: after(passiveOpening, sendTen, closeCall),
		then:   "<SEQ=101><CTL=RST>", state: fsm.Closed, tells: "SEND: connection reset; CLOSE: ok"},

	// MUST-61 is about the last buffered segment, however often it is sent. A
	// PSH that is not sent again is lost with the segment that bore it, and the
	// RECEIVE of the peer waits for more octets than there will ever be.
	{name: "MUST-61: the last octets bear PSH when they are sent again", before: after(opened, sendTen, transmit),
		then:  fsm.Event{Kind: fsm.RetransmissionTimeout},
		state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK,PSH><DATA=10>"},
	{name: "MUST-61: the last octet bears PSH in a probe",
		before: []any{openPassive, "<SEQ=100><CTL=SYN>", "<SEQ=101><ACK=301><CTL=ACK>", fsm.Event{Kind: fsm.Send, Octets: 1}},
		then:   fsm.Event{Kind: fsm.PersistTimeout},
		state:  fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK,PSH><DATA=1>"},
	{name: "MUST-61: the last octets bear PSH on a SYN", under: []fsm.Choice{fsm.SYNDataRide}, before: []any{openPassive},
		then:  fsm.Event{Kind: fsm.Send, Octets: 10, Remote: fsm.Specified},
		state: fsm.SynSent, sends: "<SEQ=300><CTL=SYN,PSH><DATA=10>"},
	{name: "A13: the PSH of a SYN is held with its text",
		before: []any{openPassive, fsm.Event{Kind: fsm.Receive, Octets: 99}, "<SEQ=100><CTL=SYN,PSH><DATA=10><WND=4096>"},
		then:   "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.Established,
		sends: "<SEQ=301><ACK=111><CTL=ACK>", tells: "delivered 10; RECEIVE: ok"},

	// The PSH of text that came early counts for the octets before it, and only
	// when they are there.
	{name: "MAY-17: text that came early does not push what was there before it",
		before: after(opened, "<SEQ=101><ACK=301><CTL=ACK><DATA=5><WND=4096>", "<SEQ=116><ACK=301><CTL=ACK,PSH><DATA=10><WND=4096>"),
		then:   fsm.Event{Kind: fsm.Receive, Octets: 99}, state: fsm.Established},
	{name: "MAY-17: the PSH of text that came early outlives a RECEIVE",
		before: after(opened, "<SEQ=101><ACK=301><CTL=ACK><DATA=5><WND=4096>", "<SEQ=116><ACK=301><CTL=ACK,PSH><DATA=10><WND=4096>",
			fsm.Event{Kind: fsm.Receive, Octets: 5}, fsm.Event{Kind: fsm.Receive, Octets: 99}),
		then: "<SEQ=106><ACK=301><CTL=ACK><DATA=10><WND=4096>", state: fsm.Established,
		sends: "<SEQ=301><ACK=126><CTL=ACK>", tells: "delivered 20; RECEIVE: ok"},

	// Octets cannot come into a closed window, and the window does not open
	// before octets are taken: the two wait for each other.
	{name: "3.8.6.2.2: a RECEIVE does not wait for octets that a closed window keeps out",
		before: []any{fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 40, RcvBUFF: 40}, "<SEQ=100><CTL=SYN><WND=4096>",
			"<SEQ=101><ACK=301><CTL=ACK><WND=4096>", fsm.Event{Kind: fsm.Receive, Octets: 99}},
		then: "<SEQ=101><ACK=301><CTL=ACK><DATA=40><WND=4096>", state: fsm.Established,
		sends: "<SEQ=301><ACK=141><CTL=ACK>", tells: "delivered 40; RECEIVE: ok"},

	{name: "A26: a CLOSE in SYN-RECEIVED is queued after a SEND on the SYN", under: []fsm.Choice{fsm.SYNDataRide},
		before: []any{openPassive, fsm.Event{Kind: fsm.Send, Octets: 10, Remote: fsm.Specified}, "<SEQ=100><CTL=SYN><WND=4096>"},
		then:   closeCall, state: fsm.SynReceived},
	{name: "A51: a queued CLOSE outlives the return to SYN-SENT", under: []fsm.Choice{fsm.RSTActiveSynRcvdSynSent},
		before: after(activeOpening, sendTen, closeCall),
		then:   "<SEQ=101><CTL=RST>", state: fsm.Closed, tells: "SEND: error: closing; CLOSE: ok"},
	{name: "MUST-37: R2 ends a connection whose peer does not answer the probes for a FIN",
		before: after(opened, "<SEQ=101><ACK=301><CTL=ACK>", closeCall, fsm.Event{Kind: fsm.PersistTimeout}),
		then:   fsm.Event{Kind: fsm.R2Reached}, state: fsm.Closed, tells: "CLOSE: connection reset; R2 reached"},
	{name: "A13: SYN,FIN in TIME-WAIT is dropped whole", under: []fsm.Choice{fsm.TimeWaitSYNSeq, fsm.SYNFINDropSegment}, before: timeWaiting,
		then:  fsm.Event{Kind: fsm.SegmentArrives, Segment: segment("<SEQ=9000><CTL=SYN,FIN><WND=4096>"), ISS: 5000},
		state: fsm.TimeWait},
}

// TestCompositeEdges runs each edge.
func TestCompositeEdges(t *testing.T) { runEdges(t, edges) }

func runEdges(t *testing.T, list []edge) {
	for _, e := range list {
		t.Run(e.name, func(t *testing.T) { e.run(t, fsm.Policy{}) })
	}
}

// run runs an edge under a policy, and what the edge chooses besides.
func (e *edge) run(t *testing.T, p fsm.Policy) {
	m := fsm.MustCompile(fsm.RFC9293Table(), p.With(e.under...))
	var c fsm.TCB
	var out fsm.Output
	for _, x := range after(e.before, e.then) {
		ev := event(x)
		m.Step(&c, &ev, &out)
	}
	got := []string{c.State.String(), texts(out.Segments()), strings.Join(tidings(&out), "; ")}
	want := []string{e.state.String(), e.sends, e.tells}
	if d := diff.Diff(want, got); d != "" {
		t.Errorf("want (-), got (+):\n%s", d)
	}
}

// event returns x, or the arrival of the segment that x describes.
func event(x any) fsm.Event {
	if text, ok := x.(string); ok {
		return fsm.Event{Kind: fsm.SegmentArrives, Segment: segment(text), ISS: 300}
	}
	ev := x.(fsm.Event)
	if ev.ISS == 0 {
		ev.ISS = 300
	}
	return ev
}

// texts prints segments without their windows.
func texts(list []fsm.Segment) string {
	var b []string
	for _, g := range list {
		g.WND = 0
		b = append(b, g.String())
	}
	return strings.Join(b, " ")
}

// A world is two connections with a network between them that loses,
// duplicates and reorders, and users that do as they please.
type world struct {
	m      *fsm.Machine
	ends   [2]party
	forged bool // segments of a third party have been delivered
}

// A party is one end with what its user and the network know about it. The
// numbers of octets are those since the incarnation began.
type party struct {
	c   fsm.TCB
	net []fsm.Segment // on its way to this end
	iss fsm.Seq       // the next one to use, beyond all before

	accepted, acked, delivered uint32

	// sent has, for each incarnation by ISS, how far its octets went.
	sent map[fsm.Seq]uint32
}

// An action is one thing that happens to a world.
type action struct {
	end    int
	what   happening
	kind   fsm.EventKind // of a call or timeout
	octets uint32
	pick   int // which segment of the network
}

type happening int

const (
	deliver happening = iota
	duplicate
	lose
	forge
	call
	expire
)

// often lists what happens, the frequent things several times.
var often = weighted(map[happening]int{deliver: 14, call: 8, expire: 4, duplicate: 1, lose: 1})

// calls and timeouts are what may happen to an end; what ends a connection
// early is rare, or there would be little to see.
var (
	calls = weighted(map[fsm.EventKind]int{
		fsm.Transmit: 16, fsm.Send: 12, fsm.Receive: 12, fsm.Close: 3, fsm.OpenActive: 1, fsm.OpenPassive: 1,
		fsm.Status: 1, fsm.Abort: 1,
	})
	timeouts = weighted(map[fsm.EventKind]int{
		fsm.RetransmissionTimeout: 16, fsm.PersistTimeout: 12, fsm.TimeWaitTimeout: 2, fsm.KeepAliveTimeout: 2,
		fsm.FinWait2Timeout: 1, fsm.R1Reached: 2, fsm.R2Reached: 1, fsm.UserTimeout: 1, fsm.KeepAliveFailed: 1,
		fsm.ICMPSoft: 1, fsm.ICMPHard: 1, fsm.ICMPFragNeeded: 1, fsm.ICMPSourceQuench: 1,
	})

	// timerOf is the timer that has to run for a timeout to happen.
	timerOf = map[fsm.EventKind]fsm.Timers{
		fsm.RetransmissionTimeout: 1 << fsm.Retransmission, fsm.PersistTimeout: 1 << fsm.Persist,
		fsm.TimeWaitTimeout: 1 << fsm.TimeWait2MSL, fsm.KeepAliveTimeout: 1 << fsm.KeepAlive,
		fsm.FinWait2Timeout: 1 << fsm.FinWait2Timer, fsm.UserTimeout: 1 << fsm.User,
		fsm.R1Reached: 1<<fsm.Retransmission | 1<<fsm.Persist, fsm.R2Reached: 1<<fsm.Retransmission | 1<<fsm.Persist,
		fsm.KeepAliveFailed: 1 << fsm.KeepAlive,
	}
)

// weighted lists each key as often as its weight says, in a fixed order.
func weighted[K cmp.Ordered](weights map[K]int) []K {
	var list []K
	for _, k := range slices.Sorted(maps.Keys(weights)) {
		list = append(list, slices.Repeat([]K{k}, weights[k])...)
	}
	return list
}

func actions(may []happening) *rapid.Generator[action] {
	return rapid.Custom(func(t *rapid.T) action {
		a := action{
			end:    rapid.SampledFrom([]int{0, 1}).Draw(t, "end"),
			what:   rapid.SampledFrom(may).Draw(t, "what"),
			octets: rapid.Uint32Range(1, 1200).Draw(t, "octets"),
			pick:   rapid.IntRange(0, 63).Draw(t, "pick"),
		}
		if a.what == call {
			a.kind = rapid.SampledFrom(calls).Draw(t, "call")
		}
		if a.what == expire {
			a.kind = rapid.SampledFrom(timeouts).Draw(t, "timeout")
		}
		return a
	})
}

// policies draws every option, mostly its default.
func policies() *rapid.Generator[fsm.Policy] {
	return rapid.Custom(func(t *rapid.T) fsm.Policy {
		var p fsm.Policy
		for _, o := range fsm.Options() {
			if i := rapid.IntRange(0, 2*len(o.Choices)-1).Draw(t, o.Name); i < len(o.Choices) {
				p = p.With(o.Choices[i].Choice)
			}
		}
		return p
	})
}

// newWorld returns a world whose ends number from near a place on the circle
// where a comparison might go wrong.
func newWorld(t *rapid.T, m *fsm.Machine) *world {
	w := &world{m: m}
	for i := range w.ends {
		near := rapid.SampledFrom([]fsm.Seq{0, 1 << 31, 1 << 16, 3 << 30}).Draw(t, "near")
		w.ends[i].iss = near - fsm.Seq(rapid.Uint32Range(0, 3000).Draw(t, "before"))
		w.ends[i].sent = map[fsm.Seq]uint32{}
	}
	return w
}

// open opens the connection between the two, so that most of what is tried is
// tried on a connection that exists.
func (w *world) open(t *rapid.T) {
	buffer := rapid.SampledFrom([]uint32{40, 600, 4096})
	for i, k := range []fsm.EventKind{fsm.OpenPassive, fsm.OpenActive} {
		w.step(t, i, fsm.Event{Kind: k, Remote: fsm.Specified, SndBUFF: 4096, RcvBUFF: buffer.Draw(t, "buffer"), MSS: 500})
	}
}

// act makes a happen, if it can.
func (w *world) act(t *rapid.T, a action) {
	p := &w.ends[a.end]
	switch a.what {
	case deliver, lose, duplicate:
		if len(p.net) > 0 {
			w.network(t, a, a.pick%len(p.net))
		}
	case forge:
		w.forged = true
		w.arrive(t, a.end, forgery(p, a))
	case call:
		if p.c.State == fsm.Closed {
			a.kind = []fsm.EventKind{fsm.OpenPassive, fsm.OpenActive}[a.octets%2]
		}
		w.step(t, a.end, fsm.Event{
			Kind: a.kind, Octets: a.octets, Urgent: a.octets%7 == 0,
			Remote: fsm.Specified, SndBUFF: 4096, RcvBUFF: 100 + a.octets, MSS: uint16(100 + a.octets), MMS: a.octets % 3 * 400,
		})
	case expire:
		if needs := timerOf[a.kind]; needs == 0 || needs&p.c.Timers != 0 {
			w.step(t, a.end, fsm.Event{Kind: a.kind})
		}
	}
}

// network does to the i-th segment on its way what a says.
func (w *world) network(t *rapid.T, a action, i int) {
	p := &w.ends[a.end]
	g := p.net[i]
	if a.what != duplicate {
		p.net = append(p.net[:i:i], p.net[i+1:]...)
	}
	if a.what != lose {
		w.arrive(t, a.end, g)
	}
}

func (w *world) arrive(t *rapid.T, end int, g fsm.Segment) {
	w.step(t, end, fsm.Event{Kind: fsm.SegmentArrives, Segment: g})
}

// forgery is a segment that hits something: numbers near those that count.
func forgery(p *party, a action) fsm.Segment {
	g := fsm.Segment{
		SEQ: p.c.RCV.NXT + fsm.Seq(a.octets%5) - 2, ACK: p.c.SND.NXT + fsm.Seq(a.octets%7) - 3,
		CTL: fsm.Control(a.pick), WND: a.octets % 4 * 300, Text: a.octets % 3 * a.octets, UP: a.octets % 50,
	}
	if g.CTL.Has(fsm.SYN) {
		g.MSS = uint16(a.octets)
	}
	return g
}

// step applies an event to an end, checks what came of it and puts what it
// sends into the network.
func (w *world) step(t *rapid.T, end int, ev fsm.Event) {
	p := &w.ends[end]
	ev.ISS = p.iss
	before := p.c
	var out fsm.Output
	w.m.Step(&p.c, &ev, &out)
	t.Logf("%c %v\n\t%v", 'A'+end, ev, &out)
	s := stepped{w: w, p: p, peer: &w.ends[1-end], before: before, ev: ev, out: &out}
	s.count()
	if err := s.check(); err != "" {
		t.Fatalf("%s\npolicy %v\nend %d: %v\nbefore %v\nafter  %v\noutput %v", err, w.m.Policy(), end, ev, before, p.c, out)
	}
	if p.c.ISS == p.iss && p.c.State != fsm.Closed {
		p.iss += 1 << 16 // beyond all numbers of this incarnation
	}
	w.ends[1-end].net = append(w.ends[1-end].net, out.Segments()...)
}

// stepped is one Step that has been done.
type stepped struct {
	w       *world
	p, peer *party
	before  fsm.TCB
	ev      fsm.Event
	out     *fsm.Output
}

// count keeps the books of the end.
func (s *stepped) count() {
	p, c := s.p, &s.p.c
	if !s.same() {
		p.delivered = 0
		if s.before.ISS != c.ISS || s.before.State == fsm.Closed || c.State == fsm.Closed || c.State == fsm.Listen {
			p.accepted, p.acked = 0, 0
		}
	}
	if s.ev.Kind == fsm.Send && s.out.Reply == fsm.OK {
		p.accepted += s.ev.Octets
	}
	p.acked += s.out.Acked
	p.delivered += s.out.Delivered
	for _, g := range s.out.Segments() {
		if g.Text > 0 {
			first := g.SEQ + 1 - fsm.Seq(g.CTL>>1&1^1)
			p.sent[c.ISS] = max(p.sent[c.ISS], first.Add(g.Text).Sub(c.ISS+1))
		}
	}
}

// live are the states in which the sequence variables of both directions count.
func live(s fsm.State) bool { return s > fsm.SynSent }

// same reports whether the Step stayed within an incarnation that knows its
// peer.
func (s *stepped) same() bool {
	a, b := &s.before, &s.p.c
	reopened := a.State == fsm.TimeWait && b.State == fsm.SynReceived
	restored := a.State == fsm.SynReceived && b.State == fsm.TimeWait
	return live(a.State) && live(b.State) && a.ISS == b.ISS && a.IRS == b.IRS && !reopened && !restored
}

// check returns what is wrong with the Step, or nothing.
func (s *stepped) check() string {
	if law := fsm.BrokenLaw(s.w.m, &s.before, &s.p.c, &s.ev, s.out); law != "" {
		return "not so: " + law
	}
	for _, rule := range invariants {
		if !rule.holds(s) {
			return "violated: " + rule.name
		}
	}
	return ""
}

// invariants hold after every Step, beside the laws of steps: they are about what
// the world knows, not the connection.
var invariants = []struct {
	name  string
	holds func(*stepped) bool
}{
	{"no more is acknowledged than was accepted", func(s *stepped) bool { return s.p.acked <= s.p.accepted || s.out.To == fsm.Closed }},
	{"what is delivered is a prefix of what was sent", (*stepped).deliversPrefix},
	{"Step does what Interpret does", (*stepped).interprets},
}

// deliversPrefix: the user has received no octet that the peer has not sent in
// the incarnation that this one is connected to. Positions are compared; the
// Machine carries no octets. Forged text is out of the peer's hands.
func (s *stepped) deliversPrefix() bool {
	if s.w.forged || s.out.Delivered == 0 {
		return true
	}
	return s.p.delivered <= s.peer.sent[s.before.IRS] || s.p.delivered <= s.peer.sent[s.p.c.IRS]
}

// interprets also shows that Step depends on nothing but its arguments: it is
// done again.
func (s *stepped) interprets() bool {
	for _, step := range []func(*fsm.TCB, *fsm.Event, *fsm.Output){s.w.m.Step, s.w.m.Interpret} {
		c, out := s.before, fsm.Output{Delivered: 1}
		step(&c, &s.ev, &out)
		if c != s.p.c || out != *s.out {
			return false
		}
	}
	return true
}

// runs is how many actions a world sees at most.
func runs() int {
	if testing.Short() {
		return 60
	}
	return 300
}

// checkWorld makes random things happen to two ends.
func checkWorld(t *rapid.T, m *fsm.Machine, may []happening) *world {
	w := newWorld(t, m)
	w.open(t)
	for _, a := range rapid.SliceOfN(actions(may), runs()/3, runs()).Draw(t, "actions") {
		w.act(t, a)
	}
	return w
}

// TestTwoEndsKeepTheInvariants: whatever users, timers and network do, under
// the default policy.
func TestTwoEndsKeepTheInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkWorld(t, fsm.RFC9293, often) })
}

// TestTwoEndsKeepTheInvariantsUnderAnyPolicy adds every choice of every option
// and segments of a third party.
func TestTwoEndsKeepTheInvariantsUnderAnyPolicy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := fsm.MustCompile(fsm.RFC9293Table(), policies().Draw(t, "policy"))
		checkWorld(t, m, append([]happening{forge}, often...))
	})
}

// finish lets everything go well from here on: the network delivers, the users
// take what comes and say no more than CLOSE, timers expire when nothing else
// can happen. It reports whether everything has come to an end.
func (w *world) finish(t *rapid.T, closing bool) bool {
	for rounds := range 600 {
		if w.done(closing) {
			return true
		}
		quiet := true
		for i := range w.ends {
			quiet = !w.settle(t, i, closing) && quiet
		}
		for i := range w.ends {
			// Acknowledgments may go back and forth without end while both
			// windows are full and the front of both is lost.
			if quiet || rounds%8 == 7 {
				w.elapse(t, i, rounds > 400)
			}
		}
	}
	return w.done(closing)
}

// done reports whether there is nothing left to do.
func (w *world) done(closing bool) bool {
	a, b := &w.ends[0], &w.ends[1]
	if closing {
		return over(a, b) && over(b, a)
	}
	return a.delivered == b.accepted && b.delivered == a.accepted
}

// over reports whether p is CLOSED, or as good as that: without a peer, nothing
// ends FIN-WAIT-2 (A29).
func over(p, peer *party) bool {
	return p.c.State == fsm.Closed || p.c.State == fsm.FinWait2 && peer.c.State == fsm.Closed && len(p.net) == 0
}

// settle delivers all that is on its way to an end, lets its user act and sends
// what may be sent. It reports whether anything has left.
func (w *world) settle(t *rapid.T, i int, closing bool) bool {
	p, peer := &w.ends[i], &w.ends[1-i]
	for len(p.net) > 0 {
		w.network(t, action{end: i, what: deliver}, 0)
	}
	if live(p.c.State) {
		w.step(t, i, fsm.Event{Kind: fsm.Receive, Octets: p.c.RCV.BUFF + 1})
	}
	if closing {
		w.step(t, i, fsm.Event{Kind: fsm.Close})
	}
	for range 1000 {
		before := len(peer.net)
		if w.step(t, i, fsm.Event{Kind: fsm.Transmit}); len(peer.net) == before {
			return before > 0
		}
	}
	t.Fatal("TRANSMIT has no end")
	return false
}

// elapse lets the timers of an end expire that move it on, when it is late even
// the patience of one that is in SYN-RECEIVED in all but name.
func (w *world) elapse(t *rapid.T, i int, late bool) {
	kinds := []fsm.EventKind{fsm.RetransmissionTimeout, fsm.PersistTimeout, fsm.TimeWaitTimeout, fsm.FinWait2Timeout}
	if c := &w.ends[i].c; late && live(c.State) && !c.SYNAcked {
		// Two ends that closed in SYN-RECEIVED, one of them on an old SYN,
		// acknowledge each other's segments and get nowhere: a wrong ACK would
		// be reset in SYN-RECEIVED, FIN-WAIT-1 answers it by an ACK (A26).
		kinds = append(kinds, fsm.R2Reached)
	}
	for _, k := range kinds {
		if timerOf[k]&w.ends[i].c.Timers != 0 {
			w.step(t, i, fsm.Event{Kind: k})
		}
	}
}

// connected reports whether the ends are connected to each other.
func (w *world) connected() bool {
	a, b := &w.ends[0].c, &w.ends[1].c
	return a.State == fsm.Established && b.State == fsm.Established && a.IRS == b.ISS && b.IRS == a.ISS
}

// TestConnectionsComplete: after any trouble that the network, the timers and
// the users make, if things go well for long enough, what was sent is
// delivered, pushed octets do not wait for more, and both ends reach CLOSED.
//
// All policies accept an ACK at the right edge of the window here. Under the
// text two ends may stall for ever, see TestFullWindowsStall.
func TestConnectionsComplete(t *testing.T) {
	fsm.TakesASecond(t)
	for _, p := range fsm.Profiles() {
		if m := fsm.MustCompile(fsm.RFC9293Table(), p.Policy.With(fsm.EdgeSegmentAccept)); !stalls(m.Policy()) {
			t.Run(p.Name, func(t *testing.T) {
				rapid.Check(t, func(t *rapid.T) { completes(t, m) })
			})
		}
	}
	t.Run("any policy", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			p := policies().Filter(func(p fsm.Policy) bool { return !stalls(p) }).Draw(t, "policy")
			completes(t, fsm.MustCompile(fsm.RFC9293Table(), p.With(fsm.EdgeSegmentAccept)))
		})
	})
}

func completes(t *rapid.T, m *fsm.Machine) {
	w := checkWorld(t, m, often)
	if w.connected() {
		if done := w.finish(t, false); !done && w.connected() {
			t.Fatalf("octets do not arrive:\npolicy %v\n%v\n%v", m.Policy(), w.ends[0].c, w.ends[1].c)
		}
	}
	if !w.finish(t, true) {
		t.Fatalf("the ends do not close:\npolicy %v\n%v\n%v", m.Policy(), w.ends[0].c, w.ends[1].c)
	}
}

// stalling are the choices under which a connection may never complete, however
// well things go; edges shows how the last two do it.
var stalling = []fsm.Choice{
	// Nothing ends TIME-WAIT (A16).
	fsm.ClosingTimeWaitLiteral,
	// SND.WL1 stays 0, which half of all sequence numbers are not beyond: the
	// send window then never opens (A14).
	fsm.SYNACKWindowLiteral,
	// The ACK of the octets before a lost FIN is ignored, so that they are sent
	// again for ever and the FIN is not (A18).
	fsm.LastACKPartialIgnore,
}

func stalls(p fsm.Policy) bool {
	for _, o := range fsm.Options() {
		if slices.Contains(stalling, o.Choice(p)) {
			return true
		}
	}
	return false
}
