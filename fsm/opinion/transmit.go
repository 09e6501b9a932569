package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// transmit sends the next segment of what SEND and CLOSE have queued (sections
// 3.10.2, 3.10.4 and 3.8.6.2.1).
func (e *end) transmit() {
	if !e.maySend() {
		return
	}
	usable := e.usable()
	if n := min(int64(e.SND.Wait), int64(e.effMSS()), usable); n > 0 {
		e.sendText(e.SND.NXT, uint32(n))
		return
	}
	if e.finDue() && e.SND.Wait == 0 && (usable >= 1 || e.policy.FINZeroWindow == fsm.FINZeroWindowSend) { // A47
		e.sendFIN()
	}
}

// maySend: the states in which octets or a FIN of ours may still leave.
func (e *end) maySend() bool {
	switch e.State {
	case fsm.Established, fsm.FinWait1, fsm.CloseWait, fsm.Closing:
		return true
	}
	return false
}

// usable is the usable window, negative if the peer has moved its edge back
// (MUST-34).
func (e *end) usable() int64 {
	return int64(e.SND.WND) - int64(distance(e.SND.UNA, e.SND.NXT))
}

// sendText sends n octets from seq on, new ones at SND.NXT or old ones again.
func (e *end) sendText(seq fsm.Seq, n uint32) {
	g := fsm.Segment{SEQ: seq, ACK: e.RCV.NXT, WND: e.RCV.WND, Text: n, CTL: fsm.ACK}
	if seq == e.SND.NXT {
		e.SND.NXT += fsm.Seq(n)
		e.SND.Wait -= n
	}
	e.mark(&g)
	e.emit(g)
}

// mark sets URG on text before the end of urgent octets (MUST-62), and PSH on
// the last of what there is to send (MUST-61).
func (e *end) mark(g *fsm.Segment) {
	if e.SND.Urgent && !before(e.SND.UNA, e.SND.UP) {
		e.SND.Urgent, e.SND.UP = false, 0
	}
	if e.SND.Urgent && before(g.SEQ, e.SND.UP) {
		g.CTL |= fsm.URG
		g.UP = distance(g.SEQ, e.SND.UP)
	}
	last := e.SND.NXT
	if e.FINSent {
		last = e.FINSeq
	}
	if e.SND.Wait == 0 && g.SEQ+fsm.Seq(g.Text) == last {
		g.CTL |= fsm.PSH
	}
}

// sendFIN sends <SEQ=SND.NXT><ACK=RCV.NXT><CTL=FIN,ACK>.
func (e *end) sendFIN() {
	e.FINSent, e.FINSeq = true, e.SND.NXT
	e.SND.NXT++
	e.resendFIN()
	if e.State == fsm.CloseWait {
		e.State = fsm.LastAck
		e.CloseQueued = false
	}
}

func (e *end) resendFIN() {
	e.emit(fsm.Segment{SEQ: e.FINSeq, ACK: e.RCV.NXT, WND: e.RCV.WND, CTL: fsm.FIN | fsm.ACK})
}

// sendFront sends the segment at the front of the retransmission queue again, also
// beyond a window that has shrunk (MAY-7).
func (e *end) sendFront() {
	switch {
	case e.State == fsm.SynSent:
		e.sendSYN() // what rode on it goes again once it is acknowledged
	case !e.SYNAcked:
		e.sendSYNACK()
	case e.inFlight() > 0:
		e.sendText(e.SND.UNA, min(e.inFlight(), e.effMSS()))
	default:
		e.resendFIN()
	}
}

// persistTimeout probes a closed window (section 3.8.6.1): by what is
// outstanding, or one new octet, or, if only a FIN waits, an old number.
func (e *end) persistTimeout() {
	if !e.Timers.Has(fsm.Persist) {
		return
	}
	switch {
	case e.inFlight() > 0:
		e.sendText(e.SND.UNA, 1)
	case e.outstanding():
		e.resendFIN()
	case e.SND.Wait > 0:
		e.sendText(e.SND.NXT, 1)
	default:
		e.sendOldNumber()
	}
	e.Probed = true
	e.restart |= 1 << fsm.Persist
}
