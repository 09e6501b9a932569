package oracle

import (
	"math/bits"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// What an end on a wire may yet process or answer: an arrival that is delayed
// behind more than that is taken for lost.
const (
	maxRecent = 8  // arrivals that change the state
	maxLast   = 32 // arrivals of any kind
)

// recent are those arrivals.
type recent struct {
	list [maxRecent]fsm.Segment
	last [maxLast]fsm.Segment
	n, m int // how many there have been
}

// place returns where g stands in the list, and enters it if it is not there.
func (r *recent) place(g *fsm.Segment) int {
	for i := range min(r.n, maxRecent) {
		if r.list[i] == *g {
			return i
		}
	}
	i := r.n % maxRecent
	r.list[i] = *g
	r.n++
	return i
}

// note enters g among the last arrivals.
func (r *recent) note(g *fsm.Segment) {
	r.last[r.m%maxLast] = *g
	r.m++
}

// arrives is the arrival of g.
func arrives(g fsm.Segment) fsm.Event { return fsm.Event{Kind: fsm.SegmentArrives, Segment: g} }

// In tells that a segment has arrived at the end; on a wire, that it was seen
// on its way there.
func (o *Oracle) In(g fsm.Segment) Verdict {
	return o.Event(arrives(g))
}

// arrival follows an arrival.
func (o *Oracle) arrival(ev *fsm.Event) {
	wire := o.told&Arrivals == 0
	if wire {
		o.recent.note(&ev.Segment)
		o.hear(&ev.Segment)
		if o.allPlain(ev) {
			return
		}
		o.keepBeyond(&ev.Segment)
	}
	for i := range o.set {
		h := &o.set[i]
		begin := len(o.next)
		for _, b := range o.before(h, ev) {
			o.next = o.deliver(o.next, &b, ev)
		}
		if wire {
			o.postpone(h, begin, ev)
		}
	}
	o.commit()
}

// hear notes how far the peer has sent.
func (o *Oracle) hear(g *fsm.Segment) {
	if end := g.End(); !o.hears || g.CTL.Has(fsm.SYN) || !g.CTL.Has(fsm.RST) && o.heard.Less(end) {
		o.heard, o.hears = end, true
	}
}

// allPlain processes an arrival in place if it changes the state of nothing,
// whatever may be, and reports whether it does: this is what most segments of a
// connection are.
func (o *Oracle) allPlain(ev *fsm.Event) bool {
	if ev.Segment.CTL&^fsm.PSH != fsm.ACK {
		return false
	}
	for i := range o.set {
		if h := &o.set[i]; !h.by.rest().empty() || !o.steady(h, &ev.Segment) {
			return false
		}
	}
	if g, r := &ev.Segment, &o.set[0].c.RCV; g.Text > 0 && (g.SEQ != r.NXT || r.WND < g.Text || len(o.beyond.runs) > 0 || len(o.set) > 1) {
		o.keepBeyond(g)
	}
	for i := range o.set {
		h := &o.set[i]
		o.stepPlain(h, o.machine(h), ev)
		if i == 0 {
			o.cover()
		}
	}
	return true
}

// steady reports whether h stays in its state when it processes g, which has no
// control bit but ACK and PSH.
func (o *Oracle) steady(h *hypothesis, g *fsm.Segment) bool {
	c := &h.c
	if !c.SYNAcked {
		return false
	}
	finWaits := !c.FINSent || g.ACK.LessEq(c.FINSeq)
	p := o.machine(h).Policy()
	takes := g.Text == 0 || p.HalfDuplexClose == fsm.HalfDuplexCloseOff
	ignores := g.Text == 0 || p.TextAfterFIN != fsm.TextAfterFINReset
	switch c.State {
	case fsm.Established, fsm.TimeWait:
		return true
	case fsm.CloseWait:
		return ignores
	case fsm.FinWait1:
		return finWaits && takes
	case fsm.FinWait2:
		return takes
	case fsm.Closing, fsm.LastAck:
		return finWaits && ignores
	}
	return false
}

// deliver appends to list what becomes of h when it processes an arrival.
func (o *Oracle) deliver(list []hypothesis, h *hypothesis, ev *fsm.Event) []hypothesis {
	e := *ev
	if e.ISS == 0 {
		e.ISS = h.c.SND.NXT + 1 // beyond all that was used; what is sent will tell
	}
	begin := len(list)
	list = o.step(list, h, &e)
	for i := begin; i < len(list); i++ {
		n := &list[i]
		opened := n.c.State == fsm.SynReceived || n.c.State == fsm.CloseWait // under syn_fin=literal
		if opened && (h.c.State == fsm.Listen || h.c.State == fsm.TimeWait) {
			n.anyISS = true
		}
		if o.told&Arrivals == 0 {
			n.forgive()
		} else if o.overflowed() {
			o.keepBeyond(&ev.Segment)
		}
	}
	if len(list) > begin {
		o.cover()
	}
	return list
}

// keepBeyond notes text that has arrived and may be held.
func (o *Oracle) keepBeyond(g *fsm.Segment) {
	lo := g.SEQ
	if g.CTL.Has(fsm.SYN) {
		lo++
	}
	o.beyond.add(lo, lo.Add(g.Text))
}

// overflowed reports whether the last step held no text for want of room.
func (o *Oracle) overflowed() bool {
	t := traits(o.variants[0].Machine)
	for _, id := range o.out.Fired() {
		if t[id]&overflows != 0 {
			return true
		}
	}
	return false
}

// before returns what h may have become unseen before the arrival ev, as far as
// ev tells the difference, the likeliest first.
func (o *Oracle) before(h *hypothesis, ev *fsm.Event) []hypothesis {
	o.pre = o.pre[:0]
	switch {
	case ev.Segment.CTL&(fsm.SYN|fsm.ACK|fsm.RST) == fsm.SYN:
		o.pre = o.listening(o.pre, h)
		o.pre = append(o.pre, *h)
	case o.told&Calls == 0 && (ev.Segment.CTL.Has(fsm.FIN) || h.c.RCV.FINHeld) && mayClose(&h.c):
		o.pre = append(o.pre, *h)
		o.pre = o.step(o.pre, h, &fsm.Event{Kind: fsm.Close})
	default:
		o.pre = append(o.pre, *h)
	}
	return o.pre
}

// listening appends h in LISTEN if it may have come there unseen.
func (o *Oracle) listening(list []hypothesis, h *hypothesis) []hypothesis {
	if gone, ok := o.gone(h); ok && o.told&Calls == 0 {
		return o.openPassive(list, &gone)
	}
	return list
}

// gone returns h without its connection, and whether that may be without a
// segment to be seen: a timeout that nobody told ends every state, a call that
// nobody told some.
func (o *Oracle) gone(h *hypothesis) (hypothesis, bool) {
	silent := fsm.StatesOf(fsm.Closed)
	if o.told&Calls == 0 {
		silent |= fsm.StatesOf(fsm.Listen, fsm.SynSent, fsm.Closing, fsm.LastAck, fsm.TimeWait)
	}
	return hypothesis{by: h.by, possibility: possibility{late: h.late}},
		o.told&Timeouts == 0 || silent.Has(h.c.State)
}

// mayClose reports whether a CLOSE that nobody saw would make a difference when
// the FIN of the peer arrives.
func mayClose(c *fsm.TCB) bool {
	return c.State == fsm.Established || c.State == fsm.SynReceived && !c.CloseQueued
}

// openPassive appends what becomes of h, which is CLOSED, by a passive OPEN.
func (o *Oracle) openPassive(list []hypothesis, h *hypothesis) []hypothesis {
	return o.step(list, h, &fsm.Event{Kind: fsm.OpenPassive, RcvBUFF: unknownBuffer, SndBUFF: anyBuffer, Family: o.family})
}

// What is assumed of buffers: a window that holds until one is announced, and
// room for whatever the user sends.
const (
	unknownBuffer = 65535
	anyBuffer     = 1 << 31
)

// matters reports whether an arrival has made of h something else than the same
// connection with more octets.
func matters(h, n *hypothesis) bool {
	return n.c.State != h.c.State || n.c.RCV.FINTaken != h.c.RCV.FINTaken || n.c.SYNAcked != h.c.SYNAcked
}

// postpone lets h be as it was if the arrival ev has made something else of it,
// to process ev later or never. A FIN that nothing has taken comes later too.
// What has been made of h is next[begin:].
func (o *Oracle) postpone(h *hypothesis, begin int, ev *fsm.Event) {
	late, end := false, len(o.next)
	fin := ev.Segment.CTL.Has(fsm.FIN)
	for i := begin; i < end; i++ {
		late = late || matters(h, &o.next[i]) || fin && !o.next[i].c.RCV.FINTaken
	}
	if !late {
		return
	}
	before := o.recent.n
	bit := uint16(1) << o.recent.place(&ev.Segment)
	if o.recent.n > before {
		o.forgetLate(bit)
	}
	for i := begin; i < end; i++ {
		if fin && !o.next[i].c.RCV.FINTaken {
			o.next[i].late |= bit
		}
	}
	n := *h
	n.late |= bit
	if !n.c.State.Synchronized() || bits.OnesCount16(n.late) < maxRecent { // no end misses all of them
		o.next = append(o.next, n)
	}
}

// forgetLate takes a place for another arrival: what stood there is lost.
func (o *Oracle) forgetLate(bit uint16) {
	for _, list := range [][]hypothesis{o.set, o.next} {
		for i := range list {
			list[i].late &^= bit
		}
	}
}
