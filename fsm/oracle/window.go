package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// Windows, in lock step.
//
// There they are known: what the peer has announced when the end sends, and what
// the end has announced. A log that tells no window at all has a window of 0 in
// each segment; then nothing is judged.
//
//	  SND.UNA      SND.NXT         SND.UNA+SND.WND
//	-----|------------|-------------------|------------> SEG.SEQ of the end
//	     | outstanding|  new text leaves  |  new text waits; where SND.WND=0 and
//	     | repeated   |                   |  nothing is outstanding, one octet of it
//	     | at any time|                   |  may leave as a probe
//
// A window that shrinks leaves outstanding text beyond the edge: it may be repeated.
// A FIN beyond the edge is a matter of choice (A47).
//
// Of its own window an end has to say when it has become large enough to be of use
// (3.8.6.2.2). Its buffer holds at least what it once announced and what was not yet
// read then: RCV.BUFF is the largest such sum. So what is free is at least
// RCV.BUFF-RCV.USER minus what is announced, and if that is half of RCV.BUFF for this
// RCV.BUFF, it is for every larger one. An update is due at Quiet when a RECEIVE that
// was told has made so much room and what is announced is of no use to a sender that
// avoids silly windows.
//
// Example: an end has announced <WND=20>, then <ACK=121><WND=0>, for 20 octets were
// not read. RECEIVE of 20 octets is told: RCV.BUFF=20, RCV.USER=0, 20 octets are free.
// <SEQ=301><ACK=121><CTL=ACK><WND=20>, or any larger window, is due.

// windows says which windows are told, in lock step.
type windows struct {
	in, out bool    // of the peer, of the end
	acked   fsm.Seq // the last SEG.ACK that the end has sent
	edge    fsm.Seq // the right edge that it has announced there
	said    bool    // the two say something
}

// arrives notes what g says of the peer's window.
func (w *windows) arrives(g *fsm.Segment) {
	w.in = w.in || g.WND > 0
}

// departs notes what g says of the end's window.
func (w *windows) departs(g *fsm.Segment) {
	if g.CTL.Has(fsm.RST) {
		return
	}
	w.out = w.out || g.WND > 0
	w.acked, w.edge, w.said = g.ACK, g.ACK.Add(g.WND), g.CTL.Has(fsm.ACK)
}

// shrinks reports whether g moves the right edge of the window back. If it
// acknowledges less than was, it is of another incarnation.
func (w *windows) shrinks(g *fsm.Segment) bool {
	follows := w.out && w.said && g.CTL&(fsm.SYN|fsm.RST|fsm.ACK) == fsm.ACK && w.acked.LessEq(g.ACK)
	return follows && g.ACK.Add(g.WND).Less(w.edge)
}

// buffered gives all connections, which have announced a window by g, the smallest
// buffer that may have it. If calls are not told, how much the user has read is not
// known, and the window may be open before it is announced.
func (p *possible) buffered(g *fsm.Segment) {
	for i := range p.set {
		r := &p.set[i].c.RCV
		switch {
		case p.seen.misses(Calls):
		case g.CTL.Has(fsm.SYN) && !g.CTL.Has(fsm.ACK):
			r.WND, r.BUFF = g.WND, g.WND
		case g.CTL.Has(fsm.SYN):
			r.BUFF = r.WND
		default:
			r.BUFF = max(r.BUFF, r.WND+r.USER)
		}
	}
}

// mayTransmit reports whether n octets of new text may leave c.
func (w *windows) mayTransmit(c *fsm.TCB, n uint32) bool {
	v := &c.SND
	edge := v.UNA.Add(v.WND)
	return !w.in || n == 0 || v.NXT.Add(n).LessEq(edge) || n == 1 && v.WND == 0 && v.UNA == v.NXT
}

// usable reports whether the window of c has room for one number more.
func (w *windows) usable(c *fsm.TCB) bool {
	return !w.in || c.SND.NXT.Less(c.SND.UNA.Add(c.SND.WND))
}

// owesUpdate notes that n, which h has become by a RECEIVE, has to announce its
// window, if that is so.
func (s *successors) owesUpdate(h, n *hypothesis) {
	w, r := &s.seen.windows, &n.c.RCV
	if !w.out || !w.said || s.seen.misses(Calls) || n.c.State != h.c.State || r.USER >= h.c.RCV.USER || r.FINTaken {
		return
	}
	announced := uint32(0)
	if r.NXT.Less(w.edge) {
		announced = w.edge.Sub(r.NXT)
	}
	useless := announced < min(r.BUFF/2, n.c.SND.MSS)
	if free := int64(r.BUFF) - int64(r.USER) - int64(announced); useless && free >= int64(r.BUFF/2) {
		n.owe(fsm.Segment{SEQ: n.c.SND.NXT, ACK: r.NXT, CTL: fsm.ACK}, update)
	}
}

// exceedsOurs reports whether in lock step a segment arrives at h with text within
// the window and beyond it. It may be refused as if all of it lay beyond: that the
// rest is trimmed is how section 3.10.7.4 lets one think of it, and the peer has to
// send it again in any case.
func (s *successors) exceedsOurs(h *hypothesis, ev *fsm.Event) bool {
	g, r := &ev.Segment, &h.c.RCV
	return !s.seen.onWire() && ev.Kind == fsm.SegmentArrives && h.c.State.Synchronized() && g.Text > 0 && r.WND > 0 &&
		g.SEQ.Less(r.NXT.Add(r.WND)) && r.NXT.Add(r.WND).Less(g.SEQ.Add(g.Text))
}

// shrinking is what an end does that moves the right edge of its window back: it
// should not (SHLD-14), but it may have to, as when memory is short or a window
// is rounded down to its scale.
var shrinking = Variant{Name: "right edge of the window moved back (SHLD-14)"}
