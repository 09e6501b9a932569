package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// transferring lists the scenarios about what flows in between. AtOnce users
// have unbounded RECEIVEs: each octet that arrives is taken.
var transferring = []model.Scenario{
	{
		Name: "data-transfer",
		About: "Two octets one way and one the other, sent one by one or together, lost, repeated and overtaken. " +
			"Two octets are the fewest of which one can arrive before the other; windows of four never close.",
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 2, fsm.Receive: model.Unbounded}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Receive: model.Unbounded}},
		},
	},
	{
		Name:   "data-and-close",
		About:  "Two octets one way, then the sender closes: the FIN may overtake the octets, and be held until they come.",
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 2, fsm.Close: 1}, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Receive: model.Unbounded}, Patient: true, Prompt: true},
		},
	},
	{
		Name: "data-in-close-wait",
		About: "The passive end sends two octets, one by one, before or after the FIN of the other: in CLOSE-WAIT and " +
			"FIN-WAIT-2 data flows, is repeated and overtaken.",
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Receive: model.Unbounded, fsm.Close: 1}, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 2}, Prompt: true},
		},
	},
	{
		Name:   "out-of-order",
		About:  "Three octets in segments of one: the last may come first, and one stays missing between two that are held.",
		Policy: "Hardened",
		Net:    hostile(3),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 3}, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Receive: model.Unbounded}, MSS: 1},
		},
	},
	{
		Name: "zero-window",
		About: "The receiver has room for one octet and receives when it pleases, so that the window closes, is probed and " +
			"opens again; a FIN waits behind it. Two octets one way: the second always meets a closed window first.",
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 2, fsm.Close: 1}, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Receive: model.Unbounded}, RcvBUFF: 1, Reads: model.Whenever, Patient: true},
		},
	},
	{
		Name: "urgent",
		About: "Two urgent octets one way, received when it pleases the user, who is told that they are coming and that " +
			"he has passed them.",
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 2}, Urgent: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Receive: model.Unbounded}, Reads: model.Whenever},
		},
	},
	{
		Name: "mss",
		About: "Both ends announce segments of one octet, and each SEND has two: it takes two segments to carry it. " +
			"The user asks for two octets and has to wait for both.",
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1}, Octets: 2, MSS: 1},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Receive: model.Unbounded}, MSS: 1, Wants: 2, Reads: model.Ahead},
		},
	},
}
