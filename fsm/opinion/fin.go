package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// checkFIN is the eighth step of section 3.10.7.4. The FIN may be that of the
// segment, or one that was held until all text before it had come.
func (e *end) checkFIN() bool {
	switch {
	case e.State == fsm.SynReceived: // after a wrong ACK (A50)
		if e.seg.fin && e.seg.textEnd() == e.RCV.NXT {
			e.takeFIN()
			e.State = fsm.CloseWait
		}
		return true
	case !e.receiving():
		e.secondFIN()
		return true
	}
	e.holdFIN()
	if !e.finIsNext() {
		return true
	}
	e.takeFIN()
	switch e.State {
	case fsm.Established:
		e.State = fsm.CloseWait
	case fsm.FinWait1: // acknowledged in this segment, it would be FIN-WAIT-2
		e.State = fsm.Closing
	case fsm.FinWait2:
		e.enterTimeWait()
	}
	return true
}

// holdFIN keeps a FIN until it is next. One that text has passed is forgotten: its
// sender contradicts itself.
func (e *end) holdFIN() {
	s, r := &e.seg, &e.RCV
	if r.FINHeld && before(r.FINSeq, r.NXT) {
		r.FINHeld, r.FINSeq = false, 0
	}
	next, ahead := s.textEnd() == r.NXT, before(r.NXT, s.textEnd()) && e.policy.OutOfOrder != fsm.OutOfOrderDrop
	if s.fin && !e.finIsNext() && (next || ahead) {
		r.FINHeld, r.FINSeq = true, s.textEnd()
	}
}

func (e *end) finIsNext() bool { return e.RCV.FINHeld && e.RCV.FINSeq == e.RCV.NXT }

// takeFIN counts the peer's FIN, tells the user and acknowledges it. A FIN
// implies PUSH: a RECEIVE that waits gets what there is, or is told the same.
func (e *end) takeFIN() {
	r := &e.RCV
	r.FINHeld, r.FINTaken, r.FINSeq = false, true, r.NXT
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
	if e.seg.textEnd() != e.RCV.NXT {
		return // behind text that nobody takes any more
	}
	if e.policy.SecondFIN == fsm.SecondFINLiteral {
		e.RCV.NXT++
		e.said.signal(fsm.SignalClosing)
	}
	if e.State == fsm.TimeWait {
		e.start2MSL()
	}
}

// enterTimeWait starts 2MSL and turns off the other timers.
func (e *end) enterTimeWait() {
	e.State = fsm.TimeWait
	e.start2MSL()
}
