package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// halfOpenListener: an old copy of the SYN meets the listener that has come back.
// Its SYN,ACK draws a challenge ACK beyond RCV.NXT, which has to be refused
// there, or the two go on like that for ever.
var halfOpenListener = model.Scenario{
	Name:   "half-open-listener",
	About:  "The end that listens crashes and listens again, the other has octets to send; the network repeats what is on its way.",
	Policy: "Hardened",
	Net:    replaying(2),
	Ends: [2]model.Side{
		{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 2}},
		{ISS: issB, May: model.Budget{fsm.OpenPassive: 2, model.Crash: 1, fsm.Receive: model.Unbounded}, Incarnations: 2},
	},
	Promises: []string{"half-open-resolves"},
}

// fairly lists the scenarios in which liveness is decided. What is sent last
// displaces what was sent before in them, so that what is sent again and again
// is on its way again and again; two places in each direction are enough to
// lose, to reorder and to displace. Where something has to come to an end for
// all that may be repeated, the network duplicates too, and segments age.
var fairly = []model.Scenario{
	{
		Name:   "open-fair",
		About:  "One end opens actively and one passively, in any order. Nobody closes.",
		Policy: "Hardened",
		Net:    fair(3),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1}},
		},
		Promises: []string{"open-succeeds", "syn-received-exits"},
	},
	{
		Name:   "simultaneous-open-fair",
		About:  "Both ends open actively. The one that opens too late finds its call refused.",
		Policy: "Hardened",
		Net:    fair(3),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenActive: 1}},
		},
		Promises: []string{"simultaneous-open-succeeds", "syn-received-exits"},
	},
	{
		Name:   "open-given-up",
		About:  "As open-fair, but the network may lose everything for ever, and who gets no answer gives up.",
		Policy: "Hardened",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.R2Reached: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.R2Reached: 1}},
		},
		Promises: []string{"syn-sent-exits", "syn-received-exits"},
	},
	{
		Name:   "close-fair",
		About:  "As close.",
		Policy: "Hardened",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}},
		},
		Promises: []string{"close-completes", "fin-wait-1-exits", "closing-exits", "last-ack-exits", "no-orphaned-close-wait", "fin-wait-2-exits"},
	},
	{
		Name:   "close-hopeless",
		About:  "As close-given-up: the network may lose everything for ever, and who gets no answer gives up.",
		Policy: "Hardened",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1, fsm.R2Reached: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1, fsm.R2Reached: 1}},
		},
		Promises: []string{"fin-wait-1-exits", "closing-exits", "last-ack-exits", "no-orphaned-close-wait"},
	},
	{
		Name: "reopen-fair",
		About: "One end opens and closes twice, the other once: TIME-WAIT may end at any time, and what is left of the first " +
			"connection meets the second.",
		Policy: "Hardened",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 2, fsm.Close: 2}, Incarnations: 2, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}, Patient: true, Prompt: true},
		},
		Promises: []string{"fin-wait-2-exits", "close-completes", "no-orphaned-close-wait"},
	},
	{
		Name:   "time-wait-ends",
		About:  "As close, in time: segments live for one tick and TIME-WAIT lasts two. What is on its way may be repeated.",
		Policy: "Hardened",
		Net:    replaying(2),
		Clock:  model.Clock{MSL: 1},
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}, Patient: true, Prompt: true},
		},
		Promises: []string{"time-wait-closes", "close-completes", "network-drains", "finite-calls-finite-segments"},
	},
	{
		Name:   "time-wait-hopeless",
		About:  "As time-wait-ends, on a network that may lose everything for ever, and who gets no answer gives up.",
		Policy: "Hardened,fin_wait_2_timeout=on",
		Net:    replaying(2),
		Clock:  model.Clock{MSL: 1},
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1, fsm.R2Reached: 1}, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1, fsm.R2Reached: 1}, Patient: true, Prompt: true},
		},
		Promises: []string{"time-wait-closes", "close-completes", "finite-calls-finite-segments"},
	},
	{
		Name:   "fin-wait-2-timed",
		About:  "As fin-wait-2, on a network that may lose everything for ever.",
		Policy: "Hardened,fin_wait_2_timeout=on",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}, Patient: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}, Patient: true},
		},
		Promises: []string{"fin-wait-2-exits"},
	},
	{
		Name:   "fin-wait-2-kept-alive",
		About:  "One end closes, the other never does; on a network that may lose everything for ever who gets no answer gives up, and keep-alive fails at last.",
		Policy: "Hardened,keep_alive=on",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1, fsm.R2Reached: 1, fsm.KeepAliveFailed: 1}, Patient: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.R2Reached: 1, fsm.KeepAliveFailed: 1}},
		},
		Promises: []string{"fin-wait-2-exits"},
	},
	{
		Name:   "half-open-fair",
		About:  "One end crashes, the other has an octet to send or none. No keep-alive: it notices if it sends.",
		Policy: "Hardened",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, model.Crash: 1, fsm.Receive: model.Unbounded}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1}},
		},
		Promises: []string{"half-open-resolves"},
	},
	{
		Name: "old-connection-fair",
		About: "The end that called crashes and calls again: the other still has the connection of before (figure 9), " +
			"or one that it is about to end.",
		Policy: "Hardened",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 2, model.Crash: 1}, Incarnations: 2, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}, Patient: true, Prompt: true},
		},
		Promises: []string{"caller-answered"},
	},
	{
		Name:   "half-open-kept-alive",
		About:  "One end crashes, the other has nothing to send and keeps the connection alive.",
		Policy: "Hardened,keep_alive=on",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, model.Crash: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1}},
		},
		Promises: []string{"half-open-resolves"},
	},
	halfOpenListener,
	{
		Name:   "abort-fair",
		About:  "One end aborts, the other has an octet to send or none.",
		Policy: "Hardened",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Abort: 1, fsm.Send: 1, fsm.Receive: model.Unbounded}, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Receive: model.Unbounded, fsm.Close: 1}, Patient: true, Prompt: true},
		},
		Promises: []string{"abort-reaches-peer"},
	},
	{
		Name:   "zero-window-fair",
		About:  "As zero-window: a FIN waits behind a window that is closed until the user receives.",
		Policy: "Hardened,edge_segment=accept",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1, fsm.Close: 1}, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Receive: model.Unbounded, fsm.Close: 1}, RcvBUFF: 1, Reads: model.Whenever, Patient: true, Prompt: true},
		},
		Promises: []string{"close-completes", "fin-wait-1-exits", "closing-exits", "fin-wait-2-exits"},
	},
	{
		Name:   "zero-window-hopeless",
		About:  "As zero-window-fair, on a network that may lose everything for ever, and who gets no answer gives up.",
		Policy: "Hardened,edge_segment=accept,fin_wait_2_timeout=on",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1, fsm.Close: 1, fsm.R2Reached: 1}, Patient: true, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Receive: model.Unbounded, fsm.Close: 1, fsm.R2Reached: 1}, RcvBUFF: 1, Reads: model.Whenever, Patient: true, Prompt: true},
		},
		Promises: []string{"fin-wait-1-exits", "closing-exits", "no-orphaned-close-wait", "close-completes"},
	},
	{
		Name:   "zero-window-silent",
		About:  "Two octets for a receiver who has room for one, and no close: when he has received both nothing is sent any more.",
		Policy: "Hardened,edge_segment=accept",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 2}, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Receive: model.Unbounded}, RcvBUFF: 1, Reads: model.Whenever},
		},
		Promises: []string{"finite-calls-finite-segments"},
	},
	{
		Name: "full-windows-fair",
		About: "Both ends fill the window of the other, which has room for two octets, in segments of one. Nobody receives: " +
			"that all is acknowledged at last depends on nothing but the TCPs.",
		Policy: "Hardened,edge_segment=accept",
		Net:    fair(2),
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1}, Octets: 2, MSS: 1, RcvBUFF: 2, Reads: model.Whenever, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1}, Octets: 2, MSS: 1, RcvBUFF: 2, Reads: model.Whenever, Prompt: true},
		},
		Promises: []string{"finite-calls-finite-segments"},
	},
	{
		Name:   "data-silent",
		About:  "One octet each way and no close, in time: when it is acknowledged nothing is sent any more.",
		Policy: "Hardened",
		Net:    replaying(2),
		Clock:  model.Clock{MSL: 1},
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1, fsm.Receive: model.Unbounded}, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Receive: model.Unbounded}, Prompt: true},
		},
		Promises: []string{"finite-calls-finite-segments"},
	},
	{
		Name:   "close-calms",
		About:  "As close, and at any time trouble may cease for good.",
		Policy: "Hardened",
		Net:    hostile(2),
		Calms:  true,
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}},
		},
		Promises: []string{"quiet"},
	},
	{
		Name:   "simultaneous-open-calms",
		About:  "As simultaneous-close, and at any time trouble may cease for good.",
		Policy: "Hardened",
		Net:    hostile(2),
		Calms:  true,
		Ends: [2]model.Side{
			{ISS: issSeam, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}, Patient: true},
			{ISS: issB, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}, Patient: true},
		},
		Promises: []string{"quiet"},
	},
	{
		Name:   "full-windows-calm",
		About:  "Both ends fill a window of one octet, and at any time trouble may cease for good.",
		Policy: "Hardened,edge_segment=accept",
		Net:    hostile(2),
		Calms:  true,
		Ends: [2]model.Side{
			{ISS: issA, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1, fsm.Receive: model.Unbounded}, RcvBUFF: 1, Prompt: true},
			{ISS: issB, May: model.Budget{fsm.OpenPassive: 1, fsm.Send: 1, fsm.Receive: model.Unbounded}, RcvBUFF: 1, Prompt: true},
		},
		Promises: []string{"quiet"},
	},
}
