package capture

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A wrapping puts a packet of one direction into a tunnel.
type wrapping func(from int, packet []byte) []byte

func bare(_ int, packet []byte) []byte { return packet }

// outer puts data into an IPv4 packet between two ends of a tunnel.
func outer(from int, protocol byte, data []byte) []byte {
	b := append([]byte{0x45, 0, 0, 0, 0, 0, 0, 0, 64, protocol, 0, 0, 10, 0, 0, byte(1 + from), 10, 0, 0, byte(2 - from)}, data...)
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	return b
}

func datagram(from int, port uint16, data []byte) []byte {
	return outer(from, 17, append([]byte{200, 1, byte(port >> 8), byte(port), 0, 0, 0, 0}, data...))
}

// vxlan wraps each direction into a network of its own.
func vxlan(there, back byte) wrapping {
	return func(from int, packet []byte) []byte {
		header := []byte{8, 0, 0, 0, 0, 0, []byte{there, back}[from], 0}
		return datagram(from, 4789, append(header, ethernet(packet)...))
	}
}

// gtp wraps each direction into an endpoint of its own.
func gtp(there, back byte) wrapping {
	return func(from int, packet []byte) []byte {
		return datagram(from, 2152, append([]byte{0x30, 0xff, 0, 0, 0, 0, 0, []byte{there, back}[from]}, packet...))
	}
}

func ipip(from int, packet []byte) []byte { return outer(from, 4, packet) }

// oneWay wraps what comes from one end, and leaves the other direction as it is.
func oneWay(end int, w wrapping) wrapping {
	return func(from int, packet []byte) []byte {
		if from != end {
			return packet
		}
		return w(from, packet)
	}
}

// A wrapped is a segment of the notation of films in a tunnel.
type wrapped struct {
	in   wrapping
	line string
}

// within is the lines of a connection in one tunnel.
func within(in wrapping, lines ...string) (all []wrapped) {
	for _, l := range lines {
		all = append(all, wrapped{in, l})
	}
	return all
}

// turns takes one of each list in turn.
func turns(lists ...[]wrapped) (all []wrapped) {
	for i := range lists[0] {
		for _, l := range lists {
			all = append(all, l[i])
		}
	}
	return all
}

func (f *film) wraps(all ...wrapped) {
	for _, w := range all {
		g, err := fsm.ParseSegment(w.line[1:])
		if err != nil {
			f.t.Fatal(err)
		}
		g.WND = 4096
		from := map[byte]int{'>': 0, '<': 1}[w.line[0]]
		p := w.in(from, ip4(from, 1024, g))
		f.raw(p, len(p))
	}
}

// TestLanes holds that connections in different tunnels with the same sockets are
// told from each other, and that one whose directions go different ways stays one.
func TestLanes(t *testing.T) {
	whole := join(opening, closing)
	later := []string{ // the same with other numbers
		"><SEQ=70000100><CTL=SYN>", "<<SEQ=80000300><ACK=70000101><CTL=SYN,ACK>", "><SEQ=70000101><ACK=80000301><CTL=ACK>",
		"><SEQ=70000101><ACK=80000301><CTL=FIN,ACK>", "<<SEQ=80000301><ACK=70000102><CTL=FIN,ACK>", "><SEQ=70000102><ACK=80000302><CTL=ACK>",
	}
	const name = "192.0.2.1:1024-198.51.100.2:80"
	for _, test := range []struct {
		name  string
		all   []wrapped
		names []string // of the connections, all of which conform
	}{
		{"one tunnel", within(vxlan(7, 7), whole...), []string{name + " in VXLAN 7"}},
		{"two networks, one after the other", slices.Concat(within(vxlan(7, 7), whole...), within(vxlan(8, 8), whole...)), []string{name + " in VXLAN 7", name + " in VXLAN 8"}},
		{"two networks by turns", turns(within(vxlan(7, 7), whole...), within(vxlan(8, 8), whole...)), []string{name + " in VXLAN 7", name + " in VXLAN 8"}},
		{"in a tunnel and without", turns(within(ipip, whole...), within(bare, whole...)), []string{name + " in IPIP", name}},
		{"without, and in a tunnel", turns(within(bare, whole...), within(vxlan(7, 7), whole...)), []string{name, name + " in VXLAN 7"}},
		{"an endpoint for each direction", within(gtp(1, 2), whole...), []string{name + " in GTP-U 1"}},
		{"the same endpoints", turns(within(gtp(1, 1), whole...), within(gtp(2, 2), whole...)), []string{name + " in GTP-U 1", name + " in GTP-U 2"}},
		{"endpoints crosswise, told by the numbers", turns(within(gtp(1, 2), whole...), within(gtp(2, 1), later...)), []string{name + " in GTP-U 1", name + " in GTP-U 2"}},
		{"four endpoints, the second connection answered first", slices.Concat(
			within(gtp(1, 3), whole[0]), within(gtp(2, 4), later[:2]...), within(gtp(1, 3), whole[1:]...), within(gtp(2, 4), later[2:]...)),
			[]string{name + " in GTP-U 1", name + " in GTP-U 2"}},
		{"a network for each direction", within(vxlan(7, 8), whole...), []string{name + " in VXLAN 7"}},
		{"the answer needs no tunnel", within(oneWay(0, ipip), whole...), []string{name + " in IPIP"}},
		{"the answer has one", within(oneWay(1, ipip), whole...), []string{name}},
		{"it moves", slices.Concat(within(gtp(1, 2), whole[:4]...), within(gtp(5, 6), whole[4:]...)), []string{name + " in GTP-U 1"}},
		{"the next one comes another way", slices.Concat(within(gtp(1, 2), whole...), within(gtp(5, 6), whole...)), []string{name + " in GTP-U 1", name + " in GTP-U 5"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFilm(t, layers.LinkTypeRaw)
			f.wraps(test.all...)
			s := run(t, f.out.Bytes(), Options{})
			var names []string
			for _, c := range s.connections {
				names = append(names, c.Name)
			}
			slices.Sort(names)
			slices.Sort(test.names)
			if s.err != nil || !slices.Equal(names, test.names) || s.tally.Verdicts[oracle.Conforms] != len(test.names) {
				t.Errorf("error %v, %q\n%swant %q", s.err, names, s.text, test.names)
			}
		})
	}
}

