package oracle

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Text, acknowledgments, FINs: what most segments are.
//
// Invariant: h may send g if each of its numbers may be its own. Segment sizes and
// times are not judged, windows in lock step alone (window.go).
//
//	          before SND.NXT         from SND.NXT on
//	        |-------------------|------------------------|
//	  SEQ   sent before:          new: TRANSMIT forms it,
//	        mayRepeat             transmit; a gap only far
//	                              away, sendsBehind
//
//	          before RCV.NXT    RCV.NXT    beyond RCV.NXT
//	        |-----------------|----------|---------------|
//	  ACK   an ACK that was     in order    text that the
//	        sent before it,                 end may hold:
//	        mayLag                          catchUp
//
// Example: ESTABLISHED with SND.UNA=101, SND.NXT=201, RCV.NXT=501.
//
//	SEQ=201 DATA=50 ACK=501   new text: SND.NXT becomes 251
//	SEQ=151 DATA=100 ACK=501  50 octets again, 50 new: SND.NXT becomes 251
//	SEQ=100 ACK=501           a keep-alive
//	SEQ=201 ACK=601           if 501 to 600 may be held: RCV.NXT becomes 601
//	SEQ=300 DATA=10 ACK=501   far away only: 201 to 299 were missed
//
// A FIN is text and one number more. If no CLOSE was reported, it is supplied between
// the two: the text leaves before the CLOSE, the FIN after it.

// sendsFIN explains g as a FIN, with the text before it.
func (s *successors) sendsFIN(list []hypothesis, h *hypothesis, g *departure) []hypothesis {
	n := *h
	if !s.acknowledges(&n, g) || !s.mayRepeat(&n, g) {
		return list
	}
	n.ack = noACK
	if n.c.FINSent {
		if g.End() == n.c.FINSeq+1 {
			list = append(list, n)
		}
		return list
	}
	if !s.transmit(&n, g) {
		return list
	}
	begin := len(list)
	if s.seen.misses(Calls) && !finWanted(&n.c) {
		list = s.after(list, &n, &fsm.Event{Kind: fsm.Close})
	} else {
		list = append(list, n)
	}
	kept := list[:begin]
	for i := begin; i < len(list); i++ {
		f := &list[i]
		if f.c.SND.Wait == 0 {
			kept = s.transmitFIN(kept, f, g.End()-1)
		}
	}
	return kept
}

// transmitFIN appends h after it has sent its FIN under the number seq, if it may.
// Whether it may do so beyond the window of the peer is a choice.
func (s *successors) transmitFIN(list []hypothesis, h *hypothesis, seq fsm.Seq) []hypothesis {
	fin := fsm.Segment{SEQ: seq, ACK: h.c.RCV.NXT, CTL: fsm.FIN | fsm.ACK}
	if s.seen.windows.usable(&h.c) {
		if n := *h; s.transmitOne(&n, fin) {
			list = append(list, n)
		}
		return list
	}
	begin := len(list)
	for by := h.by; !by.empty(); by = by.rest() {
		one := *h
		one.by = by.without(by.rest())
		if s.transmitOne(&one, fin) {
			list = merge(list, begin, one)
		}
	}
	return list
}

// finWanted reports whether the user has closed and the FIN has not been sent.
func finWanted(c *fsm.TCB) bool {
	owed := c.State == fsm.FinWait1 || c.State == fsm.Closing || c.State == fsm.CloseWait && c.CloseQueued
	return owed && !c.FINSent
}

// sendsText takes g, which has ACK and neither SYN, FIN nor RST, for text, an
// acknowledgment, or a probe.
func (s *successors) sendsText(list []hypothesis, h *hypothesis, g *departure) []hypothesis {
	n := *h
	if !s.acknowledges(&n, g) {
		return list
	}
	if g.Text == 0 {
		if s.mayAcknowledge(&n, g) {
			list = append(list, n)
		}
		return list
	}
	if s.mayRepeat(&n, g) && s.transmit(&n, g) {
		n.ack = noACK
		list = append(list, n)
	}
	return list
}

// mayRepeat reports whether what g carries of sequence numbers before SND.NXT
// may be sent again.
func (s *successors) mayRepeat(h *hypothesis, g *departure) bool {
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
	if s.seen.onWire() {
		return true // the ACK may not have come
	}
	return c.SND.UNA.Less(g.End()) || g.Text == 1 && g.SEQ == c.SND.NXT-1 && s.mayProbe(h)
}

// transmit lets h send what g carries of new text, and reports whether it may.
func (s *successors) transmit(h *hypothesis, g *departure) bool {
	end := g.SEQ.Add(g.Text)
	if !h.c.SND.NXT.Less(end) {
		return true
	}
	return s.transmitOne(h, fsm.Segment{SEQ: h.c.SND.NXT, ACK: h.c.RCV.NXT, CTL: fsm.ACK, Text: end.Sub(h.c.SND.NXT)})
}

// transmitOne lets h form g, unless the window is known and does not allow it. It
// reports whether h does.
func (s *successors) transmitOne(h *hypothesis, g fsm.Segment) bool {
	if h.c.FINSent || !s.seen.windows.mayTransmit(&h.c, g.Text) {
		return false // nothing follows a FIN
	}
	if s.seen.onWire() && g.CTL == fsm.ACK && predictable(&h.c) {
		return s.transmitPlain(h, g)
	}
	return s.form(h, g)
}

