package ladder

import (
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// The sockets of the ends in a capture.
var (
	addresses = [2]net.IP{net.IPv4(10, 0, 0, 1), net.IPv4(10, 0, 0, 2)}
	ports     = [2]layers.TCPPort{1024, 80}
)

// Pcapng writes what an observer beside both ends captures: each segment when
// it is sent, be it lost afterwards, and a forged one or a duplicate, which
// nobody sends, when it arrives. Octets are zeros. A step is a millisecond, and
// a comment says what happened in it, which states it led to, and which rules
// fired. An infinite behaviour goes around its cycle once.
func (l *Ladder) Pcapng(w io.Writer) error {
	at := pcapgo.NgInterface{Name: "explore", Comment: l.Title, LinkType: layers.LinkTypeRaw, TimestampResolution: 9, SnapLength: 65535}
	c, err := pcapgo.NewNgWriterInterface(w, at, pcapgo.DefaultNgWriterOptions)
	if err != nil {
		return err
	}
	for _, s := range l.all() {
		for _, m := range s.seen() {
			if err := l.capture(c, &s, &m); err != nil {
				return fmt.Errorf("step %d: %w", s.N, err)
			}
		}
	}
	return c.Flush()
}

// seen returns the segments that are captured in a step.
func (s *Step) seen() (all []Message) {
	if a := s.Arrives; a != nil && (a.Again || a.From < 0) {
		all = append(all, a.Message)
	}
	return append(all, s.Sends...)
}

// capture writes one packet.
func (l *Ladder) capture(c *pcapgo.NgWriter, s *Step, m *Message) error {
	b := gopacket.NewSerializeBuffer()
	from := 1 - m.To
	if m.From >= 0 {
		from = m.From
	}
	ip := &layers.IPv4{Version: 4, TTL: 64, Protocol: layers.IPProtocolTCP, SrcIP: addresses[from], DstIP: addresses[1-from]}
	tcp := header(&m.Segment)
	tcp.SrcPort, tcp.DstPort = ports[from], ports[1-from]
	if err := tcp.SetNetworkLayerForChecksum(ip); err != nil {
		return err
	}
	options := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
	if err := gopacket.SerializeLayers(b, options, ip, tcp, gopacket.Payload(make([]byte, m.Segment.Text))); err != nil {
		return err
	}
	info := gopacket.CaptureInfo{Timestamp: time.UnixMilli(int64(s.N)).UTC(), CaptureLength: len(b.Bytes()), Length: len(b.Bytes())}
	return c.WritePacketWithOptions(info, b.Bytes(), pcapgo.NgPacketOptions{Comments: []string{l.comment(s)}})
}

// header returns the TCP header of a segment. Windows beyond 16 bits, which no
// header has without an option, are cut.
func header(g *fsm.Segment) *layers.TCP {
	t := &layers.TCP{
		Seq: uint32(g.SEQ), Ack: uint32(g.ACK), Window: uint16(min(g.WND, 1<<16-1)), Urgent: uint16(g.UP),
		FIN: g.CTL.Has(fsm.FIN), SYN: g.CTL.Has(fsm.SYN), RST: g.CTL.Has(fsm.RST),
		PSH: g.CTL.Has(fsm.PSH), ACK: g.CTL.Has(fsm.ACK), URG: g.CTL.Has(fsm.URG),
	}
	if g.MSS > 0 {
		data := []byte{byte(g.MSS >> 8), byte(g.MSS)}
		t.Options = []layers.TCPOption{{OptionType: layers.TCPOptionKindMSS, OptionLength: 4, OptionData: data}}
	}
	return t
}

// comment says what happens in a step.
func (l *Ladder) comment(s *Step) string {
	lines := []string{
		fmt.Sprintf("step %d: %s", s.N, s.Summary(l.Ends)),
		fmt.Sprintf("%s %s, %s %s", l.Ends[0], s.After.Ends[0].State, l.Ends[1], s.After.Ends[1].State),
	}
	if len(s.Rules) > 0 {
		lines = append(lines, "rules: "+strings.Join(s.Rules, " "))
	}
	return strings.Join(lines, "\n")
}