// TestLanesBounded holds that tunnels without end take no memory without end, and
// that those that are too many are still told from each other.
func TestLanesBounded(t *testing.T) {
	var l lanes
	g := fsm.Segment{SEQ: 100, CTL: fsm.SYN}
	seen := map[uint16]bool{}
	for i := range uint64(maxLanes + 50) {
		p := packet{Packet: &wire.Packet{Segment: g, Tunnel: wire.Tunnel{Kind: wire.VXLAN, Shared: i + 1, Way: i + 1}}}
		l.assign(&p, nil, nil)
		seen[p.pair.lane] = true
	}
	if len(seen) != maxLanes+50 || len(*l.young[pair{}]) != maxLanes {
		t.Errorf("%d tunnels are %d lanes", maxLanes+50, len(seen))
	}
	for i := range 3 * maxLaned {
		p := packet{Packet: &wire.Packet{Segment: g, Tunnel: wire.Tunnel{Kind: wire.VXLAN, Way: 1}}}
		binary.BigEndian.PutUint32(p.pair.address[0][:], uint32(i))
		l.assign(&p, nil, nil)
	}
	if len(l.young) > maxLaned || len(l.old) > maxLaned {
		t.Errorf("the lanes of %d and %d sockets are kept", len(l.young), len(l.old))
	}
}

// icmp puts what a host says about a packet into IPv4, to whoever has sent it.
func icmp(typ, code byte, about []byte) []byte {
	b := outer(0, 1, append([]byte{typ, code, 0, 0, 0, 0, 0, 0}, about[:28]...))
	copy(b[16:], about[12:16])
	return b
}

// TestReported holds that an ICMP error is an event of the end that has sent what is
// quoted, that it accuses nobody, and that a connection may be gone after it.
func TestReported(t *testing.T) {
	sent := ip4(0, 1024, syn)
	f := newFilm(t, layers.LinkTypeRaw)
	f.segments0(opening[0])
	for _, m := range [][]byte{icmp(3, 3, sent), icmp(11, 0, sent), icmp(3, 1, ip4(0, 7, syn))} {
		f.raw(m, len(m))
	}
	f.segments0("<<SEQ=300><ACK=101><CTL=SYN,ACK>", "><SEQ=101><CTL=RST>") // from CLOSED
	s := run(t, f.out.Bytes(), Options{Ladder: true})
	if s.err != nil || s.tally.Reports != 2 || s.tally.Strays != 1 || s.tally.Verdicts[oracle.Conforms] != 1 {
		t.Fatalf("error %v, %+v\n%s", s.err, s.tally, s.text)
	}
	for _, want := range []string{"ICMP hard error from 10.0.0.1", "ICMP soft error from 10.0.0.1", "1 ICMP errors about other connections"} {
		if !strings.Contains(s.text, want) {
			t.Errorf("%s\nwant %q in it", s.text, want)
		}
	}
	var b strings.Builder
	if err := s.connections[0].Ladder().Pcapng(&b); err != nil {
		t.Error(err)
	}
}

