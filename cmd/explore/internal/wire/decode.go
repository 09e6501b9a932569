package wire

import (
	"encoding/binary"
	"net/netip"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Decoder takes frames apart, from the link layer through tunnels down to a
// segment of TCP. It keeps its layers from frame to frame, so that decoding
// allocates nothing. The zero Decoder is ready.
//
//	Decode             link.go      what a link type puts first
//	  |
//	network <------+   network.go   by EtherType: VLAN, MPLS, PPPoE, IP
//	  |            |
//	ip             |   ip.go        both versions, extension headers
//	  |            |
//	transport      |   ip.go        by protocol: TCP, ICMP, and what tunnels begin with
//	  |       |    |
//	segment   +----+   tunnel.go    GRE, VXLAN, Geneve, GTP-U, IP in IP
type Decoder struct {
	// Checksums has a segment with a wrong checksum told as [Mangled].
	Checksums bool

	// Packet is what the last frame held, if that was [TCP]. Its options are
	// Malformed if they contradict themselves: what stands before counts. Of a
	// [Report] it is the packet that is reported, as far as it is quoted.
	Packet    Packet
	Malformed bool

	// Left is what the last frame held, if that was [Other].
	Left Protocol

	// Reported is what the last frame reports of Packet, and by whom, if it was a
	// [Report].
	Reported fsm.EventKind
	Reporter netip.Addr

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
	depth    int    // of headers, see maxDepth
}

// A Content says what a frame holds.
type Content uint8

// The contents.
const (
	TCP      Content = iota // a segment
	Report                  // an ICMP error about a segment
	Other                   // no TCP, or nothing that is looked into
	Broken                  // a header that is cut or contradicts itself
	Fragment                // a part of an IP packet
	Mangled                 // a wrong checksum
)

// other tells what a frame holds that is not looked into.
func (d *Decoder) other(l layer, number uint32) Content {
	d.Left = Protocol{l, number}
	return Other
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
	p.Octets = data[min(header, len(data)):]
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

// Raw returns the last segment, header and text, as far as it was captured. It is
// part of the frame.
func (d *Decoder) Raw() []byte {
	header := d.tcp.Contents
	return header[:len(header)+len(d.Packet.Octets)]
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
