package alone

import "github.com/tcpfsm/tcpfsm/fsm"

// A Claim is about every step of an end.
type Claim struct {
	Name   string
	Says   string
	Broken func(s *Step) bool
}

// A Step is one event of an end, with the numbers of before.
type Step struct {
	Before, After fsm.TCB
	Event         fsm.Event
	Out           fsm.Output
}

// Claims lists what is proved. The first three are properties of the catalogue; the
// others together make same-connection-agree, see docs/unbounded.md.
func Claims() []Claim { return claims }

var claims = []Claim{
	{"una-le-nxt", "SND.UNA =< SND.NXT, which counts the SYN, what the user has sent and does not wait any more, and the FIN; the SYN is acknowledged once SND.UNA is not ISS", notAccounted},
	{"window-edge-never-falls", "RCV.NXT + RCV.WND never decreases", edgeFalls},
	{"fin-is-final", "after its FIN SND.NXT never grows, and after the peer's FIN RCV.NXT never grows", finNotFinal},
	{"sends-what-it-has", "SND.NXT never falls, no segment but a RST goes beyond it, and a SYN has the number ISS", sendsBeyond},
	{"takes-what-came", "what is received, or held beyond a gap, does not go beyond the segments that have come; IRS is the number of the SYN", takesBeyond},
	{"acks-what-it-has", "RCV.NXT never falls, and no segment but a RST acknowledges more", acksBeyond},
	{"una-was-acknowledged", "SND.UNA moves to the SEG.ACK of a segment that is no RST, up to SND.NXT, or stays", movesUnasked},
}

// opened reports whether an end has an ISS, and met whether it has an IRS.
func opened(c *fsm.TCB) bool { return c.State > fsm.Listen }
func met(c *fsm.TCB) bool    { return c.State > fsm.SynSent }

// continues reports whether the connection is the one of before: TIME-WAIT is left for
// another one, to which an attempt that has reopened it may come back.
func (s *Step) continues() bool {
	from, to := s.Before.State, s.After.State
	back := to == fsm.TimeWait && from == fsm.SynReceived
	return opened(&s.Before) && opened(&s.After) && !back && (from != fsm.TimeWait || to == fsm.TimeWait)
}

// known reports whether, besides, the peer is.
func (s *Step) known() bool { return s.continues() && met(&s.Before) && met(&s.After) }

func (s *Step) arrives() bool {
	return s.Event.Kind == fsm.SegmentArrives && s.Event.Segment.CTL&fsm.RST == 0
}

// again reports whether it is about a connection that a SYN has begun in TIME-WAIT, which
// is the second one.
func (s *Step) again() bool {
	return s.Before.Origin == fsm.Reopened || s.After.Origin == fsm.Reopened
}

func number(is bool) uint32 {
	if is {
		return 1
	}
	return 0
}

func notAccounted(s *Step) bool {
	c, was := &s.After, &s.Before
	if !opened(c) {
		return false
	}
	if c.State == fsm.TimeWait {
		return c.SND.UNA != c.SND.NXT
	}
	said := uint32(0)
	if s.Event.Kind == fsm.Send && s.Out.Reply == fsm.OK {
		said = s.Event.Octets
	}
	from, waited, ended := c.ISS+1, uint32(0), uint32(0)
	if s.continues() {
		from, waited, ended = was.SND.NXT, was.SND.Wait, number(was.FINSent)
	}
	begins := !c.SYNAcked || !s.continues() || !was.SYNAcked // after 2^32 octets UNA is ISS again
	return c.SND.NXT.Sub(from) != said+waited-c.SND.Wait+number(c.FINSent)-ended ||
		!c.SND.UNA.LessEq(c.SND.NXT) || begins && c.SYNAcked != (c.SND.UNA != c.ISS)
}

func edgeFalls(s *Step) bool {
	was, is := &s.Before.RCV, &s.After.RCV
	return s.known() && is.NXT.Add(is.WND).Less(was.NXT.Add(was.WND))
}

func finNotFinal(s *Step) bool {
	was, is := &s.Before, &s.After
	return s.known() && (was.FINSent && is.SND.NXT != was.SND.NXT || was.RCV.FINTaken && is.RCV.NXT != was.RCV.NXT)
}

func sendsBeyond(s *Step) bool {
	if s.again() {
		return false
	}
	c := &s.After
	if !opened(c) {
		c = &s.Before
	}
	for _, g := range s.Out.Segments() {
		if g.CTL&fsm.RST == 0 && (!g.End().LessEq(c.SND.NXT) || g.CTL&fsm.SYN != 0 && g.SEQ != c.ISS) {
			return true
		}
	}
	return s.continues() && (s.After.SND.NXT.Less(s.Before.SND.NXT) || s.After.ISS != s.Before.ISS)
}

// reach is how far beyond a number lies what has been received, or is held: text, or a
// FIN.
func reach(c *fsm.TCB, from fsm.Seq) uint32 {
	n := c.RCV.NXT.Sub(from)
	if h := &c.RCV.Held; h.Runs() > 0 {
		n = max(n, h.Run(h.Runs()-1).Hi.Sub(from))
	}
	if c.RCV.FINHeld {
		n = max(n, (c.RCV.FINSeq + 1).Sub(from))
	}
	return n
}

func takesBeyond(s *Step) bool {
	g := &s.Event.Segment
	switch {
	case s.again() || !met(&s.After):
		return false
	case !s.known(): // it has met its peer
		return !s.arrives() || s.After.IRS != g.SEQ || s.After.RCV.NXT == g.SEQ || reach(&s.After, g.SEQ) > g.LEN()
	}
	from := s.Before.RCV.NXT
	limit := reach(&s.Before, from)
	if s.arrives() && from.Less(g.End()) {
		limit = max(limit, g.End().Sub(from))
	}
	return reach(&s.After, from) > limit || s.After.IRS != s.Before.IRS
}

func acksBeyond(s *Step) bool {
	if s.again() {
		return false
	}
	c := &s.After
	if !met(c) {
		c = &s.Before
	}
	for _, g := range s.Out.Segments() {
		if g.CTL&(fsm.ACK|fsm.RST) == fsm.ACK && !g.ACK.LessEq(c.RCV.NXT) {
			return true
		}
	}
	forgets := s.continues() && met(&s.Before) && !met(&s.After)
	return s.known() && s.After.RCV.NXT.Less(s.Before.RCV.NXT) || forgets && s.Before.RCV.NXT != s.Before.IRS+1
}

func movesUnasked(s *Step) bool {
	una := s.After.SND.UNA
	if s.again() || !s.continues() || una == s.Before.SND.UNA {
		return !s.continues() && opened(&s.After) && !s.again() && una != s.After.ISS
	}
	g := &s.Event.Segment
	return !s.arrives() || g.CTL&fsm.ACK == 0 || una != g.ACK || !una.LessEq(s.After.SND.NXT) || una.Less(s.Before.SND.UNA)
}
