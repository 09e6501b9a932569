package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// checkURG is the sixth step of section 3.10.7.4.
func (e *end) checkURG() bool {
	if !e.receiving() {
		return true
	}
	if e.RCV.UPHeld { // it came with the SYN
		e.RCV.UPHeld = false
		e.urgentUpTo(e.RCV.UP)
	}
	if e.seg.urg {
		e.urgentUpTo(e.seg.up)
	}
	return true
}

// urgentUpTo: RCV.UP <- max(RCV.UP, SEG.UP), and a signal if the user has not
// come that far. He is told whenever the pointer advances (MUST-32), or not twice
// for one run of urgent octets, as step six has it (A38).
func (e *end) urgentUpTo(up fsm.Seq) {
	r := &e.RCV
	last := e.consumed()
	if r.Urgent {
		last = latest(last, r.UP)
	}
	if !before(last, up) {
		return
	}
	if !r.Urgent || e.policy.UrgentSignal != fsm.UrgentSignalOnce {
		e.said.signal(fsm.SignalUrgent)
	}
	r.UP, r.Urgent = up, true
}
