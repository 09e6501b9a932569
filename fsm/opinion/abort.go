package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// abort is the ABORT call, section 3.10.5.
func (e *end) abort() fsm.Reply {
	if e.event.Unpermitted {
		return fsm.ConnectionIllegal
	}
	switch e.State {
	case fsm.Closed:
		return fsm.NoConnection
	case fsm.SynReceived, fsm.Established, fsm.FinWait1, fsm.FinWait2, fsm.CloseWait:
		e.sendAbort()
		if e.policy.AbortTo == fsm.AbortToTimeWait { // A21
			e.linger()
			return fsm.OK
		}
	}
	e.delete(fsm.CallReset)
	return fsm.OK
}

// linger enters TIME-WAIT with all queues flushed, as section 3.5.2 advises to
// whoever sends a RST.
func (e *end) linger() {
	e.answerAll(fsm.CallReset)
	e.flush()
	e.enterTimeWait()
}

// flush empties all queues.
func (e *end) flush() {
	e.SND.UNA, e.SND.Wait = e.SND.NXT, 0
	e.SYNAcked, e.CloseQueued = true, false
	r := &e.RCV
	r.USER, r.Pushed, r.Urgent, r.UPHeld = 0, false, false, false
	r.Held, r.FINHeld, r.PushHeld = fsm.Held{}, false, false
	r.FINTaken, r.FINSeq, r.PUSH, r.UP = false, 0, 0, 0
	r.WND = r.BUFF
}
