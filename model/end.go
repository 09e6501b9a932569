package model

import "github.com/tcpfsm/tcpfsm/fsm"

// An End is one end of the connection: its TCB, what its user may still do,
// its clocks, and ghosts, which nothing but properties read.
type End struct {
	Side uint8 // 0 is A, 1 is B
	TCB  fsm.TCB
	Left Budget

	// Due is the number of ticks until 2MSL are over; Quiet until the quiet
	// time after a crash is.
	Due, Quiet uint8

	// Used counts the incarnations so far. Inc is the present one, counted from
	// 1, and 0 if there was none yet; Peer is the incarnation of the other end
	// whose SYN it has accepted, or 0. oldInc and oldPeer are those of the
	// connection in TIME-WAIT that a SYN has reopened.
	Used, Inc, Peer uint8
	oldInc, oldPeer uint8

	// tried is the attempt before the present incarnation, if it came to nothing.
	tried attempt

	// accepted has bit 4*i+j set if incarnation i has accepted the SYN of j.
	accepted uint16

	// top is the first sequence number beyond all that were used.
	top fsm.Seq

	Closed bool  // the user has closed this incarnation
	Sent   uint8 // octets that the user has sent in this incarnation
	Got    uint8 // octets that the user has received
	EOF    uint8 // one more than the octets that the peer's user sent before he closed; 0: no FIN has come

	// Foreign has bit i set if the octet at RCV.NXT+i is held and is not the one
	// that the user of this connection has sent there. Stale: one such is on hand
	// to be received.
	Foreign uint8
	Stale   bool
}

// may reports whether the user has a call of this kind left.
func (e *End) may(k fsm.EventKind) bool { return e.Left[k] > 0 }

// spend takes one from the budget of a kind of event, if that is bounded. The
// timeouts of timers that run are not.
func (e *End) spend(k fsm.EventKind) {
	if e.Left[k] != 0 && e.Left[k] != Unbounded {
		e.Left[k]--
	}
}

// HasISS reports whether the end has chosen an ISS, so that its numbers mean
// something: it is neither CLOSED nor in LISTEN.
func (e *End) HasISS() bool { return e.TCB.State > fsm.Listen }

// unread returns the octets on hand.
func (e *End) unread() uint32 { return e.TCB.RCV.USER }

// An attempt is an incarnation that sent nothing but its SYN. To the rest of the
// world one that repeats it, with the same ISS and the same peer, is the same:
// its SYN could have been a retransmission. If it had no peer yet, one that has
// is the same too: it could have taken the SYN of its peer later.
type attempt struct {
	Inc, Peer uint8
	ISS       fsm.Seq
}

// repeats makes the present incarnation the one that was tried before if
// nobody can tell them apart.
func (e *End) repeats() {
	t := &e.tried
	if t.Inc != 0 && t.ISS == e.TCB.ISS && (t.Peer == 0 || t.Peer == e.Peer) {
		e.Inc = t.Inc
		e.accepted |= acceptedBit(e.Inc, e.Peer)
	}
}

// foreignBits is how many octets from RCV.NXT on End.Foreign knows of.
const foreignBits = 8

// A FIN in End.EOF that no user stands behind.
const (
	ForeignFIN  = 0xff // of another connection
	UnclosedFIN = 0xfe // sent although the user has not closed
)

// begin begins the next incarnation.
func (e *End) begin() {
	e.oldInc, e.oldPeer = 0, 0
	if e.TCB.Origin == fsm.Reopened {
		e.oldInc, e.oldPeer = e.Inc, e.Peer
	}
	e.Used++
	e.Inc, e.Closed, e.Sent = e.Used, false, 0
	e.forgetPeer()
}

// resume goes back to the incarnation that was in TIME-WAIT.
func (e *End) resume() {
	e.forgetPeer()
	e.Inc, e.Peer, e.oldInc, e.oldPeer = e.oldInc, e.oldPeer, 0, 0
	e.Closed, e.Sent = true, 0
}

// accept notes that the present incarnation has accepted a SYN.
func (e *End) accept(peer uint8) {
	e.forgetPeer()
	e.Peer = peer
	e.accepted |= acceptedBit(e.Inc, peer)
}

// Accepted reports whether incarnation inc has accepted the SYN of peer.
func (e *End) Accepted(inc, peer uint8) bool { return e.accepted&acceptedBit(inc, peer) != 0 }

func acceptedBit(inc, peer uint8) uint16 {
	if inc >= maxIncarnations || peer >= maxIncarnations {
		return 0
	}
	return 1 << (maxIncarnations*inc + peer)
}

// MaxIncarnations is the largest number of connections of an end.
const MaxIncarnations = maxIncarnations - 1

// maxIncarnations is one more than the incarnations of an end whose meetings
// are remembered.
const maxIncarnations = 4

// forgetPeer clears what belongs to the stream from the peer.
func (e *End) forgetPeer() {
	e.Peer, e.Got, e.EOF, e.Foreign, e.Stale = 0, 0, 0, 0, false
}
