package conform

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A peer is the other end of a route, which makes no mistakes.
type peer struct {
	iss    fsm.Seq // its initial sequence number
	mss    uint16  // what it announces as its MSS; 0: nothing
	wnd    uint32  // its window
	closes bool    // that, when it is full
	fills  bool    // the subject's
	own    fsm.Seq // what the subject is told to number from; 0: that is its affair

	family fsm.Family // of IP, by which both ends have what they take for the MSS of who announces none
}

// by returns p over a version of IP. A peer who is sent more than a segment has a window for more
// than one.
func (p peer) by(f fsm.Family) peer {
	if p.family = f; f == fsm.IPv6 && p.far() {
		p.wnd = 2 * peerWindow
	}
	return p
}

// plain reports whether p is the peer of most routes.
func (p peer) plain() bool { return p == plainPeer.by(p.family) }

// plainPeer is the peer of most routes. The others are tried when more is asked for: those
// whose windows close, and those that announce an MSS, and whose numbers pass 2^31 or 2^32 within
// the window.
var (
	plainPeer   = peer{iss: 300, wnd: peerWindow}
	closingPeer = peer{iss: 300, wnd: sent, closes: true}
	fillingPeer = peer{iss: 300, wnd: peerWindow, fills: true}
	farPeers    = []peer{{iss: 1<<31 - 5, wnd: peerWindow}, {iss: 1<<32 - 5, wnd: peerWindow, mss: 500}}
)

// wraps are the numbers at which the subject's own are tried, for a comparison that takes them
// to have signs goes wrong at the one, and one that takes them to have none at the other. Its
// numbers begin before, by one of before: so that the wrap is within the text that it sends, or
// at its SYN, or at its FIN.
var (
	wraps  = []fsm.Seq{1 << 31, 0}
	before = []fsm.Seq{1 + sent/2, 1, 2}
)

// toldPeers returns the peers of a subject that is told where to number from, so that it passes
// a wrap.
func toldPeers(wrap fsm.Seq) (all []peer) {
	for _, n := range before {
		p := plainPeer
		p.own = wrap - n
		all = append(all, p)
	}
	return all
}

// passes reports whether a wrap lies within the numbers that c tells apart when it looks at an
// acknowledgment: from the last that was acknowledged to SND.NXT.
func passes(c *fsm.TCB, wrap fsm.Seq) bool {
	return (c.SND.UNA - 1).Less(wrap) && wrap.LessEq(c.SND.NXT)
}

// The window of a peer that does not close it, and the most text that fits a packet of IP of either
// version, with 65535 octets in all.
const peerWindow = 1000

var mostText = map[fsm.Family]uint32{fsm.IPv4: 1<<16 - 1 - 40, fsm.IPv6: 1<<16 - 1 - 60}

// sent is how many octets the subject's user sends where a route has some in flight, or
// waiting for the peer's window.
const sent = 10

// trait names what tells the routes of p to a connection from those of the plain peer.
func (p peer) trait(c *fsm.TCB) (text string) {
	if shut(c) {
		text += ", the peer's window closed"
	}
	if full(c) {
		text += ", its window closed"
	}
	if p.far() {
		text += fmt.Sprintf(", numbers from %d", uint32(p.iss))
	}
	if p.mss > 0 {
		text += fmt.Sprintf(", MSS %d", p.mss)
	}
	if p.own != 0 {
		text += fmt.Sprintf(", its numbers from %d", uint32(p.own))
	}
	return text
}

// far reports whether the numbers of p are not those of the plain peer.
func (p peer) far() bool { return p.iss != plainPeer.iss }

// shut reports whether the peer of c has closed its window, full whether c has closed its own.
func shut(c *fsm.TCB) bool { return c.SYNAcked && c.SND.WND == 0 }
func full(c *fsm.TCB) bool { return c.State.Synchronized() && c.RCV.WND == 0 }

// window is what p announces to c.
func (p peer) window(c *fsm.TCB) uint32 {
	if shut(c) {
		return 0
	}
	return p.wnd
}

// closed tells which windows of c are closed.
func closed(c *fsm.TCB) [2]bool { return [2]bool{shut(c), full(c)} }

// polite returns the segments that p may send to c, those that close a window last.
func (p peer) polite(c *fsm.TCB) []Input {
	next := c.RCV.NXT
	if !c.State.Synchronized() && c.State != fsm.SynReceived {
		next = p.iss
	}
	window := p.window(c)
	var all []Input
	add := func(ctl fsm.Control, seq, ack fsm.Seq) {
		if !ctl.Has(fsm.ACK) {
			ack = 0
		}
		g := fsm.Segment{SEQ: seq, ACK: ack, CTL: ctl, WND: window}
		if ctl.Has(fsm.SYN) {
			g.MSS = p.mss
		}
		all = append(all, Arrive(g))
	}
	switch c.State {
	case fsm.Listen, fsm.SynSent:
		add(fsm.SYN, next, 0)
	}
	if c.State == fsm.SynSent {
		add(fsm.SYN|fsm.ACK, next, c.SND.NXT)
	}
	if c.Origin == fsm.Active && c.State == fsm.SynReceived {
		add(fsm.SYN|fsm.ACK, c.IRS, c.SND.NXT)
	}
	if c.State == fsm.SynReceived || c.State.Synchronized() {
		add(fsm.ACK, next, c.SND.NXT)
	}
	if c.State == fsm.SynReceived || c.State.Synchronized() && !full(c) {
		add(fsm.FIN|fsm.ACK, next, c.SND.NXT)
		add(fsm.FIN|fsm.ACK, next, c.SND.UNA)
	}
	open := c.State == fsm.Established || c.State == fsm.CloseWait
	if p.closes && open && c.SND.NXT.Sub(c.SND.UNA) == p.wnd {
		window = 0
		add(fsm.ACK, next, c.SND.NXT)
	}
	if p.fills && c.State == fsm.Established && !full(c) {
		all = append(all, Arrive(fsm.Segment{SEQ: next, ACK: c.SND.NXT, CTL: fsm.ACK, Text: min(c.RCV.WND, mostText[p.family]), WND: window}))
	}
	for i := range all {
		all[i].ISS = p.own
	}
	return all
}

// fills reports whether an input fills the window of a subject.
func (i Input) fills() bool { return i.Call == Arrival && i.Segment.Text > peerWindow }
