package capture

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A said is a segment with what its text says: from the left ">" or the right "<".
type said struct {
	segment, text string
	snap          int  // octets of it that were captured, 0: all, -1: none
	spoiled       bool // an octet of the text was changed on the way
}

// says films segments with right checksums.
func (f *film) says(all ...said) {
	sockets := [2]netip.AddrPort{netip.MustParseAddrPort("192.0.2.1:1024"), netip.MustParseAddrPort("198.51.100.2:80")}
	for _, s := range all {
		g, err := fsm.ParseSegment(s.segment[1:])
		if err != nil {
			f.t.Fatal(err)
		}
		g.Text = uint32(len(s.text))
		if g.WND = 4096; g.CTL.Has(fsm.RST) {
			g.WND = 0
		}
		p := wire.Packet{From: sockets[0], To: sockets[1], Segment: g, Octets: []byte(s.text)}
		if s.segment[0] == '<' {
			p.From, p.To = p.To, p.From
		}
		b, err := p.Encode()
		if err != nil {
			f.t.Fatal(err)
		}
		length := len(b)
		if s.snap != 0 {
			b = b[:40+max(0, s.snap)]
		}
		if s.spoiled {
			b[40]++
		}
		f.raw(b, length)
	}
}

// remarks lists what was noted of the connections, line by line.
func (s *show) remarks() string {
	var b strings.Builder
	for _, c := range s.connections {
		for _, list := range [][]Note{c.Deviates, c.Suspects, c.Permits, c.Doubts} {
			for _, n := range list {
				fmt.Fprintf(&b, "%s: %v\n", c.where(n.Frame), n.Verdict)
			}
		}
	}
	return b.String()
}

// opened is the opening of a connection.
var opened = []said{{segment: opening[0]}, {segment: opening[1]}, {segment: opening[2]}}

