package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// failing lists the scenarios about crashes, give-ups, refusals and attacks.
var failing = []model.Scenario{
	{
		Name: "abort",
		About: "Each user may close, and abort in any state; A sends one octet. " +
			"The RST may be lost or overtaken, so one end may survive the other.",
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1, fsm.Abort: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1, fsm.Abort: 1}},
		},
	},
	{
		Name: "give-up",
		About: "R1, R2 and the user timeout may be reached in any state at each end, as if nothing had come back for long. " +
			"A sends one octet and closes.",
		Policy: "Hardened",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1, fsm.Close: 1, fsm.R1Reached: 1, fsm.R2Reached: 1, fsm.UserTimeout: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1, fsm.R1Reached: 1, fsm.R2Reached: 1, fsm.UserTimeout: 1}},
		},
	},
	{
		Name: "crash",
		About: "B crashes in any state, forgets everything but its last sequence number, and listens again at once; " +
			"A sends one octet, B may close.",
		Policy: waitingClose,
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 2, fsm.Close: 1, model.Crash: 1}, Incarnations: 2},
		},
	},
	{
		Name: "crash-quiet",
		About: "A crashes in any state, keeps quiet for MSL, and opens again; segments live for one tick. " +
			"B listens, takes two connections, and closes.",
		Policy: waitingClose,
		Net:    hostile(2),
		Clock:  model.Clock{MSL: 1, Quiet: true},
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 2, model.Crash: 1}, Incarnations: 2},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}, Incarnations: 2},
		},
	},
	{
		Name: "half-open",
		About: "A crashes and opens again; its new SYN reaches B in whatever state B has been left in (figure 9). " +
			"B may send one octet to the A that it remembers (figure 10).",
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 2, model.Crash: 1}, Incarnations: 2},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1}},
		},
	},
	{
		Name: "keep-alive",
		About: "The policy is that of Linux, with keep-alive and a timeout in FIN-WAIT-2. " +
			"B crashes and does not come back; A probes it, or gives up, or is told by a RST.",
		Policy: "Linux",
		Net:    model.Network{Capacity: 2, Loss: true},
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1, fsm.KeepAliveFailed: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1, model.Crash: 1}},
		},
	},
	{
		Name: "icmp",
		About: "Each kind of report may come once to each end, in any state; both close. " +
			"The network loses and reorders.",
		Policy: "Hardened",
		Net:    model.Network{Capacity: 2, Loss: true, Reorder: true},
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1, fsm.ICMPSoft: 1, fsm.ICMPHard: 1, fsm.ICMPFragNeeded: 1, fsm.ICMPSourceQuench: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1, fsm.ICMPSoft: 1, fsm.ICMPHard: 1, fsm.ICMPFragNeeded: 1, fsm.ICMPSourceQuench: 1}},
		},
	},
	{
		Name: "blind-attack",
		About: "Somebody off the path forges one segment, at any time, against either end: each kind of segment, " +
			"with its numbers left of the window, at every edge of it and in the middle, and the same for its ACK. " +
			"A sends one octet and both close. One forged segment shows what each can do by itself; what two do together is left out.",
		Policy: "Hardened",
		Net:    model.Network{Capacity: 1, Loss: true},
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1, fsm.Close: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}},
		},
		Attack: model.Attack{Budget: 1, Forged: [2][]fsm.Segment{forgeries(issB, issA), forgeries(issA, issB)}},
	},
	{
		Name: "replay-attack",
		About: "Somebody on the path repeats every segment as often as he likes, for ever, into a second connection of the same pair. " +
			"Nothing ends the life of a segment. He has room for two segments per direction.",
		Policy: waitingClose,
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 2, fsm.Close: 2}, Incarnations: 2, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}, Incarnations: 2, Prompt: true},
		},
	},
	{
		Name: "rude-calls",
		About: "A makes every call in every state, in every way in which it is refused, and timeouts come late. " +
			"It sends two octets at most and has one connection; B opens, sends one octet, and closes.",
		Policy: "Hardened",
		Net:    model.Network{Capacity: 1, Loss: true},
		Ends: [2]model.Side{
			{
				ISS: issA, Rude: true, Reads: model.Whenever, MSS: 1, Urgent: true, SndBUFF: 1, May: model.Budget{
					fsm.OpenActive: model.Unbounded, fsm.OpenPassive: model.Unbounded, fsm.Send: 2, fsm.Receive: model.Unbounded,
					fsm.Close: model.Unbounded, fsm.Abort: model.Unbounded, fsm.Status: model.Unbounded,
				},
			},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Close: 1}},
		},
	},
}

// forgeries returns the segments that an attacker might try against an end that
// has the given ISS, and whose peer has the other one: the kinds that differ,
// each where its numbers make a difference for some state of a connection with
// an octet and a FIN each way and windows of four octets.
func forgeries(peer, own fsm.Seq) (all []fsm.Segment) {
	kinds := []fsm.Segment{
		{CTL: fsm.RST}, {CTL: fsm.RST | fsm.ACK}, {CTL: fsm.SYN}, {CTL: fsm.SYN | fsm.ACK},
		{CTL: fsm.ACK}, {CTL: fsm.ACK, Text: 1}, {CTL: fsm.FIN | fsm.ACK},
	}
	for _, g := range kinds {
		for _, seq := range []uint32{0, 1, 2, 3, 6, 9} {
			g.SEQ, g.ACK, g.WND = peer.Add(seq), 0, 4
			if !g.CTL.Has(fsm.ACK) {
				all = append(all, g)
				continue
			}
			for _, ack := range []fsm.Seq{own - 9, own, own + 1, own + 2, own + 3, own + 9} {
				g.ACK = ack
				all = append(all, g)
			}
		}
	}
	return all
}
