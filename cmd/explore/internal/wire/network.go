package wire

import (
	"encoding/binary"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
)

// maxDepth bounds the headers that stand in each other before TCP: link layers,
// tags and IP packets. None that are meant to arrive are so deep.
const maxDepth = 16

// deeper reports whether there may be one more header.
func (d *Decoder) deeper() bool {
	d.depth++
	return d.depth <= maxDepth
}

// The EtherTypes that the library has no names for.
const (
	cookedLLC   layers.EthernetType = 0x0004 // in Linux cooked captures alone
	bridged                         = layers.EthernetTypeTransparentEthernetBridging
	providerTag layers.EthernetType = 0x9100 // VLAN tags of before IEEE 802.1ad
)

// network takes apart what has an EtherType.
func (d *Decoder) network(t layers.EthernetType, data []byte) Content {
	switch t {
	case layers.EthernetTypeIPv4, layers.EthernetTypeIPv6:
		return d.ip(data)
	case layers.EthernetTypeDot1Q, layers.EthernetTypeQinQ, providerTag:
		if d.vlan.DecodeFromBytes(data, gopacket.NilDecodeFeedback) != nil {
			return Broken
		}
		t, data = d.vlan.Type, d.vlan.Payload
	}
	if !d.deeper() {
		return d.other(nesting, 0)
	}
	return d.wrapped(t, data)
}

// wrapped takes apart what is neither IP nor a tag, or stands behind a tag.
func (d *Decoder) wrapped(t layers.EthernetType, data []byte) Content {
	switch t {
	case layers.EthernetTypeIPv4, layers.EthernetTypeIPv6, layers.EthernetTypeDot1Q, layers.EthernetTypeQinQ, providerTag:
		return d.network(t, data)
	case layers.EthernetTypeMPLSUnicast, layers.EthernetTypeMPLSMulticast:
		return d.mpls(data)
	case layers.EthernetTypePPPoESession:
		return d.pppoe(data)
	case layers.EthernetTypeLLC, cookedLLC:
		return d.llc(data)
	case bridged:
		return d.frame(data)
	}
	if t < 0x600 && t > cookedLLC { // a length, behind a tag
		return d.llc(data[:min(int(t), len(data))])
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
	if len(data) < 14 {
		return false
	}
	switch layers.EthernetType(binary.BigEndian.Uint16(data[12:])) {
	case layers.EthernetTypeIPv4, layers.EthernetTypeIPv6, layers.EthernetTypeARP, layers.EthernetTypeDot1Q, layers.EthernetTypeQinQ,
		layers.EthernetTypeMPLSUnicast, layers.EthernetTypePPPoESession, layers.EthernetTypePPPoEDiscovery:
		return true
	}
	return false
}
