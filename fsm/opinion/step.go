package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// Step carries out one event at c under the policy p, and says what comes of
// it. It is total: whatever the event is, it has an outcome.
func Step(p *fsm.Policy, c *fsm.TCB, ev *fsm.Event, said *Said) {
	*said = Said{}
	e := end{TCB: c, policy: p, event: ev, said: said}
	ran := c.Timers
	e.carryOut()
	e.finish()
	e.setTimers(ran)
}

// carryOut finds the section of the RFC that an event is about.
func (e *end) carryOut() {
	switch e.event.Kind {
	case fsm.OpenPassive, fsm.OpenActive:
		e.said.Reply = e.open()
	case fsm.Send:
		e.said.Reply = e.send()
	case fsm.Receive:
		e.said.Reply = e.receive()
	case fsm.Close:
		e.said.Reply = e.close()
	case fsm.Abort:
		e.said.Reply = e.abort()
	case fsm.Status:
		e.said.Reply = e.status()
	case fsm.SegmentArrives:
		e.segmentArrives()
	case fsm.Transmit:
		e.transmit()
	default:
		e.timeoutOrReport()
	}
}

// timeoutOrReport is about what neither the user nor the peer has caused.
func (e *end) timeoutOrReport() {
	switch e.event.Kind {
	case fsm.UserTimeout:
		e.userTimeout()
	case fsm.RetransmissionTimeout:
		e.retransmissionTimeout()
	case fsm.R1Reached:
		e.r1()
	case fsm.R2Reached:
		e.r2()
	case fsm.PersistTimeout:
		e.persistTimeout()
	case fsm.KeepAliveTimeout:
		e.keepAliveTimeout()
	case fsm.KeepAliveFailed:
		e.keepAliveFailed()
	case fsm.TimeWaitTimeout:
		e.timeWaitTimeout()
	case fsm.FinWait2Timeout:
		e.finWait2Timeout()
	case fsm.ICMPSoft, fsm.ICMPHard, fsm.ICMPFragNeeded, fsm.ICMPSourceQuench:
		e.icmp()
	}
}

// finish does what an event leaves to be done, whatever it was.
func (e *end) finish() {
	e.leaveUrgentMode()
	e.sendOwedACK()
}
