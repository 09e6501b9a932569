package wire

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// around4 puts what IPv4 carries into a packet between the ends of a tunnel.
func around4(protocol protocolNumber, data []byte) []byte {
	b := append([]byte{0x45, 0, 0, 0, 0, 0, 0, 0, 64, byte(protocol), 0, 0, 10, 0, 0, 1, 10, 0, 0, 2}, data...)
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	return b
}

// around6 does the same with IPv6.
func around6(next protocolNumber, data []byte) []byte {
	b := make([]byte, 40, 40+len(data))
	b[0], b[6], b[7], b[23], b[39] = 0x60, byte(next), 64, 1, 2
	binary.BigEndian.PutUint16(b[4:], uint16(len(data)))
	return append(b, data...)
}

// udp puts data into a datagram.
func udp(from, to uint16, data ...byte) []byte {
	b := binary.BigEndian.AppendUint16(nil, from)
	b = binary.BigEndian.AppendUint16(b, to)
	b = binary.BigEndian.AppendUint16(b, uint16(8+len(data)))
	return append(append(b, 0, 0), data...)
}

// cat puts a header before data.
func cat(data []byte, header ...byte) []byte { return append(slices.Clone(header), data...) }

// between4 is cat in a datagram to a port, in IPv4.
func between4(port uint16, data []byte, header ...byte) []byte {
	return around4(protocolUDP, udp(50000, port, cat(data, header...)...))
}

// between gives a packet other addresses, which stand at a place in it.
func between(addresses, packet []byte, at int) []byte {
	copy(packet[at:], addresses)
	return packet
}

