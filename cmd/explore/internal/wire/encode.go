package wire

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// maxText is the longest text that a packet is made for, in octets: more than
// any network card takes in one piece.
const maxText = 1 << 20

// Encode returns the IP packet that carries the segment, with right checksums. Its
// text is p.Octets, and zeros behind them; a tunnel is left out. Windows beyond 16 bits, which no header has without an
// option, are cut. A packet that is longer than its header can say has a length
// of 0 there, as one has that was captured before the network card cut it to size.
func (p *Packet) Encode() ([]byte, error) {
	if p.Segment.Text > maxText {
		return nil, fmt.Errorf("no packet has room for a text of %d octets", p.Segment.Text)
	}
	ip := p.network()
	tcp := p.header()
	if err := tcp.SetNetworkLayerForChecksum(ip); err != nil {
		return nil, err
	}
	text := make([]byte, p.Segment.Text)
	copy(text, p.Octets)
	body := gopacket.NewSerializeBuffer()
	how := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
	if err := gopacket.SerializeLayers(body, how, tcp, gopacket.Payload(text)); err != nil {
		return nil, err
	}
	length := len(body.Bytes())
	switch ip := ip.(type) {
	case *layers.IPv4:
		ip.Length = inHeader(length + int(ip.IHL)*4)
	case *layers.IPv6:
		ip.Length = inHeader(length)
	}
	head := gopacket.NewSerializeBuffer()
	err := ip.SerializeTo(head, gopacket.SerializeOptions{ComputeChecksums: true})
	return append(head.Bytes(), body.Bytes()...), err
}

// inHeader returns a length as a header of 16 bits has it.
func inHeader(length int) uint16 {
	if length > 1<<16-1 {
		return 0
	}
	return uint16(length)
}

// An ipHeader is the header of an IP packet of either version.
type ipHeader interface {
	gopacket.NetworkLayer
	gopacket.SerializableLayer
}

func (p *Packet) network() ipHeader {
	const hops = 64
	from, to := p.From.Addr(), p.To.Addr()
	if p.Family() == fsm.IPv4 {
		return &layers.IPv4{Version: 4, IHL: 5, TTL: hops, Protocol: layers.IPProtocolTCP, SrcIP: from.AsSlice(), DstIP: to.AsSlice()}
	}
	return &layers.IPv6{Version: 6, HopLimit: hops, NextHeader: layers.IPProtocolTCP, SrcIP: slice16(from), DstIP: slice16(to)}
}

func slice16(a netip.Addr) []byte {
	b := a.As16()
	return b[:]
}

// header returns the TCP header.
func (p *Packet) header() *layers.TCP {
	g := &p.Segment
	t := &layers.TCP{
		SrcPort: layers.TCPPort(p.From.Port()), DstPort: layers.TCPPort(p.To.Port()),
		Seq: uint32(g.SEQ), Window: uint16(min(g.WND, 1<<16-1)), Urgent: uint16(g.UP),
		FIN: g.CTL.Has(fsm.FIN), SYN: g.CTL.Has(fsm.SYN), RST: g.CTL.Has(fsm.RST),
		PSH: g.CTL.Has(fsm.PSH), ACK: g.CTL.Has(fsm.ACK), URG: g.CTL.Has(fsm.URG),
	}
	if t.ACK {
		t.Ack = uint32(g.ACK)
	}
	if g.MSS > 0 {
		t.Options = append(t.Options, option(layers.TCPOptionKindMSS, binary.BigEndian.AppendUint16(nil, g.MSS)...))
	}
	if p.Scaled {
		t.Options = append(t.Options, option(layers.TCPOptionKindWindowScale, min(p.Shift, maxShift)))
	}
	return t
}

func option(kind layers.TCPOptionKind, data ...byte) layers.TCPOption {
	return layers.TCPOption{OptionType: kind, OptionLength: uint8(2 + len(data)), OptionData: data}
}
