package capture

import (
	"encoding/binary"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A decoder takes frames apart. It keeps its layers from frame to frame, so that
// decoding allocates nothing.
type decoder struct {
	checksums bool // a segment with a wrong checksum is lost

	ethernet layers.Ethernet
	vlan     layers.Dot1Q
	sll      layers.LinuxSLL
	sll2     layers.LinuxSLL2
	loopback layers.Loopback
	ip4      layers.IPv4
	ip6      layers.IPv6
	skip     layers.IPv6ExtensionSkipper
	tcp      layers.TCP

	packet packet
}

// A packet is what matters of a TCP segment and of the IP packet around it.
type packet struct {
	pair     pair
	from     int // which end of the pair has sent it
	segment  fsm.Segment
	scale    int8 // of a window scale option, -1 without one
	family   fsm.Family
	options  bool // the options are not well-formed and were passed over
	src, dst []byte
	frame    int // its number, from 1
	time     time.Time
}

// A pair is the two sockets of a connection, in an order that does not depend
// on the direction.
type pair struct {
	address [2][16]byte
	port    [2]uint16
	family  fsm.Family
}

// A content says what a frame holds.
type content uint8

const (
	segment  content = iota
	other            // no TCP
	broken           // a header that is cut or contradicts itself
	fragment         // a part of an IP packet
	mangled          // a wrong checksum
	numContents
)

// decode takes a frame apart and leaves its segment in d.packet.
func (d *decoder) decode(link layers.LinkType, data []byte) content {
	none := gopacket.NilDecodeFeedback
	switch link {
	case layers.LinkTypeEthernet:
		if d.ethernet.DecodeFromBytes(data, none) != nil {
			return broken
		}
		return d.network(d.ethernet.EthernetType, d.ethernet.Payload)
	case layers.LinkTypeLinuxSLL:
		if d.sll.DecodeFromBytes(data, none) != nil {
			return broken
		}
		return d.network(d.sll.EthernetType, d.sll.Payload)
	case layers.LinkTypeLinuxSLL2:
		if d.sll2.DecodeFromBytes(data, none) != nil {
			return broken
		}
		return d.network(d.sll2.ProtocolType, d.sll2.Payload)
	case layers.LinkTypeNull, layers.LinkTypeLoop:
		if d.loopback.DecodeFromBytes(data, none) != nil {
			return broken
		}
		return d.ip(d.loopback.Payload)
	}
	return d.ip(data)
}

// links are the link types that are read, as decode knows them.
var links = map[layers.LinkType]bool{
	layers.LinkTypeEthernet: true, layers.LinkTypeLinuxSLL: true, layers.LinkTypeLinuxSLL2: true,
	layers.LinkTypeNull: true, layers.LinkTypeLoop: true, layers.LinkTypeRaw: true,
	layers.LinkTypeIPv4: true, layers.LinkTypeIPv6: true, 12: true, 14: true, // raw IP of some BSDs
}

// maxTags bounds the VLAN tags of a frame.
const maxTags = 4

// network takes apart what follows the link layer, with its VLAN tags.
func (d *decoder) network(t layers.EthernetType, data []byte) content {
	for range maxTags {
		if t != layers.EthernetTypeDot1Q && t != layers.EthernetTypeQinQ {
			break
		}
		if d.vlan.DecodeFromBytes(data, gopacket.NilDecodeFeedback) != nil {
			return broken
		}
		t, data = d.vlan.Type, d.vlan.Payload
	}
	if t != layers.EthernetTypeIPv4 && t != layers.EthernetTypeIPv6 {
		return other
	}
	return d.ip(data)
}

// ip takes apart an IP packet of either version.
func (d *decoder) ip(data []byte) content {
	switch {
	case len(data) == 0:
		return broken
	case data[0]>>4 == 4:
		return d.version4(data)
	case data[0]>>4 == 6:
		return d.version6(data)
	}
	return other
}

func (d *decoder) version4(data []byte) content {
	if d.ip4.DecodeFromBytes(data, gopacket.NilDecodeFeedback) != nil {
		return broken
	}
	switch {
	case d.ip4.Protocol != layers.IPProtocolTCP:
		return other
	case d.ip4.FragOffset != 0 || d.ip4.Flags&layers.IPv4MoreFragments != 0:
		return fragment
	}
	length := int(binary.BigEndian.Uint16(data[2:])) // what was sent; less may have been captured
	if length == 0 {
		length = len(data) // written before the network card cut it to size
	}
	d.packet.family, d.packet.src, d.packet.dst = fsm.IPv4, d.ip4.SrcIP, d.ip4.DstIP
	return d.segment(d.ip4.Payload, length-int(d.ip4.IHL)*4)
}

// maxExtensions bounds the extension headers of an IPv6 packet.
const maxExtensions = 8

func (d *decoder) version6(data []byte) content {
	if d.ip6.DecodeFromBytes(data, gopacket.NilDecodeFeedback) != nil {
		return broken
	}
	next, rest := d.ip6.NextHeader, data[40:]
	length := int(d.ip6.Length)
	if length == 0 {
		length = len(rest)
	}
	rest = rest[:min(length, len(rest))]
	for range maxExtensions {
		switch next {
		case layers.IPProtocolTCP:
			d.packet.family, d.packet.src, d.packet.dst = fsm.IPv6, d.ip6.SrcIP, d.ip6.DstIP
			return d.segment(rest, length)
		case layers.IPProtocolIPv6Fragment:
			return fragment
		case layers.IPProtocolIPv6HopByHop, layers.IPProtocolIPv6Routing, layers.IPProtocolIPv6Destination:
		default:
			return other
		}
		if d.skip.DecodeFromBytes(rest, gopacket.NilDecodeFeedback) != nil {
			return broken
		}
		length -= len(rest) - len(d.skip.Payload)
		next, rest = d.skip.NextHeader, d.skip.Payload
	}
	return broken
}

// segment takes apart a TCP segment that had the given length when it was sent.
// Options that are not well-formed are passed over: what stands before them
// counts.
func (d *decoder) segment(data []byte, length int) content {
	err := d.tcp.DecodeFromBytes(data, gopacket.NilDecodeFeedback)
	header := int(d.tcp.DataOffset) * 4
	if len(data) < 20 || header < 20 || header > length {
		return broken
	}
	if d.checksums && len(data) == length && d.wrongChecksum(data) {
		return mangled
	}
	t, p := &d.tcp, &d.packet
	p.options = err != nil || d.stopsEarly()
	p.segment = fsm.Segment{SEQ: fsm.Seq(t.Seq), WND: uint32(t.Window), Text: uint32(length - header), CTL: fsm.Control(data[13] & 0x3f)}
	if t.ACK {
		p.segment.ACK = fsm.Seq(t.Ack)
	}
	if t.URG {
		p.segment.UP = uint32(t.Urgent)
	}
	p.scale = -1
	if t.SYN {
		d.readOptions()
	}
	p.order(uint16(t.SrcPort), uint16(t.DstPort))
	return segment
}

// stopsEarly reports whether the options were read up to one whose length cannot
// be: what is left of them is no padding behind an End of Option List.
func (d *decoder) stopsEarly() bool {
	n := len(d.tcp.Options)
	ended := n > 0 && d.tcp.Options[n-1].OptionType == layers.TCPOptionKindEndList
	return !ended && len(d.tcp.Padding) > 0
}

// readOptions reads the options that a SYN may carry.
func (d *decoder) readOptions() {
	for i := range d.tcp.Options {
		o := &d.tcp.Options[i]
		switch {
		case o.OptionType == layers.TCPOptionKindMSS && len(o.OptionData) == 2:
			d.packet.segment.MSS = binary.BigEndian.Uint16(o.OptionData)
		case o.OptionType == layers.TCPOptionKindWindowScale && len(o.OptionData) == 1:
			d.packet.scale = int8(min(o.OptionData[0], 14)) // RFC 7323 section 2.3
		}
	}
}

// order names the pair of sockets and which of them has sent the packet.
func (p *packet) order(src, dst uint16) {
	p.from = 0
	if c := compare(p.src, p.dst); c > 0 || c == 0 && src > dst {
		p.from = 1
	}
	i := p.from
	p.pair.family = p.family
	if p.family == fsm.IPv4 {
		p.pair.address = [2][16]byte{}
	}
	copy(p.pair.address[i][:], p.src)
	copy(p.pair.address[1-i][:], p.dst)
	p.pair.port[i], p.pair.port[1-i] = src, dst
}

func compare(a, b []byte) int {
	for i := range a {
		if a[i] != b[i] {
			return int(a[i]) - int(b[i])
		}
	}
	return 0
}

// wrongChecksum reports whether the checksum of a segment is wrong (RFC 9293
// section 3.1), pseudo header included.
func (d *decoder) wrongChecksum(data []byte) bool {
	sum := uint32(layers.IPProtocolTCP) + uint32(len(data))
	sum = addWords(addWords(addWords(sum, d.packet.src), d.packet.dst), data)
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return sum != 0xffff
}

func addWords(sum uint32, data []byte) uint32 {
	for ; len(data) >= 2; data = data[2:] {
		if sum += uint32(data[0])<<8 | uint32(data[1]); sum > 1<<30 {
			sum = sum>>16 + sum&0xffff
		}
	}
	if len(data) == 1 {
		sum += uint32(data[0]) << 8
	}
	return sum
}