// form lets h form g by TRANSMIT, with a window and a segment size that allow it, and
// reports whether h does.
func (s *successors) form(h *hypothesis, g fsm.Segment) bool {
	v := &h.c.SND
	before := *v
	// A SEND that was not reported has brought as much text as g needs, no more: how
	// much the user has sent shows in what leaves.
	if s.seen.misses(Calls) {
		v.Wait = g.Text
	} else if v.Wait < g.Text {
		return false
	}
	rest := v.Wait - g.Text
	v.Wait, v.MMS, v.MSS = g.Text, 0, 1<<30
	if s.seen.windows.usable(&h.c) || g.Text > 0 {
		v.WND = v.NXT.Sub(v.UNA) + g.Text + 1
	}
	m := s.machine(h)
	m.Step(&h.c, &fsm.Event{Kind: fsm.Transmit}, &s.out)
	h.c.Timers = 0
	v.WND, v.MMS, v.MSS = before.WND, before.MMS, before.MSS
	sent := s.out.Segments()
	if len(sent) != 1 || bare(sent[0]) != g {
		*v = before
		return false
	}
	v.Wait = rest
	if g.CTL.Has(fsm.FIN) {
		h.rule, h.judged = telling(s.traitsOf(m), s.out.Fired(), fsm.Transmit), true
	}
	s.cover()
	return true
}

// acknowledges reports whether h may send SEG.ACK, and notes what that tells
// of what has arrived.
func (s *successors) acknowledges(h *hypothesis, g *departure) bool {
	c := &h.c
	switch {
	case c.State == fsm.Closed || c.State == fsm.Listen || c.State == fsm.SynSent:
		return false
	case g.ACK == c.RCV.NXT:
		return true
	case c.RCV.NXT.Less(g.ACK):
		return s.catchUp(h, g.ACK)
	}
	return s.seen.mayLag(c, g.ACK)
}

// mayLag reports whether the end may acknowledge ack though nxt comes next if all
// that was seen has arrived: it may not have arrived.
func (w *seen) mayLag(c *fsm.TCB, ack fsm.Seq) bool {
	switch {
	case w.far():
		return c.IRS.Less(ack) // it may have been sent before
	case w.overlaps && w.spoken && !c.RCV.FINTaken:
		return w.acked.LessEq(ack) // what was damaged on its way is not taken, nor what there is no memory for
	case !w.onWire() || c.RCV.FINTaken:
		return false
	case !w.spoken:
		return c.IRS.Less(ack)
	}
	return w.acked.LessEq(ack)
}

// catchUp processes the text between RCV.NXT and ack, if all of it has arrived, and
// reports whether it has.
func (s *successors) catchUp(h *hypothesis, ack fsm.Seq) bool {
	c := &h.c
	if c.RCV.FINHeld && c.RCV.FINSeq+1 == ack {
		return s.catchUp(h, ack-1) || c.RCV.NXT == ack // the FIN that was held comes with it
	}
	// What the table holds and what was seen beyond it fill each other's holes.
	at := c.RCV.NXT
	for at.Less(ack) {
		next := s.seen.beyond.reach(at)
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
	s.stepPlain(h, s.machine(h), &fsm.Event{Kind: fsm.SegmentArrives, Segment: fsm.Segment{
		SEQ: c.RCV.NXT, ACK: c.SND.UNA, CTL: fsm.ACK, Text: text, WND: c.SND.WND}})
	return c.RCV.NXT == ack || s.seen.overlaps && ack.Less(c.RCV.NXT)
}

// mayAcknowledge reports whether h may send g, an ACK without text.
func (s *successors) mayAcknowledge(h *hypothesis, g *departure) bool {
	c := &h.c
	switch {
	case g.SEQ == c.SND.NXT:
		return s.seen.onWire() || h.mayAcknowledgeNow(g) || s.seen.credit > 0
	case c.State == fsm.SynReceived:
		return false
	case g.SEQ == c.SND.NXT-1, g.SEQ == c.SND.UNA-1:
		return s.seen.onWire() || s.mayProbe(h)
	case g.SEQ == c.SND.UNA.Add(c.SND.WND):
		return g.SEQ.Less(c.SND.NXT) // the edge of a window that was shrunk
	}
	return s.seen.onWire() && c.SND.UNA.LessEq(g.SEQ) && g.SEQ.Less(c.SND.NXT)
}

// mayAcknowledgeNow reports whether h may send the ACK g in lock step: one that
// it owes, or one that announces a larger window.
func (h *hypothesis) mayAcknowledgeNow(g *departure) bool {
	if h.ack != noACK {
		h.ack = noACK
		return true
	}
	c := h.c.State
	return g.opens && (c == fsm.Established || c == fsm.FinWait1 || c == fsm.FinWait2)
}

// sendsBehind explains g as a segment behind others that the observer has not
// seen, because they are late or lost: text, and perhaps a FIN after it.
func (s *successors) sendsBehind(list []hypothesis, h *hypothesis, g *departure) []hypothesis {
	c := &h.c
	if !c.SND.NXT.Less(g.SEQ) || c.FINSent {
		return list
	}
	missing := g.SEQ.Sub(c.SND.NXT)
	if missing > farOff {
		return list // so much is not missed: the number is of nothing that h sends
	}
	// Either all that is missing is text, or its last number is a FIN.
	if n := *h; s.transmit(&n, &departure{Segment: fsm.Segment{SEQ: c.SND.NXT, Text: missing}}) {
		list = s.sendsNow(list, &n, g)
	}
	fin := departure{Segment: fsm.Segment{SEQ: c.SND.NXT, ACK: c.RCV.NXT, CTL: fsm.FIN | fsm.ACK, Text: missing - 1}}
	begin := len(list)
	list = s.sendsFIN(list, h, &fin)
	end := len(list)
	for i := begin; i < end; i++ {
		closed := list[i]
		list = s.sendsNow(list, &closed, g)
	}
	return slices.Delete(list, begin, end)
}
