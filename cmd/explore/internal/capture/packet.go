package capture

import (
	"net/netip"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A pair is the two sockets of a connection, in an order that does not depend
// on the direction. It is plain octets, which are hashed faster than what
// package netip has for them.
type pair struct {
	address [2][16]byte
	port    [2]uint16
	family  fsm.Family
	lane    uint16 // of connections in different tunnels
}

// A packet is one of a capture, and whose it is.
type packet struct {
	*wire.Packet
	pair  pair
	from  int // which end of the pair has sent it
	frame int // its number, from 1
	time  time.Time
}

// order names the pair of sockets and which of them has sent the packet.
func (p *packet) order() {
	p.from = 0
	if p.From.Compare(p.To) > 0 {
		p.from = 1
	}
	for i := range p.pair.port {
		s := p.socket(i)
		p.pair.address[i], p.pair.port[i] = s.Addr().As16(), s.Port()
	}
	p.pair.family, p.pair.lane = p.Family(), 0
}

// socket returns the socket of end i of the pair.
func (p *packet) socket(i int) netip.AddrPort {
	if i == p.from {
		return p.From
	}
	return p.To
}
