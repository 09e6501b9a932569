package wire

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// syn is the segment of most packets.
var syn = fsm.Segment{SEQ: 100, CTL: fsm.SYN, WND: 4096}

// encoded makes the packet of a segment between two sockets.
func encoded(t testing.TB, from, to string, g fsm.Segment) []byte {
	t.Helper()
	p := Packet{From: netip.MustParseAddrPort(from), To: netip.MustParseAddrPort(to), Segment: g}
	b, err := p.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// ip4 makes the IPv4 packet of a segment, with TCP options as they are given.
func ip4(t testing.TB, g fsm.Segment, options ...byte) []byte {
	b := slices.Insert(encoded(t, "192.0.2.1:1024", "198.51.100.2:80", g), 40, options...)
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	b[32] = byte(20+len(options)) / 4 << 4
	return b
}

// ip6 makes the IPv6 packet of a segment, behind one extension header of the
// given kind.
func ip6(t testing.TB, g fsm.Segment, extension ...byte) []byte {
	b := encoded(t, "[2001:db8::1]:1024", "[2001:db8::2]:80", g)
	if len(extension) > 0 {
		b = slices.Insert(b, 40, 6, 0, extension[1], extension[2], 0, 0, 0, 0)
		b[6] = extension[0]
	}
	binary.BigEndian.PutUint16(b[4:], uint16(len(b)-40))
	return b
}

// ethernet puts a packet into a frame, behind VLAN tags.
func ethernet(t testing.TB, packet []byte, tags ...uint16) []byte {
	kind := layers.EthernetTypeIPv4
	if packet[0]>>4 == 6 {
		kind = layers.EthernetTypeIPv6
	}
	types := append(slices.Repeat([]layers.EthernetType{layers.EthernetTypeDot1Q}, len(tags)), kind)
	all := []gopacket.SerializableLayer{&layers.Ethernet{SrcMAC: make([]byte, 6), DstMAC: make([]byte, 6), EthernetType: types[0]}}
	for i, tag := range tags {
		all = append(all, &layers.Dot1Q{VLANIdentifier: tag, Type: types[i+1]})
	}
	b := gopacket.NewSerializeBuffer()
	if err := gopacket.SerializeLayers(b, gopacket.SerializeOptions{}, append(all, gopacket.Payload(packet))...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
