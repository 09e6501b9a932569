package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// adopt makes the set whatever may have sent g, in any state.
func (o *Oracle) adopt(g *fsm.Segment) {
	p := &o.possible
	p.forget()
	o.overtaken = o.overtaken[:0]
	o.seen.joins(g)
	p.set = joined(p.set, o.initially(), g)
	p.best, p.lost = 0, len(p.set) == 0
	if o.seen.onWire() {
		o.postponeAll()
	}
}

// joins forgets what says nothing of the connection that has sent g: where it is with
// its own numbers, and if g acknowledges others than have arrived, those too.
func (w *seen) joins(g *fsm.Segment) {
	if w.spoken = false; !g.CTL.Has(fsm.ACK) || !w.hears || !within(g.ACK, w.peer-farOff, w.peer+farOff) {
		w.forget()
	}
}

// postponeAll lets what has arrived lately be late for all connections that it may say
// something to: who joins in the middle does not know what they have processed.
func (o *Oracle) postponeAll() {
	all := uint16(1)<<len(o.seen.recent.changing()) - 1
	for i := range o.possible.set {
		h := &o.possible.set[i]
		h.late = all &^ o.seen.spent(&h.c)
	}
}

// joined appends the connections that may have sent g, none if no connection
// sends such segments.
func joined(set []hypothesis, by variantSet, g *fsm.Segment) []hypothesis {
	switch {
	case g.CTL.Has(fsm.RST):
		return guess(set, by, fsm.TCB{})
	case g.CTL.Has(fsm.SYN | fsm.ACK):
		return guess(set, by, opening(fsm.SynReceived, g))
	case g.CTL.Has(fsm.SYN):
		return guess(set, by, opening(fsm.SynSent, g))
	case g.CTL.Has(fsm.FIN | fsm.ACK):
		return guess(set, by, closing(fsm.FinWait1, g), closing(fsm.Closing, g), closing(fsm.LastAck, g))
	case !g.CTL.Has(fsm.ACK):
		return set
	}
	set = guess(set, by, open(fsm.Established, g), open(fsm.CloseWait, g), open(fsm.Closing, g))
	if g.Text == 0 {
		set = guess(set, by, closing(fsm.FinWait1, g), closing(fsm.FinWait2, g),
			closing(fsm.Closing, g), closing(fsm.LastAck, g), closing(fsm.TimeWait, g))
	}
	return set
}

// guess appends connections.
func guess(set []hypothesis, by variantSet, list ...fsm.TCB) []hypothesis {
	for _, c := range list {
		set = append(set, hypothesis{by: by, possibility: possibility{c: c}})
	}
	return set
}

// opening is a connection that has just sent the SYN g.
func opening(s fsm.State, g *fsm.Segment) fsm.TCB {
	c := fsm.TCB{State: s, Origin: fsm.Active, RemoteKnown: true, ISS: g.SEQ}
	c.SND = fsm.SendSequence{UNA: g.SEQ, NXT: g.End(), WND: unknownBuffer, BUFF: anyBuffer, MSS: fsm.IPv4.DefaultMSS()}
	c.RCV = fsm.ReceiveSequence{NXT: g.ACK, WND: g.WND, BUFF: unknownBuffer}
	if s == fsm.SynReceived {
		c.Origin, c.IRS = fsm.Passive, g.ACK-1
	}
	return c
}

// open is a connection in a synchronized state that has just sent g and whose
// FIN has not been sent.
func open(s fsm.State, g *fsm.Segment) fsm.TCB {
	c := opening(s, g)
	c.ISS, c.IRS, c.SYNAcked = g.SEQ-1, g.ACK-1, true
	c.SND.UNA, c.SND.NXT, c.SND.MAX, c.SND.WL1, c.SND.WL2 = g.SEQ, g.End(), 1<<30, g.ACK-1, g.SEQ
	if s == fsm.CloseWait || s == fsm.Closing || s == fsm.LastAck || s == fsm.TimeWait {
		c.RCV.FINTaken, c.RCV.FINSeq = true, g.ACK-1
	}
	return c
}

// closing is a connection that has just sent g and whose FIN has been sent, be it
// g or before it.
func closing(s fsm.State, g *fsm.Segment) fsm.TCB {
	c := open(s, g)
	c.FINSent, c.FINSeq = true, g.End()-1
	if !g.CTL.Has(fsm.FIN) {
		c.FINSeq = g.SEQ - 1 // g is an ACK behind it
		if s == fsm.FinWait1 || s == fsm.Closing || s == fsm.LastAck {
			c.SND.UNA = g.SEQ - 1
		}
	}
	return c
}
