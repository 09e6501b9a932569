package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// What was seen of the wire, on both ways.
//
// Invariant: seen knows segments, not connections. From it follows of each octet
// and of each FIN of the peer whether the end has it:
//
//	            acked                peer
//	              |   beyond           |
//	  ------------+---[####]---[##]----+----------------> SEG.SEQ of the peer
//	  has arrived |  may have arrived  |  cannot have arrived, if nothing
//	  (the end    |  (it was seen on   |  is missing: a gap if it is
//	  has said so)|   its way)         |  acknowledged all the same
//	              |                    |
//	           largest SEG.ACK      after the last number that arrived
//	           that was sent
//
// Of the text between the two, beyond is what was seen and the table does not hold:
// in front of it there is a hole. Of RST, SYN and FIN there is more to know, namely
// when they were processed: recent keeps the last of them.
//
// On the other way nxt is after the last number that the end sent, and edge is the
// largest right edge of its window, SEG.ACK+SEG.WND.
//
// Example: octets 101 to 200 and 301 to 400 were seen to arrive, and the end has
// sent ACK=151. acked=151, peer=401, beyond={[301,401)}. ACK=201 is in order.
// ACK=401 covers the hole from 201 to 300 and is a deviation on a wire that misses
// nothing. ACK=500 lies beyond peer: far away, the observer has missed something.

// seen is what was seen of the wire, on both ways.
type seen struct {
	told     Told
	overlaps bool      // an arrival may be processed after what is sent next
	waiting  []arrived // if so: the last arrivals, some of which are not processed
	credit   int       // and how many ACKs may be sent for them, one for each
	sends    int       // how many segments have left
	idle     bool      // a timeout may have struck since something was seen

	recent recent  // arrivals that may yet be processed or answered
	beyond textSet // text that arrived, and that the end may hold though the table does not
	peer   fsm.Seq // after the last sequence number that was seen to arrive
	hears  bool    // peer says something

	syn, reset fsm.Segment // the last SYN and the last RST that were sent
	nxt        fsm.Seq     // after the last sequence number that was sent
	acked      fsm.Seq     // the largest SEG.ACK that was sent
	edge       fsm.Seq     // the largest right edge of the window announced
	spoken     bool        // nxt, acked and edge say something

	open bool // the numbers have not met since something was missed

	certain  certain  // what nothing that was missed changes
	patience patience // what goes unanswered
	windows  windows  // which windows are told, in lock step
}

// arrived is an arrival that waits, and how many segments had left before it.
type arrived struct {
	fsm.Event
	sends int
}

// What an end on a wire may yet process or answer: an arrival that is delayed
// behind more than that counts as lost.
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

// changing are the last arrivals that change the state.
func (r *recent) changing() []fsm.Segment { return r.list[:min(r.n, maxRecent)] }

// any are the last arrivals of any kind.
func (r *recent) any() []fsm.Segment { return r.last[:min(r.m, maxLast)] }

// place returns where g stands in the list, and enters it if it is not there.
func (r *recent) place(g *fsm.Segment) int {
	for i := range r.changing() {
		if r.list[i] == *g {
			return i
		}
	}
	i := r.n % maxRecent
	r.list[i] = *g
	r.n++
	return i
}

// misses reports whether the observer tells nothing of what.
func (w *seen) misses(what Told) bool { return w.told&what == 0 || w.idle && what == Timeouts }

// onWire reports whether a wire is observed, where a segment that was seen
// arrives later or never.
func (w *seen) onWire() bool { return w.misses(Arrivals) }

// far reports whether the wire is observed far from the end, where segments come
// late, twice or not at all.
func (w *seen) far() bool { return w.misses(Arrivals | Segments) }

// forget forgets all but the last SYN and RST: what was sent and what arrived
// before says nothing of what comes.
func (w *seen) forget() {
	w.recent, w.beyond = recent{}, textSet{}
	w.spoken, w.hears, w.certain = false, false, certain{}
}

// farOff is how far numbers lie apart that cannot be those of one connection.
const farOff = 1 << 24

