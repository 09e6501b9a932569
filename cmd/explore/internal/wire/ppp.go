package wire

import (
	"encoding/binary"
)

// pppoe takes apart what is in a session of PPP over Ethernet (RFC 2516).
func (d *Decoder) pppoe(data []byte) Content {
	if len(data) < 6 {
		return Broken
	}
	const version, session = 0x11, 0
	if data[0] != version || data[1] != session {
		return d.other(etherType, uint32(typePPPoEDiscovery))
	}
	d.through(PPPoE, uint32(binary.BigEndian.Uint16(data[2:])), true)
	length := int(binary.BigEndian.Uint16(data[4:])) // what is longer is padding
	return d.ppp(data[6:][:min(length, len(data)-6)])
}

// The address and the control field of PPP in the framing of HDLC (RFC 1662).
const (
	allStations = 0xff
	unnumbered  = 0x03
)

// ppp takes apart what PPP carries. It may leave out address and control, and the
// first octet of the protocol (RFC 1661 section 6.5).
func (d *Decoder) ppp(data []byte) Content {
	if len(data) >= 2 && data[0] == allStations && data[1] == unnumbered {
		data = data[2:]
	}
	switch {
	case len(data) < 2:
		return Broken
	case data[0]&1 != 0:
		return d.pppProtocol(uint16(data[0]), data[1:])
	}
	return d.pppProtocol(binary.BigEndian.Uint16(data), data[2:])
}

func (d *Decoder) pppProtocol(protocol uint16, data []byte) Content {
	if !d.deeper() {
		return d.other(nesting, 0)
	}
	switch protocol {
	case 0x0021, 0x0057:
		return d.ip(data)
	case 0x0281, 0x0283:
		return d.mpls(data)
	}
	return d.other(pppProtocols, uint32(protocol))
}

// pppDirected takes apart a frame of PPP whose first octet is its direction; that
// may stand in the place of the address.
func (d *Decoder) pppDirected(data []byte) Content {
	if len(data) == 0 {
		return Broken
	}
	if data = data[1:]; len(data) > 0 && data[0] == unnumbered {
		data = data[1:]
	}
	return d.ppp(data)
}

// hdlc takes apart a frame of PPP or of Cisco's protocol in the framing of HDLC.
func (d *Decoder) hdlc(data []byte) Content {
	const unicast, multicast = 0x0f, 0x8f
	switch {
	case len(data) < 4:
		return Broken
	case data[0] == unicast || data[0] == multicast:
		return d.network(typeAt(data, 2), data[4:])
	}
	return d.ppp(data)
}
