package model

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Packet is a segment on its way, with what no header tells: which
// incarnation sent it, for which one it was meant, and what the user of the
// sender had done by then. The machines see the segment alone; the rest is for
// the properties.
type Packet struct {
	fsm.Segment

	// From is the incarnation that sent it, counted from 1; 0 is a CLOSED end,
	// which has none, and Stranger an attacker. To is the incarnation of the
	// other end whose SYN the sender had accepted, 0 if it had accepted none.
	From, To uint8

	// Sent counts, on a FIN, the octets that the user has sent in this
	// incarnation. Closed: by then he had called CLOSE.
	Sent   uint8
	Closed bool

	// Wrong has bit i set if octet i of the text is not the one that the user has
	// sent at its place in the stream: another one, or none. Bit 63 stands for it
	// and all behind it. No machine looks at octets, so that each may have a value
	// of its own, its place in the stream, without making more states (Wolper
	// 1986, data independence). Of the specification it is 0.
	Wrong uint64
}

// wrong returns which octets of a segment are not those that belong at their
// places, if they are those from a place in the stream on.
func (e *End) wrong(iss fsm.Seq, g *fsm.Segment, from fsm.Seq) (set uint64) {
	start := g.TextStart()
	for i := range min(g.Text, 64) {
		if from != start || start.Add(i).Sub(iss+1) >= uint32(e.Sent) {
			set |= 1 << i
		}
	}
	return set
}

// bears reports whether the octet at s is part of the text of a packet, and
// whether it is the one that belongs there.
func (p *Packet) bears(s fsm.Seq) (has, right bool) {
	i := s.Sub(p.TextStart())
	return i < p.Text, p.Wrong>>min(i, 63)&1 == 0
}

// Senders that are no incarnation of an end.
const (
	Stranger = 0xff // of a forged segment
	Past     = 0xfe // of a segment that was on its way when all began
)

// String prints the segment and, behind it, whether it bears other octets than it
// should and between which incarnations it goes.
func (p Packet) String() string {
	text := p.Segment.String()
	if p.Wrong != 0 {
		text += " (other octets)"
	}
	switch {
	case p.From == Stranger:
		return text + " (forged)"
	case p.From == Past:
		return text + " (from before)"
	case p.From == 0:
		return text
	case p.To == 0:
		return fmt.Sprintf("%s #%d", text, p.From)
	}
	return fmt.Sprintf("%s #%d for #%d", text, p.From, p.To)
}

// Old reports whether a packet that reaches e belongs to another connection
// than the one that e is part of: another incarnation has sent it, or it was
// meant for another one.
func (p *Packet) Old(e *End) bool {
	return p.From != e.Peer || p.To != 0 && p.To != e.Inc
}

// maxBurst is the largest number of packets that an end sends in one step of
// the model: the segments of the event itself and those of what the user and
// the TCP then do at once.
const maxBurst = 6

// A burst is what an end sends in one step, in order, as numbers of packets.
type burst struct {
	packets [maxBurst]uint32
	n       uint8
}

// add reports whether there was room for one more.
func (b *burst) add(packet uint32) bool {
	if b.n == maxBurst {
		return false
	}
	b.packets[b.n] = packet
	b.n++
	return true
}
