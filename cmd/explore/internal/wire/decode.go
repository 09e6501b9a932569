package wire

import (
	"encoding/binary"
	"net/netip"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Decoder takes frames apart. It keeps its layers from frame to frame, so that
// decoding allocates nothing. The zero Decoder is ready.
type Decoder struct {
	// Checksums has a segment with a wrong checksum told as [Mangled].
	Checksums bool

	// Packet is what the last frame held, if that was [TCP]. Its options are
	// Malformed if they contradict themselves: what stands before counts.
	Packet    Packet
	Malformed bool

	ethernet layers.Ethernet
	vlan     layers.Dot1Q
	sll      layers.LinuxSLL
	sll2     layers.LinuxSLL2
	loopback layers.Loopback
	ip4      layers.IPv4
	ip6      layers.IPv6
	skip     layers.IPv6ExtensionSkipper
	tcp      layers.TCP
	src, dst []byte // the addresses
}

// A Content says what a frame holds.
type Content uint8

// The contents.
const (
	TCP      Content = iota // a segment
	Other                   // no TCP
	Broken                  // a header that is cut or contradicts itself
	Fragment                // a part of an IP packet
	Mangled                 // a wrong checksum
)

// Decode takes a frame apart and leaves its segment in d.Packet.
func (d *Decoder) Decode(link layers.LinkType, data []byte) Content {
	none := gopacket.NilDecodeFeedback
	switch link {
	case layers.LinkTypeEthernet:
		if d.ethernet.DecodeFromBytes(data, none) != nil {
			return Broken
		}
		return d.network(d.ethernet.EthernetType, d.ethernet.Payload)
	case layers.LinkTypeLinuxSLL:
		if d.sll.DecodeFromBytes(data, none) != nil {
			return Broken
		}
		return d.network(d.sll.EthernetType, d.sll.Payload)
	case layers.LinkTypeLinuxSLL2:
		if d.sll2.DecodeFromBytes(data, none) != nil {
			return Broken
		}
		return d.network(d.sll2.ProtocolType, d.sll2.Payload)
	case layers.LinkTypeNull, layers.LinkTypeLoop:
		if d.loopback.DecodeFromBytes(data, none) != nil {
			return Broken
		}
		return d.ip(d.loopback.Payload)
	}
	return d.ip(data)
}

// Reads reports whether frames of a link type can be taken apart.
func Reads(link layers.LinkType) bool { return links[link] }

// links are the link types that Decode knows.
var links = map[layers.LinkType]bool{
	layers.LinkTypeEthernet: true, layers.LinkTypeLinuxSLL: true, layers.LinkTypeLinuxSLL2: true,
	layers.LinkTypeNull: true, layers.LinkTypeLoop: true, layers.LinkTypeRaw: true,
	layers.LinkTypeIPv4: true, layers.LinkTypeIPv6: true, 12: true, 14: true, // raw IP of some BSDs
}

// maxTags bounds the VLAN tags of a frame.
const maxTags = 4

// network takes apart what follows the link layer, with its VLAN tags.
func (d *Decoder) network(t layers.EthernetType, data []byte) Content {
	for range maxTags {
		if t != layers.EthernetTypeDot1Q && t != layers.EthernetTypeQinQ {
			break
		}
		if d.vlan.DecodeFromBytes(data, gopacket.NilDecodeFeedback) != nil {
			return Broken
		}
		t, data = d.vlan.Type, d.vlan.Payload
	}
	if t != layers.EthernetTypeIPv4 && t != layers.EthernetTypeIPv6 {
		return Other
	}
	return d.ip(data)
}

// ip takes apart an IP packet of either version.
func (d *Decoder) ip(data []byte) Content {
	switch {
	case len(data) == 0:
		return Broken
	case data[0]>>4 == 4:
		return d.version4(data)
	case data[0]>>4 == 6:
		return d.version6(data)
	}
	return Other
}

func (d *Decoder) version4(data []byte) Content {
	if d.ip4.DecodeFromBytes(data, gopacket.NilDecodeFeedback) != nil {
		return Broken
	}
	switch {
	case d.ip4.Protocol != layers.IPProtocolTCP:
		return Other
	case d.ip4.FragOffset != 0 || d.ip4.Flags&layers.IPv4MoreFragments != 0:
		return Fragment
	}
	length := int(binary.BigEndian.Uint16(data[2:])) // what was sent; less may have been captured
	if length == 0 {
		length = len(data) // written before the network card cut it to size
	}
	d.src, d.dst = d.ip4.SrcIP, d.ip4.DstIP
	return d.segment(d.ip4.Payload, length-int(d.ip4.IHL)*4)
}

// maxExtensions bounds the extension headers of an IPv6 packet.
const maxExtensions = 8

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
	for range maxExtensions {
		switch next {
		case layers.IPProtocolTCP:
			d.src, d.dst = d.ip6.SrcIP, d.ip6.DstIP
			return d.segment(rest, length)
		case layers.IPProtocolIPv6Fragment:
			return Fragment
		case layers.IPProtocolIPv6HopByHop, layers.IPProtocolIPv6Routing, layers.IPProtocolIPv6Destination:
		default:
			return Other
		}
		if d.skip.DecodeFromBytes(rest, gopacket.NilDecodeFeedback) != nil {
			return Broken
		}
		length -= len(rest) - len(d.skip.Payload)
		next, rest = d.skip.NextHeader, d.skip.Payload
	}
	return Broken
}

