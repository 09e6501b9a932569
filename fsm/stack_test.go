package fsm_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// stacks are what FreeBSD and Linux are known to do beyond what the tests of
// FreeBSD say: read in its source, measured on Linux 6.18 or read in its own. Their
// profiles do the same.
var stacks = map[string][]edge{
	"FreeBSD": {
		{name: "a SYN of any number in SYN-RECEIVED", before: passiveOpening,
			then: "<SEQ=700><CTL=SYN>", state: fsm.SynReceived, sends: "<SEQ=300><ACK=101><CTL=SYN,ACK>"},
		{name: "close() in SYN-RECEIVED says nothing", before: passiveOpening, then: closeCall, state: fsm.Closed},
		{name: "close() with octets unread sends the FIN", before: after(unreadNine, closeCall),
			then: transmit, state: fsm.FinWait1, sends: "<SEQ=301><ACK=110><CTL=FIN,ACK>"},
		{name: "text that comes later resets", before: after(unreadNine, closeCall, transmit),
			then: "<SEQ=110><ACK=302><CTL=ACK><DATA=1><WND=4096>", state: fsm.Closed, sends: "<SEQ=302><CTL=RST>", tells: "CLOSE: ok"},
		{name: "text behind the FIN is acknowledged", before: closeWait,
			then: "<SEQ=102><ACK=301><CTL=ACK><DATA=9>", state: fsm.CloseWait, sends: "<SEQ=301><ACK=102><CTL=ACK>", tells: "keep-alive starts"},
		{name: "so is a FIN behind it", before: closeWait,
			then: "<SEQ=102><ACK=301><CTL=FIN,ACK>", state: fsm.CloseWait, sends: "<SEQ=301><ACK=102><CTL=ACK>", tells: "keep-alive starts"},
		{name: "the ACK of an empty segment at the right edge counts", before: closed,
			then: "<SEQ=4197><ACK=302><CTL=ACK>", state: fsm.FinWait2, tells: "CLOSE: ok; keep-alive starts"},
		{name: "so does that of a segment that ends at RCV.NXT", before: after(opened, sendTen, transmit, "<SEQ=101><ACK=301><CTL=ACK><DATA=9><WND=4096>"),
			then: "<SEQ=101><ACK=311><CTL=ACK><DATA=9>", state: fsm.Established, sends: "<SEQ=311><ACK=110><CTL=ACK>", tells: "acknowledged 10; keep-alive starts"},
		{name: "a segment that spans the window is trimmed at both ends", before: opened,
			then: "<SEQ=91><ACK=301><CTL=ACK><DATA=5000>", state: fsm.Established, sends: "<SEQ=301><ACK=4197><CTL=ACK>", tells: "keep-alive starts"},
		{name: "a right ACK beyond RCV.NXT establishes", before: passiveOpening,
			then: "<SEQ=102><ACK=301><CTL=ACK>", state: fsm.Established, tells: "keep-alive starts"},
		{name: "the SYN,ACK of a simultaneous open is trimmed, and answered", before: activeOpening,
			then: "<SEQ=100><ACK=301><CTL=SYN,ACK>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>", tells: "keep-alive starts"},
		{name: "drop_synfin in TIME-WAIT", under: []fsm.Choice{fsm.SYNFINDropSegment}, before: timeWaiting,
			then: newSYN("<SEQ=9000><CTL=SYN,FIN>"), state: fsm.TimeWait},
		{name: "R2 resets the peer", before: after(opened, sendTen, transmit), then: r2, state: fsm.Closed,
			sends: "<SEQ=311><CTL=RST>", tells: "SEND: connection reset; R2 reached"},
		{name: "keep-alive that fails resets the peer", before: opened, then: keepAliveFails, state: fsm.Closed,
			sends: "<SEQ=301><CTL=RST>", tells: "keep-alive failed"},
		{name: "an ACK of what was never sent", before: opened,
			then: "<SEQ=101><ACK=200><CTL=ACK><DATA=1>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>", tells: "keep-alive starts"},
	},
	"Linux": {
		{name: "a soft error of ICMP ends an opening", before: []any{openActive},
			then: fsm.Event{Kind: fsm.ICMPSoft}, state: fsm.Closed, tells: "ICMP soft error"},
		{name: "a wrong ACK in SYN-RECEIVED, whatever its SEG.SEQ", before: passiveOpening,
			then: "<SEQ=90><ACK=999><CTL=ACK>", state: fsm.SynReceived, sends: "<SEQ=999><CTL=RST>"},
		{name: "an ACK out of range restarts 2MSL", before: timeWaiting,
			then: "<SEQ=102><ACK=999><CTL=ACK><DATA=1>", state: fsm.TimeWait, sends: "<SEQ=302><ACK=102><CTL=ACK>", tells: "2MSL starts"},
		{name: "so does a SYN,ACK", before: timeWaiting,
			then: "<SEQ=102><ACK=9><CTL=SYN,ACK>", state: fsm.TimeWait, sends: "<SEQ=302><ACK=102><CTL=ACK>", tells: "2MSL starts"},
		{name: "and text at RCV.NXT, which is acknowledged", before: timeWaiting,
			then: "<SEQ=102><ACK=302><CTL=ACK><DATA=5>", state: fsm.TimeWait, sends: "<SEQ=302><ACK=102><CTL=ACK>", tells: "2MSL starts"},
		{name: "an old SYN in TIME-WAIT is acknowledged", before: timeWaiting,
			then: newSYN("<SEQ=90><CTL=SYN>"), state: fsm.TimeWait, sends: "<SEQ=302><ACK=102><CTL=ACK>"},
		{name: "a RST at the right edge is challenged", before: opened,
			then: "<SEQ=4197><CTL=RST>", state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK>", tells: "keep-alive starts"},
		{name: "the ACK of text at the right edge counts", before: after(opened, sendTen, transmit),
			then: "<SEQ=4197><ACK=311><CTL=ACK><DATA=1>", state: fsm.Established, sends: "<SEQ=311><ACK=101><CTL=ACK>",
			tells: "acknowledged 10; keep-alive starts"},
		{name: "the RST for text after close()", before: finWait2,
			then: "<SEQ=101><ACK=301><CTL=ACK><DATA=1>", state: fsm.Closed, sends: "<SEQ=301><CTL=RST>"},
		{name: "keep-alive that fails resets the peer", before: opened, then: keepAliveFails, state: fsm.Closed,
			sends: "<SEQ=301><CTL=RST>", tells: "keep-alive failed"},
		{name: "R2 says nothing to him", before: after(opened, sendTen, transmit), then: r2, state: fsm.Closed,
			tells: "SEND: connection reset; R2 reached"},
	},
}

// unreadNine is a connection with octets on hand that the user has not received.
var unreadNine = after(opened, "<SEQ=101><ACK=301><CTL=ACK><DATA=9><WND=4096>")

// newSYN is the arrival of a SYN that a fresh ISS may answer.
func newSYN(text string) fsm.Event {
	return fsm.Event{Kind: fsm.SegmentArrives, Segment: segment(text), ISS: 9000}
}

// TestStacks holds the profiles against them.
func TestStacks(t *testing.T) {
	fsm.TakesASecond(t)
	for _, p := range fsm.Profiles() {
		for _, e := range stacks[p.Name] {
			t.Run(p.Name+": "+e.name, func(t *testing.T) { e.run(t, p.Policy) })
		}
	}
}
