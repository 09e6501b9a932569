package oracle

import (
	"math/bits"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// What becomes of connections when a segment arrives.
//
// Invariant: on a wire, where a segment was seen and not yet processed, the set
// holds each connection with the arrival processed and without it, as long as that
// makes a difference. Whoever has yet to process it has a bit for it in late: its
// place among the last arrivals that made a difference.
//
//	  place     0     1     2  ...  7       maxRecent places, the oldest goes
//	          [SYN] [FIN] [   ]   [   ]
//	            |     |
//	  late = 0b0000_0010                    this one has yet to process the FIN
//
// Example: <SEQ=700><ACK=301><CTL=FIN,ACK> is seen on its way to an end in
// ESTABLISHED with RCV.NXT=700.
//
//	  ESTABLISHED 700 --+-- processed --> CLOSE-WAIT 701
//	                    +-- postponed --> ESTABLISHED 700, late={FIN}
//	                    +-- CLOSE, processed --> CLOSING 701     (unseen.go)
//
// Text makes no such difference and is not postponed: that an end has less text
// than was seen is always possible, and acknowledges says so (text.go). A segment
// that changes the state of nothing is processed in place, by allPlain: most are
// such.
//
// In lock step an arrival has been processed when the next thing is observed, so
// that nothing is late.

// arrives is the arrival of g.
func arrives(g fsm.Segment) fsm.Event { return fsm.Event{Kind: fsm.SegmentArrives, Segment: g} }

// arrival returns what becomes of set when a segment arrives; on a wire, what it
// may become, for the segment may come later or never.
func (s *successors) arrival(set []hypothesis, ev *fsm.Event) []hypothesis {
	list := s.next[:0]
	for i := range set {
		begin := len(list)
		list = s.process(list, &set[i], ev)
		if s.seen.onWire() {
			list = s.postpone(set, list, begin, &set[i], ev)
		}
	}
	s.next = list
	return list
}

// allPlain processes an arrival in place if it changes the state of nothing in
// set, and reports whether it does: this is what most segments of a connection
// are.
func (s *successors) allPlain(set []hypothesis, ev *fsm.Event) bool {
	if ev.Segment.CTL&^fsm.PSH != fsm.ACK {
		return false
	}
	for i := range set {
		if h := &set[i]; !h.by.rest().empty() || !s.steady(h, &ev.Segment) || s.tellsOfUnseen(&h.c, ev.Segment.ACK) {
			return false
		}
	}
	if g, r := &ev.Segment, &set[0].c.RCV; g.Text > 0 && (g.SEQ != r.NXT || r.WND < g.Text || len(s.seen.beyond.runs) > 0 || len(set) > 1) {
		s.seen.hold(g)
	}
	for i := range set { // no variant differs and nothing is owed, so that none is copied
		s.arrivePlain(&set[i], ev, i == 0)
	}
	return true
}

// steady reports whether h stays in its state when it processes g, which has no
// control bit but ACK and PSH.
func (s *successors) steady(h *hypothesis, g *fsm.Segment) bool {
	c := &h.c
	if !c.SYNAcked {
		return false
	}
	finWaits := !c.FINSent || g.ACK.LessEq(c.FINSeq)
	p := s.machine(h).Policy()
	receives := g.Text == 0 || p.HalfDuplexClose == fsm.HalfDuplexCloseOff
	ignores := g.Text == 0 || p.TextAfterFIN != fsm.TextAfterFINReset
	switch c.State {
	case fsm.Established, fsm.TimeWait:
		return true
	case fsm.CloseWait:
		return ignores
	case fsm.FinWait1:
		return finWaits && receives
	case fsm.FinWait2:
		return receives
	case fsm.Closing, fsm.LastAck:
		return finWaits && ignores
	}
	return false
}

// process appends to list what h may be once it has processed an arrival.
func (s *successors) process(list []hypothesis, h *hypothesis, ev *fsm.Event) []hypothesis {
	begin := len(list)
	list = s.before(list, h, ev)
	end := len(list)
	for i := begin; i < end; i++ {
		b := list[i]
		list = s.deliver(list, &b, ev)
	}
	return slices.Delete(list, begin, end)
}

// deliver appends to list what becomes of h when it processes an arrival.
func (s *successors) deliver(list []hypothesis, h *hypothesis, ev *fsm.Event) []hypothesis {
	// The SYN of an answer has a number that nobody knows before it is seen.
	e := *ev
	if e.ISS == 0 {
		e.ISS = h.c.SND.NXT + 1 // beyond all that was used; what is sent will tell
	}
	begin := len(list)
	list = s.after(list, h, &e)
	for i := begin; i < len(list); i++ {
		n := &list[i]
		opened := n.c.State == fsm.SynReceived || n.c.State == fsm.CloseWait // under syn_fin=literal
		if opened && (h.c.State == fsm.Listen || h.c.State == fsm.TimeWait) {
			n.anyISS = true
		}
		if s.seen.onWire() {
			n.forgive()
		} else if s.overflowed() {
			s.seen.hold(&ev.Segment)
		}
	}
	s.cover()
	return list
}

// overflowed reports whether the last step held no text for want of room.
func (s *successors) overflowed() bool {
	t := s.traitsOf(s.variants[0].Machine)
	for _, id := range s.out.Fired() {
		if t[id]&overflows != 0 {
			return true
		}
	}
	return false
}

// matters reports whether an arrival has made of h something else than the same
// connection with more octets.
func matters(h, n *hypothesis) bool {
	return n.c.State != h.c.State || n.c.RCV.FINTaken != h.c.RCV.FINTaken || n.c.SYNAcked != h.c.SYNAcked
}

// postpone lets h be as it was if the arrival ev has made something else of it,
// to process ev later or never. A FIN beyond a hole comes later too.
// What has been made of h is list[begin:].
func (s *successors) postpone(set, list []hypothesis, begin int, h *hypothesis, ev *fsm.Event) []hypothesis {
	late, made := false, list[begin:]
	fin := ev.Segment.CTL.Has(fsm.FIN)
	for i := range made {
		late = late || matters(h, &made[i]) || fin && !made[i].c.RCV.FINTaken
	}
	if !late {
		return list
	}
	// A place that is new was that of another arrival, whose bit would be mistaken
	// for this one's.
	before := s.seen.recent.n
	bit := uint16(1) << s.seen.recent.place(&ev.Segment)
	if s.seen.recent.n > before {
		forgetLate(set, bit)
		forgetLate(list, bit)
	}
	for i := range made {
		if fin && !made[i].c.RCV.FINTaken {
			made[i].late |= bit
		}
	}
	n := *h
	n.late |= bit
	if !n.c.State.Synchronized() || bits.OnesCount16(n.late) < maxRecent { // no end misses all of them
		list = append(list, n)
	}
	return list
}

// forgetLate frees a place for another arrival: what stood there is lost.
func forgetLate(list []hypothesis, bit uint16) {
	for i := range list {
		list[i].late &^= bit
	}
}
