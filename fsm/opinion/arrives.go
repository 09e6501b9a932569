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

// challenge answers by the ACK that RFC 5961 asks for, unless too many have left
// (A41).
func (e *end) challenge() {
	if !e.event.Throttled {
		e.oweACK = true
	}
}

// An arrival is a segment on its way through the steps. The first of them trims
// it to what is new and in the window.
type arrival struct {
	seq           fsm.Seq // of what is left
	text          uint32
	syn, fin, psh bool

	urg bool
	up  fsm.Seq // where the urgent octets end; no trimming moves it
}

func arrivalOf(g *fsm.Segment) arrival {
	return arrival{
		seq: g.SEQ, text: g.Text,
		syn: has(g.CTL, fsm.SYN), fin: has(g.CTL, fsm.FIN), psh: has(g.CTL, fsm.PSH),
		urg: has(g.CTL, fsm.URG), up: g.SEQ + fsm.Seq(g.UP),
	}
}

// textEnd is the number after the last octet of text, which is that of the FIN.
func (s *arrival) textEnd() fsm.Seq {
	end := s.seq + fsm.Seq(s.text)
	if s.syn {
		end++
	}
	return end
}

func (s *arrival) empty() bool { return s.text == 0 && !s.syn && !s.fin }

// trimLeft takes away what lies before lo.
func (s *arrival) trimLeft(lo fsm.Seq) {
	if s.syn && before(s.seq, lo) {
		s.syn = false
		s.seq++
	}
	if n := min(s.text, distance(s.seq, lo)); !s.syn && before(s.seq, lo) {
		s.seq += fsm.Seq(n)
		s.text -= n
	}
	if s.fin && before(s.seq, lo) && !s.syn {
		s.fin = false
		s.seq++
	}
}

// trimRight takes away what lies at hi or beyond. A segment that is cut is not
// pushed any more: what follows is still to come.
func (s *arrival) trimRight(hi fsm.Seq) {
	if s.fin && !before(s.textEnd(), hi) {
		s.fin = false
	}
	if n := distance(hi, s.textEnd()); s.text > 0 && before(hi, s.textEnd()) {
		s.text -= min(n, s.text)
		s.psh = false
	}
	if s.syn && !before(s.seq, hi) {
		s.syn = false
	}
}
