package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// checkSequence is the first step of section 3.10.7.4. It trims what is
// acceptable, and answers what is not by an ACK, unless it is a RST.
func (e *end) checkSequence() bool {
	g := &e.event.Segment
	switch {
	case e.rstMinusOne():
		e.seg.seq = e.RCV.NXT // taken for one at RCV.NXT
		return true
	case e.repeatsSYN():
		e.sendSYNACK()
		return false
	case e.crossesOurs():
		e.seg.trimLeft(e.RCV.NXT)
		e.seg.trimRight(e.rightEdge())
		e.oweACK = e.policy.SimultaneousOpen == fsm.SimultaneousOpenTrimSYNACK
		return true
	case e.crossesAfterClose():
		e.seg = arrival{seq: e.RCV.NXT, urg: e.seg.urg, up: e.seg.up} // its text comes again
		return true
	case e.probesClosedWindow():
		e.trimProbe()
		return true
	case e.beginsAtEdge() && length(g) > 0:
		e.trimAtEdge()
		return true
	case e.acceptable():
		e.trim()
		return true
	case e.endsAtEdge():
		e.trimOld()
		return true
	}
	if !has(g.CTL, fsm.RST) {
		e.oweACK = true
		e.answersProbe()
		e.restartTimeWait()
	}
	return false
}

// trim leaves what lies in the window, if anything does that takes a number.
func (e *end) trim() {
	g := &e.event.Segment
	e.seg.trimLeft(e.RCV.NXT)
	if length(g) > 0 {
		e.seg.trimRight(e.rightEdge())
	}
	if e.RCV.WND == 0 && e.policy.ZeroWindowAnswer == fsm.ZeroWindowAnswerEvery && !has(g.CTL, fsm.RST) { // A56
		e.oweACK = true
	}
}

func (e *end) rightEdge() fsm.Seq { return e.RCV.NXT + fsm.Seq(e.RCV.WND) }

// edge is where the next segment of a sender begins that has filled the window,
// or has probed a closed one.
func (e *end) edge() fsm.Seq {
	if e.RCV.WND == 0 {
		return e.RCV.NXT + 1
	}
	return e.rightEdge()
}

// acceptable is table 6, and what stacks accept beyond it.
func (e *end) acceptable() bool {
	g, n := &e.event.Segment, length(&e.event.Segment)
	lo, wnd := e.RCV.NXT, e.RCV.WND
	switch {
	case n == 0 && e.policy.EdgeSegment != fsm.EdgeSegmentReject && e.policy.EdgeSegment != fsm.DefaultChoice && g.SEQ == e.edge(): // A53
		return true
	case n == 0 && wnd == 0:
		return g.SEQ == lo
	case n == 0:
		return inWindow(g.SEQ, lo, wnd)
	case wnd == 0:
		return false
	}
	last := g.SEQ + fsm.Seq(n-1)
	return inWindow(g.SEQ, lo, wnd) || inWindow(last, lo, wnd) || e.spans()
}

// beginsAtEdge: the segment begins where an open window ends, and stacks count
// that for a place in the window (A53). Its text and FIN lie beyond.
func (e *end) beginsAtEdge() bool {
	return e.policy.EdgeSegment == fsm.EdgeSegmentWhole && e.RCV.WND > 0 && e.event.Segment.SEQ == e.rightEdge()
}

// trimAtEdge leaves the fields of the segment and its SYN. Whose text lies beyond
// the window is owed an ACK.
func (e *end) trimAtEdge() {
	s := &e.seg
	s.text, s.fin, s.psh = 0, false, false
	if !has(e.event.Segment.CTL, fsm.RST) {
		e.oweACK = true
	}
}

// endsAtEdge: the segment is old, and ends where the window begins (A64).
func (e *end) endsAtEdge() bool {
	g := &e.event.Segment
	return e.policy.LeftEdge == fsm.LeftEdgeAccept && e.synchronized() && e.State != fsm.TimeWait &&
		length(g) > 0 && g.SEQ+fsm.Seq(length(g)) == e.RCV.NXT && !has(g.CTL, fsm.SYN|fsm.RST)
}

// trimOld leaves the fields of an old segment (appendix A.2): its ACK counts. The segment is answered as what it is.
func (e *end) trimOld() {
	e.oweACK = true
	s := &e.seg
	s.text, s.fin, s.psh = 0, false, false
}

