package wire

import (
	"encoding/binary"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
)

// Decode takes a frame apart and leaves its segment in d.Packet, whose Octets
// are part of data.
func (d *Decoder) Decode(link layers.LinkType, data []byte) Content {
	d.depth = 0
	if d.Packet.Tunnel.Way != 0 {
		d.Packet.Tunnel = Tunnel{}
	}
	if link == layers.LinkTypeEthernet {
		return d.frame(data)
	}
	if !Reads(link) {
		return d.ip(data)
	}
	return links[link](d, data)
}

// Reads reports whether frames of a link type can be taken apart.
func Reads(link layers.LinkType) bool { return int(link) < len(links) && links[link] != nil }

// LinkTypes names the link types that can be taken apart.
const LinkTypes = "Ethernet, Linux cooked, loopback, raw IP, 802.11, PPP, HDLC and LLC are"

// links are the link types that Decode knows. The numbers are those of libpcap
// that the library has no names for.
var links []func(*Decoder, []byte) Content

func init() { // which breaks a cycle: a link layer may stand in a tunnel
	links = []func(*Decoder, []byte) Content{
		layers.LinkTypeEthernet: (*Decoder).frame,
		layers.LinkTypeLinuxSLL: (*Decoder).cooked, layers.LinkTypeLinuxSLL2: (*Decoder).cooked2,
		layers.LinkTypeNull: (*Decoder).looped, layers.LinkTypeLoop: (*Decoder).looped,
		layers.LinkTypeRaw: (*Decoder).ip, layers.LinkTypeIPv4: (*Decoder).ip, layers.LinkTypeIPv6: (*Decoder).ip,
		12: (*Decoder).ip, 14: (*Decoder).ip, // raw IP of some BSDs
		layers.LinkTypeIEEE802_11: (*Decoder).radio, layers.LinkTypeIEEE80211Radio: (*Decoder).radiotap,
		layers.LinkTypePrismHeader: (*Decoder).prism, 163: (*Decoder).prism, // and AVS, which may begin both
		layers.LinkTypePPP: (*Decoder).ppp, layers.LinkTypePPP_HDLC: (*Decoder).hdlc, layers.LinkTypeC_HDLC: (*Decoder).hdlc,
		layers.LinkTypePPPEthernet: (*Decoder).pppoe, 166: (*Decoder).pppDirected, 204: (*Decoder).pppDirected,
		layers.LinkTypeATM_RFC1483: (*Decoder).llc,
	}
}

// frame takes apart an Ethernet frame.
func (d *Decoder) frame(data []byte) Content {
	if d.ethernet.DecodeFromBytes(data, gopacket.NilDecodeFeedback) != nil {
		return Broken
	}
	return d.network(d.ethernet.EthernetType, d.ethernet.Payload)
}

// cooked takes apart a frame of the Linux cooked capture, and cooked2 one of its
// second version.
func (d *Decoder) cooked(data []byte) Content {
	if d.sll.DecodeFromBytes(data, gopacket.NilDecodeFeedback) != nil {
		return Broken
	}
	return d.network(d.sll.EthernetType, d.sll.Payload)
}

func (d *Decoder) cooked2(data []byte) Content {
	if d.sll2.DecodeFromBytes(data, gopacket.NilDecodeFeedback) != nil {
		return Broken
	}
	return d.network(d.sll2.ProtocolType, d.sll2.Payload)
}

// looped takes apart a frame of a loopback.
func (d *Decoder) looped(data []byte) Content {
	if d.loopback.DecodeFromBytes(data, gopacket.NilDecodeFeedback) != nil {
		return Broken
	}
	return d.ip(d.loopback.Payload)
}

// llc takes apart what follows the header of IEEE 802.2, with the SNAP header
// behind it, if there is one.
func (d *Decoder) llc(data []byte) Content {
	if len(data) < 3 {
		return Broken
	}
	const snap, ip, unnumbered = 0xaa, 0x06, 0x03
	switch sap := data[0] &^ 1; {
	case sap == ip && data[2] == unnumbered:
		return d.ip(data[3:])
	case sap != snap || data[2] != unnumbered:
		return d.other(servicePoint, uint32(sap))
	case len(data) < 8:
		return Broken
	}
	owner, t := uint32(data[3])<<16|uint32(data[4])<<8|uint32(data[5]), binary.BigEndian.Uint16(data[6:])
	if owner != 0 && owner != 0xf8 { // the second is for bridges of old
		return d.other(organization, owner)
	}
	return d.network(layers.EthernetType(t), data[8:])
}