// TestTunnels holds what is looked into, and what is made of the tunnel.
func TestTunnels(t *testing.T) {
	v4, v6 := ip4(t, syn), ip6(t, syn)
	frame := ethernet(t, v4)
	gre := func(data []byte, header ...byte) []byte {
		return around4(protocolGRE, cat(data, header...))
	}
	snap := []byte{0xaa, 0xaa, 3, 0, 0, 0, 8, 0}
	data80211 := cat(cat(v4, snap...), append([]byte{0x08, 0x01}, make([]byte, 22)...)...)
	qos80211 := cat(cat(v4, snap...), append([]byte{0x88, 0x03}, make([]byte, 30)...)...)
	for _, test := range []struct {
		name   string
		link   LinkType
		data   []byte
		tunnel string
	}{
		{"4in4", LinkTypeRaw, around4(4, v4), "IPIP"},
		{"4in6", LinkTypeRaw, around6(4, v4), "IPIP"},
		{"6in6", LinkTypeRaw, around6(41, v6), "IPIP"},
		{"6in4", LinkTypeRaw, around4(41, v6), "6in4"},
		{"4in4in4", LinkTypeRaw, around4(4, around4(4, v4)), "IPIP"},
		{"IPv6 fragment that is all", LinkTypeRaw, ip6(t, syn, 44, 0, 0), "no tunnel"},
		{"IPv6 routing header", LinkTypeRaw, ip6(t, syn, 43, 0, 0), "no tunnel"},
		{"IPv6 mobility header", LinkTypeRaw, ip6(t, syn, 135, 0, 0), "no tunnel"},
		{"authentication header in IPv6", LinkTypeRaw, between(v6[8:40], around6(51, cat(v6[40:], 6, 4, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)), 8), "no tunnel"},
		{"authentication header in IPv4", LinkTypeRaw, between(v4[12:20], around4(51, cat(v4[20:], 6, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1)), 12), "no tunnel"},
		{"GRE", LinkTypeRaw, gre(v4, 0, 0, 8, 0), "GRE"},
		{"GRE with IPv6", LinkTypeRaw, gre(v6, 0, 0, 0x86, 0xdd), "GRE"},
		{"GRE with a key", LinkTypeRaw, gre(v4, 0x20, 0, 8, 0, 0, 0, 0, 7), "GRE 7"},
		{"GRE with everything", LinkTypeRaw, gre(v4, 0xb0, 0, 8, 0, 1, 2, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1), "GRE 9"},
		{"GRE in IPv6", LinkTypeRaw, around6(47, cat(v4, 0, 0, 8, 0)), "GRE"},
		{"GRE in UDP", LinkTypeRaw, between4(4754, v4, 0, 0, 8, 0), "GRE"},
		{"GRE with MPLS", LinkTypeRaw, gre(v4, 0, 0, 0x88, 0x47, 0, 1, 0x41, 64), "MPLS 20"},
		{"NVGRE", LinkTypeRaw, gre(frame, 0x20, 0, 0x65, 0x58, 0, 0x13, 0x88, 3), "NVGRE 5000"},
		{"bridged GRE", LinkTypeRaw, gre(frame, 0, 0, 0x65, 0x58), "GRE"},
		{"ERSPAN type I", LinkTypeRaw, gre(frame, 0, 0, 0x88, 0xbe), "ERSPAN"},
		{"ERSPAN type II", LinkTypeRaw, gre(frame, 0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 0, 0, 5, 0, 0, 0, 0), "ERSPAN 5"},
		{"ERSPAN type III", LinkTypeRaw, gre(frame, 0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0), "ERSPAN 6"},
		{"ERSPAN type III with more", LinkTypeRaw, gre(v4, 0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 0, 0, 6, 0, 0, 0, 0, 0, 0, 8, 1, 1, 2, 3, 4, 5, 6, 7, 8), "ERSPAN 6"},
		{"WCCP", LinkTypeRaw, gre(v4, 0, 0, 0x88, 0x3e, 1, 2, 3, 4), "GRE"},
		{"WCCP of version 1", LinkTypeRaw, gre(v4, 0, 0, 0x88, 0x3e), "GRE"},
		{"PPTP", LinkTypeRaw, gre(v4, 0x30, 0x81, 0x88, 0x0b, 0, 44, 0, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0xff, 3, 0, 0x21), "PPTP 3"},
		{"VXLAN", LinkTypeRaw, between4(4789, frame, 8, 0, 0, 0, 0, 0, 42, 0), "VXLAN 42"},
		{"VXLAN of Linux", LinkTypeRaw, between4(8472, frame, 8, 0, 0, 0, 0, 0, 42, 0), "VXLAN 42"},
		{"VXLAN in IPv6", LinkTypeRaw, around6(17, udp(5, 4789, cat(frame, 8, 0, 0, 0, 0, 0, 42, 0)...)), "VXLAN 42"},
		{"VXLAN with a VLAN tag inside", LinkTypeRaw, between4(4789, ethernet(t, v4, 3), 8, 0, 0, 0, 0, 0, 42, 0), "VXLAN 42"},
		{"VXLAN that says what it holds", LinkTypeRaw, between4(4790, v6, 12, 0, 0, 2, 0, 0, 42, 0), "VXLAN 42"},
		{"Geneve", LinkTypeRaw, between4(6081, frame, 0, 0, 0x65, 0x58, 0, 1, 0, 0), "Geneve 256"},
		{"Geneve with options", LinkTypeRaw, between4(6081, v4, 1, 0, 8, 0, 0, 0, 9, 0, 1, 2, 3, 4), "Geneve 9"},
		{"GTP-U", LinkTypeRaw, between4(2152, v4, 0x30, 0xff, 0, 40, 0, 0, 0, 77), "GTP-U 77"},
		{"GTP-U with a sequence number", LinkTypeRaw, between4(2152, v6, 0x32, 0xff, 0, 40, 0, 0, 0, 77, 0, 1, 0, 0), "GTP-U 77"},
		{"GTP-U of 5G", LinkTypeRaw, between4(2152, v4, 0x34, 0xff, 0, 40, 0, 0, 0, 77, 0, 0, 0, 0x85, 1, 0x10, 5, 0), "GTP-U 77"},
		{"GTP-U with Ethernet", LinkTypeRaw, between4(2152, frame, 0x30, 0xff, 0, 40, 0, 0, 0, 77), "GTP-U 77"},
		{"MPLS", LinkTypeEthernet, cat(cat(v4, 0, 1, 0x41, 64), append(make([]byte, 12), 0x88, 0x47)...), "MPLS 20"},
		{"two labels", LinkTypeEthernet, cat(cat(v6, 0, 1, 0x40, 64, 0, 1, 0x51, 64), append(make([]byte, 12), 0x88, 0x47)...), "MPLS 21"},
		{"Ethernet over MPLS", LinkTypeEthernet, cat(cat(frame, 0, 1, 0x41, 64), append(make([]byte, 12), 0x88, 0x47)...), "MPLS 20"},
		{"Ethernet over MPLS with a control word", LinkTypeEthernet, cat(cat(frame, 0, 1, 0x41, 64, 0, 0, 0, 0), append(make([]byte, 12), 0x88, 0x47)...), "MPLS 20"},
		{"MPLS in IP", LinkTypeRaw, around4(137, cat(v4, 0, 1, 0x41, 64)), "MPLS 20"},
		{"MPLS in UDP", LinkTypeRaw, between4(6635, v4, 0, 1, 0x41, 64), "MPLS 20"},
		{"EtherIP", LinkTypeRaw, around4(97, cat(frame, 0x30, 0)), "EtherIP"},
		{"PPPoE", LinkTypeEthernet, cat(cat(v4, 0x11, 0, 0, 8, 0, 46, 0, 0x21), append(make([]byte, 12), 0x88, 0x64)...), "PPPoE 8"},
		{"PPPoE with padding", LinkTypeEthernet, append(cat(cat(v6, 0x11, 0, 0, 8, 0, 66, 0, 0x57), append(make([]byte, 12), 0x88, 0x64)...), 1, 2, 3), "PPPoE 8"},
		{"PPPoE behind a VLAN tag", LinkTypeEthernet, cat(cat(v4, 0x11, 0, 0, 8, 0, 46, 0, 0x21), append(make([]byte, 12), 0x81, 0, 0, 7, 0x88, 0x64)...), "PPPoE 8"},
		{"SNAP in Ethernet", LinkTypeEthernet, cat(cat(v4, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0), append(make([]byte, 12), 0, 52)...), "no tunnel"},
		{"SNAP behind a VLAN tag", LinkTypeEthernet, cat(cat(v4, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0), append(make([]byte, 12), 0x81, 0, 0, 7, 0, 52)...), "no tunnel"},
		{"SNAP in Linux cooked", LinkTypeLinuxSLL, cat(cat(v4, snap...), 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4), "no tunnel"},
		{"IP on LLC", LinkTypeATM, cat(v4, 6, 6, 3), "no tunnel"},
		{"SNAP on ATM", LinkTypeATM, cat(v4, snap...), "no tunnel"},
		{"PPP", LinkTypePPP, cat(v4, 0xff, 3, 0, 0x21), "no tunnel"},
		{"PPP that leaves out what it may", LinkTypePPP, cat(v4, 0x21), "no tunnel"},
		{"PPP in HDLC", LinkTypePPPHDLC, cat(v6, 0xff, 3, 0, 0x57), "no tunnel"},
		{"PPP with MPLS", LinkTypePPP, cat(v4, 0xff, 3, 2, 0x81, 0, 1, 0x41, 64), "MPLS 20"},
		{"PPP with a direction", 204, cat(v4, 1, 0xff, 3, 0, 0x21), "no tunnel"},
		{"PPP with a direction in the place of the address", 166, cat(v4, 0, 3, 0, 0x21), "no tunnel"},
		{"HDLC of Cisco", LinkTypeCiscoHDLC, cat(v4, 0x0f, 0, 8, 0), "no tunnel"},
		{"PPPoE alone", LinkTypePPPEthernet, cat(v4, 0x11, 0, 0, 8, 0, 42, 0, 0x21), "PPPoE 8"},
		{"802.11", LinkTypeIEEE80211, data80211, "no tunnel"},
		{"802.11 with QoS and four addresses", LinkTypeIEEE80211, qos80211, "no tunnel"},
		{"radiotap", LinkTypeIEEE80211Radio, cat(data80211, 0, 0, 8, 0, 0, 0, 0, 0), "no tunnel"},
		{"radiotap with a time and padding", LinkTypeIEEE80211Radio,
			cat(cat(cat(v4, snap...), append([]byte{0x88, 0x01}, make([]byte, 26)...)...), 0, 0, 17, 0, 3, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0x20), "no tunnel"},
		{"radiotap with more words", LinkTypeIEEE80211Radio, cat(data80211, 0, 0, 13, 0, 2, 0, 0, 0x80, 0, 0, 0, 0, 0x10), "no tunnel"},
		{"Prism", LinkTypePrismHeader, cat(data80211, 0, 0, 0, 0x44, 12, 0, 0, 0, 1, 2, 3, 4), "no tunnel"},
		{"AVS", 163, cat(data80211, 0x80, 0x21, 0x10, 1, 0, 0, 0, 12, 1, 2, 3, 4), "no tunnel"},
		{"VXLAN in GTP-U in GRE", LinkTypeRaw, gre(between4(2152, between4(4789, frame, 8, 0, 0, 0, 0, 0, 42, 0), 0x30, 0xff, 0, 0, 0, 0, 0, 77), 0, 0, 8, 0), "VXLAN 42"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := Decoder{Checksums: true}
			if got := d.Decode(test.link, test.data); got != TCP || d.Packet.Segment != syn || d.Packet.Tunnel.String() != test.tunnel {
				t.Fatalf("%v (%v): %v in %v, want %v in %s", got, d.Left, d.Packet.Segment, d.Packet.Tunnel, syn, test.tunnel)
			}
			for n := range test.data {
				if got := d.Decode(test.link, test.data[:n]); got == TCP && d.Packet.Segment != syn { // or padding was cut
					t.Errorf("%d octets of %d are %v", n, len(test.data), d.Packet.Segment)
				}
			}
			r := rand.New(rand.NewPCG(1, uint64(len(test.data))))
			for range 300 { // whatever the headers say, nothing panics
				b := slices.Clone(test.data)
				for range 1 + r.IntN(4) {
					b[r.IntN(len(b))] = byte(r.Uint32())
				}
				if d.Decode(test.link, b) == TCP && int(d.Packet.Segment.Text) < len(d.Packet.Octets) {
					t.Errorf("%v with %d octets of text", d.Packet.Segment, len(d.Packet.Octets))
				}
			}
			if d.Decode(LinkTypeRaw, v4); d.Packet.Tunnel != (Tunnel{}) {
				t.Errorf("the next frame is in %v too", d.Packet.Tunnel)
			}
		})
	}
}

