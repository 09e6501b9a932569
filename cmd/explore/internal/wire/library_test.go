package wire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// serialized makes the packet of a segment as the library does.
func serialized(p *Packet) ([]byte, error) {
	from, to, g := p.From.Addr().AsSlice(), p.To.Addr().AsSlice(), &p.Segment
	tcp := &layers.TCP{
		SrcPort: layers.TCPPort(p.From.Port()), DstPort: layers.TCPPort(p.To.Port()),
		Seq: uint32(g.SEQ), Ack: uint32(g.ACK), Window: uint16(g.WND), Urgent: uint16(g.UP),
		FIN: g.CTL.Has(fsm.FIN), SYN: g.CTL.Has(fsm.SYN), RST: g.CTL.Has(fsm.RST),
		PSH: g.CTL.Has(fsm.PSH), ACK: g.CTL.Has(fsm.ACK), URG: g.CTL.Has(fsm.URG),
	}
	if g.MSS > 0 {
		tcp.Options = append(tcp.Options, layers.TCPOption{OptionType: 2, OptionLength: 4, OptionData: binary.BigEndian.AppendUint16(nil, g.MSS)})
	}
	if p.Scaled {
		tcp.Options = append(tcp.Options, layers.TCPOption{OptionType: 3, OptionLength: 3, OptionData: []byte{p.Shift}})
	}
	var ip interface {
		gopacket.NetworkLayer
		gopacket.SerializableLayer
	} = &layers.IPv6{Version: 6, HopLimit: 64, NextHeader: layers.IPProtocolTCP, SrcIP: from, DstIP: to}
	if len(from) == 4 {
		ip = &layers.IPv4{Version: 4, TTL: 64, Protocol: layers.IPProtocolTCP, SrcIP: from, DstIP: to}
	}
	b := gopacket.NewSerializeBuffer()
	if err := tcp.SetNetworkLayerForChecksum(ip); err != nil {
		return nil, err
	}
	err := gopacket.SerializeLayers(b, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}, ip, tcp, gopacket.Payload(p.Octets))
	return b.Bytes(), err
}

// TestAsTheLibraryEncodes holds that packets are, octet for octet, those of the library.
func TestAsTheLibraryEncodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := aPacket(t)
		want, err := serialized(p)
		if err != nil || p.Segment.Text > 65000 { // it makes none without a length
			t.Skip()
		}
		if got, err := p.Encode(); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%+v is\n% x\nerror %v, want\n% x", p, got, err, want)
		}
	})
}

// FuzzAsTheLibrary holds that where the library finds a segment in a damaged frame, and
// nothing to complain of, it is found here too.
func FuzzAsTheLibrary(f *testing.F) {
	for _, p := range [][]byte{ip4(f, syn, 2, 4, 5, 180), ip6(f, syn), ip6(f, syn, 0, 5, 2)} {
		f.Add(uint16(LinkTypeEthernet), ethernet(f, p, 7))
		f.Add(uint16(LinkTypeEthernet), ethernet(f, p))
		f.Add(uint16(LinkTypeRaw), p)
		f.Add(uint16(LinkTypeNull), append([]byte{p[0] >> 4, 0, 0, 0}, p...))
		f.Add(uint16(LinkTypeLinuxSLL), append([]byte{0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0}, p...))
		f.Add(uint16(LinkTypeLinuxSLL2), append([]byte{8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0}, p...))
	}
	f.Fuzz(func(t *testing.T, link uint16, data []byte) {
		switch LinkType(link) {
		case LinkTypeEthernet, LinkTypeRaw, LinkTypeNull, LinkTypeLinuxSLL, LinkTypeLinuxSLL2:
		default:
			return
		}
		whole := gopacket.NewPacket(data, layers.LinkType(link), gopacket.NoCopy)
		tcp, found := whole.TransportLayer().(*layers.TCP)
		if !found || !plain(whole) {
			return
		}
		network := whole.NetworkLayer().NetworkFlow()
		want := fmt.Sprint(network.Src(), tcp.SrcPort.String(), network.Dst(), tcp.Seq, tcp.Window)
		var d Decoder
		if content := d.Decode(LinkType(link), data); content != TCP {
			t.Fatalf("%v, where the library finds %s in % x", content, want, data)
		}
		p := &d.Packet
		from, _ := netip.AddrFromSlice(network.Src().Raw())
		if p.From != netip.AddrPortFrom(from, uint16(tcp.SrcPort)) || p.Segment.SEQ != fsm.Seq(tcp.Seq) || p.Segment.WND != uint32(tcp.Window) {
			t.Errorf("%+v, where the library finds %s in % x", p, want, data)
		}
	})
}

// plain reports whether a packet is of the version that its frame says, and in no other;
// and nothing is wrong with it. The library does not ask for the version.
func plain(p gopacket.Packet) bool {
	packets := 0
	for _, l := range p.Layers() {
		switch ip := l.(type) {
		case *layers.IPv4:
			packets++
			if ip.Version != 4 {
				return false
			}
		case *layers.IPv6:
			packets++
			if ip.Version != 6 {
				return false
			}
		case *layers.TCP, *layers.Ethernet, *layers.Dot1Q, *layers.LinuxSLL, *layers.LinuxSLL2, *layers.Loopback, *layers.IPv6HopByHop, gopacket.Payload, *gopacket.Payload:
		default:
			return false
		}
	}
	return packets == 1
}
