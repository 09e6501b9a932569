package fsm_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// The ways to a window that is closed.
var (
	openNoRoom     = fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 4096}
	openNoRoomTo   = fsm.Event{Kind: fsm.OpenActive, SndBUFF: 4096, Remote: fsm.Specified}
	passiveNoRoom  = []any{openNoRoom, "<SEQ=100><CTL=SYN><WND=4096>"}
	activeNoRoom   = []any{openNoRoomTo, "<SEQ=100><CTL=SYN><WND=4096>"}
	openedNoRoom   = after(passiveNoRoom, "<SEQ=101><ACK=301><CTL=ACK><WND=4096>")
	urgentMode     = after(opened, "<SEQ=101><ACK=301><CTL=ACK,URG><UP=5><DATA=1><WND=4096>")
	simultaneous   = after(activeOpening, closeCall, transmit)
	keptAlive      = fsm.KeepAliveOn
	halfDuplex     = fsm.HalfDuplexCloseOn
	finWait2       = after(closed, "<SEQ=101><ACK=302><CTL=ACK><WND=4096>")
	closeWait      = after(opened, "<SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>")
	r2             = fsm.Event{Kind: fsm.R2Reached}
	keepAliveFails = fsm.Event{Kind: fsm.KeepAliveFailed}
)

// throttled is the arrival of a segment when no challenge ACK may be sent.
func throttled(text string) fsm.Event {
	return fsm.Event{Kind: fsm.SegmentArrives, Segment: segment(text), Throttled: true}
}

// crowded is the arrival of a segment when there is no room for a connection.
func crowded(text string) fsm.Event {
	return fsm.Event{Kind: fsm.SegmentArrives, Segment: segment(text), NoResources: true}
}

