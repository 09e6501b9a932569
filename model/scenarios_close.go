package model

import "github.com/tcpfsm/tcpfsm/fsm"

// closing lists the scenarios about how a connection ends.
var closing = []Scenario{
	{
		Name:   "close",
		About:  "One connection is opened and closed by both users, in any order.",
		Policy: "Hardened",
		Net:    hostile(3),
		Ends: [2]Side{
			{ISS: issA, May: Budget{fsm.OpenActive: 1, fsm.Close: 1}},
			{ISS: issB, May: Budget{fsm.OpenPassive: 1, fsm.Close: 1}},
		},
	},
	{
		Name:   "close-fair",
		About:  "As close, with a network that duplicates nothing: what is sent again and again arrives.",
		Policy: "Hardened",
		Net:    fair(3),
		Ends: [2]Side{
			{ISS: issA, May: Budget{fsm.OpenActive: 1, fsm.Close: 1}},
			{ISS: issB, May: Budget{fsm.OpenPassive: 1, fsm.Close: 1}},
		},
		Promises: []string{"close-completes"},
	},
}
