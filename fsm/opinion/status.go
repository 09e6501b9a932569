package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// status is the STATUS call, section 3.10.6. What it returns is the TCB, which
// the caller has.
func (e *end) status() fsm.Reply {
	switch {
	case e.event.Unpermitted:
		return fsm.ConnectionIllegal
	case e.State == fsm.Closed:
		return fsm.NoConnection
	}
	return fsm.OK
}
