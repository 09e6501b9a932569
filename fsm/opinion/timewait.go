package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// reopens is about a SYN in TIME-WAIT, before the first step looks at it (A37):
// it may open the connection again (MAY-2, SHLD-4).
func (e *end) reopens() bool {
	g := &e.event.Segment
	if !has(g.CTL, fsm.SYN) || has(g.CTL, fsm.ACK|fsm.RST) {
		return false
	}
	switch {
	case has(g.CTL, fsm.FIN) && e.policy.SYNFIN == fsm.SYNFINDropSegment: // A13
		return true
	case e.policy.TimeWaitSYN == fsm.DefaultChoice, e.policy.TimeWaitSYN == fsm.TimeWaitSYNChallenge:
		return false
	case !before(e.SND.NXT, e.event.ISS): // it could not be answered
		return false
	case e.newer():
		e.reopen()
		return true
	}
	return e.policy.TimeWaitSYN == fsm.TimeWaitSYNRFC6191 // which drops it without a word
}

// lingers is about what stacks decide in TIME-WAIT without a look at SEG.SEQ (A09).
// A RST meets the second step, which looks at it. A SYN that does not open the
// connection again is like any other segment.
func (e *end) lingers() bool {
	rst := has(e.event.Segment.CTL, fsm.RST)
	switch e.policy.TimeWaitRestart {
	case fsm.TimeWaitRestartAnyACK:
		if !rst {
			e.lingerForACK()
		}
	case fsm.TimeWaitRestartFINAnySeq:
		if !rst {
			e.lingerForFIN()
		}
	default:
		return false
	}
	return !rst || !e.checkRST()
}

// lingerForACK: what comes shows that the peer is still there.
func (e *end) lingerForACK() {
	g := &e.event.Segment
	next := g.SEQ == e.RCV.NXT && length(g) == 0
	e.oweACK = !next
	if next || has(g.CTL, fsm.ACK) {
		e.start2MSL()
	}
}

// lingerForFIN: nothing is expected but an ACK of all that was sent.
func (e *end) lingerForFIN() {
	g := &e.event.Segment
	if !has(g.CTL, fsm.ACK) {
		return
	}
	expected := g.CTL == fsm.ACK && g.Text == 0 && g.SEQ == e.RCV.NXT && g.ACK == e.SND.NXT
	e.oweACK = !expected
	e.restartTimeWait()
}

// newer reports whether a SYN is of a new connection and no old duplicate.
func (e *end) newer() bool {
	later := before(e.RCV.NXT, e.event.Segment.SEQ)
	if e.policy.TimeWaitSYN == fsm.TimeWaitSYNSeq {
		return later
	}
	switch e.event.Timestamp {
	case fsm.NewerTimestamp:
		return true
	case fsm.OlderTimestamp:
		return false
	}
	return later
}

// reopen answers the SYN as LISTEN does, and keeps what leads back.
func (e *end) reopen() {
	was := *e.TCB
	*e.TCB = fsm.TCB{Origin: fsm.Reopened, RemoteKnown: was.RemoteKnown, Family: was.Family, Timers: was.Timers}
	e.OldNXT, e.OldRCV = was.SND.NXT, was.RCV.NXT
	e.SND.BUFF, e.SND.MMS = was.SND.BUFF, was.SND.MMS
	e.RCV.BUFF, e.RCV.WND, e.RCV.MSS = was.RCV.BUFF, was.RCV.BUFF, was.RCV.MSS
	e.answerSYN()
}

// returnToTimeWait: the SYN that opened TIME-WAIT again was an old duplicate
// (MAY-2, second condition).
func (e *end) returnToTimeWait() {
	was := *e.TCB
	*e.TCB = fsm.TCB{State: fsm.TimeWait, RemoteKnown: was.RemoteKnown, Family: was.Family, Timers: was.Timers}
	e.SYNAcked, e.FINSent, e.FINSeq = true, true, was.OldNXT-1
	e.SND = fsm.SendSequence{UNA: was.OldNXT, NXT: was.OldNXT, BUFF: was.SND.BUFF, MMS: was.SND.MMS, MSS: defaultMSS(was.Family)}
	e.RCV = fsm.ReceiveSequence{NXT: was.OldRCV, BUFF: was.RCV.BUFF, WND: was.RCV.BUFF, MSS: was.RCV.MSS}
	e.RCV.FINTaken, e.RCV.FINSeq = true, was.OldRCV-1
	e.oweACK = false
}
