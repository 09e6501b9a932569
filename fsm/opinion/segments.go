package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// The segments of section 3.10, in its notation.

func (e *end) emit(g fsm.Segment) {
	if e.said.nsent < maxSent {
		e.said.sent[e.said.nsent] = g
		e.said.nsent++
	}
}

// sendSYN sends <SEQ=ISS><CTL=SYN>, with the MSS option that OPEN asked for.
func (e *end) sendSYN() {
	e.emit(fsm.Segment{SEQ: e.ISS, WND: e.RCV.WND, MSS: e.RCV.MSS, CTL: fsm.SYN})
}

// sendSYNACK sends <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>.
func (e *end) sendSYNACK() {
	e.emit(fsm.Segment{SEQ: e.ISS, ACK: e.RCV.NXT, WND: e.RCV.WND, MSS: e.RCV.MSS, CTL: fsm.SYN | fsm.ACK})
}

// challenge answers by the ACK that RFC 5961 asks for, unless too many have left
// (A41).
func (e *end) challenge() {
	if !e.event.Throttled {
		e.oweACK = true
	}
}

// sendOwedACK sends <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>, if there is a reason.
func (e *end) sendOwedACK() {
	if e.oweACK {
		e.emit(fsm.Segment{SEQ: e.SND.NXT, ACK: e.RCV.NXT, WND: e.RCV.WND, CTL: fsm.ACK})
	}
}

// sendOldNumber sends an ACK that is not acceptable, and so has to be answered.
func (e *end) sendOldNumber() {
	e.emit(fsm.Segment{SEQ: e.SND.NXT - 1, ACK: e.RCV.NXT, WND: e.RCV.WND, CTL: fsm.ACK})
}

// sendAbort sends <SEQ=SND.NXT><CTL=RST>.
func (e *end) sendAbort() { e.emit(fsm.Segment{SEQ: e.SND.NXT, CTL: fsm.RST}) }

// sendReset answers a segment by the RST that its sender will believe: <SEQ=SEG.ACK>
// if it bears an ACK, <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK> if not.
func (e *end) sendReset() {
	g := &e.event.Segment
	if has(g.CTL, fsm.ACK) {
		e.emit(fsm.Segment{SEQ: g.ACK, CTL: fsm.RST})
		return
	}
	e.emit(fsm.Segment{ACK: g.SEQ + fsm.Seq(length(g)), CTL: fsm.RST | fsm.ACK})
}
