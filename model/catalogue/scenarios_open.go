package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// opening lists the scenarios about how a connection begins.
var opening = []model.Scenario{
	{
		Name: "handshake",
		About: "A opens actively, B passively, perhaps after the first SYN has come; nobody closes. " +
			"Every segment may be lost, repeated and overtaken. Three segments per direction leave nothing out: " +
			"with more there are no more states.",
		Policy: "Hardened",
		Net:    hostile(3),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1}},
		},
	},
	{
		Name: "simultaneous-open",
		About: "Both open actively, at any time, and nobody closes; a SYN may come before the other end has opened and is refused then. " +
			"One attempt each; with more than four segments per direction there are no more states.",
		Policy: "Hardened",
		Net:    hostile(4),
		Ends: [2]model.Side{
			{ISS: issSeam, May: model.Budget{fsm.OpenActive: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenActive: 1}},
		},
	},
	{
		Name: "old-duplicate-syn",
		About: "A opens, gives up its attempt by CLOSE or is refused, and opens again with a higher ISS, while duplicates of its first SYN " +
			"go on arriving at the listener (figure 8). B may spend a connection on each SYN that it takes.",
		Policy: waitingClose,
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 2, fsm.Close: 1}, Incarnations: 2},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1}, Incarnations: 3},
		},
	},
	{
		Name: "old-syn-at-listener",
		About: "As handshake, with a SYN of A and an ACK from before the beginning on their way to the listener, " +
			"which may take the SYN twice (figure 8).",
		Policy: "Hardened",
		Net:    hostile(2),
		Strays: [2][]fsm.Segment{{{SEQ: issA - 100, WND: 4, CTL: fsm.SYN}, {SEQ: issA - 50, ACK: issB - 50, WND: 4, CTL: fsm.ACK}}, nil},
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1}, Incarnations: 3},
		},
	},
	{
		Name: "old-syn-at-syn-sent",
		About: "As handshake, with a SYN and a SYN,ACK of B from before the beginning on their way to A, which meets them in SYN-SENT: " +
			"the SYN is taken for a simultaneous open and ends in a refusal (H09), the SYN,ACK provokes a RST. A may give up.",
		Policy: "Hardened",
		Net:    hostile(3),
		Strays: [2][]fsm.Segment{nil, {{SEQ: issB - 100, WND: 4, CTL: fsm.SYN}, {SEQ: issB - 50, ACK: issA - 50, WND: 4, CTL: fsm.SYN | fsm.ACK}}},
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.R2Reached: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1}, Incarnations: 2},
		},
	},
	{
		Name: "two-listeners",
		About: "Both ends listen and nobody opens actively; a SYN from before the beginning is on its way to each. " +
			"Each end may take its SYN twice.",
		Policy: waitingClose,
		Net:    hostile(2),
		Strays: [2][]fsm.Segment{{{SEQ: issSeam - 100, WND: 4, CTL: fsm.SYN}}, {{SEQ: issB - 100, WND: 4, CTL: fsm.SYN}}},
		Ends: [2]model.Side{
			{ISS: issSeam, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}, Incarnations: 2},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}, Incarnations: 2},
		},
	},
	{
		Name:   "refused",
		About:  "A opens, and again when it was refused or has closed; B never opens and answers each SYN with a RST.",
		Policy: "Hardened",
		Net:    hostile(4),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 2, fsm.Close: 1}, Incarnations: 2},
			{ISS: issB},
		},
	},
	{
		Name: "listen-once",
		About: "B listens once, for one connection, without a backlog: attempts before it listens and after it has taken a SYN are refused or challenged. " +
			"A opens twice; A closes once and B once.",
		Policy: waitingClose,
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 2, fsm.Close: 1}, Incarnations: 2},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}},
		},
	},
	{
		Name: "listen-again",
		About: "B listens a second time after its first connection, and so may take a duplicate of the SYN that A has sent for the first one. " +
			"Both may close at any time. A CLOSE in SYN-RECEIVED waits for ESTABLISHED: with the RFC's text it would lead to " +
			"FIN-WAIT-1, which takes a FIN of the first connection too.",
		Policy: waitingClose,
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 2, fsm.Close: 2}, Incarnations: 2},
		},
	},
	{
		Name: "self-connect",
		About: "A connects to its own socket: its SYN comes back to it, it meets itself in a simultaneous open, and closes. " +
			"There is no B. Five segments at a time are a bound: seven would add a quarter of the states.",
		Policy:   "Hardened",
		Net:      hostile(5),
		Loopback: true,
		Ends:     [2]model.Side{{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}}},
	},
}