// owed are answers that are owed whatever a later step makes of the segment, and
// questions about the segment as it was received.
var owed = []edge{
	{name: "3.8.6.1: a probe without ACK is answered", before: openedNoRoom,
		then: "<SEQ=101><CTL=><DATA=1>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "3.8.6.1: a FIN without ACK at a closed window is answered", before: openedNoRoom,
		then: "<SEQ=101><CTL=FIN>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "3.8.6.1: also where a FIN at a closed window would be taken", under: []fsm.Choice{fsm.FINZeroWindowSend}, before: openedNoRoom,
		then: "<SEQ=101><CTL=FIN>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "3.8.6.1: a probe with FIN and without ACK is answered", before: openedNoRoom,
		then: "<SEQ=101><CTL=FIN><DATA=1>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "3.8.6.1: a probe without ACK in SYN-RECEIVED is answered", before: passiveNoRoom,
		then: "<SEQ=101><CTL=><DATA=1>", state: fsm.SynReceived, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "3.8.6.1: a SYN at a closed window in SYN-RECEIVED is not acceptable", before: passiveNoRoom,
		then: "<SEQ=101><CTL=SYN>", state: fsm.SynReceived, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "3.8.6.1: nor is one with text", before: passiveNoRoom,
		then: "<SEQ=101><CTL=SYN><DATA=1>", state: fsm.SynReceived, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "3.8.6.1: and with a right ACK it establishes nothing", before: passiveNoRoom,
		then: "<SEQ=101><ACK=301><CTL=SYN,ACK>", state: fsm.SynReceived, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "3.8.6.1: a probe with a wrong ACK in SYN-RECEIVED draws the RST alone", before: passiveNoRoom,
		then: "<SEQ=101><ACK=999><CTL=ACK><DATA=1>", state: fsm.SynReceived, sends: "<SEQ=999><CTL=RST>"},
	{name: "3.8.6.1: a probe in LAST-ACK is answered, be its ACK ignored", under: []fsm.Choice{fsm.LastACKPartialIgnore, fsm.FINZeroWindowSend},
		before: after(openedNoRoom, "<SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>", sendTen, closeCall, transmit, transmit),
		then:   "<SEQ=102><ACK=305><CTL=ACK><DATA=1>", state: fsm.LastAck, sends: "<SEQ=312><ACK=102><CTL=ACK>"},
	{name: "3.8.6.1: the answer to a probe is no challenge ACK", before: openedNoRoom,
		then: throttled("<SEQ=101><ACK=999><CTL=ACK><DATA=1>"), state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A56: an empty segment at a closed window is not answered", before: openedNoRoom,
		then: "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.Established},
	{name: "A56: or is", under: []fsm.Choice{fsm.ZeroWindowAnswerEvery}, before: openedNoRoom,
		then: "<SEQ=101><ACK=301><CTL=ACK><WND=4096>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},

	{name: "3.5.2: a wrong ACK beyond RCV.NXT in SYN-RECEIVED", before: passiveOpening,
		then: "<SEQ=102><ACK=999><CTL=ACK>", state: fsm.SynReceived, sends: "<SEQ=999><CTL=RST>"},
	{name: "3.5.2: a wrong ACK with text beyond RCV.NXT in SYN-RECEIVED", before: passiveOpening,
		then: "<SEQ=102><ACK=999><CTL=ACK><DATA=5>", state: fsm.SynReceived, sends: "<SEQ=999><CTL=RST>"},
	{name: "A46: a right one is not taken", before: passiveOpening,
		then: "<SEQ=102><ACK=301><CTL=ACK><WND=9>", state: fsm.SynReceived},
	{name: "A46: or is", under: []fsm.Choice{fsm.EarlyACKProcess}, before: passiveOpening,
		then: "<SEQ=102><ACK=301><CTL=ACK><DATA=5><WND=9>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A46: text at the right edge is answered, whatever becomes of its ACK", before: passiveOpening,
		under: []fsm.Choice{fsm.EarlyACKProcess, fsm.OutOfOrderACKHold, fsm.EdgeSegmentWhole},
		then:  "<SEQ=4197><ACK=301><CTL=ACK><DATA=1>", state: fsm.SynReceived, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A54: SEG.SEQ is judged before a wrong ACK", before: passiveOpening,
		then: "<SEQ=90><ACK=999><CTL=ACK>", state: fsm.SynReceived, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A54: or behind it", under: []fsm.Choice{fsm.ACKOrderACKFirst}, before: passiveOpening,
		then: "<SEQ=90><ACK=999><CTL=ACK>", state: fsm.SynReceived, sends: "<SEQ=999><CTL=RST>"},
	{name: "A54: a RST is no matter of its ACK", under: []fsm.Choice{fsm.ACKOrderACKFirst}, before: passiveOpening,
		then: "<SEQ=101><ACK=999><CTL=RST,ACK>", state: fsm.Listen},

	{name: "RFC 5961: the SYN at a closed window in SYN-RECEIVED", before: activeNoRoom,
		then: "<SEQ=101><ACK=301><CTL=SYN,ACK>", state: fsm.SynReceived, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "RFC 5961: a repeated SYN whose text reaches into the window", before: activeOpening,
		then: "<SEQ=100><CTL=SYN><DATA=2>", state: fsm.SynReceived, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A05: the SYN,ACK of figure 7 with text is trimmed", before: activeOpening,
		then: "<SEQ=100><ACK=301><CTL=SYN,ACK><DATA=2>", state: fsm.Established, sends: "<SEQ=301><ACK=103><CTL=ACK>"},
	{name: "A05: or challenged", under: []fsm.Choice{fsm.SimultaneousOpenLiteral}, before: activeOpening,
		then: "<SEQ=100><ACK=301><CTL=SYN,ACK><DATA=2>", state: fsm.SynReceived, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A57: in FIN-WAIT-1 it is challenged", before: simultaneous,
		then: "<SEQ=100><ACK=301><CTL=SYN,ACK>", state: fsm.FinWait1, sends: "<SEQ=302><ACK=101><CTL=ACK>"},
	{name: "A57: or its ACK counts", under: []fsm.Choice{fsm.CrossedAfterCloseTrim}, before: simultaneous,
		then: "<SEQ=100><ACK=302><CTL=SYN,ACK>", state: fsm.FinWait2, tells: "CLOSE: ok"},

	{name: "A57: also where ACKs are held that do not come in order", under: []fsm.Choice{fsm.CrossedAfterCloseTrim, fsm.OutOfOrderACKHold},
		before: simultaneous, then: "<SEQ=100><ACK=302><CTL=SYN,ACK>", state: fsm.FinWait2, tells: "CLOSE: ok"},

	{name: "MUST-32: the urgent pointer advances", before: urgentMode,
		then: "<SEQ=102><ACK=301><CTL=ACK,URG><UP=50><DATA=1>", state: fsm.Established,
		sends: "<SEQ=301><ACK=103><CTL=ACK>", tells: "urgent data ahead"},
	{name: "A38: or unseen", under: []fsm.Choice{fsm.UrgentSignalOnce}, before: urgentMode,
		then: "<SEQ=102><ACK=301><CTL=ACK,URG><UP=50><DATA=1>", state: fsm.Established, sends: "<SEQ=301><ACK=103><CTL=ACK>"},
	{name: "3.10.3: RECEIVE is told of urgent octets ahead", before: urgentMode,
		then: receive(1), state: fsm.Established, tells: "delivered 1; urgent data ahead"},
	{name: "3.10.3: and not of those that it receives", before: after(urgentMode, "<SEQ=102><ACK=301><CTL=ACK><DATA=9>"),
		then: receive(6), state: fsm.Established, tells: "delivered 6; no more urgent data"},

	{name: "A15: an ACK of what was never sent", before: opened,
		then: "<SEQ=101><ACK=200><CTL=ACK><DATA=1>", state: fsm.Established, sends: "<SEQ=301><ACK=102><CTL=ACK>"},
	{name: "A15: or refused", under: []fsm.Choice{fsm.ACKRangeCheckSent}, before: opened,
		then: "<SEQ=101><ACK=200><CTL=ACK><DATA=1>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A15: ISS acknowledges nothing", under: []fsm.Choice{fsm.ACKRangeCheckSent}, before: opened,
		then: "<SEQ=101><ACK=300><CTL=ACK><DATA=1>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A15: what was sent and acknowledged does no harm", under: []fsm.Choice{fsm.ACKRangeCheckSent},
		before: after(opened, sendTen, transmit, "<SEQ=101><ACK=311><CTL=ACK><WND=4096>"),
		then:   "<SEQ=101><ACK=301><CTL=ACK><DATA=1>", state: fsm.Established, sends: "<SEQ=311><ACK=102><CTL=ACK>"},
}

// TestOwed runs them.
func TestOwed(t *testing.T) { runEdges(t, owed) }

// alternatives are what else RFC 9293 leaves to a TCP: each input under the
// default and under what stacks do instead.
var alternatives = []edge{
	{name: "A68: octets of two SENDs are sent again in one segment", before: after(opened, sendTen, transmit, sendTen, transmit),
		then: fsm.Event{Kind: fsm.RetransmissionTimeout}, state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK,PSH><DATA=20>"},
	{name: "A68: without the FIN behind them", before: after(opened, sendTen, closeCall, transmit, transmit),
		then: fsm.Event{Kind: fsm.RetransmissionTimeout}, state: fsm.FinWait1, sends: "<SEQ=301><ACK=101><CTL=ACK,PSH><DATA=10>"},
	{name: "A70: a SEND of no octets keeps no CLOSE waiting", before: after(passiveOpening, fsm.Event{Kind: fsm.Send}),
		then: closeCall, state: fsm.FinWait1},
	{name: "A70: one of some does", before: after(passiveOpening, sendTen), then: closeCall, state: fsm.SynReceived},

	{name: "A41: a challenge ACK for a RST", before: opened,
		then: "<SEQ=150><CTL=RST>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A41: none when none may be sent", before: opened, then: throttled("<SEQ=150><CTL=RST>"), state: fsm.Established},
	{name: "A41: nor for a SYN", before: opened, then: throttled("<SEQ=150><CTL=SYN>"), state: fsm.Established},
	{name: "A41: nor for an ACK out of range", before: opened, then: throttled("<SEQ=101><ACK=999><CTL=ACK>"), state: fsm.Established},
	{name: "A41: what is not acceptable is answered all the same", before: opened,
		then: throttled("<SEQ=90><ACK=301><CTL=ACK>"), state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A60: a full backlog drops a SYN", before: []any{openPassive}, then: crowded("<SEQ=100><CTL=SYN>"), state: fsm.Listen},
	{name: "A60: or refuses it", under: []fsm.Choice{fsm.FullBacklogReset}, before: []any{openPassive},
		then: crowded("<SEQ=100><CTL=SYN>"), state: fsm.Listen, sends: "<SEQ=0><ACK=101><CTL=RST,ACK>"},
	{name: "A60: and has nothing to do with an ACK", before: []any{openPassive},
		then: crowded("<SEQ=100><ACK=9><CTL=ACK>"), state: fsm.Listen, sends: "<SEQ=9><CTL=RST>"},
	{name: "A23: SYN,ACK in LISTEN is refused", before: []any{openPassive},
		then: "<SEQ=100><ACK=9><CTL=SYN,ACK>", state: fsm.Listen, sends: "<SEQ=9><CTL=RST>"},
	{name: "A23: or dropped", under: []fsm.Choice{fsm.ListenACKIgnoreSYNACK}, before: []any{openPassive},
		then: "<SEQ=100><ACK=9><CTL=SYN,ACK>", state: fsm.Listen},
	{name: "A55: a segment without ACK is unacceptable first", before: opened,
		then: "<SEQ=90><CTL=><DATA=1>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A55: or dropped first", under: []fsm.Choice{fsm.NoACKOrderACKFirst}, before: opened,
		then: "<SEQ=90><CTL=><DATA=1>", state: fsm.Established},
	{name: "A06: another SYN after a passive open", under: []fsm.Choice{fsm.DupSYNResendAny}, before: passiveOpening,
		then: "<SEQ=700><CTL=SYN>", state: fsm.SynReceived, sends: "<SEQ=300><ACK=101><CTL=SYN,ACK>"},
	{name: "A13: text on the SYN,ACK is taken", before: []any{openActive},
		then: "<SEQ=100><ACK=301><CTL=SYN,ACK><DATA=9>", state: fsm.Established, sends: "<SEQ=301><ACK=110><CTL=ACK>"},
	{name: "A13: in SYN-SENT if LISTEN ignores it too", under: []fsm.Choice{fsm.SYNPayloadIgnore}, before: []any{openActive},
		then: "<SEQ=100><ACK=301><CTL=SYN,ACK><DATA=9>", state: fsm.Established, sends: "<SEQ=301><ACK=110><CTL=ACK>"},
	{name: "A13: or ignored there", under: []fsm.Choice{fsm.SYNPayloadInSynSentIgnore}, before: []any{openActive},
		then: "<SEQ=100><ACK=301><CTL=SYN,ACK><DATA=9>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},

	{name: "A13: with the FIN behind it", under: []fsm.Choice{fsm.SYNPayloadInSynSentIgnore}, before: []any{openActive},
		then: "<SEQ=100><ACK=301><CTL=SYN,FIN,ACK><DATA=9>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},

	{name: "A53: a segment at the right edge", before: opened,
		then: "<SEQ=4197><ACK=301><CTL=ACK><DATA=1>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A53: its ACK may count", under: []fsm.Choice{fsm.EdgeSegmentWhole}, before: after(opened, sendTen, transmit),
		then: "<SEQ=4197><ACK=311><CTL=ACK><DATA=1>", state: fsm.Established, sends: "<SEQ=311><ACK=101><CTL=ACK>", tells: "acknowledged 10"},
	{name: "A53: its text is beyond the window", under: []fsm.Choice{fsm.EdgeSegmentWhole},
		before: after(opened, "<SEQ=4197><ACK=301><CTL=ACK><DATA=1><WND=4096>"),
		then:   "<SEQ=101><ACK=301><CTL=ACK><DATA=4096><WND=4096>", state: fsm.Established, sends: "<SEQ=301><ACK=4197><CTL=ACK>"},
	{name: "A53: and so is its FIN", under: []fsm.Choice{fsm.EdgeSegmentWhole},
		before: after(opened, "<SEQ=4197><ACK=301><CTL=FIN,ACK><WND=4096>"),
		then:   "<SEQ=101><ACK=301><CTL=ACK><DATA=4096><WND=4096>", state: fsm.Established, sends: "<SEQ=301><ACK=4197><CTL=ACK>"},
	{name: "A53: a RST there is dropped", before: opened, then: "<SEQ=4197><CTL=RST>", state: fsm.Established},
	{name: "A53: or challenged", under: []fsm.Choice{fsm.EdgeSegmentWhole}, before: opened,
		then: "<SEQ=4197><CTL=RST>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>"},
	{name: "A64: the ACK of a segment that ends at RCV.NXT does not count", before: after(closed, "<SEQ=101><ACK=301><CTL=ACK><DATA=9><WND=4096>"),
		then: "<SEQ=101><ACK=302><CTL=ACK><DATA=9>", state: fsm.FinWait1, sends: "<SEQ=302><ACK=110><CTL=ACK>"},
	{name: "A64: or does", under: []fsm.Choice{fsm.LeftEdgeAccept}, before: after(closed, "<SEQ=101><ACK=301><CTL=ACK><DATA=9><WND=4096>"),
		then: "<SEQ=101><ACK=302><CTL=ACK><DATA=9>", state: fsm.FinWait2, sends: "<SEQ=302><ACK=110><CTL=ACK>", tells: "CLOSE: ok"},
	{name: "A55: in SYN-RECEIVED too, after an active open", under: []fsm.Choice{fsm.NoACKOrderACKFirst}, before: activeOpening,
		then: "<SEQ=90><CTL=><DATA=1>", state: fsm.SynReceived},
	{name: "A42: the RST for a SYN in the window", under: []fsm.Choice{fsm.SYNInSyncRFC793}, before: opened,
		then: "<SEQ=150><CTL=SYN>", state: fsm.Closed, sends: "<SEQ=0><ACK=151><CTL=RST,ACK>", tells: "connection reset"},
	{name: "A42: in sequence", under: []fsm.Choice{fsm.SYNInSyncRFC793, fsm.SYNRSTFormInSequence}, before: opened,
		then: "<SEQ=150><CTL=SYN>", state: fsm.Closed, sends: "<SEQ=301><ACK=101><CTL=RST,ACK>", tells: "connection reset"},

	{name: "A58: R2 says nothing to the peer", before: after(opened, sendTen, transmit), then: r2, state: fsm.Closed,
		tells: "SEND: connection reset; R2 reached"},
	{name: "A58: or resets him", under: []fsm.Choice{fsm.R2RSTYes}, before: after(opened, sendTen, transmit), then: r2, state: fsm.Closed,
		sends: "<SEQ=311><CTL=RST>", tells: "SEND: connection reset; R2 reached"},
	{name: "A58: not in LAST-ACK, where ABORT would not", under: []fsm.Choice{fsm.R2RSTYes}, before: lastAck, then: r2, state: fsm.Closed,
		tells: "SEND: connection reset; CLOSE: connection reset; R2 reached"},
	{name: "A58: keep-alive says nothing to the peer", under: []fsm.Choice{keptAlive}, before: opened, then: keepAliveFails,
		state: fsm.Closed, tells: "keep-alive failed"},
	{name: "A58: or resets him", under: []fsm.Choice{keptAlive, fsm.KeepAliveRSTYes}, before: opened, then: keepAliveFails,
		state: fsm.Closed, sends: "<SEQ=301><CTL=RST>", tells: "keep-alive failed"},
	{name: "A58: the FIN-WAIT-2 timeout resets him", under: []fsm.Choice{fsm.FinWait2TimeoutOn, fsm.FinWait2RSTYes}, before: finWait2,
		then: fsm.Event{Kind: fsm.FinWait2Timeout}, state: fsm.Closed, sends: "<SEQ=302><CTL=RST>"},

	{name: "A59: the RST for text after a full close", under: []fsm.Choice{halfDuplex}, before: finWait2,
		then: "<SEQ=101><ACK=301><CTL=ACK><DATA=1>", state: fsm.Closed, sends: "<SEQ=302><CTL=RST>"},
	{name: "A59: from SEG.ACK", under: []fsm.Choice{halfDuplex, fsm.HalfDuplexRSTFormFromACK}, before: finWait2,
		then: "<SEQ=101><ACK=301><CTL=ACK><DATA=1>", state: fsm.Closed, sends: "<SEQ=301><CTL=RST>"},
	{name: "A62: a FIN beyond RCV.NXT after a full close is held", under: []fsm.Choice{halfDuplex}, before: finWait2,
		then: "<SEQ=105><ACK=302><CTL=FIN,ACK>", state: fsm.FinWait2, sends: "<SEQ=302><ACK=101><CTL=ACK>"},
	{name: "A62: or draws the RST", under: []fsm.Choice{halfDuplex, fsm.FINAfterCloseReset}, before: finWait2,
		then: "<SEQ=105><ACK=302><CTL=FIN,ACK>", state: fsm.Closed, sends: "<SEQ=302><CTL=RST>"},
	{name: "A28: octets unread at the CLOSE are thrown away", under: []fsm.Choice{fsm.HalfDuplexCloseLate},
		before: after(opened, "<SEQ=101><ACK=301><CTL=ACK><DATA=9><WND=4096>", closeCall),
		then:   transmit, state: fsm.FinWait1, sends: "<SEQ=301><ACK=110><CTL=FIN,ACK>"},
	{name: "A28: a RECEIVE that waits for more of them is answered", under: []fsm.Choice{fsm.HalfDuplexCloseLate},
		before: after(opened, "<SEQ=101><ACK=301><CTL=ACK><DATA=9><WND=4096>", receive(100)),
		then:   closeCall, state: fsm.FinWait1, tells: "RECEIVE: error: connection closing"},
	{name: "A28: and later ones draw the RST", under: []fsm.Choice{fsm.HalfDuplexCloseLate},
		before: after(opened, "<SEQ=101><ACK=301><CTL=ACK><DATA=9><WND=4096>", closeCall, transmit),
		then:   "<SEQ=110><ACK=301><CTL=ACK><DATA=1><WND=4096>", state: fsm.Closed, sends: "<SEQ=302><CTL=RST>", tells: "CLOSE: connection reset"},
	{name: "A26: CLOSE in SYN-RECEIVED drops the connection", under: []fsm.Choice{fsm.CloseInSynReceivedDrop}, before: activeOpening,
		then: closeCall, state: fsm.Closed},
	{name: "A26: what it had to send is answered, and TIME-WAIT gone back to", under: []fsm.Choice{fsm.CloseInSynReceivedDrop, fsm.TimeWaitSYNSeq},
		before: after(timeWaiting, fsm.Event{Kind: fsm.SegmentArrives, Segment: segment("<SEQ=900><CTL=SYN><WND=4096>"), ISS: 9000}, sendTen),
		then:   closeCall, state: fsm.TimeWait, tells: "SEND: error: closing"},
	{name: "A61: text behind the FIN is ignored", before: closeWait, then: "<SEQ=101><ACK=301><CTL=ACK><DATA=9>", state: fsm.CloseWait},
	{name: "A61: or acknowledged", under: []fsm.Choice{fsm.TextAfterFINACK}, before: closeWait,
		then: "<SEQ=101><ACK=301><CTL=ACK><DATA=9>", state: fsm.CloseWait, sends: "<SEQ=301><ACK=102><CTL=ACK>"},
	{name: "A61: or an error", under: []fsm.Choice{fsm.TextAfterFINReset}, before: closeWait,
		then: "<SEQ=101><ACK=301><CTL=ACK><DATA=9>", state: fsm.Closed, sends: "<SEQ=301><CTL=RST>", tells: "connection reset"},
	{name: "A61: unless it begins at RCV.NXT", under: []fsm.Choice{fsm.TextAfterFINReset}, before: closeWait,
		then: "<SEQ=102><ACK=301><CTL=ACK><DATA=9>", state: fsm.CloseWait},
	{name: "A18: an ACK in LAST-ACK that does not cover the FIN is answered", under: []fsm.Choice{fsm.LastACKPartialAnswer}, before: lastAck,
		then: "<SEQ=102><ACK=301><CTL=ACK><WND=4096>", state: fsm.LastAck, sends: "<SEQ=312><ACK=102><CTL=ACK>"},

	{name: "A18: also where text behind the FIN is an error", under: []fsm.Choice{fsm.LastACKPartialAnswer, fsm.TextAfterFINReset}, before: lastAck,
		then: "<SEQ=102><ACK=301><CTL=ACK><WND=4096>", state: fsm.LastAck, sends: "<SEQ=312><ACK=102><CTL=ACK>"},
	{name: "A18: and nothing else of it counts", under: []fsm.Choice{fsm.LastACKPartialAnswer, fsm.SecondFINLiteral}, before: lastAck,
		then: "<SEQ=102><ACK=301><CTL=FIN,ACK><WND=4096>", state: fsm.LastAck, sends: "<SEQ=312><ACK=102><CTL=ACK>"},

	{name: "A35: a RST in TIME-WAIT counts at RCV.NXT", under: []fsm.Choice{fsm.RSTInTimeWaitExact}, before: timeWaiting,
		then: "<SEQ=102><CTL=RST>", state: fsm.Closed},
	{name: "A35: and draws no challenge elsewhere", under: []fsm.Choice{fsm.RSTInTimeWaitExact}, before: timeWaiting,
		then: "<SEQ=150><CTL=RST>", state: fsm.TimeWait},
	{name: "A36: a SYN that may not reopen TIME-WAIT is dropped", under: []fsm.Choice{fsm.TimeWaitSYNRFC6191}, before: timeWaiting,
		then: fsm.Event{Kind: fsm.SegmentArrives, Segment: segment("<SEQ=90><CTL=SYN>"), ISS: 9000}, state: fsm.TimeWait},
	{name: "A36: or answered", under: []fsm.Choice{fsm.TimeWaitSYNRFC6191ACK}, before: timeWaiting,
		then:  fsm.Event{Kind: fsm.SegmentArrives, Segment: segment("<SEQ=90><CTL=SYN>"), ISS: 9000},
		state: fsm.TimeWait, sends: "<SEQ=302><ACK=102><CTL=ACK>"},
	{name: "A09: an ACK out of range restarts 2MSL", under: []fsm.Choice{fsm.TimeWaitRestartAnyACK}, before: timeWaiting,
		then: "<SEQ=120><ACK=999><CTL=ACK>", state: fsm.TimeWait, sends: "<SEQ=302><ACK=102><CTL=ACK>", tells: "2MSL starts"},
	{name: "A09: so does a SYN,ACK", under: []fsm.Choice{fsm.TimeWaitRestartAnyACK}, before: timeWaiting,
		then: "<SEQ=102><ACK=9><CTL=SYN,ACK>", state: fsm.TimeWait, sends: "<SEQ=302><ACK=102><CTL=ACK>", tells: "2MSL starts"},
	{name: "A09: and an empty segment at RCV.NXT, unanswered", under: []fsm.Choice{fsm.TimeWaitRestartAnyACK}, before: timeWaiting,
		then: "<SEQ=102><CTL=>", state: fsm.TimeWait, tells: "2MSL starts"},
	{name: "A09: be its ACK of nothing sent", under: []fsm.Choice{fsm.TimeWaitRestartAnyACK}, before: timeWaiting,
		then: "<SEQ=102><ACK=999><CTL=ACK>", state: fsm.TimeWait, tells: "2MSL starts"},
	{name: "A09: a FIN without ACK is dropped", under: []fsm.Choice{fsm.TimeWaitRestartFINAnySeq}, before: timeWaiting,
		then: "<SEQ=101><CTL=FIN>", state: fsm.TimeWait},
	{name: "A09: a RST ends it all the same", under: []fsm.Choice{fsm.TimeWaitRestartFINAnySeq}, before: timeWaiting,
		then: "<SEQ=102><CTL=RST>", state: fsm.Closed},
	{name: "A09: one with ACK restarts 2MSL", under: []fsm.Choice{fsm.TimeWaitRestartFINAnySeq}, before: timeWaiting,
		then: "<SEQ=101><ACK=302><CTL=FIN,ACK>", state: fsm.TimeWait, sends: "<SEQ=302><ACK=102><CTL=ACK>", tells: "2MSL starts"},
	{name: "A09: an ACK off RCV.NXT is answered", under: []fsm.Choice{fsm.TimeWaitRestartFINAnySeq}, before: timeWaiting,
		then: "<SEQ=103><ACK=302><CTL=ACK>", state: fsm.TimeWait, sends: "<SEQ=302><ACK=102><CTL=ACK>"},
	{name: "A09: the one that is expected is not, be the window closed",
		under:  []fsm.Choice{fsm.TimeWaitRestartFINAnySeq, fsm.ZeroWindowAnswerEvery, fsm.FINZeroWindowSend},
		before: after(openedNoRoom, closeCall, transmit, "<SEQ=101><ACK=302><CTL=FIN,ACK><WND=4096>"),
		then:   "<SEQ=102><ACK=302><CTL=ACK>", state: fsm.TimeWait},
	{name: "A09: the one that is expected is not", under: []fsm.Choice{fsm.TimeWaitRestartFINAnySeq}, before: timeWaiting,
		then: "<SEQ=102><ACK=302><CTL=ACK>", state: fsm.TimeWait},
}

// TestAlternatives runs them.
func TestAlternatives(t *testing.T) { runEdges(t, alternatives) }

// TestICMPKind holds the codes that section 3.9.2.2 names, and those that only
// RFC 5461 does.
func TestICMPKind(t *testing.T) {
	for _, x := range []struct {
		family    fsm.Family
		typ, code uint8
		kind      fsm.EventKind
		ok        bool
	}{
		{fsm.IPv4, 3, 0, fsm.ICMPSoft, true},
		{fsm.IPv4, 3, 1, fsm.ICMPSoft, true},
		{fsm.IPv4, 3, 2, fsm.ICMPHard, true},
		{fsm.IPv4, 3, 3, fsm.ICMPHard, true},
		{fsm.IPv4, 3, 4, fsm.ICMPFragNeeded, true},
		{fsm.IPv4, 3, 5, fsm.ICMPSoft, true},
		{fsm.IPv4, 3, 13, fsm.ICMPSoft, true},
		{fsm.IPv4, 4, 0, fsm.ICMPSourceQuench, true},
		{fsm.IPv4, 8, 0, 0, false},
		{fsm.IPv4, 11, 1, fsm.ICMPSoft, true},
		{fsm.IPv4, 12, 0, fsm.ICMPSoft, true},
		{fsm.IPv6, 1, 0, fsm.ICMPSoft, true},
		{fsm.IPv6, 1, 1, fsm.ICMPHard, true},
		{fsm.IPv6, 1, 3, fsm.ICMPSoft, true},
		{fsm.IPv6, 1, 4, fsm.ICMPHard, true},
		{fsm.IPv6, 2, 0, fsm.ICMPFragNeeded, true},
		{fsm.IPv6, 3, 0, fsm.ICMPSoft, true},
		{fsm.IPv6, 4, 2, fsm.ICMPSoft, true},
		{fsm.IPv6, 128, 0, 0, false},
	} {
		if kind, ok := fsm.ICMPKind(x.family, x.typ, x.code); kind != x.kind || ok != x.ok {
			t.Errorf("family %d, type %d, code %d: %v, %v", x.family, x.typ, x.code, kind, ok)
		}
	}
}
