package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// maxRecent bounds the arrivals that an end on a wire may yet process or
// answer. An arrival counts if it changes the state or draws a reply at once.
const maxRecent = 16

// recent are those arrivals, and the last few of any kind.
type recent struct {
	list [maxRecent]fsm.Event
	n    int // how many there have been
	last [4]fsm.Event
	m    int
}

// place returns where the arrival ev stands in the list, and enters it if it is
// not there.
func (r *recent) place(ev *fsm.Event) int {
	for i := range min(r.n, maxRecent) {
		if r.list[i] == *ev {
			return i
		}
	}
	i := r.n % maxRecent
	r.list[i] = *ev
	r.n++
	return i
}

// note enters ev among the last arrivals.
func (r *recent) note(ev *fsm.Event) {
	if r.m > 0 && r.last[(r.m-1)%len(r.last)] == *ev {
		return
	}
	r.last[r.m%len(r.last)] = *ev
	r.m++
}

// In tells that a segment has arrived at the end; on a wire, that it was seen
// on its way there.
func (o *Oracle) In(g fsm.Segment) Verdict {
	return o.Event(fsm.Event{Kind: fsm.SegmentArrives, Segment: g})
}

// arrival follows an arrival.
func (o *Oracle) arrival(ev *fsm.Event) {
	wire := o.told&Arrivals == 0
	if wire {
		o.recent.note(ev)
		if o.allPlain(ev) {
			return
		}
	}
	for i := range o.set {
		h := &o.set[i]
		begin := len(o.next)
		for _, b := range o.before(h, ev) {
			o.next = o.deliver(o.next, &b, ev)
		}
		if wire && o.matters(h, begin) {
			o.postpone(h, ev)
		}
	}
	o.commit()
}

// allPlain processes an arrival in place if it changes the state of nothing,
// whatever may be, and reports whether it does: this is what most segments of a
// connection are.
func (o *Oracle) allPlain(ev *fsm.Event) bool {
	if ev.Segment.CTL&^fsm.PSH != fsm.ACK {
		return false
	}
	for i := range o.set {
		h := &o.set[i]
		steady := h.c.State == fsm.Established || h.c.State == fsm.CloseWait
		if !steady || h.c.RCV.FINHeld || h.by&(h.by-1) != 0 {
			return false
		}
	}
	for i := range o.set {
		h := &o.set[i]
		o.stepPlain(h, o.machine(h), ev)
		o.keepBeyond(h, &ev.Segment)
		if i == 0 {
			o.cover()
		}
	}
	return true
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
		if n.c.State == fsm.SynReceived && (h.c.State == fsm.Listen || h.c.State == fsm.TimeWait) {
			n.anyISS = true
		}
		o.keepBeyond(n, &ev.Segment)
		if o.told&Arrivals == 0 {
			n.forgive()
		}
	}
	if len(list) > begin {
		o.cover()
	}
	return list
}

// keepBeyond notes text that has arrived and that h does not hold.
func (o *Oracle) keepBeyond(h *hypothesis, g *fsm.Segment) {
	if g.Text == 0 {
		return
	}
	lo := g.SEQ
	if g.CTL.Has(fsm.SYN) {
		lo++
	}
	hi := lo.Add(g.Text)
	if !h.c.RCV.NXT.Less(hi) || reach(&h.c, hi-1) == hi {
		return
	}
	if o.told&Arrivals == 0 || o.overflowed() {
		o.beyond.add(lo, hi)
	}
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

// matters reports whether an arrival has made more of h than a connection in
// the same state: next[begin:] is what it has made.
func (o *Oracle) matters(h *hypothesis, begin int) bool {
	for i := begin; i < len(o.next); i++ {
		n := &o.next[i].c
		if n.State != h.c.State || n.RCV.FINTaken != h.c.RCV.FINTaken || n.RCV.FINHeld != h.c.RCV.FINHeld || n.FINSent != h.c.FINSent {
			return true
		}
	}
	return false
}

// postpone lets h be as it was, with the arrival ev to be processed later or
// never. If a place is taken that h waits for, the set is cut.
func (o *Oracle) postpone(h *hypothesis, ev *fsm.Event) {
	before := o.recent.n
	bit := uint16(1) << o.recent.place(ev)
	if o.recent.n > before {
		o.forgetLate(bit)
	}
	n := *h
	n.late |= bit
	o.next = append(o.next, n)
}

// forgetLate takes a place for another arrival.
func (o *Oracle) forgetLate(bit uint16) {
	for _, list := range [][]hypothesis{o.set, o.next} {
		for i := range list {
			if list[i].late&bit != 0 {
				list[i].late &^= bit
				o.cut = true
			}
		}
	}
}
