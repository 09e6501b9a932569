package main

import (
	"bytes"
	"net"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A film is a capture that is made from a script. A line of the script is a frame:
//
//	0.012 A>B <SEQ=1001><ACK=5001><CTL=ACK> "text"
//
// the seconds since the capture began, who sends to whom, the segment in the notation
// of the RFC, and its text. A window that is not named is 64240. Text that is given
// by its length alone is letters, under the same number always the same.
type film struct {
	ends   map[string]netip.AddrPort
	tunnel bool // the packets are in a VXLAN tunnel
	w      *pcapgo.Writer
}

// began is when every film begins.
var began = time.Date(2026, 3, 2, 9, 14, 7, 0, time.UTC)

// scriptLine is a line of a script. Its TTL is for what comes from somewhere else than the
// rest.
var scriptLine = regexp.MustCompile(`^(\d+\.\d+) ([A-Z])>([A-Z]) (?:ttl=(\d+) )?((?:<[^>]+>)+)(?: (".*"))?$`)

// filmed makes the capture of a script. Ends are the sockets that its letters name.
func filmed(t *testing.T, ends map[string]string, tunnel bool, script string) []byte {
	t.Helper()
	var out bytes.Buffer
	f := film{ends: map[string]netip.AddrPort{}, tunnel: tunnel, w: pcapgo.NewWriter(&out)}
	for name, socket := range ends {
		f.ends[name] = netip.MustParseAddrPort(socket)
	}
	must(t, f.w.WriteFileHeader(1<<16, layers.LinkTypeEthernet))
	for frame := range strings.Lines(strings.TrimSpace(script)) {
		f.frame(t, strings.TrimSpace(frame))
	}
	return out.Bytes()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// frame writes the frame of a line.
func (f *film) frame(t *testing.T, script string) {
	t.Helper()
	m := scriptLine.FindStringSubmatch(script)
	if m == nil {
		t.Fatalf("this is no line of a script: %s", script)
	}
	p := wire.Packet{From: f.ends[m[2]], To: f.ends[m[3]]}
	p.Segment, p.Octets = played(t, m[5], m[6])
	packet, err := p.Encode()
	must(t, err)
	if m[4] != "" {
		packet = withTTL(t, packet, m[4])
	}
	frame := ethernet(t, f.ends[m[2]], gopacket.Payload(packet))
	if f.tunnel {
		frame = vxlan(t, frame)
	}
	at, err := time.ParseDuration(m[1] + "s")
	must(t, err)
	must(t, f.w.WritePacket(gopacket.CaptureInfo{Timestamp: began.Add(at), CaptureLength: len(frame), Length: len(frame)}, frame))
}

// played reads a segment, and its text if there is some in quotes.
func played(t *testing.T, text, quoted string) (fsm.Segment, []byte) {
	t.Helper()
	g, err := fsm.ParseSegment(text)
	must(t, err)
	if !strings.Contains(text, "<WND=") && !g.CTL.Has(fsm.RST) {
		g.WND = 64240
	}
	if quoted == "" {
		return g, alphabet(g)
	}
	octets, err := strconv.Unquote(quoted)
	must(t, err)
	g.Text = uint32(len(octets))
	return g, []byte(octets)
}

// alphabet is text of which each octet follows from its number.
func alphabet(g fsm.Segment) []byte {
	b := make([]byte, g.Text)
	for i := range b {
		b[i] = 'a' + byte((uint32(g.SEQ)+uint32(i))%26)
	}
	return b
}

// withTTL gives an IPv4 packet another time to live.
func withTTL(t *testing.T, packet []byte, ttl string) []byte {
	t.Helper()
	n, err := strconv.ParseUint(ttl, 10, 8)
	must(t, err)
	var ip layers.IPv4
	must(t, ip.DecodeFromBytes(packet, gopacket.NilDecodeFeedback))
	ip.TTL = uint8(n)
	return serialized(t, &ip, gopacket.Payload(ip.Payload))
}

// ethernet puts a packet into a frame.
func ethernet(t *testing.T, from netip.AddrPort, packet gopacket.Payload) []byte {
	t.Helper()
	kind := layers.EthernetTypeIPv6
	if from.Addr().Is4() {
		kind = layers.EthernetTypeIPv4
	}
	return serialized(t, link(from.Addr(), kind), packet)
}

// link is the header of a frame. The addresses are those that RFC 9542 section 2.1.4
// keeps for documents, the last octet that of the sender's IP address.
func link(from netip.Addr, kind layers.EthernetType) *layers.Ethernet {
	octets := from.AsSlice()
	mac := func(last byte) net.HardwareAddr { return net.HardwareAddr{0, 0, 0x5e, 0, 0x53, last} }
	return &layers.Ethernet{SrcMAC: mac(octets[len(octets)-1]), DstMAC: mac(0xff), EthernetType: kind}
}

// vxlan puts a frame into a tunnel between two hosts (RFC 7348).
func vxlan(t *testing.T, frame []byte) []byte {
	t.Helper()
	from, to := netip.MustParseAddr("192.0.2.101"), netip.MustParseAddr("192.0.2.102")
	ip := &layers.IPv4{Version: 4, TTL: 64, Protocol: layers.IPProtocolUDP, SrcIP: from.AsSlice(), DstIP: to.AsSlice()}
	udp := &layers.UDP{SrcPort: 49321, DstPort: 4789}
	must(t, udp.SetNetworkLayerForChecksum(ip))
	return serialized(t, link(from, layers.EthernetTypeIPv4), ip, udp, &layers.VXLAN{ValidIDFlag: true, VNI: 42}, gopacket.Payload(frame))
}

// serialized is one layer in another, with right lengths and checksums.
func serialized(t *testing.T, all ...gopacket.SerializableLayer) []byte {
	t.Helper()
	b := gopacket.NewSerializeBuffer()
	must(t, gopacket.SerializeLayers(b, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}, all...))
	return b.Bytes()
}
