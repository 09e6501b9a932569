package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// Section 3.10.8, and the timers of section 3.8.

// userTimeout gives up: all queues are flushed and everybody is told.
func (e *end) userTimeout() {
	if e.State == fsm.Closed {
		return
	}
	if e.probing() && !e.Probed && e.policy.UserTimeoutProbe != fsm.UserTimeoutProbeFire { // A32, MUST-37
		e.restart |= 1 << fsm.User
		return
	}
	e.said.signal(fsm.SignalUserTimeout)
	if e.policy.UserTimeoutRST == fsm.UserTimeoutRSTYes { // A34
		e.sendLastRST()
	}
	e.giveUp(fsm.CallTimedOut)
}

// sendLastRST tells a peer that may still send, as ABORT would.
func (e *end) sendLastRST() {
	if e.State >= fsm.SynReceived && e.State <= fsm.CloseWait {
		e.sendAbort()
	}
}

// giveUp ends a connection. One that has opened TIME-WAIT again goes back there.
func (e *end) giveUp(answer fsm.Reply) {
	if e.State == fsm.SynReceived && e.Origin == fsm.Reopened {
		e.answerAll(answer)
		e.returnToTimeWait()
		return
	}
	e.delete(answer)
}

// retransmissionTimeout sends the front of the retransmission queue again.
func (e *end) retransmissionTimeout() {
	if !e.Timers.Has(fsm.Retransmission) {
		return
	}
	e.sendFront()
	e.restart |= 1 << fsm.Retransmission
}

// r1 and r2 are the thresholds of section 3.8.3.
func (e *end) r1() {
	if e.outstanding() {
		e.said.signal(fsm.SignalTrouble)
	}
}

func (e *end) r2() {
	switch {
	case e.probing():
		if !e.Probed { // MUST-37: the peer answers
			return
		}
	case !e.outstanding():
		return
	}
	e.said.signal(fsm.SignalGivenUp)
	if e.policy.R2RST == fsm.R2RSTYes { // A58
		e.sendLastRST()
	}
	if e.State == fsm.SynReceived && e.Origin == fsm.Passive && e.policy.R2Passive == fsm.R2PassiveListen { // A31
		e.returnToListen()
		return
	}
	e.giveUp(fsm.CallReset)
}

// keepAliveTimeout probes a peer from which nothing was heard for long (section
// 3.8.4), if there is nothing else that it would have to answer.
func (e *end) keepAliveTimeout() {
	if !e.Timers.Has(fsm.KeepAlive) {
		return
	}
	if !e.outstanding() {
		e.sendOldNumber()
	}
	e.restart |= 1 << fsm.KeepAlive
}

func (e *end) keepAliveFailed() {
	if e.Timers.Has(fsm.KeepAlive) {
		e.said.signal(fsm.SignalDead)
		if e.policy.KeepAliveRST == fsm.KeepAliveRSTYes { // A58
			e.sendLastRST()
		}
		e.delete(fsm.CallReset)
	}
}

func (e *end) timeWaitTimeout() {
	switch {
	case e.State == fsm.TimeWait:
		e.delete(fsm.CallReset)
	case e.State == fsm.SynReceived && e.Origin == fsm.Reopened: // nothing is left to lead back to
		e.Origin = fsm.Active
	}
}

func (e *end) finWait2Timeout() {
	if e.Timers.Has(fsm.FinWait2Timer) {
		if e.policy.FinWait2RST == fsm.FinWait2RSTYes { // A58
			e.sendLastRST()
		}
		e.delete(fsm.CallReset)
	}
}