// TestFirstFragment holds that of a tunnel that was cut into fragments the first one
// tells of the segment, with the length that it has, and the others nothing.
func TestFirstFragment(t *testing.T) {
	g := fsm.Segment{SEQ: 100, ACK: 7, CTL: fsm.ACK, Text: 1000}
	whole := between4(4789, ethernet(t, ip4(t, g)), 8, 0, 0, 0, 0, 0, 42, 0)
	v6 := around6(44, cat(cat(ip4(t, g), 0, 0, 8, 0), 47, 0, 0, 1, 0, 0, 0, 9))
	first := slices.Clone(whole[:600])
	binary.BigEndian.PutUint16(first[2:], 600)
	first[6] = 0x20
	later := slices.Clone(first)
	later[7] = 100
	plain := ip4(t, g)[:600]
	binary.BigEndian.PutUint16(plain[2:], 600)
	plain[6] = 0x20
	var d Decoder
	for name, data := range map[string][]byte{"IPv4": first, "IPv6": v6} {
		if got := d.Decode(LinkTypeRaw, data); got != TCP || d.Packet.Segment != g {
			t.Errorf("the first one, %s: %v %v, want %v", name, got, d.Packet.Segment, g)
		}
	}
	for name, data := range map[string][]byte{"a later one": later, "without a tunnel": plain, "cut in a header": cat(nil, first[:50]...)} {
		if got := d.Decode(LinkTypeRaw, data); got != Fragment {
			t.Errorf("%s: %v, want %v", name, got, Fragment)
		}
	}
}

