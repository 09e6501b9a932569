package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// synSent is section 3.10.7.3.
func (e *end) synSent() {
	g := &e.event.Segment
	ack, syn := has(g.CTL, fsm.ACK), has(g.CTL, fsm.SYN)

	// First, the ACK: it has to be about our SYN.
	if ack && !between(e.SND.UNA, g.ACK, e.SND.NXT) {
		if !has(g.CTL, fsm.RST) {
			e.sendReset()
		}
		return
	}

	// Second, the RST: only one that acknowledges our SYN counts.
	if has(g.CTL, fsm.RST) {
		if ack {
			e.said.signal(fsm.SignalReset)
			e.delete(fsm.CallReset)
		}
		return
	}

	// Third, security: left out. Fifth, neither SYN nor RST: dropped.
	if !syn || has(g.CTL, fsm.FIN) && e.policy.SYNFIN == fsm.SYNFINDropSegment {
		return
	}

	// Fourth, the SYN.
	e.takeSYN()
	if ack {
		e.establishActive()
		return
	}
	e.firstWindow(e.ISS)
	e.holdRest(e.ignoresText())
	e.State = fsm.SynReceived
	e.sendSYNACK()
	e.restart |= 1 << fsm.Retransmission
}

// ignoresText: SYN-SENT takes a SYN without what rides on it (A13).
func (e *end) ignoresText() bool {
	return e.policy.SYNPayloadInSynSent == fsm.SYNPayloadInSynSentIgnore
}

// establishActive: our SYN is acknowledged. What else the segment brings goes on
// to the sixth step of section 3.10.7.4.
func (e *end) establishActive() {
	g := &e.event.Segment
	e.advanceUNA(g.ACK)
	if e.policy.SYNACKWindow != fsm.SYNACKWindowLiteral {
		e.firstWindow(g.ACK)
	}
	e.State = fsm.Established
	e.oweACK = true
	e.seg = e.afterSYN(e.ignoresText())
	e.checkURG()
	if e.processText() {
		e.checkFIN()
	}
}
