package wire

import (
	"encoding/binary"
)

// tunnelled takes apart what an IP packet carries that is neither TCP nor ICMP.
func (d *Decoder) tunnelled(protocol protocolNumber, data []byte) Content {
	switch protocol {
	case protocolUDP:
		return d.datagram(data)
	case protocolIPv4, protocolIPv6:
		return d.ipInIP(protocol, data)
	case protocolGRE:
		return d.gre(data)
	case protocolMPLS:
		d.outside()
		return d.mpls(data)
	case protocolEtherIP: // RFC 3378
		if len(data) < 2 {
			return Broken
		}
		d.outside()
		d.through(EtherIP, 0, false)
		return d.bridged(data[2:])
	}
	return d.other(ipProtocol, uint32(protocol))
}

// ipInIP takes apart an IP packet in another (RFC 2003, RFC 2473, RFC 4213).
func (d *Decoder) ipInIP(inner protocolNumber, data []byte) Content {
	d.outside()
	if inner == protocolIPv6 && len(d.src) == 4 {
		d.through(SixInFour, 0, false)
	} else {
		d.through(IPinIP, 0, false)
	}
	return d.ip(data)
}

// bridged takes apart an Ethernet frame in a tunnel.
func (d *Decoder) bridged(data []byte) Content { return d.network(bridged, data) }

// The flags of GRE (RFC 2784, RFC 2890, RFC 2637).
const (
	greChecksum = 0x80
	greRouting  = 0x40
	greKey      = 0x20
	greSequence = 0x10
	greAck      = 0x80 // in the second octet, of version 1
	greVersion  = 0x07
)

// gre takes apart what is behind a GRE header.
func (d *Decoder) gre(data []byte) Content {
	if len(data) < 4 {
		return Broken
	}
	d.outside()
	switch version := data[1] & greVersion; {
	case version == 1:
		return d.pptp(data)
	case version != 0 || data[0]&greRouting != 0: // RFC 2784 has done away with routing
		return d.other(greProtocol, uint32(version)<<16|uint32(binary.BigEndian.Uint16(data[2:])))
	}
	t, flags, rest := typeAt(data, 2), data[0], data[4:]
	n := 0
	for _, f := range []byte{greChecksum, greKey, greSequence} {
		if flags&f != 0 {
			n += 4
		}
	}
	if len(rest) < n {
		return Broken
	}
	options, rest := rest[:n], rest[n:]
	if flags&greChecksum != 0 {
		options = options[4:]
	}
	if flags&greKey == 0 {
		d.through(GRE, 0, false)
	} else {
		d.keyed(t, binary.BigEndian.Uint32(options))
	}
	return d.generic(t, flags&greSequence != 0, rest)
}

// keyed notes the key of GRE. The key of a bridged frame is a network and a flow in
// it (RFC 7637); of a key that is too small for that, one number.
func (d *Decoder) keyed(t ethernetType, key uint32) {
	if t == bridged && key>>8 != 0 {
		d.through(NVGRE, key>>8, true)
		d.Packet.Tunnel.Way = mix(d.Packet.Tunnel.Way, uint64(key))
		return
	}
	d.through(GRE, key, true)
}

// generic takes apart what GRE carries.
func (d *Decoder) generic(t ethernetType, sequence bool, data []byte) Content {
	switch {
	case t == typeERSPAN && !sequence: // type I has no header
		d.through(ERSPAN, 0, false)
		return d.bridged(data)
	case t == typeERSPAN:
		return d.mirrored(data, 8)
	case t == erspan3:
		return d.mirrored(data, 12)
	case t == wccp && len(data) >= 4 && data[0]>>4 != 4: // of version 2 there is a header
		return d.ip(data[4:])
	case t == wccp:
		return d.ip(data)
	case isWrapped(t):
		return d.network(t, data)
	}
	return d.other(greProtocol, uint32(t))
}

// isWrapped reports whether GRE or Geneve carries something of an EtherType that
// is looked into.
func isWrapped(t ethernetType) bool {
	switch t {
	case typeIPv4, typeIPv6, bridged, typeVLAN, typeQinQ,
		typeMPLS, typeMPLSMulticast, typePPPoE:
		return true
	}
	return false
}

// mirrored takes apart a frame behind an ERSPAN header of type II or III.
func (d *Decoder) mirrored(data []byte, header int) Content {
	if len(data) < header {
		return Broken
	}
	const session, more, kind, packet = 0x3ff, 1, 0x7c00, 2 << 10
	d.through(ERSPAN, uint32(binary.BigEndian.Uint16(data[2:])&session), false)
	if header == 8 {
		return d.bridged(data[header:])
	}
	last := binary.BigEndian.Uint16(data[10:])
	if last&more != 0 {
		header += 8
	}
	switch {
	case len(data) < header:
		return Broken
	case last&kind == packet:
		return d.ip(data[header:])
	}
	return d.bridged(data[header:])
}

// pptp takes apart PPP in GRE of version 1. The call is that of the receiver.
func (d *Decoder) pptp(data []byte) Content {
	n := 8
	if data[0]&greSequence != 0 {
		n += 4
	}
	if data[1]&greAck != 0 {
		n += 4
	}
	switch {
	case len(data) < n:
		return Broken
	case typeAt(data, 2) != typePPP || data[0]&greSequence == 0: // an acknowledgment alone
		return d.other(greProtocol, 1<<16|uint32(binary.BigEndian.Uint16(data[2:])))
	}
	d.through(PPTP, uint32(binary.BigEndian.Uint16(data[6:])), false)
	return d.ppp(data[n:])
}