// segment takes apart a TCP segment that had the given length when it was sent.
// Options that are not well-formed are passed over: what stands before them
// counts.
func (d *Decoder) segment(data []byte, length int) Content {
	err := d.tcp.DecodeFromBytes(data, gopacket.NilDecodeFeedback)
	header := int(d.tcp.DataOffset) * 4
	if len(data) < 20 || header < 20 || header > length {
		return Broken
	}
	if d.Checksums && len(data) == length && d.wrongChecksum(data) {
		return Mangled
	}
	t, p := &d.tcp, &d.Packet
	d.Malformed = err != nil || d.stopsEarly()
	p.From, p.To = socket(d.src, uint16(t.SrcPort)), socket(d.dst, uint16(t.DstPort))
	p.Segment = fsm.Segment{SEQ: fsm.Seq(t.Seq), WND: uint32(t.Window), Text: uint32(length - header), CTL: fsm.Control(data[13] & 0x3f)}
	if t.ACK {
		p.Segment.ACK = fsm.Seq(t.Ack)
	}
	if t.URG {
		p.Segment.UP = uint32(t.Urgent)
	}
	p.Scaled, p.Shift = false, 0
	if t.SYN {
		d.readOptions()
	}
	return TCP
}

func socket(address []byte, port uint16) netip.AddrPort {
	if len(address) == 4 {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(address)), port)
	}
	return netip.AddrPortFrom(netip.AddrFrom16([16]byte(address)), port)
}

// stopsEarly reports whether the options were read up to one whose length cannot
// be: what is left of them is no padding behind an End of Option List.
func (d *Decoder) stopsEarly() bool {
	n := len(d.tcp.Options)
	ended := n > 0 && d.tcp.Options[n-1].OptionType == layers.TCPOptionKindEndList
	return !ended && len(d.tcp.Padding) > 0
}

// readOptions reads the options that a SYN may carry.
func (d *Decoder) readOptions() {
	for i := range d.tcp.Options {
		o := &d.tcp.Options[i]
		switch {
		case o.OptionType == layers.TCPOptionKindMSS && len(o.OptionData) == 2:
			d.Packet.Segment.MSS = binary.BigEndian.Uint16(o.OptionData)
		case o.OptionType == layers.TCPOptionKindWindowScale && len(o.OptionData) == 1:
			d.Packet.Scaled, d.Packet.Shift = true, min(o.OptionData[0], maxShift)
		}
	}
}

// wrongChecksum reports whether the checksum of a segment is wrong (RFC 9293
// section 3.1), pseudo header included.
func (d *Decoder) wrongChecksum(data []byte) bool {
	sum := uint32(layers.IPProtocolTCP) + uint32(len(data))
	sum = addWords(addWords(addWords(sum, d.src), d.dst), data)
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
