package model

import "github.com/tcpfsm/tcpfsm/fsm"

// A Happening is one event of one end and all that it led to. A step of the model
// may have several: the user and the TCP do at once what [Side.Reads] and
// [Side.Prompt] say. It is to be read only.
type Happening struct {
	Kind          fsm.EventKind // or Crash
	Event         fsm.Event     // what the machine was given; of a Crash it is zero
	Packet        *Packet       // that arrives, else nil
	Before, After End           // what is known of the end, its TCB included
	Out           fsm.Output    // of the machine: replies, signals, segments, and the rules that fired
	Rules         []string      // the IDs of those, in order; in an [Explanation] only
	Sent          []Packet      // the segments of Out with what is known of them
	Old           bool          // Packet belongs to another connection, see [Packet.Old]

	// Endless: what the user and the TCP do at once after the event would go on
	// for ever, and this is the last of it that was looked at.
	Endless bool

	m  *Model
	as *fsm.Machine // whose policy is shown, nil: that of m
}

// Scenario returns the scenario in which it happens, to be read only.
func (h *Happening) Scenario() *Scenario { return &h.m.scenario }

// Policy returns the policy of both machines.
func (h *Happening) Policy() fsm.Policy {
	if h.as != nil {
		return h.as.Policy()
	}
	return h.m.machine.Policy()
}
