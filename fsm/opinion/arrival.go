package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// What a segment says of itself, and what is left of it while it is looked at.

func has(set, bit fsm.Control) bool { return set&bit != 0 }

// length is SEG.LEN: the octets of text, and one each for SYN and FIN.
func length(g *fsm.Segment) uint32 {
	n := g.Text
	if has(g.CTL, fsm.SYN) {
		n++
	}
	if has(g.CTL, fsm.FIN) {
		n++
	}
	return n
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
