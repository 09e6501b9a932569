package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// closing lists the scenarios about how a connection ends.
var closing = []model.Scenario{
	{
		Name: "close",
		About: "One connection is opened and closed by both users, in any order, while it opens too. " +
			"A direction holds three different segments, of which any may arrive any number of times; no data.",
		Policy: "Hardened",
		Net:    hostile(3),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}},
		},
	},
	{
		Name: "half-close",
		About: "One end closes and receives what the other goes on to send: one octet, before or after the FIN. " +
			"One octet is enough to see that each direction closes by itself, not for what a stream of them does: see data-transfer.",
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1, fsm.Receive: 1}, Patient: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Close: 1}, Patient: true},
		},
	},
	{
		Name: "simultaneous-close",
		About: "Both ends open actively and both close, so that SYNs and FINs may cross. " +
			"An end that opens too late finds its call refused.",
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issSeam, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}},
		},
	},
	{
		Name: "close-literal",
		About: "As close, with the text of RFC 9293 to the letter. Two directions of two segments each keep it small: " +
			"such ends acknowledge more than they should.",
		Policy: "RFC9293Literal",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}},
		},
	},
	{
		Name: "fin-wait-2",
		About: "One end closes and the other need not. FIN-WAIT-2 ends by a timeout, at any time, and what comes " +
			"afterwards finds no connection.",
		Policy: "Hardened,fin_wait_2_timeout=on",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Close: 1}},
		},
	},
	{
		Name: "close-given-up",
		About: "As close, and each end may give up when its segments stay unacknowledged. Then resets arise that no " +
			"user has asked for.",
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1, fsm.R2Reached: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1, fsm.R2Reached: 1}},
		},
	},
	{
		Name: "full-duplex-close",
		About: "CLOSE ends both directions: with unread data it resets, and data that comes later is answered by a reset. " +
			"One octet one way.",
		Policy: "Hardened,half_duplex_close=on",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1, fsm.Receive: 1}, Reads: model.Whenever, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Close: 1}, Patient: true, Prompt: true},
		},
	},
}
