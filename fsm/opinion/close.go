package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// close is the CLOSE call, section 3.10.4. It is answered when our FIN is
// acknowledged, unless there is nothing to wait for.
func (e *end) close() fsm.Reply {
	if e.event.Unpermitted {
		return fsm.ConnectionIllegal
	}
	switch e.State {
	case fsm.Closed:
		return fsm.NoConnection
	case fsm.Listen, fsm.SynSent:
		e.delete(fsm.CallClosing)
		return fsm.OK
	case fsm.SynReceived:
		return e.closeSynReceived()
	case fsm.Established, fsm.CloseWait:
		return e.closeOpen()
	case fsm.FinWait1, fsm.FinWait2:
		if e.policy.SecondClose == fsm.SecondCloseOK {
			return fsm.OK
		}
	}
	return fsm.ConnectionClosing
}

// closeSynReceived enters FIN-WAIT-1 if there is nothing that has to leave
// before the FIN; else the call waits for ESTABLISHED.
func (e *end) closeSynReceived() fsm.Reply {
	if e.CloseQueued {
		return fsm.ConnectionClosing
	}
	if e.policy.CloseInSynReceived == fsm.CloseInSynReceivedDrop { // A26
		e.stopReading()
		e.giveUp(fsm.CallClosing)
		return fsm.OK
	}
	e.CloseOutstanding = true
	e.stopReading()
	pending := e.SND.Wait > 0 || e.inFlight() > 0
	if pending || e.Origin == fsm.Reopened || e.policy.CloseInSynReceived == fsm.CloseInSynReceivedWaitEstablished {
		e.CloseQueued = true
		return fsm.NoReply
	}
	e.State = fsm.FinWait1
	return fsm.NoReply
}

// closeOpen is CLOSE in ESTABLISHED, which enters FIN-WAIT-1 at once, and in
// CLOSE-WAIT, which waits until the FIN is formed.
func (e *end) closeOpen() fsm.Reply {
	if e.CloseQueued {
		return fsm.ConnectionClosing
	}
	if e.policy.HalfDuplexClose == fsm.HalfDuplexCloseOn && e.RCV.USER > 0 { // SHLD-3
		e.sendAbort()
		e.delete(fsm.CallReset)
		return fsm.OK
	}
	e.CloseOutstanding = true
	e.stopReading()
	if e.RCV.USER > 0 && e.policy.HalfDuplexClose == fsm.HalfDuplexCloseLate {
		e.discard()
	}
	if e.State == fsm.CloseWait {
		e.CloseQueued = true
	} else {
		e.State = fsm.FinWait1
	}
	return fsm.NoReply
}

// closesBoth: CLOSE ends receiving too (A28).
func (e *end) closesBoth() bool {
	return e.policy.HalfDuplexClose == fsm.HalfDuplexCloseOn || e.policy.HalfDuplexClose == fsm.HalfDuplexCloseLate
}

// discard throws away what the user has not taken. He is told of nothing more.
func (e *end) discard() {
	r := &e.RCV
	r.USER, r.WND, r.Pushed = 0, r.BUFF, false
	r.Urgent, r.UP = false, 0
}

// stopReading: CLOSE may end receiving as well (MAY-1).
func (e *end) stopReading() {
	if e.closesBoth() {
		e.answerReceive(fsm.ConnectionClosing)
	}
}
