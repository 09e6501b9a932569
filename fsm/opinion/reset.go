package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// checkRST is the second step of section 3.10.7.4.
func (e *end) checkRST() bool {
	g := &e.event.Segment
	if !has(g.CTL, fsm.RST) {
		return true
	}
	if e.State == fsm.TimeWait && e.policy.RSTInTimeWait == fsm.RSTInTimeWaitIgnore { // RFC 1337
		return false
	}
	exact := g.SEQ == e.RCV.NXT || e.rstMinusOne()
	inside := inWindow(g.SEQ, e.RCV.NXT, e.RCV.WND) || e.beginsAtEdge()
	switch {
	case exact:
		e.reset()
	case e.State == fsm.TimeWait && e.policy.RSTInTimeWait == fsm.RSTInTimeWaitExact: // A35
	case e.policy.RSTValidation == fsm.RSTValidationInWindow:
		if inside {
			e.reset()
		}
	case inside:
		e.challenge()
	}
	return false
}

// reset is what a valid RST does to each state.
func (e *end) reset() {
	switch e.State {
	case fsm.SynReceived:
		e.resetSynReceived()
	case fsm.Established, fsm.FinWait1, fsm.FinWait2, fsm.CloseWait:
		e.said.signal(fsm.SignalReset)
		e.delete(fsm.CallReset)
	default: // CLOSING, LAST-ACK, TIME-WAIT
		if e.policy.RSTSignal == fsm.RSTSignalReportIfUnacked && e.outstanding() { // A17
			e.said.signal(fsm.SignalReset)
		}
		e.delete(fsm.CallReset)
	}
}

// resetSynReceived goes back to where the connection came from.
func (e *end) resetSynReceived() {
	switch {
	case e.Origin == fsm.Passive:
		e.returnToListen()
	case e.Origin == fsm.Reopened:
		e.giveUp(fsm.CallReset)
	case e.policy.RSTActiveSynRcvd == fsm.RSTActiveSynRcvdSynSent: // A04
		e.returnToSynSent()
	default:
		e.said.signal(fsm.SignalRefused)
		e.delete(fsm.CallReset)
	}
}

// returnToListen forgets all but what OPEN and RECEIVE asked for (A51). A CLOSE
// that waits is carried out as CLOSE in LISTEN.
func (e *end) returnToListen() {
	e.oweACK = false
	e.answerSends(fsm.CallReset)
	if e.CloseQueued {
		e.answerReceive(fsm.CallClosing)
		e.answerClose(fsm.OK)
		*e.TCB = fsm.TCB{}
		return
	}
	was := *e.TCB
	*e.TCB = fsm.TCB{State: fsm.Listen, RemoteKnown: was.RemoteKnown, Family: was.Family, Timers: was.Timers}
	e.SND.BUFF, e.SND.MMS, e.SND.MSS = was.SND.BUFF, was.SND.MMS, defaultMSS(was.Family)
	e.RCV.BUFF, e.RCV.WND, e.RCV.MSS, e.RCV.Want = was.RCV.BUFF, was.RCV.BUFF, was.RCV.MSS, was.RCV.Want
}

// returnToSynSent forgets the peer and calls again.
func (e *end) returnToSynSent() {
	e.oweACK = false
	if e.CloseQueued {
		e.answerSends(fsm.CallClosing)
		e.answerReceive(fsm.CallClosing)
		e.answerClose(fsm.OK)
		*e.TCB = fsm.TCB{}
		return
	}
	e.IRS = 0
	e.SND.WND, e.SND.MAX, e.SND.WL1, e.SND.WL2, e.SND.MSS = 0, 0, 0, 0, defaultMSS(e.Family)
	r := &e.RCV
	*r = fsm.ReceiveSequence{BUFF: r.BUFF, WND: r.BUFF, MSS: r.MSS, Want: r.Want}
	e.State = fsm.SynSent
	e.sendSYN()
	e.restart |= 1 << fsm.Retransmission
}