// arrives notes an arrival, and how far the peer has sent.
func (w *seen) arrives(g *fsm.Segment) {
	w.certain.arrives(g)
	if w.open && w.spoken && g.CTL&(fsm.SYN|fsm.RST) == 0 && g.SEQ == w.acked {
		w.open = false
	}
	w.recent.last[w.recent.m%maxLast] = *g
	w.recent.m++
	if end := g.End(); !w.hears || g.CTL.Has(fsm.SYN) || !g.CTL.Has(fsm.RST) && w.peer.Less(end) {
		w.peer, w.hears = end, true
	}
}

// hold notes text that has arrived and that the end may hold.
func (w *seen) hold(g *fsm.Segment) {
	lo := g.SEQ
	if g.CTL.Has(fsm.SYN) {
		lo++
	}
	w.beyond.add(lo, lo.Add(g.Text))
}

// announce notes what g, a segment out, says of acknowledgments and windows, d without what
// is not judged, and gives all connections the window that the end has announced by it. It
// reports whether g moves the right edge of the window back, in lock step.
func (p *possible) announce(g *fsm.Segment, d *departure) (shrinks bool) {
	w := &p.seen.windows
	announces, wire := p.seen.departs(g, d), p.seen.onWire()
	if !wire {
		shrinks = w.shrinks(g)
		w.departs(g)
		announces = announces && w.out
	}
	if announces {
		p.announced(p.seen.edge)
	}
	if !wire && w.out && !g.CTL.Has(fsm.RST) {
		p.buffered(g)
	}
	return shrinks
}

// announced gives all connections the window that the end has announced.
func (p *possible) announced(edge fsm.Seq) {
	for i := range p.set {
		c := &p.set[i].c
		if c.RCV.NXT.LessEq(edge) {
			c.RCV.WND = edge.Sub(c.RCV.NXT)
		} else {
			c.RCV.WND = 0
		}
	}
}

// departs notes what a segment out says of acknowledgments and windows, and reports whether
// it announces a window.
func (w *seen) departs(g *fsm.Segment, d *departure) bool {
	if g.CTL.Has(fsm.SYN) {
		w.syn, w.spoken = d.Segment, false // a new incarnation, perhaps
	}
	if g.CTL.Has(fsm.RST) {
		w.reset = d.Segment
	}
	if end := g.End(); !w.spoken || w.nxt.Less(end) {
		w.nxt = end
	}
	if g.CTL&(fsm.ACK|fsm.RST) != fsm.ACK {
		return false
	}
	if edge := g.ACK.Add(g.WND); !w.spoken || w.edge.Less(edge) {
		w.edge = edge
	}
	if !w.spoken || w.acked.Less(g.ACK) {
		w.acked = g.ACK
		if len(w.beyond.runs) > 0 {
			w.beyond.forget(w.acked)
		}
	}
	w.spoken = true
	return true
}

// stale reports whether g tells nothing of where the end is now, because it was
// sent earlier, be it that it was late or that it is there for another time.
func (w *seen) stale(g *departure) bool {
	switch {
	case w.onWire() && g.CTL.Has(fsm.RST):
		return g.Segment == w.reset // it answers one more segment
	case !w.misses(Segments) || g.CTL.Has(fsm.RST):
		return false
	case !w.spoken:
		return false
	case g.CTL.Has(fsm.SYN):
		return g.Segment == w.syn
	}
	return g.CTL.Has(fsm.ACK) && g.End().LessEq(w.nxt) && g.ACK.Less(w.acked)
}

// spent is the set of places of late arrivals that can do nothing more to c: all
// their numbers lie behind it.
func (w *seen) spent(c *fsm.TCB) (places uint16) {
	for i, g := range w.recent.changing() {
		nxt := c.RCV.NXT
		if g.CTL.Has(fsm.RST) {
			nxt = w.acked // what was seen may not have arrived, what is acknowledged has
		}
		old := g.End().LessEq(nxt) && (g.LEN() > 0 || g.SEQ.Less(nxt) || !g.CTL.Has(fsm.RST))
		if old && (!g.CTL.Has(fsm.ACK) || g.ACK.LessEq(c.SND.UNA)) {
			places |= 1 << i
		}
	}
	return places
}
