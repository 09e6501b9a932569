package blackbox

import (
	"encoding/binary"
	"net"
	"net/netip"

	packets "github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
)

// Neighbor discovery for IPv6 (RFC 4861): the part of ARP.

// ndpHops is the hop limit of its messages: no router has passed them on.
const ndpHops = 255

// its messages, by their types of ICMPv6.
const (
	icmpv6               = 58
	neighborSolicitation = 135
	neighborAdvertises   = 136
)

// options of its messages, in octets of eight.
const (
	sourceAddress = 1
	targetAddress = 2
)

// solicited returns the multicast group of those whose address ends as about does, and
// where its frames go (RFC 4291 2.7.1, RFC 2464 7).
func solicited(about netip.Addr) (group netip.Addr, to net.HardwareAddr) {
	a, end := netip.MustParseAddr("ff02::1:ff00:0").As16(), about.As16()
	copy(a[13:], end[13:])
	return netip.AddrFrom16(a), net.HardwareAddr{0x33, 0x33, a[12], a[13], a[14], a[15]}
}

// solicitation is the question by IPv6.
func (s *Stack) solicitation() []byte {
	group, to := solicited(s.Subject)
	return s.discovery(neighborSolicitation, 0, s.Subject, sourceAddress, group, to)
}

// advertisement tells who asks ours.
func (s *Stack) advertisement(asks netip.Addr, to net.HardwareAddr) []byte {
	const isAnswer, overrides = 1 << 30, 1 << 29
	return s.discovery(neighborAdvertises, isAnswer|overrides, s.Peer, targetAddress, asks, to)
}

// discovery returns a frame of neighbor discovery from us, with our address as its option.
func (s *Stack) discovery(kind uint8, flags uint32, about netip.Addr, option byte, to netip.Addr, wire net.HardwareAddr) []byte {
	b := binary.BigEndian.AppendUint32([]byte{kind, 0, 0, 0}, flags)
	b = append(append(b, about.AsSlice()...), option, 1)
	b = append(b, own...)
	return framed(wire, typeIPv6, packets.EncodeICMPv6(s.Peer, to, ndpHops, b))
}

// discovered understands a frame of neighbor discovery: it answers who asks for us, and
// learns who answers. It reports whether the packet was one.
func (s *Stack) discovered(frame []byte) (was bool, err error) {
	const header, message = 40, 24
	ip := frame[ethernet:]
	if len(ip) < header+message || ip[6] != icmpv6 || ip[7] != ndpHops {
		return false, nil
	}
	from, _ := netip.AddrFromSlice(ip[8:24])
	about, _ := netip.AddrFromSlice(ip[header+8 : header+message])
	sender := net.HardwareAddr(append([]byte{}, frame[6:12]...))
	switch kind := ip[header]; {
	case kind == neighborAdvertises && about == s.Subject:
		s.neighbour = sender
	case kind == neighborSolicitation && about == s.Peer && !from.IsUnspecified():
		err = s.wire.write(s.advertisement(from, sender))
	}
	return true, err
}
