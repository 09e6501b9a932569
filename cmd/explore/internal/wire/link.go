package wire

import (
	"encoding/binary"
)

// Decode takes a frame apart and leaves its segment in d.Packet, whose Octets
// are part of data.
func (d *Decoder) Decode(link LinkType, data []byte) Content {
	d.depth = 0
	if d.Packet.Tunnel.Way != 0 {
		d.Packet.Tunnel = Tunnel{}
	}
	if link == LinkTypeEthernet {
		return d.frame(data)
	}
	if !Reads(link) {
		return d.ip(data)
	}
	return links[link](d, data)
}

// Reads reports whether frames of a link type can be taken apart.
func Reads(link LinkType) bool { return int(link) < len(links) && links[link] != nil }

// LinkTypes names the link types that can be taken apart.
const LinkTypes = "Ethernet, Linux cooked, loopback, raw IP, 802.11, PPP, HDLC and LLC are"

// links are the link types that Decode knows.
var links []func(*Decoder, []byte) Content

func init() { // which breaks a cycle: a link layer may stand in a tunnel
	links = []func(*Decoder, []byte) Content{
		LinkTypeEthernet: (*Decoder).frame,
		LinkTypeLinuxSLL: (*Decoder).cooked, LinkTypeLinuxSLL2: (*Decoder).cooked2,
		LinkTypeNull: (*Decoder).looped, LinkTypeLoop: (*Decoder).looped,
		LinkTypeRaw: (*Decoder).ip, LinkTypeIPv4: (*Decoder).ip, LinkTypeIPv6: (*Decoder).ip,
		linkTypeRawBSD: (*Decoder).ip, linkTypeRawOpenBSD: (*Decoder).ip,
		LinkTypeIEEE80211: (*Decoder).radio, LinkTypeIEEE80211Radio: (*Decoder).radiotap,
		LinkTypePrismHeader: (*Decoder).prism, linkTypeAVS: (*Decoder).prism, // either may begin both
		LinkTypePPP: (*Decoder).ppp, LinkTypePPPHDLC: (*Decoder).hdlc, LinkTypeCiscoHDLC: (*Decoder).hdlc,
		LinkTypePPPEthernet: (*Decoder).pppoe, linkTypePPPPPPD: (*Decoder).pppDirected, linkTypePPPDirected: (*Decoder).pppDirected,
		LinkTypeATM: (*Decoder).llc,
	}
}

// frame takes apart an Ethernet frame.
func (d *Decoder) frame(data []byte) Content {
	if len(data) < ethernetHeader {
		return Broken
	}
	t := typeAt(data, 12)
	rest := within(t, data[ethernetHeader:])
	if t < lengths {
		t = typeLLC
	}
	return d.network(t, rest)
}

// ethernetHeader is two addresses and a type.
const ethernetHeader = 14

// typeAt returns the type that begins at a place.
func typeAt(data []byte, at int) ethernetType {
	return ethernetType(binary.BigEndian.Uint16(data[at:]))
}

// within cuts what follows a type, if that is its length: padding may stand behind it.
func within(t ethernetType, data []byte) []byte {
	if t >= lengths {
		return data
	}
	return data[:min(int(t), len(data))]
}

// cooked takes apart a frame of the Linux cooked capture, and cooked2 one of its
// second version.
func (d *Decoder) cooked(data []byte) Content {
	if len(data) < 16 || binary.BigEndian.Uint16(data[4:]) > mostAddress {
		return Broken
	}
	return d.network(typeAt(data, 14), data[16:])
}

func (d *Decoder) cooked2(data []byte) Content {
	if len(data) < 20 || data[11] > mostAddress {
		return Broken
	}
	return d.network(typeAt(data, 0), data[20:])
}

// mostAddress is the octets that a cooked capture has room for, of an address.
const mostAddress = 8

// looped takes apart a frame of a loopback. It begins with the number that the
// system has for the family, in an order of octets that is not told: all are small.
func (d *Decoder) looped(data []byte) Content {
	if len(data) < 4 {
		return Broken
	}
	family := binary.LittleEndian.Uint32(data)
	if data[0] == 0 && data[1] == 0 {
		family = binary.BigEndian.Uint32(data)
	}
	if family > 0xff {
		return Broken
	}
	return d.ip(data[4:])
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
	owner, t := uint32(data[3])<<16|uint32(data[4])<<8|uint32(data[5]), typeAt(data, 6)
	if owner != 0 && owner != 0xf8 { // the second is for bridges of old
		return d.other(organization, owner)
	}
	return d.network(t, data[8:])
}
