package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// Walk leads m through connections and shows events to visit: at every TCB that
// it comes to, a number of events of all kinds, most of which it does not take.
// What visit is shown it may not change; if it returns false for an event that
// the walk takes, the walk begins anew. The same seed shows the same events as
// long as m and visit do the same.
func Walk(m *fsm.Machine, seed uint64, events int, visit func(*fsm.TCB, *fsm.Event) bool) {
	w := walk{random: source{seed}, policy: m.Policy()}
	var out fsm.Output
	for shown := 0; shown < events; shown++ {
		for range w.tries() {
			c := w.tcb
			w.disturb(&c)
			ev := w.anything(&c)
			visit(&c, &ev)
			shown++
		}
		ev := w.step()
		if w.random.oneIn(100) || !visit(&w.tcb, &ev) {
			w.tcb = fsm.TCB{}
			continue
		}
		m.Step(&w.tcb, &ev, &out)
	}
}

// tries is the number of events that are shown at a TCB before the walk goes on:
// more where it does not stay for long, or comes seldom.
func (w *walk) tries() int {
	c := &w.tcb
	n := tries[c.State]
	if c.State == fsm.FinWait1 && !c.SYNAcked && c.RCV.Held.Runs() > 0 {
		n *= 8
	}
	return n
}

var tries = [...]int{
	fsm.Closed: 6, fsm.Listen: 12, fsm.SynSent: 16, fsm.SynReceived: 20,
	fsm.Established: 6, fsm.FinWait1: 8, fsm.FinWait2: 4, fsm.CloseWait: 4,
	fsm.Closing: 8, fsm.LastAck: 16, fsm.TimeWait: 12,
}

type walk struct {
	random source
	policy fsm.Policy
	tcb    fsm.TCB
}

// step is the event that the walk takes next: mostly one that leads on, now and
// then any.
func (w *walk) step() fsm.Event {
	c := &w.tcb
	if w.random.oneIn(8) {
		return w.anything(c)
	}
	switch c.State {
	case fsm.Closed:
		return w.open()
	case fsm.Listen, fsm.SynSent, fsm.SynReceived:
		if w.random.oneIn(2) {
			return w.call(c)
		}
		return w.opening(c)
	case fsm.FinWait2, fsm.CloseWait:
		if w.random.oneIn(8) {
			return w.closing(c)
		}
	case fsm.TimeWait:
		return w.lingering(c)
	}
	return w.talk(c)
}

// closing ends the direction that is still open.
func (w *walk) closing(c *fsm.TCB) fsm.Event {
	if c.State == fsm.CloseWait {
		return fsm.Event{Kind: fsm.Close}
	}
	ev := w.arrival(c)
	ev.Segment.SEQ, ev.Segment.ACK, ev.Segment.CTL = c.RCV.NXT, c.SND.NXT, fsm.FIN|fsm.ACK
	return ev
}

// lingering is an event that TIME-WAIT survives, mostly, or a new SYN.
func (w *walk) lingering(c *fsm.TCB) (ev fsm.Event) {
	if w.random.oneIn(3) {
		ev = w.opening(c)
		ev.Segment.SEQ = c.RCV.NXT + 1 + fsm.Seq(w.random.below(5))
		return ev
	}
	for range 3 {
		ev = w.anything(c)
		if !w.fatal(&ev) {
			break
		}
	}
	return ev
}

// fatal: events that end most connections.
func (w *walk) fatal(ev *fsm.Event) bool {
	switch ev.Kind {
	case fsm.Abort, fsm.R2Reached, fsm.UserTimeout, fsm.ICMPHard, fsm.KeepAliveFailed, fsm.TimeWaitTimeout:
		return true
	case fsm.SegmentArrives:
		return has(ev.Segment.CTL, fsm.RST)
	}
	return false
}

// talk is an event of two ends that understand each other, more or less.
func (w *walk) talk(c *fsm.TCB) fsm.Event {
	switch n := w.random.below(16); {
	case n < 3:
		return fsm.Event{Kind: fsm.Transmit}
	case n < 8:
		ev := w.arrival(c)
		g := &ev.Segment
		switch w.random.below(6) {
		case 0:
		case 1:
			g.SEQ, g.Text = w.beyondHeld(c), 1
		default:
			g.SEQ = c.RCV.NXT
		}
		g.CTL = g.CTL&^(fsm.SYN|fsm.RST) | fsm.ACK
		if !w.random.oneIn(4) {
			g.CTL &^= fsm.FIN
		}
		if w.random.oneIn(3) {
			g.ACK = c.SND.NXT
		}
		return ev
	case n < 10:
		return fsm.Event{Kind: pick(&w.random, timeouts)}
	}
	return w.call(c)
}

// beyondHeld is a number that leaves a gap behind all that is held.
func (w *walk) beyondHeld(c *fsm.TCB) fsm.Seq {
	last := c.RCV.NXT
	if n := c.RCV.Held.Runs(); n > 0 {
		last = c.RCV.Held.Run(n - 1).Hi
	}
	return last + 1 + fsm.Seq(w.random.below(2))
}

var timeouts = []fsm.EventKind{fsm.RetransmissionTimeout, fsm.PersistTimeout, fsm.R1Reached, fsm.KeepAliveTimeout}

// opening is a segment that opens a connection.
func (w *walk) opening(c *fsm.TCB) fsm.Event {
	ev := w.arrival(c)
	g := &ev.Segment
	switch g.CTL &^= fsm.RST | fsm.ACK; {
	case c.State == fsm.SynReceived:
		g.CTL |= fsm.ACK
		g.SEQ, g.ACK = c.RCV.NXT, c.SND.NXT
		if w.random.oneIn(6) {
			g.SEQ, g.CTL = c.IRS, g.CTL|fsm.SYN
		} else {
			g.CTL &^= fsm.SYN
		}
		return ev
	case c.State == fsm.SynSent && !w.random.oneIn(3):
		g.CTL |= fsm.ACK
		g.ACK = c.SND.NXT
	}
	g.CTL |= fsm.SYN
	if !w.random.oneIn(8) {
		g.CTL &^= fsm.FIN
	}
	g.SEQ = w.number()
	return ev
}

// open creates a connection, mostly.
func (w *walk) open() fsm.Event {
	ev := w.anyCall(pick(&w.random, []fsm.EventKind{fsm.OpenPassive, fsm.OpenActive}), &w.tcb)
	if !w.random.oneIn(8) {
		ev.Unpermitted, ev.NoResources, ev.Remote = false, false, fsm.Specified
		if ev.Kind == fsm.OpenPassive && w.random.oneIn(2) {
			ev.Remote = fsm.Unspecified
		}
	}
	return ev
}

// call is a call that users make all the time, and CLOSE now and then.
func (w *walk) call(c *fsm.TCB) fsm.Event {
	kind := pick(&w.random, []fsm.EventKind{fsm.Send, fsm.Send, fsm.Send, fsm.Receive, fsm.Receive, fsm.Receive, fsm.Transmit, fsm.Status})
	if w.random.oneIn(10) || c.State == fsm.SynReceived && w.random.oneIn(5) {
		kind = fsm.Close
	}
	ev := w.anyCall(kind, c)
	if !w.random.oneIn(8) {
		ev.Unpermitted, ev.NoResources, ev.Remote = false, false, fsm.Specified
	}
	return ev
}
