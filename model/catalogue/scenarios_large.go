package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// large lists the scenarios that take minutes.
var large = []model.Scenario{
	{
		Name:   "data-and-close-both",
		About:  "As data-and-close, and the receiver closes too, before or after.",
		Large:  true,
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 2, fsm.Close: 1}, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Receive: model.Unbounded, fsm.Close: 1}, Patient: true, Prompt: true},
		},
	},
	{
		Name:   "data-both-ways-and-close",
		About:  "One octet each way and both ends close: data meets every closing state of either end.",
		Large:  true,
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1, fsm.Receive: model.Unbounded, fsm.Close: 1}, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Receive: model.Unbounded, fsm.Close: 1}, Patient: true, Prompt: true},
		},
	},
	{
		Name:   "zero-window-close",
		About:  "As zero-window, and the receiver closes too, before or after.",
		Large:  true,
		Policy: "Hardened",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 2, fsm.Close: 1}, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Receive: model.Unbounded, fsm.Close: 1}, RcvBUFF: 1, Reads: model.Whenever, Patient: true},
		},
	},
	{
		Name:   "full-duplex-close-both",
		About:  "As full-duplex-close, with an octet each way.",
		Large:  true,
		Policy: "Hardened,half_duplex_close=on",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1, fsm.Close: 1, fsm.Receive: 1}, Reads: model.Whenever, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Close: 1, fsm.Receive: 1}, Reads: model.Whenever, Patient: true, Prompt: true},
		},
	},
	{
		Name:   "fin-wait-2-wide",
		About:  "As fin-wait-2, with three segments in each direction.",
		Large:  true,
		Policy: "Hardened,fin_wait_2_timeout=on",
		Net:    hostile(3),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Close: 1}},
		},
	},
	{
		Name: "two-zero-windows",
		About: "Both receivers have room for one octet and both senders have two: windows close at both ends, " +
			"and probes cross.",
		Large:  true,
		Policy: "Hardened,edge_segment=accept",
		Net:    hostile(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 2, fsm.Receive: model.Unbounded}, RcvBUFF: 1, Reads: model.Whenever, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 2, fsm.Receive: model.Unbounded}, RcvBUFF: 1, Reads: model.Whenever, Prompt: true},
		},
	},
	{
		Name:   "two-zero-windows-fair",
		About:  "As two-zero-windows, with one octet each way: both fill the window of the other, and both close.",
		Large:  true,
		Policy: "Hardened,edge_segment=accept",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1, fsm.Receive: model.Unbounded, fsm.Close: 1}, RcvBUFF: 1, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Receive: model.Unbounded, fsm.Close: 1}, RcvBUFF: 1, Patient: true, Prompt: true},
		},
		Promises: []string{"close-completes", "no-orphaned-close-wait"},
	},
}
