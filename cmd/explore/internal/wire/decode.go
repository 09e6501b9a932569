package wire

import (
	"net/netip"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Decoder takes frames apart, from the link layer through tunnels down to a
// segment of TCP, and allocates nothing. The zero Decoder is ready.
//
//	Decode             link.go      what a link type puts first
//	  |
//	network <------+   network.go   by EtherType: VLAN, MPLS, PPPoE, IP
//	  |            |
//	ip             |   ip.go        both versions, extension headers
//	  |            |
//	transport      |   ip.go        by protocol: TCP, ICMP, and what tunnels begin with
//	  |       |    |
//	segment   +----+   overip.go    GRE, IP in IP; overudp.go: VXLAN, Geneve, GTP-U
//	                   segment.go   the header of TCP
type Decoder struct {
	// Checksums has a segment with a wrong checksum told as [Mangled], ChecksumsTo
	// one that goes to these addresses.
	Checksums   bool
	ChecksumsTo []netip.Addr

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

	src, dst []byte // the addresses
	raw      []byte // the segment, as far as it was captured
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
