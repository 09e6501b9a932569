package wire

import (
	"encoding/binary"

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
	if len(data) < 20 {
		return Broken
	}
	header := int(data[0]&0xf) * 4
	length := int(binary.BigEndian.Uint16(data[2:])) // what was sent; less may have been captured
	if length == 0 {
		length = len(data) // written before the network card cut it to size
	}
	if header < 20 || header > length || header > len(data) || !wellFormed(data[20:header]) {
		return Broken
	}
	d.src, d.dst = data[12:16], data[16:20]
	protocol, rest := protocolNumber(data[9]), data[header:min(length, len(data))]
	const offset, more = 0x1fff, 0x2000
	switch place := binary.BigEndian.Uint16(data[6:]); {
	case place&offset != 0:
		return Fragment
	case place&more != 0:
		return d.first(protocol, rest)
	}
	return d.transport(protocol, rest, length-header)
}

// wellFormed reports whether the options of an IPv4 packet are: a host drops it if
// they are not (RFC 1122 section 3.2.1.8).
func wellFormed(list []byte) (ok bool) {
	for ok = true; ok && len(list) > 0; {
		_, _, list, ok = firstOption(list)
	}
	return ok
}

func (d *Decoder) version6(data []byte) Content {
	if len(data) < 40 {
		return Broken
	}
	next, rest := protocolNumber(data[6]), data[40:]
	length := int(binary.BigEndian.Uint16(data[4:]))
	told := length > 0
	if !told {
		length = len(rest) // written before the network card cut it to size
	}
	rest = rest[:min(length, len(rest))]
	d.src, d.dst = data[8:24], data[24:40]
	switch {
	case next == protocolTCP:
		return d.segment(rest, length)
	case next == hopByHop && told && !onItsWay(rest):
		return Broken
	}
	return d.extended(next, rest, length)
}

// onItsWay reports whether the hop-by-hop options of a packet that tells its length
// are well-formed, and none tells another (RFC 2675): else no router passes it on.
func onItsWay(data []byte) bool {
	const pad, jumbo = 0, 0xc2
	n, _ := extension(hopByHop, data)
	if n == 0 || n > len(data) {
		return false
	}
	for list := data[2:n]; len(list) > 0; {
		switch {
		case list[0] == pad:
			list = list[1:]
		case list[0] == jumbo, len(list) < 2, int(list[1])+2 > len(list):
			return false
		default:
			list = list[int(list[1])+2:]
		}
	}
	return true
}

// maxExtensions bounds the extension headers of an IPv6 packet.
const maxExtensions = 8

// extended takes apart what stands behind the extension headers of an IPv6
// packet (RFC 8200 section 4).
func (d *Decoder) extended(next protocolNumber, rest []byte, length int) Content {
	for range maxExtensions {
		n, known := extension(next, rest)
		switch {
		case !known:
			return d.transport(next, rest, length)
		case n == 0 || n > len(rest):
			return Broken
		case next != fragmentHeader:
		case rest[2] != 0 || rest[3]&^7 != 0:
			return Fragment
		case rest[3]&moreFragments != 0: // else it is a fragment that is all (RFC 6946)
			return d.first(protocolNumber(rest[0]), rest[n:])
		}
		next, rest, length = protocolNumber(rest[0]), rest[n:], length-n
	}
	return Broken
}

// moreFragments is the flag of a fragment of IPv6 that is not the last one.
const moreFragments = 1

// first takes apart the first fragment of an IP packet. How long a segment is only
// the last one says; but a packet in a tunnel says so itself, and is as one that was
// cut.
func (d *Decoder) first(protocol protocolNumber, data []byte) Content {
	if protocol == protocolTCP {
		return Fragment
	}
	content := d.tunnelled(protocol, data)
	if content == Broken {
		return Fragment
	}
	return content
}

// extension returns the length of the extension header of the given kind that
// begins data, 0 if it is cut, and whether it is one.
func extension(kind protocolNumber, data []byte) (n int, known bool) {
	switch kind {
	case hopByHop, routing, destination, mobility, hostID, shim6:
		n = 8
	case protocolAH, fragmentHeader:
	default:
		return 0, false
	}
	switch {
	case len(data) < 8:
		return 0, true
	case kind == fragmentHeader:
		return 8, true
	case kind == protocolAH:
		return int(data[1])*4 + 8, true
	}
	return n + int(data[1])*8, true
}

// transport takes apart what an IP packet carries, which had the given length
// when it was sent.
func (d *Decoder) transport(protocol protocolNumber, data []byte, length int) Content {
	switch protocol {
	case protocolTCP:
		return d.segment(data, length)
	case protocolUDP:
		return d.datagram(data)
	case protocolICMP:
		return d.icmp(fsm.IPv4, data)
	case protocolICMPv6:
		return d.icmp(fsm.IPv6, data)
	case protocolAH: // in IPv4; in IPv6 it is an extension header
		return d.authenticated(data, length)
	}
	return d.tunnelled(protocol, data)
}

// authenticated takes apart what stands behind an authentication header of IPsec
// (RFC 4302).
func (d *Decoder) authenticated(data []byte, length int) Content {
	n, _ := extension(protocolAH, data)
	switch {
	case n == 0 || n > len(data):
		return Broken
	case !d.deeper():
		return d.other(nesting, 0)
	}
	return d.transport(protocolNumber(data[0]), data[n:], length-n)
}
