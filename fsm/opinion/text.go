package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// processText is the seventh step of section 3.10.7.4.
func (e *end) processText() bool {
	if !e.receiving() {
		return true
	}
	s := &e.seg
	if e.textAfterClose() { // SHLD-3
		e.sendAbort()
		e.delete(fsm.CallReset)
		return false
	}
	if !s.empty() || e.policy.EmptySegmentACK == fsm.EmptySegmentACKLiteral { // A10
		e.oweACK = true
	}
	if e.held() {
		e.holdSegment()
	} else if s.text > 0 {
		e.takeText(s.textEnd())
		if s.psh {
			e.RCV.Pushed = true
		}
	}
	e.releaseHeld()
	e.serveReceive()
	e.openWindow()
	return true
}

// textAfterClose: the user has closed both directions, and text comes that is
// new.
func (e *end) textAfterClose() bool {
	closed := e.State == fsm.FinWait1 || e.State == fsm.FinWait2 || e.CloseQueued
	return e.policy.HalfDuplexClose == fsm.HalfDuplexCloseOn && closed && e.seg.text > 0
}

// takeText moves text up to end into the user's buffer. The right edge of the
// window stays.
func (e *end) takeText(end fsm.Seq) {
	n := distance(e.RCV.NXT, end)
	e.RCV.NXT = end
	e.RCV.USER += n
	e.RCV.WND -= n
}

// releaseHeld takes what is held and has become next.
func (e *end) releaseHeld() {
	r := &e.RCV
	if end := reach(&r.Held, r.NXT); end != r.NXT {
		e.takeText(end)
		e.oweACK = true
	}
	r.Held = runsFrom(&r.Held, r.NXT)
	e.takePush()
}

// holdPush notes that text up to end was pushed. One place is remembered: a PUSH
// that is due gives way, and counts.
func (e *end) holdPush(end fsm.Seq) {
	r := &e.RCV
	e.takePush()
	if !r.PushHeld || before(r.PUSH, end) {
		r.PUSH = end
	}
	r.PushHeld = true
}

func (e *end) takePush() {
	r := &e.RCV
	if r.PushHeld && upTo(r.PUSH, r.NXT) {
		r.PushHeld, r.PUSH, r.Pushed = false, 0, true
	}
}

// holdSegment keeps a segment that is ahead for later (SHLD-31).
func (e *end) holdSegment() {
	s, r := &e.seg, &e.RCV
	if e.policy.OutOfOrder == fsm.OutOfOrderDrop { // A24
		return
	}
	held, fits := withRun(&r.Held, s.seq, s.textEnd())
	if !fits { // A48
		return
	}
	r.Held = held
	if s.psh && s.text > 0 {
		e.holdPush(s.textEnd())
	}
	if s.fin {
		r.FINHeld, r.FINSeq = true, s.textEnd()
	}
}