// TestTunnelsTold holds which tunnels are told from each other, and by what.
func TestTunnelsTold(t *testing.T) {
	v4 := ip4(t, syn)
	frame := ethernet(t, v4)
	in := func(data []byte) Tunnel {
		var d Decoder
		if got := d.Decode(LinkTypeRaw, data); got != TCP {
			t.Fatalf("%v, want a segment", got)
		}
		return d.Packet.Tunnel
	}
	back := func(data []byte) []byte {
		b := slices.Clone(data)
		copy(b[12:], data[16:20])
		copy(b[16:], data[12:16])
		return b
	}
	vxlan := func(vni byte) []byte { return between4(4789, frame, 8, 0, 0, 0, 0, 0, vni, 0) }
	gtp := func(teid byte) []byte { return between4(2152, v4, 0x30, 0xff, 0, 0, 0, 0, 0, teid) }
	there, again := in(vxlan(1)), in(back(vxlan(1)))
	if there != in(vxlan(1)) || there.Shared == in(vxlan(2)).Shared || there.Way == in(vxlan(2)).Way {
		t.Error("two networks of VXLAN are told as one, or one as two")
	}
	if there.Shared != again.Shared || there.Way == again.Way || there.Out != again.Back || there.Back != again.Out {
		t.Errorf("%+v is not the answer to %+v", again, there)
	}
	if a, b := in(gtp(1)), in(gtp(2)); a.Shared != b.Shared || a.Way == b.Way || a.Out != b.Out {
		t.Errorf("two endpoints of GTP-U: %+v and %+v", a, b)
	}
}

