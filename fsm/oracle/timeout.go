package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// Timeouts that are told and do not end the connection: something has to be sent.
//
// Invariant: in lock step, when a timeout is told, each connection owes what its
// table sends then, and is not quiet before that, or something as good, has left:
//
//	  told            owes                     paid by
//	  retransmission  the front of the queue   whatever repeats anything outstanding
//	  persist         a probe of the window    whatever the peer has to answer
//	  keep-alive      a keep-alive             the same
//	  RECEIVE         a window update          whatever announces a larger window
//	                  (window.go)
//
// A debt lapses when what it is for is over: what was outstanding is acknowledged,
// the window opens, something arrives, the connection ends. Nothing is owed where
// the table sends nothing. Of what is not told nothing is owed: a segment may be
// repeated at any time as long as something is outstanding.
//
// Example: FIN-WAIT-1, our FIN 101 is outstanding. A retransmission timeout is told:
// <SEQ=101><ACK=301><CTL=FIN,ACK> is owed, by retransmit.fin. <SEQ=102><ACK=301>
// <CTL=ACK> does not pay it. <SEQ=301><ACK=102><CTL=ACK> arrives: it is owed no more.

// owing is what a debt is, and so what pays it.
type owing uint8

const (
	answer         owing = iota // to be sent as it is
	retransmission              // after a timeout
	probe                       // of a closed window
	keepAlive
	update // of our window
)

// timeouts are the timeouts that have something sent and end nothing.
var timeouts = map[fsm.EventKind]owing{
	fsm.RetransmissionTimeout: retransmission,
	fsm.PersistTimeout:        probe,
	fsm.KeepAliveTimeout:      keepAlive,
}

// timeout returns what becomes of set when one of the timeouts is told.
func (s *successors) timeout(set []hypothesis, ev *fsm.Event) []hypothesis {
	list := s.next[:0]
	for i := range set {
		h := &set[i]
		if ev.Kind == fsm.KeepAliveTimeout {
			n := *h
			s.idle(&n, ev)
			list = append(list, n)
			continue
		}
		begin := len(list)
		for by := h.by; !by.empty(); by = by.rest() {
			one := *h
			one.by = by.without(by.rest())
			s.strikes(&one, s.machine(&one), ev)
			list = merge(list, begin, one)
		}
	}
	s.next = list
	return list
}

// idle notes what h owes when the keep-alive timer strikes: that it does says
// that the user has asked for keep-alives, whatever the variants of h choose.
func (s *successors) idle(h *hypothesis, ev *fsm.Event) {
	if h.c.SND.Wait == 0 && !finWanted(&h.c) {
		s.strikes(h, s.keepsAlive(h), ev)
	}
}

// keepsAlive returns a machine that sends keep-alives, or that of h if no variant
// does.
func (s *successors) keepsAlive(h *hypothesis) *fsm.Machine {
	for i := range s.variants {
		if m := s.variants[i].Machine; m.Policy().KeepAlive == fsm.KeepAliveOn {
			return m
		}
	}
	return s.machine(h)
}

// strikes notes what h owes by m when a timeout strikes. Nothing has left yet, and
// h stays as it is.
func (s *successors) strikes(h *hypothesis, m *fsm.Machine, ev *fsm.Event) {
	h.rule, h.judged = s.would(&h.c, m, ev), true
	if sent := s.out.Segments(); len(sent) > 0 && h.owe(bare(sent[0]), timeouts[ev.Kind]) {
		s.forgot = true
	}
	s.cover()
}

// would returns the telling rule of what c would do by m if ev happened.
func (s *successors) would(c *fsm.TCB, m *fsm.Machine, ev *fsm.Event) fsm.RuleID {
	n := *c
	m.Step(&n, ev, &s.out)
	return telling(s.traitsOf(m), s.out.Fired(), ev.Kind)
}

// settle strikes out what the connections of list, which h has become by sending
// g, do not owe any more.
func settle(list []hypothesis, h *hypothesis, g *departure) {
	if h.n == 0 {
		return
	}
	for i := range list {
		list[i].lapse(func(d *debt) bool { return d.paidBy(g, &h.c) || list[i].c.State == fsm.Closed })
	}
}

// paidBy reports whether c pays d by sending g.
func (d *debt) paidBy(g *departure, c *fsm.TCB) bool {
	occupies := g.LEN() > 0 && !g.CTL.Has(fsm.RST)
	switch d.kind {
	case retransmission:
		return occupies && (g.CTL.Has(fsm.SYN) || g.SEQ.Less(c.SND.NXT) && c.SND.UNA.Less(g.End()))
	case probe, keepAlive:
		return occupies || g.SEQ.Less(c.SND.NXT)
	}
	return g.opens
}

// relieve strikes out what h does not owe any more because ev has happened.
func (h *hypothesis) relieve(ev *fsm.Event) {
	c := &h.c
	open := c.State == fsm.Established || c.State == fsm.FinWait1 || c.State == fsm.FinWait2
	h.lapse(func(d *debt) bool {
		switch d.kind {
		case retransmission:
			return c.State == fsm.Closed || c.State == fsm.Listen || d.SEQ.Less(c.SND.UNA)
		case probe:
			return !mustProbe(c)
		case keepAlive:
			return ev.Kind == fsm.SegmentArrives || !c.State.Synchronized()
		}
		return !open
	})
}

// lapse strikes out the debts that are over, none of them an answer.
func (h *hypothesis) lapse(over func(*debt) bool) {
	for i := int(h.n) - 1; i >= 0; i-- {
		if d := &h.owed[i]; d.kind != answer && over(d) {
			h.remove(i)
		}
	}
}

// mustProbe reports whether a closed window is all that keeps c from sending.
func mustProbe(c *fsm.TCB) bool {
	return c.SYNAcked && c.SND.WND == 0 && (c.SND.UNA != c.SND.NXT || c.SND.Wait > 0 || finWanted(c))
}

// mayProbe reports whether h may send in lock step what only draws an answer, with
// a number that it has used: a probe of a closed window, which also acknowledges,
// or a keep-alive. There is none of those while anything is outstanding or an ACK
// is owed, for that shows that the connection is not idle (MUST-26).
func (s *successors) mayProbe(h *hypothesis) bool {
	c := &h.c
	closed := c.SND.WND == 0 && c.State.Synchronized() && c.State != fsm.TimeWait && c.State != fsm.FinWait2
	if closed && (mustProbe(c) || s.seen.misses(Calls) || !s.seen.windows.in) {
		h.ack = noACK
		return true
	}
	keeps := c.State == fsm.Established || c.State == fsm.CloseWait || c.State == fsm.FinWait2
	return keeps && c.SND.UNA == c.SND.NXT && !s.owesACK(h) && !h.answers()
}

// owesACK reports whether h owes an ACK that may wait. When the window opens is not
// known if calls are not told.
func (s *successors) owesACK(h *hypothesis) bool {
	return h.ack == surelyACK || h.ack == perhapsACK && !s.seen.misses(Calls)
}

// answers reports whether h owes an answer.
func (h *hypothesis) answers() bool {
	for i := range h.owed[:h.n] {
		if h.owed[i].kind == answer {
			return true
		}
	}
	return false
}
