package fsm_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// ways to connections with a small receive buffer.
var (
	openSmall = fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 4096, RcvBUFF: 10}
	small     = []any{openSmall, "<SEQ=100><CTL=SYN><WND=4096>", "<SEQ=101><ACK=301><CTL=ACK><WND=4096>"}
	filled    = after(small, "<SEQ=101><ACK=301><CTL=ACK><DATA=10><WND=4096>")
	reopened  = after(timeWaiting, fsm.Event{Kind: fsm.SegmentArrives, Segment: segment("<SEQ=9000><CTL=SYN><WND=4096>"), ISS: 5000})
)

// mutated are edges that tell the table from mutations of it that no law and no
// property of the model notices.
var mutated = []edge{
	{name: "A13: the FIN behind text that is ignored is ignored too", under: []fsm.Choice{fsm.SYNPayloadIgnore},
		before: []any{openPassive, "<SEQ=100><CTL=SYN,FIN><DATA=10><WND=4096>"},
		then:   "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.Established},
	{name: "A24: the FIN behind text that a SYN brings and the window does not fit is trimmed",
		before: []any{openSmall, "<SEQ=100><CTL=SYN,FIN><DATA=20><WND=4096>"},
		then:   "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.Established, sends: "<SEQ=301><ACK=111><CTL=ACK>"},
	{name: "A14: by the letter, a SYN,ACK is acknowledged all the same", under: []fsm.Choice{fsm.SYNACKWindowLiteral},
		before: []any{openActive}, then: "<SEQ=100><ACK=301><CTL=SYN,ACK><WND=4096>", state: fsm.Established,
		sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A10: by the letter, an empty segment is acknowledged", under: []fsm.Choice{fsm.EmptySegmentACKLiteral}, before: opened,
		then: "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A39: a SYN left of the window is trimmed together with the text before RCV.NXT",
		under:  []fsm.Choice{fsm.SYNInSyncRFC793, fsm.OutOfOrderDrop},
		before: after(opened, "<SEQ=101><ACK=301><CTL=ACK><DATA=10><WND=4096>"),
		then:   "<SEQ=100><ACK=301><CTL=SYN,ACK><DATA=20><WND=4096>", state: fsm.Established, sends: "<SEQ=301><ACK=121><CTL=ACK>"},
	{name: "A47: a FIN that probes a closed window is taken", under: []fsm.Choice{fsm.FINZeroWindowSend}, before: filled,
		then: "<SEQ=111><ACK=301><CTL=FIN,ACK><WND=4096>", state: fsm.CloseWait,
		sends: "<SEQ=301><ACK=112><CTL=ACK>", tells: "connection closing"},
	{name: "A40: a RST just left of the window may span it", under: []fsm.Choice{fsm.SpanningSegmentAccept, fsm.RSTMinusOneOn},
		before: after(small, "<SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>"),
		then:   "<SEQ=101><CTL=RST><DATA=30>", state: fsm.Closed, tells: "connection reset"},
	{name: "A08: by the letter, a RST with text is unacceptable to a closed window", under: []fsm.Choice{fsm.ZeroWindowLiteralDrop},
		before: filled, then: "<SEQ=111><CTL=RST><DATA=1>", state: fsm.Established},
	{name: "a RST that ends a reopened TIME-WAIT is not answered", under: []fsm.Choice{fsm.TimeWaitSYNSeq, fsm.TimeWaitRestartLiteral},
		before: reopened, then: "<SEQ=9001><ACK=5001><CTL=RST,ACK>", state: fsm.TimeWait},
	{name: "a RST that returns to LISTEN is not answered, though it probes a closed window",
		before: []any{fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 4096}, "<SEQ=100><CTL=SYN><WND=4096>"},
		then:   "<SEQ=101><CTL=RST><DATA=1>", state: fsm.Listen},
	{name: "A04: a RST that returns to SYN-SENT is answered by the SYN alone, though it probes a closed window",
		under:  []fsm.Choice{fsm.RSTActiveSynRcvdSynSent},
		before: []any{fsm.Event{Kind: fsm.OpenActive, SndBUFF: 4096, Remote: fsm.Specified}, "<SEQ=100><CTL=SYN><WND=4096>"},
		then:   "<SEQ=101><CTL=RST><DATA=1>", state: fsm.SynSent, sends: "<SEQ=300><CTL=SYN>"},
	{name: "A50: by the letter, a probe of a closed window is answered besides", under: []fsm.Choice{fsm.BadACKInSynReceivedContinue},
		before: []any{fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 4096}, "<SEQ=100><CTL=SYN><WND=4096>"},
		then:   "<SEQ=101><ACK=999><CTL=ACK><DATA=1><WND=4096>", state: fsm.SynReceived,
		sends: "<SEQ=999><CTL=RST> <SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A18: an ACK that is ignored does not close the window either", under: []fsm.Choice{fsm.LastACKPartialIgnore},
		before: after(lastAck, "<SEQ=102><ACK=311><CTL=ACK>"),
		then:   fsm.Event{Kind: fsm.RetransmissionTimeout}, state: fsm.LastAck, sends: "<SEQ=301><ACK=102><CTL=ACK,PSH><DATA=10>"},
	{name: "MUST-37: in LAST-ACK, what acknowledges text answers a probe too",
		before: after(lastAck, "<SEQ=102><ACK=301><CTL=ACK>", fsm.Event{Kind: fsm.PersistTimeout}, "<SEQ=102><ACK=311><CTL=ACK>"),
		then:   fsm.Event{Kind: fsm.R2Reached}, state: fsm.LastAck},
	{name: "MUST-33: the end of urgent octets that are received after the FIN", under: []fsm.Choice{fsm.ReceiveAfterFINDrain},
		before: after(closed, "<SEQ=101><ACK=302><CTL=FIN,ACK,URG><DATA=10><UP=10><WND=4096>"),
		then:   receive(10), state: fsm.TimeWait, tells: "delivered 10; no more urgent data"},
	{name: "MUST-33: and of those that a RECEIVE asks for and more", under: []fsm.Choice{fsm.ReceiveAfterFINDrain},
		before: after(closed, "<SEQ=101><ACK=302><CTL=FIN,ACK,URG><DATA=10><UP=10><WND=4096>"),
		then:   receive(99), state: fsm.TimeWait, tells: "delivered 10; no more urgent data"},
	{name: "A46: the text of a segment beyond RCV.NXT is held though its ACK is not processed", under: []fsm.Choice{fsm.OutOfOrderACKHold},
		before: after(opened, "<SEQ=111><ACK=301><CTL=ACK><DATA=10><WND=4096>"),
		then:   "<SEQ=101><ACK=301><CTL=ACK><DATA=10><WND=4096>", state: fsm.Established, sends: "<SEQ=301><ACK=121><CTL=ACK>"},
	{name: "A48: text for which there is no room is acknowledged",
		before: after(opened, "<SEQ=111><ACK=301><CTL=ACK><DATA=1><WND=4096>", "<SEQ=121><ACK=301><CTL=ACK><DATA=1><WND=4096>",
			"<SEQ=131><ACK=301><CTL=ACK><DATA=1><WND=4096>", "<SEQ=141><ACK=301><CTL=ACK><DATA=1><WND=4096>"),
		then: "<SEQ=151><ACK=301><CTL=ACK><DATA=1><WND=4096>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A16: by the letter, the ACK of our FIN in CLOSING starts nothing", under: []fsm.Choice{fsm.ClosingTimeWaitLiteral, fsm.TimeWaitRestartLiteral},
		before: after(closed, "<SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>"),
		then:   "<SEQ=102><ACK=302><CTL=ACK><WND=4096>", state: fsm.TimeWait, tells: "CLOSE: ok"},
	{name: "A09: by the letter, the ACK of our FIN in CLOSING is not acknowledged", under: []fsm.Choice{fsm.TimeWaitRestartLiteral},
		before: after(closed, "<SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>"),
		then:   "<SEQ=102><ACK=302><CTL=ACK><WND=4096>", state: fsm.TimeWait, tells: "CLOSE: ok; 2MSL starts"},
	{name: "A13: a PUSH of the SYN becomes due with text that a later PUSH is beyond",
		before: []any{openPassive, fsm.Event{Kind: fsm.Receive, Octets: 99}, "<SEQ=100><CTL=SYN,PSH><DATA=2><WND=4096>", closeCall},
		then:   "<SEQ=104><ACK=301><CTL=ACK,PSH><DATA=3><WND=4096>", state: fsm.FinWait1,
		sends: "<SEQ=301><ACK=103><CTL=ACK>", tells: "delivered 2; RECEIVE: ok"},
	{name: "A13: and the later PUSH is held until then",
		before: []any{openPassive, "<SEQ=100><CTL=SYN,PSH><DATA=2><WND=4096>", closeCall, "<SEQ=104><ACK=301><CTL=ACK,PSH><DATA=3><WND=4096>",
			receive(2), receive(99)},
		then: "<SEQ=103><ACK=301><CTL=ACK><DATA=1><WND=4096>", state: fsm.FinWait1,
		sends: "<SEQ=301><ACK=107><CTL=ACK>", tells: "delivered 4; RECEIVE: ok"},
	{name: "A09: any ACK restarts 2MSL", under: []fsm.Choice{fsm.TimeWaitRestartAnyACK}, before: timeWaiting,
		then: "<SEQ=102><ACK=302><CTL=ACK><WND=4096>", state: fsm.TimeWait, tells: "2MSL starts"},
	{name: "A09: any ACK restarts 2MSL, and a FIN is acknowledged besides", under: []fsm.Choice{fsm.TimeWaitRestartAnyACK},
		before: timeWaiting, then: "<SEQ=102><ACK=302><CTL=FIN,ACK><WND=4096>", state: fsm.TimeWait,
		sends: "<SEQ=302><ACK=102><CTL=ACK>", tells: "2MSL starts"},
	{name: "A19: a second FIN in TIME-WAIT is acknowledged and restarts 2MSL", before: timeWaiting,
		then: "<SEQ=102><ACK=302><CTL=FIN,ACK><WND=4096>", state: fsm.TimeWait,
		sends: "<SEQ=302><ACK=102><CTL=ACK>", tells: "2MSL starts"},
	{name: "A19: by the letter, a second FIN in TIME-WAIT counts", under: []fsm.Choice{fsm.SecondFINLiteral}, before: timeWaiting,
		then: "<SEQ=102><ACK=302><CTL=FIN,ACK><WND=4096>", state: fsm.TimeWait,
		sends: "<SEQ=302><ACK=103><CTL=ACK>", tells: "connection closing; 2MSL starts"},
	{name: "A43: an ICMP message about fragmentation ends nothing", before: opened,
		then: fsm.Event{Kind: fsm.ICMPFragNeeded}, state: fsm.Established},
	{name: "MUST-30: octets after urgent ones that are acknowledged are sent without an urgent pointer",
		before: after(opened, fsm.Event{Kind: fsm.Send, Octets: 10, Urgent: true}, transmit, "<SEQ=101><ACK=311><CTL=ACK><WND=4096>", sendTen),
		then:   transmit, state: fsm.Established, sends: "<SEQ=311><ACK=101><CTL=ACK,PSH><DATA=10>"},
	{name: "MUST-26: what arrives starts the keep-alive timer anew", under: []fsm.Choice{fsm.KeepAliveOn}, before: opened,
		then: "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.Established, tells: "keep-alive starts"},
	{name: "MUST-26: what the user does is no sign of life", under: []fsm.Choice{fsm.KeepAliveOn}, before: after(opened, sendTen),
		then: transmit, state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK,PSH><DATA=10>"},
}

// TestMutated runs them.
func TestMutated(t *testing.T) { runEdges(t, mutated) }
