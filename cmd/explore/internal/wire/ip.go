package wire

import (
	"encoding/binary"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// ip takes apart an IP packet of either version.
func (d *Decoder) ip(data []byte) Content {
	switch {
	case !d.deeper():
		return d.other(nesting, 0)
	case len(data) == 0:
		return Broken
	case data[0]>>4 == 4:
		return d.version4(data)
	case data[0]>>4 == 6:
		return d.version6(data)
	}
	return d.other(ipVersion, uint32(data[0]>>4))
}

func (d *Decoder) version4(data []byte) Content {
	if d.ip4.DecodeFromBytes(data, gopacket.NilDecodeFeedback) != nil {
		return Broken
	}
	d.src, d.dst = d.ip4.SrcIP, d.ip4.DstIP
	switch {
	case d.ip4.FragOffset != 0:
		return Fragment
	case d.ip4.Flags&layers.IPv4MoreFragments != 0:
		return d.first(d.ip4.Protocol, d.ip4.Payload)
	}
	length := int(binary.BigEndian.Uint16(data[2:])) // what was sent; less may have been captured
	if length == 0 {
		length = len(data) // written before the network card cut it to size
	}
	return d.transport(d.ip4.Protocol, d.ip4.Payload, length-int(d.ip4.IHL)*4)
}

func (d *Decoder) version6(data []byte) Content {
	err := d.ip6.DecodeFromBytes(data, gopacket.NilDecodeFeedback)
	if len(data) < 40 || err != nil && d.ip6.Length > 0 { // without a length it is an error to the library alone
		return Broken
	}
	next, rest := d.ip6.NextHeader, data[40:]
	length := int(d.ip6.Length)
	if length == 0 {
		length = len(rest) // written before the network card cut it to size
	}
	rest = rest[:min(length, len(rest))]
	d.src, d.dst = d.ip6.SrcIP, d.ip6.DstIP
	if next == layers.IPProtocolTCP {
		return d.segment(rest, length)
	}
	return d.extended(next, rest, length)
}

// maxExtensions bounds the extension headers of an IPv6 packet.
const maxExtensions = 8

// extended takes apart what stands behind the extension headers of an IPv6
// packet (RFC 8200 section 4).
func (d *Decoder) extended(next layers.IPProtocol, rest []byte, length int) Content {
	for range maxExtensions {
		n, known := extension(next, rest)
		switch {
		case !known:
			return d.transport(next, rest, length)
		case n == 0 || n > len(rest):
			return Broken
		case next != layers.IPProtocolIPv6Fragment:
		case rest[2] != 0 || rest[3]&^7 != 0:
			return Fragment
		case rest[3]&moreFragments != 0: // else it is a fragment that is all (RFC 6946)
			return d.first(layers.IPProtocol(rest[0]), rest[n:])
		}
		next, rest, length = layers.IPProtocol(rest[0]), rest[n:], length-n
	}
	return Broken
}

// moreFragments is the flag of a fragment of IPv6 that is not the last one.
const moreFragments = 1

// first takes apart the first fragment of an IP packet. How long a segment is only
// the last one says; but a packet in a tunnel says so itself, and is as one that was
// cut.
func (d *Decoder) first(protocol layers.IPProtocol, data []byte) Content {
	if protocol == layers.IPProtocolTCP {
		return Fragment
	}
	content := d.tunnelled(protocol, data)
	if content == Broken {
		return Fragment
	}
	return content
}

// The extension headers that the library has no names for.
const (
	mobility layers.IPProtocol = 135
	hostID   layers.IPProtocol = 139 // HIP
	shim6    layers.IPProtocol = 140
)

// extension returns the length of the extension header of the given kind that
// begins data, 0 if it is cut, and whether it is one.
func extension(kind layers.IPProtocol, data []byte) (n int, known bool) {
	switch kind {
	case layers.IPProtocolIPv6HopByHop, layers.IPProtocolIPv6Routing, layers.IPProtocolIPv6Destination, mobility, hostID, shim6:
		n = 8
	case layers.IPProtocolAH, layers.IPProtocolIPv6Fragment:
	default:
		return 0, false
	}
	switch {
	case len(data) < 8:
		return 0, true
	case kind == layers.IPProtocolIPv6Fragment:
		return 8, true
	case kind == layers.IPProtocolAH:
		return int(data[1])*4 + 8, true
	}
	return n + int(data[1])*8, true
}

// transport takes apart what an IP packet carries, which had the given length
// when it was sent.
func (d *Decoder) transport(protocol layers.IPProtocol, data []byte, length int) Content {
	switch protocol {
	case layers.IPProtocolTCP:
		return d.segment(data, length)
	case layers.IPProtocolUDP:
		return d.datagram(data)
	case layers.IPProtocolICMPv4:
		return d.icmp(fsm.IPv4, data)
	case layers.IPProtocolICMPv6:
		return d.icmp(fsm.IPv6, data)
	case layers.IPProtocolAH: // in IPv4; in IPv6 it is an extension header
		return d.authenticated(data, length)
	}
	return d.tunnelled(protocol, data)
}

// authenticated takes apart what stands behind an authentication header of IPsec
// (RFC 4302).
func (d *Decoder) authenticated(data []byte, length int) Content {
	n, _ := extension(layers.IPProtocolAH, data)
	switch {
	case n == 0 || n > len(data):
		return Broken
	case !d.deeper():
		return d.other(nesting, 0)
	}
	return d.transport(layers.IPProtocol(data[0]), data[n:], length-n)
}
