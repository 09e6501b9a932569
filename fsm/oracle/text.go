package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// explainText takes g, which has ACK and neither SYN, FIN nor RST, for text, an
// acknowledgment, or a probe.
func (o *Oracle) explainText(h *hypothesis, g *fsm.Segment) {
	n := *h
	if !o.acknowledges(&n, g) {
		return
	}
	if g.Text == 0 {
		if o.mayAcknowledge(&n, g) {
			o.next = append(o.next, n)
		}
		return
	}
	if o.mayRepeat(&n, g) && o.transmit(&n, g) {
		n.ack = false
		o.next = append(o.next, n)
	}
}

// explainFIN takes g for a FIN, with the text before it.
func (o *Oracle) explainFIN(h *hypothesis, g *fsm.Segment) {
	n := *h
	if !o.acknowledges(&n, g) || !o.mayRepeat(&n, g) {
		return
	}
	n.ack = false
	if n.c.FINSent {
		if g.End() == n.c.FINSeq+1 {
			o.next = append(o.next, n)
		}
		return
	}
	if !o.transmit(&n, g) {
		return
	}
	o.pre = append(o.pre[:0], n)
	if o.told&Calls == 0 && !finWanted(&n.c) {
		o.pre = o.step(o.pre[:0], &n, &fsm.Event{Kind: fsm.Close})
	}
	for i := range o.pre {
		f := &o.pre[i]
		if f.c.SND.Wait == 0 && o.transmitOne(f, fsm.Segment{SEQ: g.End() - 1, ACK: f.c.RCV.NXT, CTL: fsm.FIN | fsm.ACK}) {
			o.next = append(o.next, *f)
		}
	}
}

// explainSkipped takes g for a segment behind others that the observer has not
// seen, because they are late or lost: text, and perhaps a FIN after it.
func (o *Oracle) explainSkipped(h *hypothesis, g *fsm.Segment) {
	if !h.c.SND.NXT.Less(g.SEQ) || h.c.FINSent {
		return
	}
	if n := *h; o.transmit(&n, &fsm.Segment{SEQ: n.c.SND.NXT, Text: g.SEQ.Sub(n.c.SND.NXT)}) {
		o.explainNow(&n, g)
	}
	begin := len(o.next)
	o.explainFIN(h, &fsm.Segment{SEQ: h.c.SND.NXT, ACK: h.c.RCV.NXT, CTL: fsm.FIN | fsm.ACK, Text: g.SEQ.Sub(h.c.SND.NXT) - 1})
	closed := append([]hypothesis(nil), o.next[begin:]...)
	o.next = o.next[:begin]
	for i := range closed {
		o.explainNow(&closed[i], g)
	}
}

// finWanted reports whether the user has closed and the FIN has not been sent.
func finWanted(c *fsm.TCB) bool {
	owed := c.State == fsm.FinWait1 || c.State == fsm.Closing || c.State == fsm.CloseWait && c.CloseQueued
	return owed && !c.FINSent
}

// mayRepeat reports whether what g carries of sequence numbers before SND.NXT
// may be sent again.
func (o *Oracle) mayRepeat(h *hypothesis, g *fsm.Segment) bool {
	c := &h.c
	if c.SND.NXT.Less(g.SEQ) || !c.State.Synchronized() && c.State != fsm.SynReceived {
		return false
	}
	if g.SEQ == c.SND.NXT {
		return true
	}
	if c.FINSent && c.FINSeq.Less(g.SEQ.Add(g.Text)) {
		return false // text in the place of the FIN or beyond it
	}
	if o.told&Arrivals == 0 {
		return true // on a wire the ACK may not have come
	}
	probe := g.Text == 1 && g.SEQ == c.SND.NXT-1
	return c.SND.UNA.Less(g.End()) || probe
}

// transmit lets h send what g carries of new text, and reports whether it may.
func (o *Oracle) transmit(h *hypothesis, g *fsm.Segment) bool {
	end := g.SEQ.Add(g.Text)
	if !h.c.SND.NXT.Less(end) {
		return true
	}
	return o.transmitOne(h, fsm.Segment{SEQ: h.c.SND.NXT, ACK: h.c.RCV.NXT, CTL: fsm.ACK, Text: end.Sub(h.c.SND.NXT)})
}

