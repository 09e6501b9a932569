package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// processText is the seventh step of section 3.10.7.4.
func (e *end) processText() bool {
	if !e.receiving() {
		return !e.textAfterFIN()
	}
	s := &e.seg
	if e.textAfterClose() {
		e.refuseText()
		return false
	}
	if !s.empty() || e.policy.EmptySegmentACK == fsm.EmptySegmentACKLiteral { // A10
		e.oweACK = true
	}
	ahead := e.ahead()
	if ahead {
		e.holdText()
	} else if s.text > 0 {
		e.takeText(s.textEnd())
		e.RCV.Pushed = e.RCV.Pushed || s.psh
	}
	e.releaseHeld()
	if ahead && s.psh && s.text > 0 {
		e.holdPush(s.textEnd())
	}
	e.serveReceive()
	e.openWindow()
	return true
}

// textAfterClose: the user has closed both directions, and there is text that
// he will not get, of the segment or of a SYN before it.
// A FIN beyond RCV.NXT tells of such text (A62).
func (e *end) textAfterClose() bool {
	waiting := e.State == fsm.FinWait1 || e.State == fsm.FinWait2
	if !e.closesBoth() || !waiting && !e.CloseQueued {
		return false
	}
	missing := e.policy.FINAfterClose == fsm.FINAfterCloseReset && waiting && has(e.event.Segment.CTL, fsm.FIN)
	news := (e.event.Segment.Text > 0 || missing) && e.reachesBeyond()
	return news || reach(&e.RCV.Held, e.RCV.NXT) != e.RCV.NXT
}

// reachesBeyond: the text of the segment, before any trimming, ends beyond
// RCV.NXT, or its FIN lies there.
func (e *end) reachesBeyond() bool {
	s := arrivalOf(&e.event.Segment)
	return before(e.RCV.NXT, s.textEnd())
}

// refuseText answers text that comes after the user has closed by a RST
// (SHLD-3), the form of which is not said (A59).
func (e *end) refuseText() {
	if e.policy.HalfDuplexRSTForm == fsm.HalfDuplexRSTFormFromACK {
		e.sendReset()
	} else {
		e.sendAbort()
	}
	e.delete(fsm.CallReset)
}

// textAfterFIN: the peer sends text behind its FIN. Step seven ignores it, stacks
// tell him (A61). It reports whether that was the end of the connection.
func (e *end) textAfterFIN() bool {
	g := &e.event.Segment
	if e.State == fsm.TimeWait || e.State == fsm.SynReceived || g.Text == 0 || !e.reachesBeyond() {
		return false
	}
	switch e.policy.TextAfterFIN {
	case fsm.TextAfterFINACK:
		e.oweACK = true
	case fsm.TextAfterFINReset:
		if before(g.SEQ, e.RCV.NXT) {
			e.sendReset()
			e.said.signal(fsm.SignalReset)
			e.delete(fsm.CallReset)
			return true
		}
	}
	return false
}

// takeText moves text up to end into the user's buffer. The right edge of the
// window stays.
func (e *end) takeText(end fsm.Seq) {
	n := distance(e.RCV.NXT, end)
	e.RCV.NXT = end
	e.RCV.USER += n
	e.RCV.WND -= n
}

// releaseHeld takes what is held and has become next, be it that text before it
// has come or that it came with a SYN and waited for this step.
func (e *end) releaseHeld() {
	r := &e.RCV
	if end := reach(&r.Held, r.NXT); end != r.NXT {
		e.takeText(end)
		e.oweACK = true
	}
	r.Held = runsFrom(&r.Held, r.NXT)
	e.takePush()
}

// holdText keeps text that is ahead for later (SHLD-31), if there is a place for
// it (A48) and text is kept at all (A24).
func (e *end) holdText() {
	s, r := &e.seg, &e.RCV
	held, fits := withRun(&r.Held, s.seq, s.textEnd())
	if fits && e.policy.OutOfOrder != fsm.OutOfOrderDrop {
		r.Held = held
	}
}

// holdPush notes that text up to end was pushed.
func (e *end) holdPush(end fsm.Seq) {
	r := &e.RCV
	switch {
	case upTo(end, r.NXT): // text that was held reaches as far
		r.Pushed = true
	case e.policy.OutOfOrder == fsm.OutOfOrderDrop: // A24
	default:
		if !r.PushHeld || before(r.PUSH, end) {
			r.PUSH = end
		}
		r.PushHeld = true
	}
}

// takePush lets a PUSH count whose text has come.
func (e *end) takePush() {
	r := &e.RCV
	if r.PushHeld && upTo(r.PUSH, r.NXT) {
		r.PushHeld, r.PUSH, r.Pushed = false, 0, true
	}
}