// TestLeft holds what is said of frames that are not looked into.
func TestLeft(t *testing.T) {
	eth := func(kind uint16) []byte {
		return append(make([]byte, 12), byte(kind>>8), byte(kind), 0, 0, 0, 0, 0, 0)
	}
	deep := ip4(t, syn)
	for range maxDepth {
		deep = around4(4, deep)
	}
	tags := ethernet(t, ip4(t, syn), slices.Repeat([]uint16{7}, 20)...)
	for want, test := range map[string]struct {
		link LinkType
		data []byte
	}{
		"ARP":                           {LinkTypeEthernet, eth(0x806)},
		"LLDP":                          {LinkTypeEthernet, eth(0x88cc)},
		"EtherType 0x1234":              {LinkTypeEthernet, eth(0x1234)},
		"PPPoE discovery":               {LinkTypeEthernet, eth(0x8863)},
		"STP":                           {LinkTypeEthernet, append(make([]byte, 12), 0, 4, 0x42, 0x42, 3, 0)},
		"LLC SAP 0x10":                  {LinkTypeEthernet, append(make([]byte, 12), 0, 4, 0x10, 0x42, 3, 0)},
		"CDP":                           {LinkTypeEthernet, append(make([]byte, 12), 0, 8, 0xaa, 0xaa, 3, 0, 0, 12, 0x20, 0)},
		"SNAP of 0x00e02b":              {LinkTypeEthernet, append(make([]byte, 12), 0, 8, 0xaa, 0xaa, 3, 0, 0xe0, 0x2b, 0, 0xbb)},
		"UDP port 53":                   {LinkTypeRaw, around4(17, udp(53, 40000))},
		"UDP port 4789":                 {LinkTypeRaw, between4(4789, nil, 0, 0, 0, 0, 0, 0, 0, 0)},
		"UDP port 2152":                 {LinkTypeRaw, between4(2152, nil, 0x32, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0)},
		"UDP port 6081":                 {LinkTypeRaw, around6(17, udp(40000, 6081, 0, 0, 0x12, 0x34, 0, 0, 0, 0))},
		"SCTP":                          {LinkTypeRaw, around4(132, nil)},
		"ESP":                           {LinkTypeRaw, around6(50, make([]byte, 8))},
		"IP protocol 200":               {LinkTypeRaw, around4(200, nil)},
		"IPv6 without next header":      {LinkTypeRaw, around6(59, nil)},
		"ICMP":                          {LinkTypeRaw, around4(1, []byte{8, 0, 0, 0, 0, 0, 0, 0})},
		"ICMPv6":                        {LinkTypeRaw, around6(58, []byte{135, 0, 0, 0, 0, 0, 0, 0})},
		"IP version 5":                  {LinkTypeRaw, []byte{0x55}},
		"GRE version 0 protocol 0x00fe": {LinkTypeRaw, around4(47, []byte{0, 0, 0, 0xfe})},
		"GRE version 1 protocol 0x880b": {LinkTypeRaw, around4(47, []byte{0x20, 0x81, 0x88, 0x0b, 0, 0, 0, 3, 0, 0, 0, 1})},
		"GRE version 2 protocol 0x0800": {LinkTypeRaw, around4(47, []byte{0, 2, 8, 0})},
		"MPLS without IP":               {LinkTypeEthernet, append(append(make([]byte, 12), 0x88, 0x47), 0, 1, 0x41, 64, 0x10, 0, 0, 0)},
		"LCP":                           {LinkTypePPP, []byte{0xff, 3, 0xc0, 0x21, 1}},
		"PPP protocol 0x002b":           {LinkTypePPP, []byte{0x2b, 1}},
		"802.11 management":             {LinkTypeIEEE80211, []byte{0x80, 0}},
		"802.11 control":                {LinkTypeIEEE80211, []byte{0xd4, 0}},
		"802.11 without data":           {LinkTypeIEEE80211, []byte{0x48, 1}},
		"802.11 encrypted":              {LinkTypeIEEE80211, []byte{0x88, 0x41}},
		"802.11 A-MSDU":                 {LinkTypeIEEE80211, append([]byte{0x88, 0x01}, append(make([]byte, 22), 0x80, 0)...)},
		"802.11 with a wrong FCS":       {LinkTypeIEEE80211Radio, []byte{0, 0, 9, 0, 2, 0, 0, 0, 0x40, 0x08, 0x01}},
		"too many headers":              {LinkTypeRaw, deep},
		"too many headers ":             {LinkTypeEthernet, tags},
		"RARP":                          {LinkTypeCiscoHDLC, []byte{0x0f, 0, 0x80, 0x35}},
	} {
		var d Decoder
		if got := d.Decode(test.link, test.data); got != Other || d.Left.String() != want && d.Left.String()+" " != want {
			t.Errorf("%v, %v; want %s", got, d.Left, want)
		}
	}
}
