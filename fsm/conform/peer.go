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
}

// plainPeer is the peer of most routes. The others are tried when more is asked for: those
// whose windows close, and those that announce an MSS, and whose numbers pass 2^31 or 2^32 within
// the window.
var (
	plainPeer   = peer{iss: 300, wnd: peerWindow}
	closingPeer = peer{iss: 300, wnd: sent, closes: true}
	fillingPeer = peer{iss: 300, wnd: peerWindow, fills: true}
	farPeers    = []peer{{iss: 1<<31 - 5, wnd: peerWindow}, {iss: 1<<32 - 5, wnd: peerWindow, mss: 500}}
)

// The window of a peer that does not close it, and the most text that fits a packet of IP.
const (
	peerWindow = 1000
	mostText   = 1<<16 - 1 - 40
)

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
		all = append(all, Arrive(fsm.Segment{SEQ: next, ACK: c.SND.NXT, CTL: fsm.ACK, Text: min(c.RCV.WND, mostText), WND: window}))
	}
	return all
}

// fills reports whether an input fills the window of a subject.
func (i Input) fills() bool { return i.Call == Arrival && i.Segment.Text > peerWindow }
