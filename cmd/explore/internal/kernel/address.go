package kernel

import (
	"net/netip"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// An address is the pair of sockets of a connection, seen from the kernel.
type address struct {
	local, peer netip.Addr
	port        uint16 // of both ends
}

// networks are the kernel's ends of the wire, with the networks behind it: those that RFC 2544
// and RFC 5180 set aside for measurements.
var networks = map[fsm.Family]netip.Prefix{
	fsm.IPv4: netip.MustParsePrefix("198.18.0.1/15"),
	fsm.IPv6: netip.MustParsePrefix("2001:2::1/48"),
}

// addressOf returns a pair of sockets of a family for each n below 4 million, all
// different.
func addressOf(f fsm.Family, n int) address {
	const ports = 60000
	local := networks[f].Addr()
	peer := local.AsSlice()
	peer[len(peer)-2] = byte(n/ports + 1)
	a := address{local: local, port: uint16(1024 + n%ports)}
	a.peer, _ = netip.AddrFromSlice(peer)
	return a
}

// packet returns the packet in which the peer sends g.
func (a address) packet(g fsm.Segment) *wire.Packet {
	return &wire.Packet{From: netip.AddrPortFrom(a.peer, a.port), To: netip.AddrPortFrom(a.local, a.port), Segment: g}
}

// sentTo returns the address to whose peer the kernel sends a packet.
func sentTo(p *wire.Packet) address {
	return address{local: p.From.Addr(), peer: p.To.Addr(), port: p.To.Port()}
}
