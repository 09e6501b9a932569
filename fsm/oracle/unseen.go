package oracle

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// What may have happened unseen: calls and timeouts that were not reported.
//
// Invariant: a call or timeout that was not reported is supplied only where the next
// observation tells the difference. All of them at any time would be as true, and
// would make a set without end.
//
//	  not reported  supplied before              what
//	  Calls         a SYN arrives                CLOSED -> LISTEN, by OPEN
//	                a FIN arrives                ESTABLISHED -> FIN-WAIT-1, by CLOSE
//	                a state is read              CLOSE, ABORT, OPEN
//	                a segment is sent            see sends.go
//	  Timeouts      the same                     the connection is gone
//
// Example: calls are not reported. The end was in LAST-ACK when it was last heard of,
// and <SEQ=900><CTL=SYN> arrives.
//
//	  LAST-ACK --- ABORT, or a timeout ---> CLOSED --- OPEN ---> LISTEN   (1)
//	           --- nothing ------------------------------------> LAST-ACK (2)
//
// (1) answers with SYN,ACK, (2) with an ACK: what the end sends next decides.

// What is assumed of buffers: a window that holds until one is announced, and
// room for whatever the user sends.
const (
	unknownBuffer = 65535
	anyBuffer     = 1 << 31
)

// before appends to list what h may have become unseen before the arrival ev, as
// far as ev tells the difference, the likeliest first.
func (s *successors) before(list []hypothesis, h *hypothesis, ev *fsm.Event) []hypothesis {
	if g := &ev.Segment; g.CTL&(fsm.ACK|fsm.RST|fsm.SYN) == fsm.ACK && s.tellsOfUnseen(&h.c, g.ACK) {
		begin := len(list)
		list = s.sentUnseen(list, h, g.ACK)
		end := len(list)
		for i := begin; i < end; i++ {
			n := list[i]
			list = s.beforeNow(list, &n, ev)
		}
		return slices.Delete(list, begin, end)
	}
	return s.beforeNow(list, h, ev)
}

// beforeNow is before for a connection of which nothing that it has sent was missed.
func (s *successors) beforeNow(list []hypothesis, h *hypothesis, ev *fsm.Event) []hypothesis {
	switch {
	case ev.Segment.CTL&(fsm.SYN|fsm.ACK|fsm.RST) == fsm.SYN:
		return s.orGone(append(s.listening(list, h), *h), h)
	case s.seen.misses(Calls) && s.closeTells(h, &ev.Segment):
		return s.orGone(s.after(append(list, *h), h, &fsm.Event{Kind: fsm.Close}), h)
	}
	return s.orGone(append(list, *h), h)
}

// closeTells reports whether g makes something else of h if its user has closed unseen: a
// FIN does. At the end that a capture was made it counts also what is answered otherwise:
// text behind a CLOSE may be lost, which the end says by a RST, and SYN-RECEIVED judges an
// ACK otherwise than FIN-WAIT-1.
func (s *successors) closeTells(h *hypothesis, g *fsm.Segment) bool {
	switch {
	case (g.CTL.Has(fsm.FIN) || h.c.RCV.FINHeld) && mayClose(&h.c):
		return true
	case !s.seen.overlaps:
		return false
	}
	p := s.machine(h).Policy()
	switch h.c.State {
	case fsm.SynReceived:
		good := h.c.SND.UNA.Less(g.ACK) && g.ACK.LessEq(h.c.SND.NXT)
		return mayClose(&h.c) && (!good || p.ACKOrder == fsm.ACKOrderACKFirst)
	case fsm.Established, fsm.CloseWait:
		return g.Text > 0 && p.HalfDuplexClose != fsm.HalfDuplexCloseOff
	}
	return false
}

// orGone appends h without its connection, and h in LISTEN, where a capture is made at
// the end and that may be: what it answers then is due at once. Elsewhere it is supplied
// when the answer is seen.
func (s *successors) orGone(list []hypothesis, h *hypothesis) []hypothesis {
	if !s.seen.overlaps {
		return list
	}
	gone, ok := s.gone(h)
	if !ok {
		return list
	}
	if h.c.State != fsm.Closed {
		list = append(list, gone)
	}
	return s.openPassive(list, &gone)
}

// listening appends h in LISTEN if it may have come there unseen.
func (s *successors) listening(list []hypothesis, h *hypothesis) []hypothesis {
	if gone, ok := s.gone(h); ok && s.seen.misses(Calls) {
		return s.openPassive(list, &gone)
	}
	return list
}

// openPassive appends what becomes of h, which is CLOSED, by a passive OPEN.
func (s *successors) openPassive(list []hypothesis, h *hypothesis) []hypothesis {
	return s.after(list, h, &fsm.Event{Kind: fsm.OpenPassive, RcvBUFF: unknownBuffer, SndBUFF: anyBuffer, Family: s.family})
}

