package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// closed is section 3.10.7.1: there is no TCB.
func (e *end) closed() {
	if !has(e.event.Segment.CTL, fsm.RST) {
		e.sendReset()
	}
}
