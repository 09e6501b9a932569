package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// checkFIN is the eighth step of section 3.10.7.4. The FIN may be that of the
// segment, or one that was held until all text before it had come.
func (e *end) checkFIN() bool {
	if !e.receiving() && e.State != fsm.SynReceived {
		e.secondFIN()
		return true
	}
	if e.seg.fin && e.seg.textEnd() == e.RCV.NXT {
		e.RCV.FINHeld, e.RCV.FINSeq = true, e.RCV.NXT
	}
	if e.RCV.FINHeld && before(e.RCV.FINSeq, e.RCV.NXT) { // text has passed it: the peer contradicts itself
		e.RCV.FINHeld, e.RCV.FINSeq = false, 0
	}
	if !e.finIsNext() {
		return true
	}
	e.takeFIN()
	switch e.State {
	case fsm.SynReceived, fsm.Established:
		e.leaveReopened()
		e.State = fsm.CloseWait
	case fsm.FinWait1: // acknowledged in this segment, it would be FIN-WAIT-2
		e.State = fsm.Closing
	case fsm.FinWait2:
		e.enterTimeWait()
	}
	return true
}

func (e *end) finIsNext() bool { return e.RCV.FINHeld && e.RCV.FINSeq == e.RCV.NXT }

// takeFIN counts the peer's FIN, tells the user and acknowledges it. A FIN
// implies PUSH: a RECEIVE that waits gets what there is, or is told the same.
func (e *end) takeFIN() {
	r := &e.RCV
	r.FINHeld, r.FINTaken = false, true
	r.NXT++
	r.Held, r.PushHeld, r.PUSH = fsm.Held{}, false, 0
	e.said.signal(fsm.SignalClosing)
	e.oweACK = true
	if r.Want > 0 {
		e.deliver(min(r.Want, r.USER))
	}
	e.answerReceive(fsm.ConnectionClosing)
}

// secondFIN: the peer has sent a FIN before. It is acknowledged again (A19); to
// the letter it counts again.
func (e *end) secondFIN() {
	if !e.seg.fin {
		return
	}
	e.oweACK = true
	if e.policy.SecondFIN == fsm.SecondFINLiteral && e.seg.textEnd() == e.RCV.NXT {
		e.RCV.NXT++
		e.said.signal(fsm.SignalClosing)
	}
	if e.State == fsm.TimeWait && e.seg.textEnd() == e.RCV.NXT {
		e.start2MSL()
	}
}

// enterTimeWait starts 2MSL and turns off the other timers.
func (e *end) enterTimeWait() {
	e.State = fsm.TimeWait
	e.start2MSL()
}
