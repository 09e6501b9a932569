package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// receiving: the states in which the peer's text is taken.
func (e *end) receiving() bool {
	return e.State == fsm.Established || e.State == fsm.FinWait1 || e.State == fsm.FinWait2
}

// synchronized: section 3.5.2, group 3.
func (e *end) synchronized() bool { return e.State >= fsm.Established }

// finAcked: our FIN has left and SND.UNA has passed it.
func (e *end) finAcked() bool { return e.FINSent && before(e.FINSeq, e.SND.UNA) }

// finDue: the user has closed, and our FIN has not left yet.
func (e *end) finDue() bool {
	switch e.State {
	case fsm.FinWait1, fsm.Closing:
		return !e.FINSent
	case fsm.CloseWait:
		return e.CloseQueued
	}
	return false
}

// outstanding: something on the retransmission queue.
func (e *end) outstanding() bool { return e.SND.UNA != e.SND.NXT }

// inFlight is the number of octets of text on the retransmission queue, which
// holds our SYN and our FIN as well.
func (e *end) inFlight() uint32 {
	n := distance(e.SND.UNA, e.SND.NXT)
	if n > 0 && !e.SYNAcked {
		n--
	}
	if n > 0 && e.FINSent && !e.finAcked() {
		n--
	}
	return n
}

// consumed is the number of the first octet that the user has not taken.
func (e *end) consumed() fsm.Seq {
	end := e.RCV.NXT
	if e.RCV.FINTaken {
		end = e.RCV.FINSeq
	}
	return end - fsm.Seq(e.RCV.USER)
}

// effMSS is Eff.snd.MSS of section 3.7.1, and at least one octet.
func (e *end) effMSS() uint32 {
	const header = 20
	if e.SND.MMS == 0 || uint64(e.SND.MMS) >= uint64(e.SND.MSS)+header {
		return e.SND.MSS
	}
	if e.SND.MMS <= header {
		return 1
	}
	return e.SND.MMS - header
}

// defaultMSS is what MUST-15 assumes of a peer that sends no MSS option.
func defaultMSS(f fsm.Family) uint32 {
	if f == fsm.IPv6 {
		return 1220
	}
	return 536
}

// delete deletes the TCB: CLOSED. Every call that waits is answered first.
func (e *end) delete(answer fsm.Reply) {
	e.answerAll(answer)
	*e.TCB = fsm.TCB{}
	e.oweACK = false
}

// answerAll answers every call that waits (A52).
func (e *end) answerAll(answer fsm.Reply) {
	e.answerSends(answer)
	e.answerReceive(answer)
	e.answerClose(answer)
}

func (e *end) answerSends(answer fsm.Reply) {
	if n := e.inFlight() + e.SND.Wait; n > 0 {
		e.said.Answered.Send, e.said.Answered.Octets = answer, n
	}
}

func (e *end) answerReceive(answer fsm.Reply) {
	if e.RCV.Want > 0 {
		e.said.Answered.Receive = answer
		e.RCV.Want = 0
	}
}

func (e *end) answerClose(answer fsm.Reply) {
	if e.CloseOutstanding {
		e.said.Answered.Close = answer
		e.CloseOutstanding = false
	}
}
