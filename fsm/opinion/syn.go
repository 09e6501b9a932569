package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// checkSYN is the fourth step of section 3.10.7.4.
func (e *end) checkSYN() bool {
	if e.State == fsm.SynReceived {
		return e.checkSYNReceived()
	}
	if e.policy.SYNInSync == fsm.SYNInSyncRFC793 {
		if e.seg.syn {
			e.resetBySYN()
		}
		return !e.seg.syn
	}
	if has(e.event.Segment.CTL, fsm.SYN) && !e.crossesAfterClose() { // RFC 5961: wherever it lies
		e.challenge()
		return false
	}
	return true
}

// checkSYNReceived: a SYN that is left after trimming lies in the window. One
// that comes for a passive connection sends it back to LISTEN.
func (e *end) checkSYNReceived() bool {
	syn := e.seg.syn
	if e.Origin != fsm.Passive && e.policy.SYNInSync != fsm.SYNInSyncRFC793 {
		syn = has(e.event.Segment.CTL, fsm.SYN) && !e.crossesOurs()
	}
	if !syn {
		return true
	}
	switch {
	case e.Origin == fsm.Passive && e.policy.SYNInSynReceived == fsm.SYNInSynReceivedChallenge:
		e.challenge()
	case e.Origin == fsm.Passive:
		if e.policy.SYNInSynReceived == fsm.SYNInSynReceivedReset {
			e.sendReset()
		}
		e.returnToListen()
	case e.policy.SYNInSync == fsm.SYNInSyncRFC793:
		e.resetBySYN()
	default:
		e.challenge()
	}
	return false
}

// resetBySYN: before RFC 5961 a SYN in the window was an error that ends the
// connection. The form of the RST is that of section 3.5.2, or one that is in
// sequence for the peer (A42).
func (e *end) resetBySYN() {
	if e.policy.SYNRSTForm == fsm.SYNRSTFormInSequence {
		e.emit(fsm.Segment{SEQ: e.SND.NXT, ACK: e.RCV.NXT, CTL: fsm.RST | fsm.ACK})
	} else {
		e.sendReset()
	}
	e.said.signal(fsm.SignalReset)
	e.giveUp(fsm.CallReset)
}
