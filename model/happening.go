package model

import "github.com/tcpfsm/tcpfsm/fsm"

// A Happening is one event of one end and all that it led to.
type Happening struct {
	Kind          fsm.EventKind // or Crash
	Event         fsm.Event
	Packet        *Packet // that arrives, else nil
	Before, After End
	Out           fsm.Output
	Rules         []string // those that fired, in order
	Sent          []Packet
	Old           bool // Packet belongs to another connection

	// Endless: what the user and the TCP do at once after the event would go on
	// for ever, and this is the last of it that was looked at.
	Endless bool

	m *Model
}

// Scenario returns the scenario in which it happens, to be read only.
func (h *Happening) Scenario() *Scenario { return &h.m.scenario }

// Policy returns the policy of both machines.
func (h *Happening) Policy() fsm.Policy { return h.m.machine.Policy() }
