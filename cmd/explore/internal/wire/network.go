package wire

import "encoding/binary"

// maxDepth bounds the headers that stand in each other before TCP: link layers,
// tags and IP packets. None that are meant to arrive are so deep.
const maxDepth = 16

// deeper reports whether there may be one more header.
func (d *Decoder) deeper() bool {
	d.depth++
	return d.depth <= maxDepth
}

// network takes apart what has an EtherType.
func (d *Decoder) network(t ethernetType, data []byte) Content {
	switch t {
	case typeIPv4, typeIPv6:
		return d.ip(data)
	case typeVLAN, typeQinQ, providerTag:
		if len(data) < 4 {
			return Broken
		}
		t = typeAt(data, 2)
		data = within(t, data[4:])
	}
	if !d.deeper() {
		return d.other(nesting, 0)
	}
	return d.wrapped(t, data)
}

// wrapped takes apart what is neither IP nor a tag, or stands behind a tag.
func (d *Decoder) wrapped(t ethernetType, data []byte) Content {
	switch t {
	case typeIPv4, typeIPv6, typeVLAN, typeQinQ, providerTag:
		return d.network(t, data)
	case typeMPLS, typeMPLSMulticast:
		return d.mpls(data)
	case typePPPoE:
		return d.pppoe(data)
	case typeLLC, cookedLLC:
		return d.llc(data)
	case bridged:
		return d.frame(data)
	}
	if t < lengths && t > cookedLLC { // a length, behind a tag
		return d.llc(within(t, data))
	}
	return d.other(etherType, uint32(t))
}

// mpls takes apart what follows a stack of labels (RFC 3032). No label says what
// that is: an IP packet shows its version, and an Ethernet frame its type, perhaps
// behind a control word (RFC 4385).
func (d *Decoder) mpls(data []byte) Content {
	const bottom = 0x100
	for range maxDepth {
		if len(data) < 4 {
			return Broken
		}
		entry := binary.BigEndian.Uint32(data)
		d.through(MPLS, entry>>12, false)
		data = data[4:]
		if entry&bottom != 0 {
			return d.labelled(data)
		}
	}
	return d.other(nesting, 0)
}

func (d *Decoder) labelled(data []byte) Content {
	switch {
	case len(data) == 0:
		return Broken
	case data[0]>>4 == 4 || data[0]>>4 == 6:
		return d.ip(data)
	case data[0]>>4 == 0 && len(data) > 4 && isFrame(data[4:]):
		return d.frame(data[4:])
	case isFrame(data):
		return d.frame(data)
	}
	return d.other(labels, 0)
}

// isFrame reports whether data looks like an Ethernet frame.
func isFrame(data []byte) bool {
	if len(data) < ethernetHeader {
		return false
	}
	switch typeAt(data, 12) {
	case typeIPv4, typeIPv6, typeARP, typeVLAN, typeQinQ,
		typeMPLS, typePPPoE, typePPPoEDiscovery:
		return true
	}
	return false
}
