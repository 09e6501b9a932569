package wire

import (
	"bytes"
	"math"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// aPacket draws a packet that says all that a header can.
func aPacket(t *rapid.T) *Packet {
	socket := func(name string, size int) netip.AddrPort {
		a, _ := netip.AddrFromSlice(rapid.SliceOfN(rapid.Byte(), size, size).Draw(t, name))
		return netip.AddrPortFrom(a, rapid.Uint16().Draw(t, name))
	}
	size := rapid.SampledFrom([]int{4, 16}).Draw(t, "family")
	p := &Packet{From: socket("from", size), To: socket("to", size)}
	p.Segment = fsm.Segment{
		SEQ: fsm.Seq(rapid.Uint32().Draw(t, "SEQ")), WND: uint32(rapid.Uint16().Draw(t, "WND")),
		CTL:  fsm.Control(rapid.Uint8Range(0, 0x3f).Draw(t, "CTL")),
		Text: rapid.OneOf(rapid.Uint32Range(0, 3000), rapid.Uint32Range(65400, 66000)).Draw(t, "text"),
	}
	p.Octets = bytes.Repeat([]byte{rapid.Byte().Draw(t, "octet")}, int(p.Segment.Text))
	if p.Segment.CTL.Has(fsm.ACK) {
		p.Segment.ACK = fsm.Seq(rapid.Uint32().Draw(t, "ACK"))
	}
	if p.Segment.CTL.Has(fsm.URG) {
		p.Segment.UP = uint32(rapid.Uint16().Draw(t, "UP"))
	}
	if p.Segment.CTL.Has(fsm.SYN) {
		p.Segment.MSS = rapid.Uint16().Draw(t, "MSS")
		if p.Scaled = rapid.Bool().Draw(t, "scaled"); p.Scaled {
			p.Shift = rapid.Uint8Range(0, maxShift).Draw(t, "shift")
		}
	}
	return p
}

// TestRoundTrip holds that what is encoded is decoded again, and that its
// checksum is right; also where it is longer than its header can say.
func TestRoundTrip(t *testing.T) {
	d := Decoder{Checksums: true}
	rapid.Check(t, func(t *rapid.T) {
		p := aPacket(t)
		b, err := p.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Decode(LinkTypeRaw, b); got != TCP || d.Malformed {
			t.Fatalf("%+v is encoded as what is decoded as %v", p, got)
		}
		if diff := cmp.Diff(p, &d.Packet, cmp.Comparer(func(a, b netip.AddrPort) bool { return a == b }), cmp.Comparer(bytes.Equal)); diff != "" {
			t.Error(diff)
		}
	})
}

// TestTooLong holds that what fits into no packet is an error, and takes no
// memory.
func TestTooLong(t *testing.T) {
	p := Packet{From: netip.MustParseAddrPort("192.0.2.1:1"), To: netip.MustParseAddrPort("192.0.2.2:2"), Segment: fsm.Segment{Text: math.MaxUint32}}
	if _, err := p.Encode(); err == nil {
		t.Error("4 GiB fit into a packet")
	}
}

// TestWideWindow holds that a window that no header has is cut.
func TestWideWindow(t *testing.T) {
	var d Decoder
	g := syn
	g.WND = 1 << 20
	if d.Decode(LinkTypeRaw, ip4(t, g)); d.Packet.Segment.WND != 65535 {
		t.Errorf("a window of %d is decoded as %d", g.WND, d.Packet.Segment.WND)
	}
}

// TestEncodeICMPv6: a message is carried as gopacket carries it, checksum included.
func TestEncodeICMPv6(t *testing.T) {
	from, to := netip.MustParseAddr("fe80::1"), netip.MustParseAddr("ff02::1:ff00:2")
	for n := range 40 {
		body := make([]byte, n)
		for i := range body {
			body[i] = byte(37 * (i + n))
		}
		ip := layers.IPv6{Version: 6, HopLimit: 255, NextHeader: layers.IPProtocolICMPv6, SrcIP: from.AsSlice(), DstIP: to.AsSlice()}
		icmp := layers.ICMPv6{TypeCode: layers.CreateICMPv6TypeCode(135, 0)}
		if err := icmp.SetNetworkLayerForChecksum(&ip); err != nil {
			t.Fatal(err)
		}
		want := gopacket.NewSerializeBuffer()
		how := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
		if err := gopacket.SerializeLayers(want, how, &ip, &icmp, gopacket.Payload(body)); err != nil {
			t.Fatal(err)
		}
		if got := EncodeICMPv6(from, to, 255, append([]byte{135, 0, 0, 0}, body...)); !bytes.Equal(got, want.Bytes()) {
			t.Errorf("%d octets: %x, want %x", n, got, want.Bytes())
		}
	}
}