// TestReportedAlone holds that a SYN that only an ICMP error answers is unanswered,
// and that the page and JSON say who has sent the error.
func TestReportedAlone(t *testing.T) {
	f := newFilm(t, layers.LinkTypeRaw)
	f.segments0(opening[0])
	m := icmp(3, 1, ip4(0, 1024, syn))
	f.raw(m, len(m))
	s := run(t, f.out.Bytes(), Options{})
	want := "    frame 2, 192.0.2.1:1024: ICMP soft error from 10.0.0.1\n"
	if s.err != nil || s.tally.Unanswered != 1 || !strings.Contains(s.text, want) {
		t.Errorf("error %v, %+v\n%s\nwant %q in it", s.err, s.tally, s.text, want)
	}
	if got := object(s.connections[0]).Reports; len(got) != 1 || got[0] != (jsonReport{2, "192.0.2.1:1024", "ICMP soft error", "10.0.0.1"}) {
		t.Errorf("%+v", got)
	}
}

// segments0 writes segments without a link layer.
func (f *film) segments0(lines ...string) { f.wraps(within(bare, lines...)...) }

// TestReportedInTunnel holds that an error about a segment in a tunnel is of the
// connection in that tunnel.
func TestReportedInTunnel(t *testing.T) {
	f := newFilm(t, layers.LinkTypeRaw)
	f.wraps(within(vxlan(7, 7), opening...)...)
	other := []string{"><SEQ=70000100><CTL=SYN>", "<<SEQ=80000300><ACK=70000101><CTL=SYN,ACK>"}
	f.wraps(within(vxlan(8, 8), other...)...)
	m := vxlan(8, 8)(1, icmp(3, 1, ip4(0, 1024, fsm.Segment{SEQ: 70000100, CTL: fsm.SYN})))
	f.raw(m, len(m))
	s := run(t, f.out.Bytes(), Options{Ladder: true})
	for _, c := range s.connections {
		has := false
		for _, r := range c.rungs {
			has = has || r.kind == happened
		}
		if want := strings.HasSuffix(c.Name, "VXLAN 8"); has != want {
			t.Errorf("%s is reported: %v, want %v", c.Name, has, want)
		}
	}
}

// TestLeft holds what is said of frames that are not looked into.
func TestLeft(t *testing.T) {
	f := newFilm(t, layers.LinkTypeEthernet)
	f.segments(1024, join(opening, closing)...)
	put := func(n int, frame []byte) {
		for range n {
			f.raw(frame, len(frame))
		}
	}
	udp := func(port byte) []byte {
		return ethernet(outer(0, 17, []byte{200, 1, 0, port, 0, 8, 0, 0}))
	}
	put(12, udp(53))
	put(3, append(make([]byte, 12), 8, 6, 0, 0))
	put(5, ethernet(outer(0, 132, nil)))
	s := run(t, f.out.Bytes(), Options{})
	if want := "; frames: 20 without TCP (12 of UDP port 53, 5 of SCTP, 3 of ARP)\n"; !strings.HasSuffix(s.text, want) {
		t.Errorf("%swant at its end %s", s.text, want)
	}
	put(1, udp(67))
	if s := run(t, f.out.Bytes(), Options{}); !strings.HasSuffix(s.text, "3 of ARP, 1 of UDP port 67)\n") {
		t.Errorf("%swant the last one named", s.text)
	}
	put(1, udp(123))
	s = run(t, f.out.Bytes(), Options{})
	if !strings.HasSuffix(s.text, "(12 of UDP port 53, 5 of SCTP, 3 of ARP, 2 of 2 others)\n") {
		t.Errorf("%swant the others counted", s.text)
	}
	b, err := s.tally.Left.MarshalJSON()
	if want := `[{"what":"UDP port 53","frames":12},{"what":"SCTP","frames":5},{"what":"ARP","frames":3},{"what":"UDP port 123","frames":1},{"what":"UDP port 67","frames":1}]`; err != nil || string(b) != want {
		t.Errorf("error %v, %s, want %s", err, b, want)
	}
	var left Left
	if left.String() != "" {
		t.Errorf("of nothing %q is said", left)
	}
	left.add(wire.OfLink(wire.LinkType(layers.LinkTypeLinuxUSB)))
	if got := left.String(); got != "1 of link type USB" {
		t.Errorf("%q is said of a link type", got)
	}
}
