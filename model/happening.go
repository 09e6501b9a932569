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
}

// entered reports whether the end has come to s from another state.
func (h *Happening) entered(s fsm.State) bool {
	return h.Before.TCB.State != s && h.After.TCB.State == s
}

// left reports whether the end was in s and is not any more.
func (h *Happening) left(s fsm.State) bool {
	return h.Before.TCB.State == s && h.After.TCB.State != s
}

// stays reports whether the end is in the same incarnation as before, and has
// a TCB.
func (h *Happening) stays() bool {
	return !h.renewed() && h.After.TCB.State != fsm.Closed
}

// renewed reports whether the end is in another incarnation than before, or has
// taken the SYN of another one of its peer.
func (h *Happening) renewed() bool {
	return h.Before.Inc != h.After.Inc || h.Before.Peer != h.After.Peer
}