// gone returns h without its connection, and whether that may be without a
// segment to be seen: a timeout that was not reported ends every state, a call that
// was not reported some.
func (s *successors) gone(h *hypothesis) (hypothesis, bool) {
	silent := fsm.StatesOf(fsm.Closed)
	if s.seen.misses(Calls) {
		silent |= fsm.StatesOf(fsm.Listen, fsm.SynSent, fsm.Closing, fsm.LastAck, fsm.TimeWait)
	}
	return hypothesis{by: h.by, possibility: possibility{late: h.late, lags: h.lags}},
		s.seen.misses(Timeouts) || silent.Has(h.c.State) || s.seen.overlaps && s.endsSilently(h)
}

// endsSilently reports whether h ends by an ABORT or a CLOSE and sends nothing, as some
// policies have it in other states too.
func (s *successors) endsSilently(h *hypothesis) bool {
	for _, kind := range []fsm.EventKind{fsm.Abort, fsm.Close} {
		for _, n := range s.after(nil, h, &fsm.Event{Kind: kind}) {
			if n.c.State == fsm.Closed && n.n == h.n {
				return true
			}
		}
	}
	return false
}

// mayClose reports whether a CLOSE that nobody saw would make a difference when
// the FIN of the peer arrives.
func mayClose(c *fsm.TCB) bool {
	return c.State == fsm.Established || c.State == fsm.SynReceived && !c.CloseQueued
}

// reading returns what of set is in one of the states, or may have come there
// unseen.
func (s *successors) reading(set []hypothesis, states fsm.States) []hypothesis {
	list := s.next[:0]
	for i := range set {
		h := &set[i]
		if states.Has(h.c.State) {
			list = append(list, *h)
		}
		begin := len(list)
		list = s.unseen(list, h)
		kept := list[:begin]
		for _, n := range list[begin:] {
			if states.Has(n.c.State) && n.c.State != h.c.State {
				kept = append(kept, n)
			}
		}
		list = kept
	}
	s.next = list
	return list
}

// unseen appends what h may have become since the last observation.
func (s *successors) unseen(list []hypothesis, h *hypothesis) []hypothesis {
	if s.seen.misses(Timeouts) {
		for _, k := range []fsm.EventKind{fsm.UserTimeout, fsm.TimeWaitTimeout, fsm.FinWait2Timeout} {
			list = s.after(list, h, &fsm.Event{Kind: k})
		}
	}
	if s.seen.misses(Calls) {
		for _, k := range []fsm.EventKind{fsm.Close, fsm.Abort} {
			list = s.after(list, h, &fsm.Event{Kind: k})
		}
		list = s.openPassive(list, h)
	}
	for i, g := range s.seen.recent.changing() {
		if h.late>>i&1 != 0 {
			begin := len(list)
			ev := arrives(g)
			list = s.deliver(list, h, &ev)
			for j := begin; j < len(list); j++ {
				list[j].late &^= 1 << i
			}
		}
	}
	return list
}

// call returns what becomes of set by a user call, a timeout or a report of ICMP.
func (s *successors) call(set []hypothesis, ev fsm.Event) []hypothesis {
	anyISS := ev.ISS == 0
	if ev.Kind == fsm.OpenActive && ev.Remote == fsm.Unspecified {
		ev.Remote = fsm.Specified
	}
	if ev.Kind == fsm.OpenActive || ev.Kind == fsm.OpenPassive {
		ev.SndBUFF = anyBuffer
		if ev.RcvBUFF == 0 {
			ev.RcvBUFF = unknownBuffer
		}
	}
	list := s.next[:0]
	for i := range set {
		h, begin := &set[i], len(list)
		list = s.after(list, h, &ev)
		if ev.Kind == fsm.R2Reached || ev.Kind == fsm.UserTimeout {
			probed := *h
			probed.c.Probed = true // whether a probe waits for an answer is not known
			list = s.after(list, &probed, &ev)
		}
		for j := begin; j < len(list); j++ {
			n := &list[j]
			n.anyISS = n.anyISS || anyISS && n.c.State == fsm.SynSent && h.c.State != fsm.SynSent
			if ev.Kind == fsm.Receive {
				s.owesUpdate(h, n)
			}
		}
	}
	s.cover()
	s.next = list
	return list
}

// silent returns what of set owes nothing.
func (s *successors) silent(set []hypothesis) []hypothesis {
	list := s.next[:0]
	for i := range set {
		if set[i].n == 0 && !set[i].must { // no debt is left
			list = append(list, set[i])
		}
	}
	s.next = list
	return list
}
