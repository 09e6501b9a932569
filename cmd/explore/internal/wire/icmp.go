package wire

import (
	"encoding/binary"
	"net/netip"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// icmp takes apart an ICMP message. An error about a segment is a [Report]; of the
// segment it quotes the ports and SEG.SEQ at least (RFC 792, RFC 4443).
func (d *Decoder) icmp(f fsm.Family, data []byte) Content {
	protocol := protocolICMP
	if f == fsm.IPv6 {
		protocol = protocolICMPv6
	}
	if len(data) < 8 {
		return Broken
	}
	kind, ok := fsm.ICMPKind(f, data[0], data[1])
	if !ok {
		return d.other(ipProtocol, uint32(protocol))
	}
	reporter, _ := netip.AddrFromSlice(d.src)
	if !d.quoted(f, data[8:]) {
		return d.other(ipProtocol, uint32(protocol))
	}
	d.Reported, d.Reporter = kind, reporter
	return Report
}

// quoted reads the packet that an ICMP error quotes, and reports whether it is a
// segment. It may be cut behind SEG.SEQ.
func (d *Decoder) quoted(f fsm.Family, data []byte) bool {
	src, dst, tcp := quoted4(data)
	if f == fsm.IPv6 {
		src, dst, tcp = quoted6(data)
	}
	if len(tcp) < 8 {
		return false
	}
	p := &d.Packet
	p.From, p.To = socket(src, binary.BigEndian.Uint16(tcp)), socket(dst, binary.BigEndian.Uint16(tcp[2:]))
	p.Segment, p.Octets, p.Scaled = fsm.Segment{SEQ: fsm.Seq(binary.BigEndian.Uint32(tcp[4:]))}, nil, false
	return true
}

// quoted4 returns the addresses of an IPv4 packet, and what was quoted of its
// segment, nil if it has none.
func quoted4(data []byte) (src, dst, tcp []byte) {
	if len(data) < 20 || data[0]>>4 != 4 || protocolNumber(data[9]) != protocolTCP || binary.BigEndian.Uint16(data[6:])&0x1fff != 0 {
		return nil, nil, nil
	}
	header := int(data[0]&0xf) * 4
	if header < 20 || len(data) < header {
		return nil, nil, nil
	}
	return data[12:16], data[16:20], data[header:]
}

// quoted6 does the same for IPv6.
func quoted6(data []byte) (src, dst, tcp []byte) {
	if len(data) < 40 || data[0]>>4 != 6 {
		return nil, nil, nil
	}
	next, rest := protocolNumber(data[6]), data[40:]
	for range maxExtensions {
		n, known := extension(next, rest)
		switch {
		case !known && next == protocolTCP:
			return data[8:24], data[24:40], rest
		case !known || n == 0 || n > len(rest):
			return nil, nil, nil
		}
		next, rest = protocolNumber(rest[0]), rest[n:]
	}
	return nil, nil, nil
}
