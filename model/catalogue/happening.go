package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// What properties say of single happenings.

// entered reports whether the end has come to s from another state.
func entered(h *model.Happening, s fsm.State) bool {
	return h.Before.TCB.State != s && h.After.TCB.State == s
}

// left reports whether the end was in s and is not any more.
func left(h *model.Happening, s fsm.State) bool {
	return h.Before.TCB.State == s && h.After.TCB.State != s
}

// stays reports whether the end is in the same incarnation as before, and has
// a TCB.
func stays(h *model.Happening) bool {
	return !renewed(h) && h.After.TCB.State != fsm.Closed
}

// renewed reports whether the end is in another incarnation than before, or has
// taken the SYN of another one of its peer.
func renewed(h *model.Happening) bool {
	return h.Before.Inc != h.After.Inc || h.Before.Peer != h.After.Peer
}