// TestContents holds when a segment is accused of other octets than before, and
// when not.
func TestContents(t *testing.T) {
	const hello, other = "hello world", "hello World"
	first := said{segment: "><SEQ=101><ACK=301><CTL=ACK>", text: hello}
	again := said{segment: "><SEQ=101><ACK=301><CTL=ACK>", text: other}
	acked := said{segment: "<<SEQ=301><ACK=112><CTL=ACK>"}
	for _, test := range []struct {
		name string
		all  []said
		want string // of the report, if it accuses
	}{
		{"the same", []said{first, first}, ""},
		{"another", []said{first, again}, "frame 5: deviates: retransmit.text (3.10.8): expected the octets of frame 4 again, " +
			"seen <SEQ=101><ACK=301><CTL=ACK><DATA=11><WND=4096> with another octet under 107: 0x57, not 0x77"},
		{"another though acknowledged", []said{first, acked, again}, "frame 6: "},
		{"the same in other pieces", []said{first, {segment: "><SEQ=101><ACK=301><CTL=ACK>", text: hello[:4]}, {segment: "><SEQ=105><ACK=301><CTL=ACK>", text: hello[4:] + "!!"}}, ""},
		{"a piece within", []said{first, {segment: "><SEQ=106><ACK=301><CTL=ACK>", text: " W"}}, "under 107"},
		{"a piece from before", []said{{segment: "><SEQ=103><ACK=301><CTL=ACK>", text: "llo"}, {segment: "><SEQ=101><ACK=301><CTL=ACK>", text: "HELLO"}}, "under 103"},
		{"a piece beyond the end", []said{first, {segment: "><SEQ=110><ACK=301><CTL=ACK>", text: "lD!!"}}, "under 111"},
		{"of several pieces the second", []said{first, {segment: "><SEQ=112><ACK=301><CTL=ACK>", text: "more"}, {segment: "><SEQ=111><ACK=301><CTL=ACK>", text: "dmOre"}}, "under 113"},
		{"what is not covered is kept", []said{first, {segment: "><SEQ=109><ACK=301><CTL=ACK>", text: "rld, all"}, {segment: "><SEQ=112><ACK=301><CTL=ACK>", text: ", ALL"}}, "frame 6: "},
		{"overtaken", []said{{segment: "><SEQ=112><ACK=301><CTL=ACK>", text: "more"}, first, first}, ""},
		{"overtaken, and another", []said{{segment: "><SEQ=112><ACK=301><CTL=ACK>", text: "more"}, first, again}, "frame 6: "},
		{"cut before it differs", []said{first, {segment: again.segment, text: other, snap: 6}}, ""},
		{"cut behind it differs", []said{first, {segment: again.segment, text: "HELLO World", snap: 7}}, "frame 5: deviates"},
		{"cut behind one octet that differs", []said{first, {segment: again.segment, text: other, snap: 7}}, "frame 5: undecided: retransmit.text (3.10.8): expected the octets of frame 4 again"},
		{"the first was cut", []said{{segment: first.segment, text: hello, snap: 6}, again, first}, "frame 6: deviates"},
		{"nothing of it was captured", []said{{segment: first.segment, text: hello, snap: -1}, first}, ""},
		{"the second was damaged", []said{first, {segment: first.segment, text: hello, spoiled: true}}, ""},
		{"the first was damaged", []said{{segment: first.segment, text: hello, spoiled: true}, first, first}, ""},
		{"the first was damaged, and another", []said{{segment: first.segment, text: hello, spoiled: true}, first, again}, "frame 6: "},
		{"a keep-alive with an octet of garbage", []said{first, acked, {segment: "><SEQ=111><ACK=301><CTL=ACK>", text: "?"}, acked, first}, ""},
		{"a keep-alive before any text", []said{{segment: "><SEQ=100><ACK=301><CTL=ACK>", text: "?"}, first}, ""},
		{"a keep-alive beyond a hole", []said{{segment: "><SEQ=111><ACK=301><CTL=ACK>", text: "?"}, first}, ""},
		{"a keep-alive that comes late", []said{first, {segment: "><SEQ=112><ACK=301><CTL=ACK>", text: "more"}, {segment: "><SEQ=111><ACK=301><CTL=ACK>", text: "?"}}, ""},
		{"a probe of a closed window, then all of it", []said{{segment: first.segment, text: "h"}, first}, ""},
		{"a RST with a message", []said{first, {segment: "><SEQ=101><ACK=301><CTL=RST,ACK>", text: "go away"}}, ""},
		{"the peer says something else", []said{first, {segment: "<<SEQ=301><ACK=112><CTL=ACK>", text: other}}, ""},
		{"the peer repeats itself", []said{{segment: "<<SEQ=301><ACK=101><CTL=ACK>", text: hello}, {segment: "<<SEQ=301><ACK=101><CTL=ACK>", text: other}}, "frame 5: "},
		{"a new connection with the same numbers", append([]said{first, {segment: "><SEQ=112><ACK=301><CTL=RST,ACK>"}}, append(opened, again)...), ""},
		{"a new connection with the same numbers, its end not captured", append([]said{first}, append(opened, again)...), ""},
		{"a new connection whose opening was not captured", []said{first, {segment: "><SEQ=101><ACK=90000301><CTL=ACK>", text: other}}, ""},
		{"late, of a connection before", []said{{segment: "><SEQ=101><ACK=305><CTL=ACK>", text: hello}, again}, ""},
		{"no ACK", []said{first, {segment: "><SEQ=101><CTL=PSH>", text: other}}, ""},
		{"numbers that wrap", []said{
			{segment: "<<SEQ=301><ACK=101><CTL=RST,ACK>"}, {segment: "><SEQ=100><CTL=SYN>"}, {segment: "<<SEQ=4294967289><ACK=101><CTL=SYN,ACK>"},
			{segment: "<<SEQ=4294967290><ACK=101><CTL=ACK>", text: hello}, {segment: "<<SEQ=4294967295><ACK=101><CTL=ACK>", text: " World"},
		}, "under 0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFilm(t, layers.LinkTypeRaw)
			f.says(append(append([]said(nil), opened...), test.all...)...)
			s := run(t, f.out.Bytes(), Options{})
			said := s.remarks()
			accused := strings.Contains(said, "with another octet")
			if s.err != nil || accused != (test.want != "") || !strings.Contains(said, test.want) {
				t.Errorf("error %v, %swant %q", s.err, said, test.want)
			}
		})
	}
}

