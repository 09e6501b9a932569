package wire

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestFrames holds what is made of single frames, good and hostile.
func TestFrames(t *testing.T) {
	whole := ip4(t, syn)
	change := func(at int, b ...byte) []byte {
		p := append([]byte(nil), whole...)
		copy(p[at:], b)
		return p
	}
	v6 := ip6(t, syn)
	for _, test := range []struct {
		name  string
		link  LinkType
		frame []byte
		want  Content
	}{
		{"Ethernet", LinkTypeEthernet, ethernet(t, whole), TCP},
		{"VLAN", LinkTypeEthernet, ethernet(t, whole, 7), TCP},
		{"two VLAN tags", LinkTypeEthernet, ethernet(t, whole, 7, 8), TCP},
		{"IPv6", LinkTypeEthernet, ethernet(t, v6), TCP},
		{"IPv6 with an extension header", LinkTypeIPv6, ip6(t, syn, 60, 0, 0), TCP},
		{"IPv6 fragment", LinkTypeIPv6, ip6(t, syn, 44, 0, 1), Fragment},
		{"raw", LinkTypeRaw, whole, TCP},
		{"loopback", LinkTypeNull, append([]byte{2, 0, 0, 0}, whole...), TCP},
		{"loopback of OpenBSD", LinkTypeLoop, append([]byte{0, 0, 0, 2}, whole...), TCP},
		{"Linux cooked", LinkTypeLinuxSLL, append([]byte{0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0}, whole...), TCP},
		{"Linux cooked, version 2", LinkTypeLinuxSLL2, append([]byte{8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0}, whole...), TCP},
		{"empty", LinkTypeRaw, nil, Broken},
		{"Ethernet header cut", LinkTypeEthernet, ethernet(t, whole)[:13], Broken},
		{"VLAN tag cut", LinkTypeEthernet, ethernet(t, whole, 7)[:15], Broken},
		{"IP header cut", LinkTypeRaw, whole[:19], Broken},
		{"TCP header cut", LinkTypeRaw, whole[:39], Broken},
		{"IPv6 header cut", LinkTypeRaw, v6[:39], Broken},
		{"IP header longer than the packet", LinkTypeRaw, change(0, 0x4f), Broken},
		{"IP header too short", LinkTypeRaw, change(0, 0x44), Broken},
		{"total length shorter than the headers", LinkTypeRaw, change(2, 0, 30), Broken},
		{"TCP header shorter than 20", LinkTypeRaw, change(32, 0x40), Broken},
		{"TCP header longer than the packet", LinkTypeRaw, change(32, 0xf0), Broken},
		{"fragment", LinkTypeRaw, change(6, 0x20, 0), Fragment},
		{"later fragment", LinkTypeRaw, change(6, 0, 9), Fragment},
		{"UDP", LinkTypeRaw, change(9, 17), Other},
		{"ARP", LinkTypeEthernet, []byte{1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 8, 6, 0, 0}, Other},
		{"IP version 5", LinkTypeRaw, change(0, 0x55), Other},
		{"option of length 0", LinkTypeRaw, ip4(t, syn, 2, 0, 0, 0), TCP},
		{"option that ends beyond the header", LinkTypeRaw, ip4(t, syn, 2, 4, 5, 180, 3, 9, 0, 0), TCP},
	} {
		t.Run(test.name, func(t *testing.T) {
			var d Decoder
			got := d.Decode(test.link, test.frame)
			if got != test.want {
				t.Fatalf("%v, want %v", got, test.want)
			}
			g := d.Packet.Segment
			g.MSS = 0
			if got == TCP && g != syn {
				t.Errorf("%v, want %v", g, syn)
			}
		})
	}
}

// TestSnap holds that the length of the text is that of the packet, not of what
// was captured of it.
func TestSnap(t *testing.T) {
	var d Decoder
	long := ip4(t, fsm.Segment{SEQ: 1, CTL: fsm.ACK, Text: 1000})
	if got := d.Decode(LinkTypeRaw, long[:40]); got != TCP || d.Packet.Segment.Text != 1000 {
		t.Errorf("%v, %d octets, want 1000", got, d.Packet.Segment.Text)
	}
}

// TestChecksums passes over segments with a wrong checksum if asked to.
func TestChecksums(t *testing.T) {
	p := ip4(t, syn)
	d := Decoder{Checksums: true}
	if got := d.Decode(LinkTypeRaw, p); got != TCP {
		t.Errorf("right checksum: %v, want %v", got, TCP)
	}
	p[36]++
	if got := d.Decode(LinkTypeRaw, p); got != Mangled {
		t.Errorf("wrong checksum: %v, want %v", got, Mangled)
	}
	d.Checksums = false
	if got := d.Decode(LinkTypeRaw, p); got != TCP {
		t.Errorf("wrong checksum that nobody looks at: %v, want %v", got, TCP)
	}
}

// FuzzDecode feeds anything to the decoder as a frame of every link type.
func FuzzDecode(f *testing.F) {
	f.Add(ethernet(f, ip4(f, syn, 2, 4, 5, 180), 7))
	f.Add(ip6(f, syn, 60, 0, 0))
	f.Add(between4(4789, ethernet(f, ip4(f, syn), 7), 8, 0, 0, 0, 0, 0, 42, 0))
	f.Add(between4(2152, ip6(f, syn, 44, 0, 0), 0x34, 0xff, 0, 40, 0, 0, 0, 77, 0, 0, 0, 0x85, 1, 0x10, 5, 0))
	f.Add(around6(58, cat(ip6(f, syn), 1, 4, 0, 0, 0, 0, 0, 0)))
	f.Fuzz(func(t *testing.T, data []byte) {
		for link := range LinkType(len(links)) {
			if !Reads(link) {
				continue
			}
			d := Decoder{Checksums: len(data)%2 == 0}
			switch content, p := d.Decode(link, data), &d.Packet; {
			case content == TCP && int64(p.Segment.Text) > 1<<17 && len(data) < 1<<16,
				content == TCP && (len(p.Octets) > len(data) || int64(len(p.Octets)) > int64(p.Segment.Text)),
				content == TCP && len(d.Raw()) < 20,
				content == Report && !p.From.IsValid(),
				content == Other && d.Left.String() == "":
				t.Errorf("link type %v: %v in %d octets", link, p, len(data))
			}
		}
	})
}
