package kernel

import (
	"fmt"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// An address is the pair of sockets of a connection, seen from the kernel.
type address struct {
	peer [4]byte
	port uint16 // of both ends
}

// local is the kernel's end of the wire. The network is the one that RFC 2544
// sets aside for measurements.
var local = [4]byte{198, 18, 0, 1}

const prefix = 15

// addressOf returns a pair of sockets for each n below 4 million, all
// different.
func addressOf(n int) address {
	const ports = 60000
	high := n/ports + 1
	return address{peer: [4]byte{198, 18, byte(high), 1}, port: uint16(1024 + n%ports)}
}

// encode returns the IPv4 packet in which the peer sends g.
func (a address) encode(g fsm.Segment) ([]byte, error) {
	ip := &layers.IPv4{Version: 4, TTL: 64, Protocol: layers.IPProtocolTCP, SrcIP: a.peer[:], DstIP: local[:]}
	tcp := &layers.TCP{
		SrcPort: layers.TCPPort(a.port), DstPort: layers.TCPPort(a.port),
		Seq: uint32(g.SEQ), Window: uint16(min(g.WND, 0xffff)), Urgent: uint16(g.UP),
		FIN: g.CTL.Has(fsm.FIN), SYN: g.CTL.Has(fsm.SYN), RST: g.CTL.Has(fsm.RST),
		PSH: g.CTL.Has(fsm.PSH), ACK: g.CTL.Has(fsm.ACK), URG: g.CTL.Has(fsm.URG),
	}
	if tcp.ACK {
		tcp.Ack = uint32(g.ACK)
	}
	if g.MSS != 0 {
		tcp.Options = []layers.TCPOption{{
			OptionType: layers.TCPOptionKindMSS, OptionLength: 4, OptionData: []byte{byte(g.MSS >> 8), byte(g.MSS)},
		}}
	}
	if err := tcp.SetNetworkLayerForChecksum(ip); err != nil {
		return nil, err
	}
	b := gopacket.NewSerializeBuffer()
	how := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
	err := gopacket.SerializeLayers(b, how, ip, tcp, gopacket.Payload(make([]byte, g.Text)))
	return b.Bytes(), err
}

// A decoder reads the packets that the kernel sends.
type decoder struct {
	parser *gopacket.DecodingLayerParser
	ip     layers.IPv4
	tcp    layers.TCP
	found  []gopacket.LayerType
}

func newDecoder() *decoder {
	d := &decoder{}
	d.parser = gopacket.NewDecodingLayerParser(layers.LayerTypeIPv4, &d.ip, &d.tcp)
	d.parser.IgnoreUnsupported = true // what the library takes the text for, by its port
	return d
}

// decode returns the segment in packet and the connection it belongs to. It
// reports false if the packet carries none.
func (d *decoder) decode(packet []byte) (address, fsm.Segment, bool, error) {
	var a address
	if len(packet) == 0 || packet[0]>>4 != 4 {
		return a, fsm.Segment{}, false, nil
	}
	if err := d.parser.DecodeLayers(packet, &d.found); err != nil {
		return a, fsm.Segment{}, false, fmt.Errorf("the kernel has sent what is no TCP over IPv4: %w", err)
	}
	copy(a.peer[:], d.ip.DstIP.To4())
	a.port = uint16(d.tcp.DstPort)
	g := fsm.Segment{
		SEQ: fsm.Seq(d.tcp.Seq), ACK: fsm.Seq(d.tcp.Ack), WND: uint32(d.tcp.Window),
		Text: uint32(len(d.tcp.Payload)), UP: uint32(d.tcp.Urgent), CTL: control(&d.tcp),
	}
	for _, o := range d.tcp.Options {
		if o.OptionType == layers.TCPOptionKindMSS && len(o.OptionData) == 2 {
			g.MSS = uint16(o.OptionData[0])<<8 | uint16(o.OptionData[1])
		}
	}
	return a, g, true, nil
}

func control(tcp *layers.TCP) fsm.Control {
	var c fsm.Control
	for _, f := range []struct {
		set bool
		bit fsm.Control
	}{
		{tcp.FIN, fsm.FIN}, {tcp.SYN, fsm.SYN}, {tcp.RST, fsm.RST},
		{tcp.PSH, fsm.PSH}, {tcp.ACK, fsm.ACK}, {tcp.URG, fsm.URG},
	} {
		if f.set {
			c |= f.bit
		}
	}
	return c
}