// TestContentsOfStream sends a stream in pieces that overlap, again and again, out
// of order, doubled, cut and damaged, with keep-alives between: nobody is accused.
// With one octet changed somewhere, its sender is, if anything sent again covers it.
func TestContentsOfStream(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	found := 0
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		stream := make([]byte, 2000)
		for i := range stream {
			stream[i] = byte(r.Uint32())
		}
		var all []said
		piece := func(at, n int) said {
			return said{segment: fmt.Sprintf("><SEQ=%d><ACK=301><CTL=ACK>", 101+at), text: string(stream[at : at+n])}
		}
		for at := 0; at < len(stream); {
			n := min(len(stream)-at, 2+r.IntN(300))
			all = append(all, piece(at, n))
			for range r.IntN(3) {
				from := r.IntN(at + n - 1)
				s := piece(from, 2+r.IntN(at+n-from-1))
				s.spoiled = r.IntN(5) == 0
				if r.IntN(5) == 0 {
					s.snap = r.IntN(len(s.text))
				}
				all = append(all, s)
			}
			if r.IntN(4) == 0 {
				all = append(all, said{segment: fmt.Sprintf("><SEQ=%d><ACK=301><CTL=ACK>", 100+at+n), text: "?"})
			}
			at += n
		}
		for i := range all {
			if j := i + r.IntN(min(5, len(all)-i)); r.IntN(3) == 0 {
				all[i], all[j] = all[j], all[i]
			}
		}
		if s := saying(t, all); s.tally.Verdicts[oracle.Deviates] > 0 {
			t.Fatalf("seed %d: %s", seed, s.text)
		}
		wrong := &all[r.IntN(len(all))]
		if wrong.snap > 0 || wrong.spoiled || len(wrong.text) == 1 {
			continue
		}
		b := []byte(wrong.text)
		b[r.IntN(len(b))]++
		wrong.text = string(b)
		if s := saying(t, all); s.tally.Verdicts[oracle.Deviates] > 0 {
			found++
		}
	}
	if found < 60 {
		t.Errorf("of some 150 wrong octets %d are found", found)
	}
}

func saying(t *testing.T, all []said) show {
	f := newFilm(t, layers.LinkTypeRaw)
	f.says(append(append([]said(nil), opened...), all...)...)
	return run(t, f.out.Bytes(), Options{})
}

// TestContentsBounded holds that what is kept is bounded, that what is still kept is
// compared however long ago it was, and that what is not kept accuses nobody.
func TestContentsBounded(t *testing.T) {
	text := strings.Repeat("0123456789abcdef", 4096)[:60000]
	var s contents
	c := &Connection{Ends: [2]string{"a", "b"}}
	send := func(frame int, at uint32, text string) bool {
		g := fsm.Segment{SEQ: fsm.Seq(101).Add(at), ACK: 301, CTL: fsm.ACK, Text: uint32(len(text))}
		p := packet{Packet: &wire.Packet{Segment: g, Octets: []byte(text)}, frame: frame}
		raw := append(make([]byte, 20), text...)
		raw[12] = 5 << 4
		return s.compare(c, &p, raw).Finding != nil
	}
	n := chunk*chunks/len(text) - 20
	for i := range n {
		if send(i, uint32(i*len(text)), text) {
			t.Fatalf("frame %d is accused", i)
		}
	}
	if !send(n, uint32(len(text)/2), "xxxx") {
		t.Error("what is kept is not compared")
	}
	for i := n; i < n+40; i++ {
		send(i, uint32(i*len(text)), text)
	}
	if send(n+40, 7, "xxxx") || !send(n+41, uint32((n+30)*len(text)), "xxxx") {
		t.Error("what is not kept any more accuses, or what is does not")
	}
	if s.roll[0] == nil || len(s.roll) != chunks || bytes.Equal(s.roll[0][:8], make([]byte, 8)) && s.head < chunk*chunks {
		t.Errorf("%d octets were written, and the roll did not begin anew", s.head)
	}
}