// transmitOne lets h form g, by TRANSMIT with a window and a segment size that
// allow it: windows are the sender's business. It reports whether h does.
func (o *Oracle) transmitOne(h *hypothesis, g fsm.Segment) bool {
	v := &h.c.SND
	before := *v
	if h.c.FINSent {
		return false // nothing follows a FIN
	}
	if o.told&Calls == 0 {
		v.Wait = g.Text
	} else if v.Wait < g.Text {
		return false
	}
	rest := v.Wait - g.Text
	v.Wait, v.MMS, v.MSS = g.Text, 0, 1<<30
	v.WND = v.NXT.Sub(v.UNA) + g.Text + 1
	o.ev = fsm.Event{Kind: fsm.Transmit}
	m := o.machine(h)
	m.Step(&h.c, &o.ev, &o.out)
	h.c.Timers = 0
	v.WND, v.MMS, v.MSS = before.WND, before.MMS, before.MSS
	sent := o.out.Segments()
	if len(sent) != 1 || bare(sent[0]) != g {
		*v = before
		return false
	}
	v.Wait = rest
	if g.CTL.Has(fsm.FIN) {
		h.rule, h.judged = telling(traits(m), o.out.Fired()), true
	}
	o.cover()
	return true
}

// acknowledges reports whether h may send SEG.ACK, and notes what that tells
// of what has arrived.
func (o *Oracle) acknowledges(h *hypothesis, g *fsm.Segment) bool {
	c := &h.c
	if c.State == fsm.Closed || c.State == fsm.Listen || c.State == fsm.SynSent {
		return false
	}
	if g.ACK == c.RCV.NXT {
		return true
	}
	if c.RCV.NXT.Less(g.ACK) {
		return o.catchUp(h, g.ACK)
	}
	switch {
	case o.far():
		return c.IRS.Less(g.ACK) // it may have been sent before
	case o.told&Arrivals != 0 || c.RCV.FINTaken:
		return false
	case !o.spoken:
		return c.IRS.Less(g.ACK)
	}
	return o.low.LessEq(g.ACK) // on a wire what was seen may not have arrived
}

// catchUp takes what has arrived beyond what h holds, up to ack, and reports
// whether that much has arrived.
func (o *Oracle) catchUp(h *hypothesis, ack fsm.Seq) bool {
	c := &h.c
	if c.RCV.FINHeld && c.RCV.FINSeq+1 == ack {
		return o.catchUp(h, ack-1) || c.RCV.NXT == ack // the FIN that was held comes with it
	}
	at := c.RCV.NXT
	for at.Less(ack) {
		next := o.beyond.reach(at)
		if held := c.RCV.Held.Reach(at); next.Less(held) {
			next = held
		}
		if next == at {
			return false
		}
		at = next
	}
	text := ack.Sub(c.RCV.NXT)
	c.RCV.WND = max(c.RCV.WND, text)
	o.ev = fsm.Event{Kind: fsm.SegmentArrives, Segment: fsm.Segment{
		SEQ: c.RCV.NXT, ACK: c.SND.UNA, CTL: fsm.ACK, Text: text, WND: c.SND.WND}}
	o.stepPlain(h, o.machine(h), &o.ev)
	return c.RCV.NXT == ack
}

// mayAcknowledge reports whether h may send g, an ACK without text.
func (o *Oracle) mayAcknowledge(h *hypothesis, g *fsm.Segment) bool {
	c := &h.c
	switch {
	case g.SEQ == c.SND.NXT:
		return o.told&Arrivals == 0 || o.mayAcknowledgeNow(h)
	case c.State == fsm.SynReceived:
		return false
	case g.SEQ == c.SND.NXT-1, g.SEQ == c.SND.UNA-1:
		return true // keep-alive or a probe of the window
	case g.SEQ == c.SND.UNA.Add(c.SND.WND):
		return g.SEQ.Less(c.SND.NXT) // the edge of a window that was taken back
	}
	return o.told&Arrivals == 0 && c.SND.UNA.LessEq(g.SEQ) && g.SEQ.Less(c.SND.NXT)
}

// mayAcknowledgeNow reports whether h may send an ACK in lock step: one that it
// owes, or one that announces a larger window.
func (o *Oracle) mayAcknowledgeNow(h *hypothesis) bool {
	if h.ack {
		h.ack = false
		return true
	}
	s := h.c.State
	return o.opens && (s == fsm.Established || s == fsm.FinWait1 || s == fsm.FinWait2)
}
