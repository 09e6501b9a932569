package capture

import (
	"bytes"
	"cmp"
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

// socket returns the socket of end i of the pair.
func (p *pair) socket(i int) netip.AddrPort {
	a := netip.AddrFrom16(p.address[i])
	if p.family == fsm.IPv4 {
		a = a.Unmap()
	}
	return netip.AddrPortFrom(a, p.port[i])
}

// place is where the pair is looked for among n places, a power of two.
func (p *pair) place(n int) int {
	a, b := &p.address[0], &p.address[1]
	h := uint32(p.port[0])*31 + uint32(p.port[1]) + uint32(a[15]) + uint32(b[15])<<3 + uint32(a[14])<<5 + uint32(b[14])<<7
	return int((h ^ h>>6) & uint32(n-1))
}

// A packet is one of a capture, and whose it is.
type packet struct {
	*wire.Packet
	pair  pair
	from  int // which end of the pair has sent it
	frame int // its number, from 1
	at    time.Duration
}

// order names the pair of sockets and which of them has sent the packet.
func (p *packet) order() {
	from, to := p.From.Addr().As16(), p.To.Addr().As16()
	p.from = 0
	if cmp.Or(bytes.Compare(from[:], to[:]), int(p.From.Port())-int(p.To.Port())) > 0 {
		p.from = 1
	}
	q := &p.pair
	q.address[p.from], q.port[p.from] = from, p.From.Port()
	q.address[1-p.from], q.port[1-p.from] = to, p.To.Port()
	q.family, q.lane = p.Family(), 0
}

// date is the time of a frame, which is kept as what has passed since 1970: that is
// copied and compared faster than a [time.Time].
func date(at time.Duration) time.Time { return time.Unix(0, int64(at)).UTC() }
