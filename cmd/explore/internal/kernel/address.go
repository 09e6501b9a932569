package kernel

import (
	"net/netip"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// An address is the pair of sockets of a connection, seen from the kernel.
type address struct {
	peer [4]byte
	port uint16 // of both ends
}

// local is the kernel's end of the wire. The network is the one that RFC 2544
// sets aside for measurements.
var local = [4]byte{198, 18, 0, 1}

const prefix = 15

// addressOf returns a pair of sockets for each n below 4 million, all
// different.
func addressOf(n int) address {
	const ports = 60000
	high := n/ports + 1
	return address{peer: [4]byte{198, 18, byte(high), 1}, port: uint16(1024 + n%ports)}
}

// packet returns the packet in which the peer sends g.
func (a address) packet(g fsm.Segment) *wire.Packet {
	return &wire.Packet{
		From: netip.AddrPortFrom(netip.AddrFrom4(a.peer), a.port),
		To:   netip.AddrPortFrom(netip.AddrFrom4(local), a.port), Segment: g,
	}
}

// sentTo returns the address to whose peer the kernel sends a packet.
func sentTo(p *wire.Packet) address {
	return address{peer: p.To.Addr().As4(), port: p.To.Port()}
}
