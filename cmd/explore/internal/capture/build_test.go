package capture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A film makes captures by hand: frame after frame, some of them wrong.
type film struct {
	t   testing.TB
	w   *pcapgo.Writer
	out bytes.Buffer
	at  time.Time
}

func newFilm(t testing.TB, link layers.LinkType) *film {
	f := &film{t: t, at: time.Unix(1700000000, 0)}
	f.w = pcapgo.NewWriter(&f.out)
	if err := f.w.WriteFileHeader(1<<16, link); err != nil {
		t.Fatal(err)
	}
	return f
}

// raw writes a frame, of which length octets were on the wire.
func (f *film) raw(data []byte, length int) {
	f.at = f.at.Add(time.Millisecond)
	ci := gopacket.CaptureInfo{Timestamp: f.at, CaptureLength: len(data), Length: length}
	if err := f.w.WritePacket(ci, data); err != nil {
		f.t.Fatal(err)
	}
}

// The two ends of what is filmed.
var (
	left  = [4]byte{192, 0, 2, 1}
	right = [4]byte{198, 51, 100, 2}
)

// ip4 makes the IPv4 packet of a segment, with TCP options, whose text is all
// zero. From 1 it goes the other way.
func ip4(from int, port uint16, g fsm.Segment, options ...byte) []byte {
	src, dst, sport, dport := left, right, port, uint16(80)
	if from == 1 {
		src, dst, sport, dport = right, left, 80, port
	}
	p := make([]byte, 40+len(options)+int(g.Text))
	p[0], p[8], p[9] = 0x45, 64, 6
	binary.BigEndian.PutUint16(p[2:], uint16(len(p)))
	copy(p[12:], src[:])
	copy(p[16:], dst[:])
	tcp := p[20:]
	binary.BigEndian.PutUint16(tcp[0:], sport)
	binary.BigEndian.PutUint16(tcp[2:], dport)
	binary.BigEndian.PutUint32(tcp[4:], uint32(g.SEQ))
	binary.BigEndian.PutUint32(tcp[8:], uint32(g.ACK))
	tcp[12] = byte(20+len(options)) / 4 << 4
	tcp[13] = byte(g.CTL)
	binary.BigEndian.PutUint16(tcp[14:], uint16(g.WND))
	copy(tcp[20:], options)
	return p
}

// ethernet puts a packet into a frame, behind VLAN tags.
func ethernet(packet []byte, tags ...uint16) []byte {
	f := make([]byte, 12, 14+4*len(tags)+len(packet))
	for _, tag := range tags {
		f = append(f, 0x81, 0, byte(tag>>8), byte(tag))
	}
	if packet[0]>>4 == 6 {
		return append(append(f, 0x86, 0xdd), packet...)
	}
	return append(append(f, 8, 0), packet...)
}

// segments writes segments in the notation of the RFC: those of the left end
// begin with ">", those of the right one with "<". A window that is not named is
// 4096.
func (f *film) segments(port uint16, lines ...string) {
	for _, line := range lines {
		g, err := fsm.ParseSegment(line[1:])
		if err != nil {
			f.t.Fatal(err)
		}
		if g.WND == 0 && !strings.Contains(line, "<WND=0>") {
			g.WND = 4096
		}
		from := 0
		if line[:1] == "<" {
			from = 1
		}
		p := ethernet(ip4(from, port, g))
		f.raw(p, len(p))
	}
}

// long writes connections that interleave, each with n segments of text from
// left to right and an ACK for every other one, snap octets of each frame.
func long(w io.Writer, connections, n, snap int) error {
	out := pcapgo.NewWriter(w)
	if err := out.WriteFileHeader(1<<16, layers.LinkTypeEthernet); err != nil {
		return err
	}
	at := time.Unix(1700000000, 0)
	var err error
	put := func(from, c int, g fsm.Segment, options ...byte) {
		frame := ethernet(ip4(from, uint16(1024+c), g, options...))
		at = at.Add(time.Microsecond)
		ci := gopacket.CaptureInfo{Timestamp: at, CaptureLength: min(snap, len(frame)), Length: len(frame)}
		err = errors.Join(err, out.WritePacket(ci, frame[:ci.CaptureLength]))
	}
	stamps := []byte{1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2}
	syn := []byte{2, 4, 5, 180, 1, 3, 3, 7}
	const iss, irs, mss = 1<<32 - 5000, 7000, 1448
	for c := range connections {
		put(0, c, fsm.Segment{SEQ: iss, CTL: fsm.SYN, WND: 65535}, syn...)
		put(1, c, fsm.Segment{SEQ: irs, ACK: iss + 1, CTL: fsm.SYN | fsm.ACK, WND: 65535}, syn...)
		put(0, c, fsm.Segment{SEQ: iss + 1, ACK: irs + 1, CTL: fsm.ACK, WND: 512}, stamps...)
	}
	for i := range n {
		seq := fsm.Seq(iss).Add(1 + uint32(i)*mss)
		for c := range connections {
			put(0, c, fsm.Segment{SEQ: seq, ACK: irs + 1, CTL: fsm.ACK, WND: 512, Text: mss}, stamps...)
			if i%2 == 1 {
				put(1, c, fsm.Segment{SEQ: irs + 1, ACK: seq + mss, CTL: fsm.ACK, WND: 2048}, stamps...)
			}
		}
	}
	end := fsm.Seq(iss).Add(1 + uint32(n)*mss)
	for c := range connections {
		put(0, c, fsm.Segment{SEQ: end, ACK: irs + 1, CTL: fsm.FIN | fsm.ACK, WND: 512}, stamps...)
		put(1, c, fsm.Segment{SEQ: irs + 1, ACK: end + 1, CTL: fsm.FIN | fsm.ACK, WND: 2048}, stamps...)
		put(0, c, fsm.Segment{SEQ: end + 1, ACK: irs + 2, CTL: fsm.ACK, WND: 512}, stamps...)
	}
	return err
}
