package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// strange lists the scenarios that bring about what well-behaved ends and users
// never do, so that every rule that such a thing can fire is met.
var strange = []model.Scenario{
	strangeSegments("strange-segments", "Hardened"),
	strangeSegments("strange-segments-linux", "Linux"),
	strangeSegments("strange-segments-literal", "RFC9293Literal"),
	{
		Name: "strange-closed-window",
		About: "An octet of A closes the window of B, who asks for it late or never; segments that no well-behaved end sends come there: " +
			"a SYN, a FIN and a RST that bears text. Every segment that meets a closed window is answered, and a FIN is taken.",
		Policy: "Hardened,zero_window_answer=every,fin_zero_window=send",
		Net:    model.Network{Capacity: 1, Loss: true},
		Ends: [2]model.Side{
			{ISS: issA, Prompt: true, Patient: true, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1, fsm.Close: 1}},
			{ISS: issB, Prompt: true, Patient: true, RcvBUFF: 1, Reads: model.Whenever, May: model.Budget{fsm.OpenPassive: 1, fsm.Receive: 1}},
		},
		Attack: model.Attack{Budget: 2, Forged: [2][]fsm.Segment{nil, {
			{SEQ: issA.Add(2), WND: 4, CTL: fsm.SYN},
			{SEQ: issA.Add(2), WND: 4, CTL: fsm.SYN | fsm.RST},
			{SEQ: issA.Add(2), ACK: issB + 1, WND: 4, CTL: fsm.ACK | fsm.FIN},
			{SEQ: issA.Add(2), ACK: issB + 1, WND: 4, CTL: fsm.ACK},
			{SEQ: issA.Add(2), CTL: fsm.RST, Text: 1},
		}}},
	},
	{
		Name: "give-up-probing",
		About: "A sends two octets into a window of one that B opens late or never; R2 and the user timeout are reached while A probes. " +
			"Two segments per direction: a probe and its answer, and one from before.",
		Policy: "Hardened",
		Net:    model.Network{Capacity: 2, Loss: true},
		Ends: [2]model.Side{
			{ISS: issA, Rude: true, Patient: true, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 2, fsm.Close: 1, fsm.R2Reached: 1, fsm.UserTimeout: 1}},
			{ISS: issB, RcvBUFF: 1, Reads: model.Whenever, May: model.Budget{fsm.OpenPassive: 1, fsm.Receive: 1}},
		},
	},
	{
		Name: "rude-calls-linux",
		About: "As rude-calls, under the policy of Linux: CLOSE with unread octets resets, a connection in TIME-WAIT may be opened anew, " +
			"a soft error of ICMP ends an opening, and B may close before it is established. A has two connections and sends one octet.",
		Policy: "Linux",
		Net:    model.Network{Capacity: 1, Loss: true},
		Ends: [2]model.Side{
			{
				ISS: issA, Rude: true, Reads: model.Whenever, Wants: 2, Incarnations: 2, May: model.Budget{
					fsm.OpenActive: model.Unbounded, fsm.Receive: model.Unbounded, fsm.Close: model.Unbounded, fsm.Send: 1, fsm.ICMPHard: 1, fsm.ICMPSoft: 1,
				},
			},
			{ISS: issB, Prompt: true, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Close: 1, fsm.ICMPSoft: 1}},
		},
	},
	{
		Name: "rude-receives",
		About: "A asks for two octets at a time, at any time and before there are any, of a buffer of two; B sends two, one by one, and closes. " +
			"CLOSE in SYN-RECEIVED waits.",
		Policy: waitingClose,
		Net:    model.Network{Capacity: 1, Loss: true},
		Ends: [2]model.Side{
			{
				ISS: issA, Rude: true, Reads: model.Ahead, Wants: 2, RcvBUFF: 2, May: model.Budget{
					fsm.OpenPassive: 1, fsm.Receive: model.Unbounded, fsm.Close: 2, fsm.KeepAliveFailed: 1,
				},
			},
			{ISS: issB, Prompt: true, Patient: true, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 2, fsm.Close: 1}},
		},
	},
}

// strangeSegments is a scenario in which two segments that no end sends come to
// either end, in any state.
func strangeSegments(name, policy string) model.Scenario {
	return model.Scenario{
		Name: name,
		About: "Two segments that no well-behaved end sends come to either end, in any state: SYNs with text, FIN, PUSH and urgent pointer, " +
			"segments without ACK, text across the edges of the window, a second FIN. Two, because the second meets what the first has left. " +
			"Both users close once they are connected.",
		Policy: policy,
		Net:    model.Network{Capacity: 1, Loss: true},
		Ends: [2]model.Side{
			{ISS: issA, Prompt: true, Patient: true, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1, fsm.ICMPFragNeeded: 1, fsm.UserTimeout: 1}},
			{ISS: issB, Prompt: true, Patient: true, Incarnations: 2, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}},
		},
		Attack: model.Attack{Budget: 2, Forged: [2][]fsm.Segment{oddities(issB, issA), oddities(issA, issB)}},
	}
}

// oddities returns segments that no end sends, for an end that has the given
// ISS and whose peer has the other one.
func oddities(peer, own fsm.Seq) []fsm.Segment {
	const all = fsm.ACK | fsm.PSH | fsm.URG | fsm.FIN
	return []fsm.Segment{
		{SEQ: peer, WND: 4, CTL: fsm.SYN | fsm.FIN, MSS: 1},
		{SEQ: peer, WND: 4, CTL: fsm.SYN | fsm.PSH | fsm.URG, UP: 2, Text: 1},
		{SEQ: peer, WND: 4, CTL: fsm.SYN | fsm.FIN, Text: 1},
		{SEQ: peer, WND: 4, CTL: fsm.SYN | fsm.FIN, Text: 6},
		{SEQ: peer, ACK: own + 1, WND: 4, CTL: fsm.SYN | fsm.ACK | fsm.PSH, Text: 1},
		{SEQ: peer + 2, WND: 4, CTL: fsm.SYN},
		{SEQ: peer + 2, ACK: own + 1, WND: 4, CTL: fsm.SYN | fsm.ACK},
		{SEQ: peer + 1, WND: 4},
		{SEQ: peer + 1, ACK: own + 1, WND: 4, CTL: fsm.ACK},
		{SEQ: peer + 1, ACK: own + 9, WND: 4, CTL: fsm.ACK | fsm.FIN},
		{SEQ: peer + 1, ACK: own + 1, WND: 4, CTL: all, UP: 3, Text: 6},
		{SEQ: peer, ACK: own + 1, WND: 4, CTL: fsm.ACK, Text: 9},
		{SEQ: peer, CTL: fsm.RST, Text: 9},
		{SEQ: peer + 2, ACK: own + 1, WND: 4, CTL: all, UP: 1, Text: 1},
		{SEQ: peer + 3, ACK: own + 2, WND: 4, CTL: all, Text: 2},
		{SEQ: peer + 2, ACK: own + 2, WND: 0, CTL: fsm.ACK | fsm.FIN},
		{SEQ: peer + 5, ACK: own + 1, WND: 4, CTL: fsm.ACK, Text: 1},
	}
}
