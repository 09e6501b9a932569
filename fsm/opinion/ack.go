package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// checkACK is the fifth step of section 3.10.7.4.
func (e *end) checkACK() bool {
	g := &e.event.Segment
	if !has(g.CTL, fsm.ACK) {
		return false
	}
	if e.checksRange() && !e.inRange() {
		e.challenge()
		return false
	}
	if e.State == fsm.SynReceived {
		return e.ackSynReceived()
	}
	return e.ackSynchronized()
}

// checksRange: RFC 5961 section 5 is for the synchronized states, to the letter
// also for SYN-RECEIVED, where it hides the RST for a wrong ACK (A15).
func (e *end) checksRange() bool {
	switch e.policy.ACKRangeCheck {
	case fsm.ACKRangeCheckOff:
		return false
	case fsm.ACKRangeCheckAll:
		return true
	}
	return e.synchronized()
}

// inRange: SND.UNA - MAX.SND.WND =< SEG.ACK =< SND.NXT. What lies at ISS or
// before it was never sent (A15).
func (e *end) inRange() bool {
	if e.policy.ACKRangeCheck == fsm.ACKRangeCheckSent && !between(e.ISS, e.event.Segment.ACK, e.SND.NXT) {
		return false
	}
	oldest := e.SND.UNA - fsm.Seq(e.SND.MAX)
	return distance(oldest, e.event.Segment.ACK) <= distance(oldest, e.SND.NXT)
}

// ackSynReceived: an ACK of our SYN establishes the connection, any other draws
// a RST and leaves it as it is (section 3.5.2).
func (e *end) ackSynReceived() bool {
	g := &e.event.Segment
	if !between(e.SND.UNA, g.ACK, e.SND.NXT) {
		e.sendReset()
		if e.policy.BadACKInSynReceived == fsm.BadACKInSynReceivedContinue { // A50
			return true
		}
		e.oweACK = false // one answer is enough
		return false
	}
	early := e.policy.EarlyACK == fsm.EarlyACKProcess && e.policy.OutOfOrderACK != fsm.OutOfOrderACKHold
	if e.ahead() && !early { // A46: only the segment that is next establishes
		e.oweACK = e.oweACK || !e.seg.empty()
		return false
	}
	e.State = fsm.Established
	e.advanceUNA(g.ACK)
	e.takeWindow()
	if e.policy.QueuedClose == fsm.QueuedCloseAtEstablished {
		e.runQueuedClose()
	}
	return true
}

// ackSynchronized is ESTABLISHED and what the later states add to it.
func (e *end) ackSynchronized() bool {
	g := &e.event.Segment
	isNew := between(e.SND.UNA, g.ACK, e.SND.NXT)
	if !isNew && before(e.SND.NXT, g.ACK) {
		e.oweACK = true
		return false
	}
	if e.ackHeld() {
		return true
	}
	if e.State == fsm.TimeWait {
		e.ackTimeWait()
		return true
	}
	if e.State == fsm.LastAck && e.policy.LastACKPartial == fsm.LastACKPartialIgnore && !before(e.FINSeq, g.ACK) { // A18
		e.answersProbe()
		return false
	}
	e.Probed = false
	if isNew {
		e.advanceUNA(g.ACK)
	}
	e.updateWindow()
	return e.afterACK()
}

// ackHeld: the ACK of a segment that came early waits with it (A46).
func (e *end) ackHeld() bool {
	return e.ahead() && e.policy.OutOfOrderACK == fsm.OutOfOrderACKHold
}

// ahead: the segment begins beyond RCV.NXT and waits for what comes before it.
func (e *end) ahead() bool { return before(e.RCV.NXT, e.seg.seq) }

// advanceUNA takes what is acknowledged off the retransmission queue.
func (e *end) advanceUNA(ack fsm.Seq) {
	flight := e.inFlight()
	e.SND.UNA = ack
	e.SYNAcked = true
	e.said.Acked += flight - e.inFlight()
	e.Probed = false
	e.restart |= 1<<fsm.Retransmission | 1<<fsm.User
}

// updateWindow takes the window of the newest segment.
func (e *end) updateWindow() {
	g := &e.event.Segment
	if g.ACK != e.SND.UNA && !between(e.SND.UNA, g.ACK, e.SND.NXT) {
		return
	}
	if before(e.SND.WL1, e.seg.seq) || e.SND.WL1 == e.seg.seq && upTo(e.SND.WL2, g.ACK) {
		e.takeWindow()
	}
}

func (e *end) takeWindow() {
	g := &e.event.Segment
	e.SND.WND, e.SND.WL1, e.SND.WL2 = g.WND, e.seg.seq, g.ACK
	e.SND.MAX = max(e.SND.MAX, g.WND)
}

// afterACK is what each state does once the ACK was processed.
func (e *end) afterACK() bool {
	acked := e.finAcked()
	switch e.State {
	case fsm.FinWait1:
		if acked {
			e.State = fsm.FinWait2
			e.answerClose(fsm.OK)
		}
	case fsm.Closing:
		if acked {
			e.answerClose(fsm.OK)
			e.State = fsm.TimeWait
			if e.policy.ClosingTimeWait != fsm.ClosingTimeWaitLiteral { // A16
				e.start2MSL()
			}
		}
		return acked || e.looksBehindFIN()
	case fsm.LastAck:
		if acked {
			e.delete(fsm.OK)
			return false
		}
		if e.policy.LastACKPartial == fsm.LastACKPartialAnswer {
			e.oweACK = true
		}
		return e.looksBehindFIN()
	}
	return true
}

// looksBehindFIN: the text says to ignore a segment that does not acknowledge our
// FIN. Who looks for text behind the peer's FIN goes on (A61).
func (e *end) looksBehindFIN() bool {
	return e.policy.TextAfterFIN == fsm.TextAfterFINACK || e.policy.TextAfterFIN == fsm.TextAfterFINReset
}

// ackTimeWait: what can be meant is the peer's FIN again, but that fails the
// first step. Here it is any ACK in the window (A09).
func (e *end) ackTimeWait() {
	switch e.policy.TimeWaitRestart {
	case fsm.TimeWaitRestartLiteral:
		e.oweACK = true
		e.start2MSL()
	case fsm.TimeWaitRestartAnyACK:
		e.start2MSL()
	}
}

// runQueuedClose carries out a CLOSE that waited in SYN-RECEIVED.
func (e *end) runQueuedClose() {
	if e.CloseQueued && e.State == fsm.Established {
		e.CloseQueued = false
		e.State = fsm.FinWait1
	}
}