// spans: the segment begins left of the window and ends right of it (A07).
func (e *end) spans() bool {
	g := &e.event.Segment
	return e.policy.SpanningSegment == fsm.SpanningSegmentAccept &&
		before(g.SEQ, e.RCV.NXT) && uint64(length(g)) > uint64(distance(g.SEQ, e.RCV.NXT))+uint64(e.RCV.WND)
}

// probesClosedWindow: ACK, URG and RST of a segment at RCV.NXT count even if the
// window is closed and the segment is not empty (MUST-66, A08).
func (e *end) probesClosedWindow() bool {
	g := &e.event.Segment
	allowed := has(g.CTL, fsm.RST) || !has(g.CTL, fsm.SYN)
	return e.RCV.WND == 0 && length(g) > 0 && g.SEQ == e.RCV.NXT && allowed && e.policy.ZeroWindow != fsm.ZeroWindowLiteralDrop
}

// trimProbe leaves nothing of the segment but its fields. It is owed an ACK. A
// FIN alone may be taken for all that (A47).
func (e *end) trimProbe() {
	s := &e.seg
	fin := s.fin && s.text == 0 && !s.syn && e.policy.FINZeroWindow == fsm.FINZeroWindowSend
	s.text, s.syn, s.fin, s.psh = 0, false, fin, false
	if !has(e.event.Segment.CTL, fsm.RST) {
		e.oweACK = true
	}
}

// rstMinusOne: after our peer's FIN some stacks number their RST as if the FIN
// had not counted (A40).
func (e *end) rstMinusOne() bool {
	g := &e.event.Segment
	after := e.State == fsm.CloseWait || e.State == fsm.Closing || e.State == fsm.LastAck
	return e.policy.RSTMinusOne == fsm.RSTMinusOneOn && after && has(g.CTL, fsm.RST) && g.SEQ+1 == e.RCV.NXT
}

// repeatsSYN: the peer's SYN again, which only our SYN,ACK helps (A06).
func (e *end) repeatsSYN() bool {
	g := &e.event.Segment
	resends := e.policy.DupSYN == fsm.DupSYNResendSYNACK || e.policy.DupSYN == fsm.DupSYNResendAny
	return resends && e.State == fsm.SynReceived && g.SEQ == e.IRS &&
		has(g.CTL, fsm.SYN) && !has(g.CTL, fsm.ACK|fsm.RST)
}

// crossesOurs: the SYN,ACK of a simultaneous open (A05, figure 7).
func (e *end) crossesOurs() bool {
	return e.policy.SimultaneousOpen != fsm.SimultaneousOpenLiteral && e.State == fsm.SynReceived && e.crossedSYNACK()
}

// crossesAfterClose: the same, but the user has closed in SYN-RECEIVED (A57).
func (e *end) crossesAfterClose() bool {
	return e.policy.CrossedAfterClose == fsm.CrossedAfterCloseTrim &&
		e.State == fsm.FinWait1 && !e.SYNAcked && e.crossedSYNACK()
}

// crossedSYNACK: the peer's SYN again, together with the ACK of ours.
func (e *end) crossedSYNACK() bool {
	g := &e.event.Segment
	return e.Origin == fsm.Active && g.SEQ == e.IRS &&
		has(g.CTL, fsm.SYN) && has(g.CTL, fsm.ACK) && !has(g.CTL, fsm.RST) &&
		between(e.SND.UNA, g.ACK, e.SND.NXT)
}

// answersProbe: an ACK that is not acceptable still shows that the peer is
// there (MUST-37).
func (e *end) answersProbe() {
	if has(e.event.Segment.CTL, fsm.ACK) && e.State != fsm.TimeWait {
		e.Probed = false
	}
}

// restartTimeWait starts 2MSL anew (A09): for the peer's FIN again, which ends at
// RCV.NXT, or for whatever bears an ACK.
func (e *end) restartTimeWait() {
	if e.State != fsm.TimeWait {
		return
	}
	g := &e.event.Segment
	switch e.policy.TimeWaitRestart {
	case fsm.TimeWaitRestartLiteral:
	case fsm.TimeWaitRestartAnyACK:
		if has(g.CTL, fsm.ACK) {
			e.start2MSL()
		}
	default:
		if has(g.CTL, fsm.FIN) && g.SEQ+fsm.Seq(length(g)) == e.RCV.NXT {
			e.start2MSL()
		}
	}
}
