package fsm

// What each field of a segment that is sent says, sections 3.1, 3.4, 3.5.2 and
// 3.10: the laws that forms are held to, in terms of what is before and after
// the step.
var sentLaws = []stepLaw{
	{"what is sent is SYN, SYN,ACK, ACK, FIN,ACK, RST or RST,ACK, and what bears text may press", (*stepTaken).bitsGoTogether},
	{"a SYN has the number ISS, offers the MSS of OPEN, and no other segment does", func(s *stepTaken) bool {
		c := s.connection()
		return s.every(func(g *Segment) bool {
			return g.CTL.Has(SYN) && g.SEQ == c.ISS && g.MSS == c.RCV.MSS || !g.CTL.Has(SYN) && g.MSS == 0
		})
	}},
	{"a SYN stands alone in SYN-SENT, and acknowledges elsewhere; what has no ACK bit has no SEG.ACK", func(s *stepTaken) bool {
		return s.every(func(g *Segment) bool {
			alone := s.after.State == SynSent
			return (!g.CTL.Has(SYN) || g.CTL.Has(ACK) != alone) && (g.CTL.Has(ACK) || g.ACK == 0)
		})
	}},
	{"a FIN has its number, sent once or again", func(s *stepTaken) bool {
		return s.every(func(g *Segment) bool { return !g.CTL.Has(FIN) || g.SEQ == s.after.FINSeq })
	}},
	{"new text begins at SND.NXT, and what is sent again at SND.UNA", func(s *stepTaken) bool {
		first := s.before.SND.UNA
		if s.ev.Kind == Transmit {
			first = s.before.SND.NXT
		}
		return s.every(func(g *Segment) bool { return g.Text == 0 || g.CTL.Has(SYN) || g.SEQ == first })
	}},
	{"an ACK without text has the number SND.NXT, one less if it asks for an answer", func(s *stepTaken) bool {
		next := s.after.SND.NXT
		if s.ev.Kind == PersistTimeout || s.ev.Kind == KeepAliveTimeout {
			next--
		}
		return s.every(func(g *Segment) bool { return g.CTL != ACK || g.Text != 0 || g.SEQ == next })
	}},
	{"a segment acknowledges RCV.NXT", func(s *stepTaken) bool {
		return s.every(func(g *Segment) bool {
			return g.CTL&(RST|ACK) != ACK || g.ACK == s.after.RCV.NXT || g.CTL.Has(SYN) && g.ACK == s.after.IRS+1
		})
	}},
	{"a segment announces RCV.WND, and a RST nothing", func(s *stepTaken) bool {
		return s.every(func(g *Segment) bool {
			return g.CTL.Has(RST) && g.WND == 0 || !g.CTL.Has(RST) && g.WND == s.after.RCV.WND
		})
	}},
	{"a RST has the numbers that 3.5.2 gives it", func(s *stepTaken) bool { return s.every(s.resetsByTheBook) }},
	{"TRANSMIT sends as much text as window and segment size allow", func(s *stepTaken) bool {
		c := s.before
		most := min(int64(c.SND.Wait), c.usable(), int64(c.effMSS()))
		return s.ev.Kind != Transmit || s.every(func(g *Segment) bool { return g.Text == 0 || int64(g.Text) == most })
	}},
	{"what is lost is sent again, as much as fits a segment", func(s *stepTaken) bool {
		c := s.before
		return s.ev.Kind != RetransmissionTimeout || s.every(func(g *Segment) bool {
			return g.LEN() != g.Text || g.Text == min(c.inFlight(), c.effMSS())
		})
	}},
	{"a probe of a closed window bears one octet, or the FIN, or nothing", func(s *stepTaken) bool {
		return s.ev.Kind != PersistTimeout || s.every(func(g *Segment) bool {
			c := s.before
			some := c.inFlight() > 0 || c.SND.Wait > 0
			return g.CTL.Has(FIN) && g.Text == 0 || !g.CTL.Has(FIN) && (g.Text == 1) == some && g.Text <= 1
		})
	}},
	{"the text of a SYN is as much as a segment holds of what was asked to be sent", func(s *stepTaken) bool {
		return s.every(func(g *Segment) bool {
			c := s.after
			return !g.CTL.Has(SYN) || g.Text == 0 || g.Text == c.SND.NXT.Sub(c.ISS+1) && g.Text <= c.effMSS() && g.CTL.Has(PSH) == (c.SND.Wait == 0)
		})
	}},
	{"no text leaves but when it is called for", func(s *stepTaken) bool {
		k := s.ev.Kind
		called := k == Transmit || k == RetransmissionTimeout || k == PersistTimeout
		return s.every(func(g *Segment) bool {
			if g.CTL.Has(SYN) {
				return g.Text == 0 || k == Send && s.before.State == Listen
			}
			return g.Text == 0 || called
		})
	}},
	{"a segment bears the octets that its numbers say", func(s *stepTaken) bool {
		for i := range s.out.Segments() {
			if g := &s.out.segments[i]; g.Text != 0 && s.out.Octets(i) != g.TextStart() {
				return false
			}
		}
		return true
	}},
	{"a segment up to the last octet presses, sent once or again (MUST-61)", func(s *stepTaken) bool {
		return s.every(func(g *Segment) bool {
			return g.Text == 0 || g.CTL.Has(SYN) || g.CTL.Has(PSH) == (g.textEnd() == s.before.lastOctet())
		})
	}},
	{"text before the last urgent octet bears the urgent pointer (MUST-62)", func(s *stepTaken) bool {
		v := &s.before.SND
		return s.every(func(g *Segment) bool {
			ahead := g.Text != 0 && !g.CTL.Has(SYN) && v.Urgent && g.SEQ.Less(v.UP)
			return g.CTL.Has(URG) == ahead && (!ahead && g.UP == 0 || ahead && g.UP == min(v.UP.Sub(g.SEQ), 1<<16-1))
		})
	}},
}

func (s *stepTaken) bitsGoTogether() bool {
	return s.every(func(g *Segment) bool {
		switch g.CTL &^ (PSH | URG) {
		case SYN, ACK:
			return g.Text != 0 || g.CTL&(PSH|URG) == 0
		case SYN | ACK, FIN | ACK, RST, RST | ACK:
			return g.Text == 0 && g.CTL&(PSH|URG) == 0
		}
		return false
	})
}

// connection is the TCB that the step has sent for: as it is now, or as it was if
// it is gone.
func (s *stepTaken) connection() *TCB {
	if s.after.State == Closed {
		return s.before
	}
	return s.after
}

// resetsByTheBook: in CLOSED, LISTEN and SYN-SENT a RST answers a segment by its
// numbers; in other states it may, and what no segment has drawn has SND.NXT.
func (s *stepTaken) resetsByTheBook(x *Segment) bool {
	g, c := &s.ev.Segment, s.before
	answers := s.ev.Kind == SegmentArrives
	byACK := answers && g.CTL.Has(ACK) && x.SEQ == g.ACK
	switch x.CTL {
	case RST:
		own := c.State > SynSent && x.SEQ == c.SND.NXT
		return byACK || own
	case RST | ACK:
		inSequence := c.State > SynSent && x.SEQ == c.SND.NXT && x.ACK == c.RCV.NXT && s.m.policy.SYNRSTForm == SYNRSTFormInSequence
		return answers && !g.CTL.Has(ACK) && x.SEQ == 0 && x.ACK == g.End() || inSequence
	}
	return true
}
