package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// segmentArrives is section 3.10.7.
func (e *end) segmentArrives() {
	e.heardOfPeer()
	switch e.State {
	case fsm.Closed:
		e.closed()
	case fsm.Listen:
		e.listen()
	case fsm.SynSent:
		e.synSent()
	default:
		e.otherStates()
	}
}

// otherStates is section 3.10.7.4: eight steps, each of which may be the last.
func (e *end) otherStates() {
	e.seg = arrivalOf(&e.event.Segment)
	if e.dropsUnseen() || e.State == fsm.TimeWait && (e.reopens() || e.lingers()) {
		return
	}
	_ = e.checkSequence() && // first
		e.checkRST() && // second
		e.checkSYN() && // fourth; third, security, is left out
		e.checkACK() && // fifth
		e.checkURG() && // sixth
		e.processText() && // seventh
		e.checkFIN() // eighth
	e.runQueuedClose()
}

// dropsUnseen is about what stacks decide before the first step looks at SEG.SEQ.
func (e *end) dropsUnseen() bool {
	switch {
	case e.anySYNRepeats():
		e.sendSYNACK()
	case e.policy.NoACKOrder == fsm.NoACKOrderACKFirst && e.lacksACK(): // A55
	case e.policy.ACKOrder == fsm.ACKOrderACKFirst && e.wrongACK(): // A54, section 3.5.2, group 2
		e.sendReset()
	default:
		return false
	}
	return true
}

// anySYNRepeats: stacks that compare no number take every SYN for the one that
// the passive connection was opened by (A06).
func (e *end) anySYNRepeats() bool {
	ctl := e.event.Segment.CTL
	return e.policy.DupSYN == fsm.DupSYNResendAny && e.State == fsm.SynReceived && e.Origin == fsm.Passive &&
		has(ctl, fsm.SYN) && !has(ctl, fsm.ACK|fsm.RST)
}

// lacksACK: the fifth step would drop the segment.
func (e *end) lacksACK() bool {
	if has(e.event.Segment.CTL, fsm.ACK|fsm.RST|fsm.SYN) || e.State == fsm.TimeWait {
		return false
	}
	return e.State != fsm.SynReceived || e.Origin != fsm.Passive
}

// wrongACK: in SYN-RECEIVED the segment acknowledges something else than our SYN.
func (e *end) wrongACK() bool {
	g := &e.event.Segment
	return e.State == fsm.SynReceived && has(g.CTL, fsm.ACK) && !has(g.CTL, fsm.RST) && !between(e.SND.UNA, g.ACK, e.SND.NXT)
}
