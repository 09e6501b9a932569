package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// setTimers says which timers run after the event (sections 3.8.1, 3.8.4,
// 3.8.6.1 and 3.10.8), and what that means for a clock on which others ran.
func (e *end) setTimers(ran fsm.Timers) {
	var run fsm.Timers
	set := func(t fsm.Timer, when bool) {
		if when {
			run |= 1 << t
		}
	}
	probing := e.probing()
	set(fsm.Retransmission, e.outstanding() && !probing)
	set(fsm.Persist, probing)
	set(fsm.User, e.outstanding() || e.SND.Wait > 0 || e.finDue())
	set(fsm.KeepAlive, e.policy.KeepAlive == fsm.KeepAliveOn && e.mayIdle())
	set(fsm.FinWait2Timer, e.policy.FinWait2Timeout == fsm.FinWait2TimeoutOn && e.State == fsm.FinWait2)
	set(fsm.TimeWait2MSL, e.Timers.Has(fsm.TimeWait2MSL) && e.counts2MSL())
	e.Timers = run
	e.said.Started = run&^ran | run&e.restart
	e.said.Stopped = ran &^ run
}

// probing: only a closed window holds back what there is to send. The persist
// timer then takes the place of the retransmission timer.
func (e *end) probing() bool {
	return e.SYNAcked && e.SND.WND == 0 && (e.outstanding() || e.SND.Wait > 0 || e.finDue())
}

// mayIdle: the states in which a connection may have nothing to do for long.
func (e *end) mayIdle() bool {
	return e.State == fsm.Established || e.State == fsm.CloseWait || e.State == fsm.FinWait2
}

// counts2MSL: TIME-WAIT, and a connection that opens it again and may have to
// lead back.
func (e *end) counts2MSL() bool {
	return e.State == fsm.TimeWait || e.State == fsm.SynReceived && e.Origin == fsm.Reopened
}

func (e *end) start2MSL() {
	e.Timers |= 1 << fsm.TimeWait2MSL
	e.restart |= 1 << fsm.TimeWait2MSL
}

// heardOfPeer: whatever arrives ends an idle time (MUST-26).
func (e *end) heardOfPeer() { e.restart |= 1 << fsm.KeepAlive }
