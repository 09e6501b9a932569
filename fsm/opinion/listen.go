package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// listen is section 3.10.7.2.
func (e *end) listen() {
	g := &e.event.Segment

	// First, a RST: it cannot be about this connection.
	if has(g.CTL, fsm.RST) {
		return
	}

	// Second, an ACK: nothing was sent that it could acknowledge.
	if has(g.CTL, fsm.ACK) {
		if !has(g.CTL, fsm.SYN) || e.policy.ListenACK != fsm.ListenACKIgnoreSYNACK { // A23
			e.sendReset()
		}
		return
	}

	// Third, a SYN.
	if has(g.CTL, fsm.SYN) {
		if e.event.NoResources {
			e.refuseSYN()
			return
		}
		if has(g.CTL, fsm.FIN) && e.policy.SYNFIN == fsm.SYNFINDropSegment {
			return
		}
		e.Origin = fsm.Passive
		e.answerSYN()
		e.literalFIN()
	}

	// Fourth, anything else: dropped.
}

// refuseSYN: there is no room for a connection, be it dropped or answered as if
// nobody listened (A60).
func (e *end) refuseSYN() {
	if e.policy.FullBacklog == fsm.FullBacklogReset {
		e.sendReset()
	}
}

// answerSYN enters SYN-RECEIVED and sends a SYN,ACK. What else the segment
// brings waits for ESTABLISHED.
func (e *end) answerSYN() {
	e.chooseISS()
	e.takeSYN()
	e.firstWindow(e.ISS)
	e.holdRest(e.policy.SYNPayload == fsm.SYNPayloadIgnore)
	e.State = fsm.SynReceived
	e.sendSYNACK()
}

// takeSYN notes where the peer's numbers begin and what it takes at once.
func (e *end) takeSYN() {
	g := &e.event.Segment
	e.IRS = g.SEQ
	e.RCV.NXT = g.SEQ + 1
	e.SND.MSS = defaultMSS(e.Family) // MUST-15
	if g.MSS != 0 {
		e.SND.MSS = uint32(g.MSS)
	}
}

// firstWindow takes the window of a SYN (A14).
func (e *end) firstWindow(wl2 fsm.Seq) {
	g := &e.event.Segment
	e.SND.WND, e.SND.WL1, e.SND.WL2 = g.WND, g.SEQ, wl2
	e.SND.MAX = max(e.SND.MAX, g.WND)
}

// holdRest queues text and controls of a SYN until ESTABLISHED, as far as the
// window reaches, without its text if that is ignored.
func (e *end) holdRest(ignoreText bool) {
	s := e.afterSYN(ignoreText)
	if s.text > 0 {
		e.RCV.Held, _ = withRun(&e.RCV.Held, s.seq, s.textEnd())
	}
	if s.psh && s.text > 0 {
		e.RCV.PushHeld, e.RCV.PUSH = true, s.textEnd()
	}
	if s.fin {
		e.RCV.FINHeld, e.RCV.FINSeq = true, s.textEnd()
	}
	if s.urg && before(e.RCV.NXT, s.up) {
		e.RCV.UPHeld, e.RCV.UP = true, s.up
	}
}

// afterSYN is what of a segment with SYN is left without the SYN: what the
// window has room for, and what the policy lets ride on a SYN (A13).
func (e *end) afterSYN(ignoreText bool) arrival {
	s := arrivalOf(&e.event.Segment)
	if ignoreText && s.text > 0 {
		s.text, s.psh, s.fin = 0, false, false
	}
	if e.policy.SYNFIN == fsm.SYNFINIgnore {
		s.fin = false
	}
	s.trimLeft(e.RCV.NXT)
	s.trimRight(e.RCV.NXT + fsm.Seq(e.RCV.WND))
	return s
}

// literalFIN: step eight lists SYN-RECEIVED, so that to the letter a FIN on the
// SYN counts at once (A13).
func (e *end) literalFIN() {
	if e.policy.SYNFIN == fsm.SYNFINLiteral && e.finIsNext() {
		e.takeFIN()
		e.State = fsm.CloseWait
	}
}
