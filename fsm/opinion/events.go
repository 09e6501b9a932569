package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// anything is an event of any kind. Its numbers lie around those that count.
func (w *walk) anything(c *fsm.TCB) fsm.Event {
	if !w.random.oneIn(4) {
		return w.arrival(c)
	}
	return w.anyCall(pick(&w.random, kinds), c)
}

var kinds = fsm.AllEvents()

func (w *walk) anyCall(kind fsm.EventKind, c *fsm.TCB) fsm.Event {
	r := &w.random
	if kind == fsm.SegmentArrives {
		return w.arrival(c)
	}
	ev := fsm.Event{
		Kind:        kind,
		ISS:         w.iss(c),
		Octets:      pick(r, sizes),
		Remote:      pick(r, []fsm.Remote{fsm.Specified, fsm.Specified, fsm.Unspecified, fsm.Invalid}),
		Urgent:      r.oneIn(4),
		Unpermitted: r.oneIn(16),
		NoResources: r.oneIn(8),
	}
	if kind == fsm.OpenPassive || kind == fsm.OpenActive {
		ev.SndBUFF, ev.RcvBUFF = pick(r, buffers), pick(r, buffers)
		ev.MSS = uint16(pick(r, segmentSizes))
		ev.MMS = pick(r, []uint32{0, 0, 0, 1, 20, 21, 23, 30, 556, 1500})
		ev.Family = pick(r, []fsm.Family{fsm.IPv4, fsm.IPv6})
	}
	return ev
}

var (
	sizes        = []uint32{0, 1, 1, 2, 3, 4, 5, 8, 13, 40, 1000}
	buffers      = []uint32{0, 1, 2, 3, 4, 5, 8, 12, 20, 40, 3000, 65535, 1 << 20}
	segmentSizes = []uint32{0, 0, 1, 2, 3, 5, 10, 536, 1460}
	windows      = []uint32{0, 0, 1, 2, 3, 4, 5, 8, 20, 1000, 65535, 1 << 20}
)

// arrival is a segment that arrives at c.
func (w *walk) arrival(c *fsm.TCB) fsm.Event {
	r := &w.random
	g := fsm.Segment{
		CTL: w.control(),
		SEQ: w.near(w.receiveNumber(c)),
		ACK: w.near(w.sendNumber(c)),
		WND: pick(r, windows),
		UP:  pick(r, sizes),
		MSS: uint16(pick(r, segmentSizes)),
	}
	if r.oneIn(4) {
		g.WND = c.SND.WND
	}
	if r.oneIn(2) {
		g.Text = w.text(c, g.SEQ)
	}
	return fsm.Event{Kind: fsm.SegmentArrives, Segment: g, ISS: w.iss(c), Timestamp: fsm.Timestamp(r.below(4)), NoResources: r.oneIn(16), Throttled: r.oneIn(8)}
}

// text is a length: small, or one that ends about where something ends.
func (w *walk) text(c *fsm.TCB, seq fsm.Seq) uint32 {
	r := &w.random
	if r.oneIn(2) {
		return pick(r, sizes)
	}
	n := distance(seq, w.near(w.receiveNumber(c)))
	if n > 1<<21 {
		return 1
	}
	return n
}

// control is a set of control bits. Most segments bear ACK.
func (w *walk) control() fsm.Control {
	r := &w.random
	if r.oneIn(4) {
		return fsm.Control(r.below(64))
	}
	ctl := pick(r, []fsm.Control{
		fsm.ACK, fsm.ACK, fsm.ACK, fsm.ACK, fsm.ACK, fsm.ACK | fsm.FIN, fsm.ACK | fsm.FIN,
		fsm.SYN, fsm.SYN, fsm.SYN | fsm.ACK, fsm.RST, fsm.RST | fsm.ACK, fsm.FIN, 0,
	})
	if r.oneIn(4) {
		ctl |= fsm.PSH
	}
	if r.oneIn(4) {
		ctl |= fsm.URG
	}
	return ctl
}

// receiveNumber is a number that means something in the peer's numbering.
func (w *walk) receiveNumber(c *fsm.TCB) fsm.Seq {
	edge := c.RCV.NXT + fsm.Seq(c.RCV.WND)
	switch w.random.below(16) {
	case 0, 1:
		return edge
	case 2, 3:
		return c.IRS
	case 4:
		return c.OldRCV
	case 5:
		return c.RCV.FINSeq
	case 6:
		return c.RCV.PUSH
	case 7:
		if n := c.RCV.Held.Runs(); n > 0 {
			run := c.RCV.Held.Run(w.random.below(n))
			return pick(&w.random, []fsm.Seq{run.Lo, run.Hi})
		}
	case 8:
		return c.RCV.NXT + fsm.Seq(w.random.below(int(min(c.RCV.WND, 1<<20))+1))
	case 9:
		return c.RCV.UP
	case 10:
		return c.SND.WL1
	}
	return c.RCV.NXT
}

// sendNumber is a number that means something in our own numbering.
func (w *walk) sendNumber(c *fsm.TCB) fsm.Seq {
	switch w.random.below(16) {
	case 0, 1, 2:
		return c.SND.UNA
	case 3:
		return c.ISS
	case 4, 5:
		return c.SND.UNA - fsm.Seq(c.SND.MAX)
	case 6:
		return c.FINSeq
	case 7:
		return c.OldNXT
	case 8:
		return c.SND.UNA + fsm.Seq(w.random.below(int(min(distance(c.SND.UNA, c.SND.NXT), 1<<20))+1))
	case 9:
		return c.SND.WL2
	}
	return c.SND.NXT
}

// near is x, or a number close to it, or any.
func (w *walk) near(x fsm.Seq) fsm.Seq {
	r := &w.random
	switch n := r.below(32); {
	case n < 18:
		return x
	case n < 31:
		return x + fsm.Seq(r.below(7)) - 3
	}
	return fsm.Seq(r.next())
}

// number is where a numbering may begin: about where numbers wrap around, or
// where they change sign, or anywhere.
func (w *walk) number() fsm.Seq {
	r := &w.random
	base := pick(r, []fsm.Seq{0, 1 << 31, 300})
	if r.oneIn(8) {
		base = fsm.Seq(r.next())
	}
	return base + fsm.Seq(r.below(16)) - 10
}

// iss is a number to begin with, in TIME-WAIT about where the old ones end.
func (w *walk) iss(c *fsm.TCB) fsm.Seq {
	if c.State == fsm.TimeWait && !w.random.oneIn(4) {
		return c.SND.NXT + fsm.Seq(w.random.below(7)) - 2
	}
	return w.number()
}
