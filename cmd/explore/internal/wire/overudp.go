package wire

import (
	"encoding/binary"
)

// The UDP ports of tunnels. What is sent to them is looked into if it begins as it
// should.
const (
	gtpPort      = 2152
	vxlanPort    = 4789
	vxlanLinux   = 8472 // of before the number was assigned
	vxlanGeneric = 4790
	genevePort   = 6081
	grePort      = 4754
	mplsPort     = 6635
)

// datagram takes apart what UDP carries.
func (d *Decoder) datagram(data []byte) Content {
	if len(data) < 8 {
		return Broken
	}
	src, dst := binary.BigEndian.Uint16(data), binary.BigEndian.Uint16(data[2:])
	payload, content, ok := data[8:], Other, false
	switch dst {
	case vxlanPort, vxlanLinux:
		content, ok = d.vxlan(payload)
	case vxlanGeneric:
		content, ok = d.vxlanOf(payload)
	case genevePort:
		content, ok = d.geneve(payload)
	case gtpPort:
		content, ok = d.gtp(payload)
	case grePort:
		content, ok = d.gre(payload), true
	case mplsPort:
		d.outside()
		content, ok = d.mpls(payload), true
	}
	if ok {
		return content
	}
	return d.other(udpPort, uint32(min(src, dst))) // that of the server, as a rule
}

// vxlan takes apart an Ethernet frame behind a VXLAN header (RFC 7348), and
// reports whether it is one.
func (d *Decoder) vxlan(data []byte) (Content, bool) {
	const hasNetwork = 0x08
	if len(data) < 8 || data[0]&hasNetwork == 0 || data[7] != 0 {
		return 0, false
	}
	d.outside()
	d.through(VXLAN, binary.BigEndian.Uint32(data[4:])>>8, true)
	return d.bridged(data[8:]), true
}

// vxlanOf takes apart what is behind a VXLAN header that says what it is
// (draft-ietf-nvo3-vxlan-gpe).
func (d *Decoder) vxlanOf(data []byte) (Content, bool) {
	const hasNetwork, hasProtocol = 0x08, 0x04
	if len(data) < 8 || data[0]&(hasNetwork|hasProtocol) != hasNetwork|hasProtocol {
		return d.vxlan(data)
	}
	next := map[byte]ethernetType{1: typeIPv4, 2: typeIPv6, 3: bridged, 5: typeMPLS}
	t, ok := next[data[3]]
	if !ok {
		return 0, false
	}
	d.outside()
	d.through(VXLAN, binary.BigEndian.Uint32(data[4:])>>8, true)
	return d.network(t, data[8:]), true
}

// geneve takes apart what is behind a Geneve header (RFC 8926).
func (d *Decoder) geneve(data []byte) (Content, bool) {
	if len(data) < 8 || data[0]>>6 != 0 {
		return 0, false
	}
	header := 8 + int(data[0]&0x3f)*4
	t := typeAt(data, 2)
	if len(data) < header || !isWrapped(t) {
		return 0, false
	}
	d.outside()
	d.through(Geneve, binary.BigEndian.Uint32(data[4:])>>8, true)
	return d.network(t, data[header:]), true
}

// gtp takes apart the packet of a user behind a GTP-U header (3GPP TS 29.281).
func (d *Decoder) gtp(data []byte) (Content, bool) {
	const version, versionMask, extended, optional, packet = 0x30, 0xf0, 0x04, 0x07, 0xff
	if len(data) < 8 || data[0]&versionMask != version || data[1] != packet {
		return 0, false
	}
	rest := data[8:]
	if data[0]&optional != 0 {
		if len(rest) < 4 {
			return Broken, true
		}
		next := rest[3]
		if rest = rest[4:]; data[0]&extended != 0 {
			if rest = pastExtensions(next, rest); rest == nil {
				return Broken, true
			}
		}
	}
	d.outside()
	d.through(GTP, binary.BigEndian.Uint32(data[4:]), false)
	if isFrame(rest) && rest[0]>>4 != 4 && rest[0]>>4 != 6 { // of an Ethernet session
		return d.bridged(rest), true
	}
	return d.ip(rest), true
}

// pastExtensions returns what stands behind the extension headers of GTP-U, nil if
// they are cut. Each says how long it is in words, and what the next one is.
func pastExtensions(next byte, data []byte) []byte {
	for range maxExtensions {
		if next == 0 {
			return data
		}
		if len(data) == 0 || data[0] == 0 || len(data) < int(data[0])*4 {
			return nil
		}
		n := int(data[0]) * 4
		next, data = data[n-1], data[n:]
	}
	return nil
}
