package fsm

// How a step writes the segment that a form describes: what variables and
// quantities are in it.

// emitForm adds a segment of the form of e to the output and returns it.
func (s *step) emitForm(e Effect) *Segment {
	g, from := s.emit()
	*from = s.write(g, e)
	return g
}

// write writes the fields of a segment by the form of e, and returns the place
// in the stream of the first octet of its text.
func (s *step) write(g *Segment, e Effect) (from Seq) {
	f := &s.forms[e]
	g.SEQ, g.ACK, g.CTL = s.number(f.SEQ), s.number(f.ACK), f.CTL
	g.WND, g.Text, g.MSS, g.UP = s.amount(f.WND), s.amount(f.Text), uint16(s.amount(f.MSS)), 0
	if f.From != zero {
		from = s.number(f.From)
	}
	return from
}

// number is what a Number is in the step. Most are one of two, which takes no
// search.
func (s *step) number(n Number) Seq {
	switch n {
	case sndNXT:
		return s.c.SND.NXT
	case rcvNXT:
		return s.c.RCV.NXT
	}
	return s.otherNumber(n)
}

func (s *step) otherNumber(n Number) (at Seq) {
	which, distance := n.variable()
	c, g := s.c, &s.ev.Segment
	switch Number(which << 8) {
	case iss:
		at = c.ISS
	case irs:
		at = c.IRS
	case sndUNA:
		at = c.SND.UNA
	case sndNXT:
		at = c.SND.NXT
	case rcvNXT:
		at = c.RCV.NXT
	case segSEQ:
		at = g.SEQ
	case segACK:
		at = g.ACK
	case segEND:
		at = g.End()
	case formedFrom:
		at = s.from
	}
	return at + Seq(distance)
}

// amount is what an Amount is in the step, and likewise.
func (s *step) amount(a Amount) uint32 {
	switch a {
	case none:
		return 0
	case rcvWND:
		return s.c.RCV.WND
	}
	return s.otherAmount(a)
}

func (s *step) otherAmount(a Amount) uint32 {
	which, more := a.quantity()
	c, n := s.c, int64(0)
	switch Amount(which << 8) {
	case rcvWND:
		n = int64(c.RCV.WND)
	case rcvBUFF:
		n = int64(c.RCV.BUFF)
	case sndWND:
		n = int64(c.SND.WND)
	case queued:
		n = int64(c.SND.Wait)
	case usable:
		n = c.usable()
	case effMSS:
		n = int64(c.effMSS())
	case inFlight:
		n = int64(c.inFlight())
	case formedText:
		n = int64(s.form.Text)
	case ownMSS:
		n = int64(c.RCV.MSS)
	}
	return uint32(min(max(0, n+int64(more)), 1<<32-1))
}
