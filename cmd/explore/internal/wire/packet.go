// Package wire turns segments into IP packets and back, and keeps packets in
// captures. It is the one place that knows what octets a segment is on the wire,
// and what it may be wrapped in there.
package wire

import (
	"net/netip"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Packet is a TCP segment with what matters of the IP packet around it.
type Packet struct {
	From, To netip.AddrPort // the sockets; their addresses are of one family
	Segment  fsm.Segment    // SEG.WND as in the header, not scaled

	// Blank is what stands in the acknowledgment field of a segment without ACK, of one that is
	// encoded: it means nothing (RFC 9293 section 3.1).
	Blank fsm.Seq

	// Octets is the text as far as it was captured: the first of Segment.Text
	// octets, perhaps none.
	Octets []byte

	// Scaled says that there is a window scale option, whose shift count is
	// Shift, 0 to 14 (RFC 7323 section 2.3).
	Scaled bool
	Shift  uint8

	// Tunnel is what the packet is in; the zero Tunnel is none.
	Tunnel Tunnel
}

// Family returns the family of the addresses.
func (p *Packet) Family() fsm.Family {
	if p.From.Addr().Is4() {
		return fsm.IPv4
	}
	return fsm.IPv6
}

// maxShift is the largest shift count of a window scale option.
const maxShift = 14
