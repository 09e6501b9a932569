package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// icmp is section 3.9.2.2.
func (e *end) icmp() {
	if e.State == fsm.Closed {
		return
	}
	switch e.event.Kind {
	case fsm.ICMPSoft:
		e.softError()
	case fsm.ICMPHard:
		e.hardError()
	case fsm.ICMPFragNeeded:
		if e.policy.ICMPFragNeeded == fsm.ICMPFragNeededAbort {
			e.hardError()
		}
	case fsm.ICMPSourceQuench: // MUST-55: nobody is told
	}
}

// softError is reported and must not end a connection (MUST-56), but stacks let
// it end one that is not open yet.
func (e *end) softError() {
	e.said.signal(fsm.SignalICMPSoft)
	opening := e.State == fsm.SynSent || e.State == fsm.SynReceived
	if opening && e.policy.ICMPSoftSYN == fsm.ICMPSoftSYNAbort {
		e.giveUp(fsm.CallReset)
	}
}

// hardError should end the connection (SHLD-26). LISTEN and TIME-WAIT have
// nothing under way that could have failed.
func (e *end) hardError() {
	e.said.signal(fsm.SignalICMPHard)
	switch {
	case e.State == fsm.Listen, e.State == fsm.TimeWait:
	case e.synchronized() && e.policy.ICMPHard == fsm.ICMPHardIgnoreSynchronized:
	default:
		e.giveUp(fsm.CallReset)
	}
}
