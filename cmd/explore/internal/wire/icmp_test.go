package wire

import (
	"encoding/binary"
	"math"
	"net/netip"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestReports holds which ICMP messages are reports about a segment, of what kind,
// and what is read of the segment.
func TestReports(t *testing.T) {
	v4, v6 := ip4(t, syn), ip6(t, syn)
	extended := ip6(t, syn, 60, 0, 0)
	fragment := slices.Clone(v4)
	fragment[7] = 9
	udpQuoted := slices.Clone(v4)
	udpQuoted[9] = 17
	message := func(typ, code byte, quoted []byte) []byte { return cat(quoted, typ, code, 0, 0, 0, 0, 0, 0) }
	for _, test := range []struct {
		name string
		data []byte
		want Content
		kind fsm.EventKind
	}{
		{"port unreachable", around4(1, message(3, 3, v4)), Report, fsm.ICMPHard},
		{"eight octets of the segment, as RFC 792 has it", around4(1, message(3, 3, v4[:28])), Report, fsm.ICMPHard},
		{"seven octets", around4(1, message(3, 3, v4[:27])), Other, 0},
		{"host unreachable", around4(1, message(3, 1, v4)), Report, fsm.ICMPSoft},
		{"fragmentation needed", around4(1, message(3, 4, v4)), Report, fsm.ICMPFragNeeded},
		{"source quench", around4(1, message(4, 0, v4)), Report, fsm.ICMPSourceQuench},
		{"time exceeded", around4(1, message(11, 0, v4)), Report, fsm.ICMPSoft},
		{"parameter problem", around4(1, message(12, 0, v4)), Report, fsm.ICMPSoft},
		{"redirect", around4(1, message(5, 0, v4)), Other, 0},
		{"about UDP", around4(1, message(3, 3, udpQuoted)), Other, 0},
		{"about a later fragment", around4(1, message(3, 3, fragment)), Other, 0},
		{"cut", around4(1, message(3, 3, nil)[:7]), Broken, 0},
		{"IPv6: port unreachable", around6(58, message(1, 4, v6)), Report, fsm.ICMPHard},
		{"IPv6: no route", around6(58, message(1, 0, v6)), Report, fsm.ICMPSoft},
		{"IPv6: packet too big", around6(58, message(2, 0, v6)), Report, fsm.ICMPFragNeeded},
		{"IPv6: time exceeded", around6(58, message(3, 0, v6[:48])), Report, fsm.ICMPSoft},
		{"IPv6: parameter problem", around6(58, message(4, 1, extended)), Report, fsm.ICMPSoft},
		{"IPv6: cut in an extension header", around6(58, message(1, 4, extended[:47])), Other, 0},
		{"in a tunnel", between4(4789, ethernet(t, around4(1, message(3, 3, v4))), 8, 0, 0, 0, 0, 0, 42, 0), Report, fsm.ICMPHard},
	} {
		t.Run(test.name, func(t *testing.T) {
			var d Decoder
			if got := d.Decode(LinkTypeRaw, test.data); got != test.want {
				t.Fatalf("%v (%v), want %v", got, d.Left, test.want)
			}
			if test.want != Report {
				return
			}
			from := "192.0.2.1:1024"
			if d.Packet.Family() == fsm.IPv6 {
				from = "[2001:db8::1]:1024"
			}
			if d.Reported != test.kind || d.Packet.From.String() != from || d.Packet.Segment.SEQ != syn.SEQ || !d.Reporter.IsValid() {
				t.Errorf("%v by %v of SEQ %v from %v; want %v of %v from %s", d.Reported, d.Reporter, d.Packet.Segment.SEQ, d.Packet.From, test.kind, syn.SEQ, from)
			}
		})
	}
}

// TestEncodeReport: what is written of an error is read as that error about that segment, by either
// version of IP, and its checksum is right.
func TestEncodeReport(t *testing.T) {
	for _, test := range []struct {
		from, to   string
		kind, code uint8
		mtu        uint16
		want       fsm.EventKind
	}{
		{"192.0.2.1:1024", "192.0.2.2:1025", 3, 3, 0, fsm.ICMPHard},
		{"192.0.2.1:1024", "192.0.2.2:1025", 3, 4, 1400, fsm.ICMPFragNeeded},
		{"[2001:db8::1]:1024", "[2001:db8::2]:1025", 1, 0, 0, fsm.ICMPSoft},
		{"[2001:db8::1]:1024", "[2001:db8::2]:1025", 2, 0, 1400, fsm.ICMPFragNeeded},
	} {
		p := Packet{From: netip.MustParseAddrPort(test.from), To: netip.MustParseAddrPort(test.to), Segment: syn}
		b, err := p.EncodeReport(test.kind, test.code, test.mtu)
		if err != nil {
			t.Fatal(err)
		}
		var d Decoder
		if got := d.Decode(LinkTypeRaw, b); got != Report || d.Reported != test.want || d.Reporter != p.To.Addr() || d.Packet.From != p.From || d.Packet.To != p.To || d.Packet.Segment.SEQ != syn.SEQ {
			t.Errorf("%v: %v, %v by %v about %v to %v, SEQ %v", test, got, d.Reported, d.Reporter, d.Packet.From, d.Packet.To, d.Packet.Segment.SEQ)
		}
		message, sum := b[20:], uint32(0)
		if !p.From.Addr().Is4() {
			message = b[40:]
			sum = pseudo(protocolICMPv6, p.To.Addr().AsSlice(), p.From.Addr().AsSlice()) + uint32(len(message))
		}
		if fold(addWords(sum, message)) != 0xffff || binary.BigEndian.Uint16(message[6:]) != test.mtu {
			t.Errorf("%v: a wrong checksum, or an MTU that was not asked for: % x", test, message[:8])
		}
	}
	p := Packet{From: netip.MustParseAddrPort("192.0.2.1:1"), To: netip.MustParseAddrPort("192.0.2.2:2"), Segment: fsm.Segment{Text: math.MaxUint32}}
	if _, err := p.EncodeReport(3, 3, 0); err == nil {
		t.Error("4 GiB are quoted")
	}
}

// TestDamaged holds of which segments it is certain that they are not what was sent.
func TestDamaged(t *testing.T) {
	g := fsm.Segment{SEQ: 1, ACK: 2, CTL: fsm.ACK, Text: 9}
	for _, from := range []string{"192.0.2.1:1024", "[2001:db8::1]:1024"} {
		to := map[bool]string{true: "198.51.100.2:80", false: "[2001:db8::2]:80"}[from[0] == '1']
		var d Decoder
		if got := d.Decode(LinkTypeRaw, encoded(t, from, to, g)); got != TCP {
			t.Fatal(got)
		}
		p := &d.Packet
		raw := slices.Clone(d.Raw())
		damaged := func() bool { return Damaged(p.From.Addr(), p.To.Addr(), raw, 29) }
		if len(raw) != 29 || damaged() {
			t.Errorf("%s: %x is damaged, in %d octets", from, raw, len(raw))
		}
		raw[28]++
		if !damaged() || Damaged(p.From.Addr(), p.To.Addr(), raw, 30) {
			t.Errorf("%s: of another octet %v, cut the opposite; want true of the whole alone", from, damaged())
		}
		for _, left := range []uint32{0, fold(pseudo(protocolTCP, p.From.Addr().AsSlice(), p.To.Addr().AsSlice())), fold(pseudo(protocolTCP, p.From.Addr().AsSlice(), p.To.Addr().AsSlice()) + 29)} {
			if raw[16], raw[17] = byte(left>>8), byte(left); damaged() {
				t.Errorf("%s: damaged, though the checksum %#x is left to the network card", from, left)
			}
		}
	}
}
