package main

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// A standIn is the table as a stack behind a unix socket, with an application that reads
// what comes first and closes.
type standIn struct {
	net.Conn
	machine     *fsm.Machine
	asked       bool // for the address on the wire of a neighbour, that is us
	connections map[netip.AddrPort]*fsm.TCB
}

// the addresses on the wire.
var (
	standsAt, asks   = netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	standsAt6, asks6 = netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
)

// newStandIn starts one, with a table that edit may alter, and returns its path.
func newStandIn(t *testing.T, edit func(fsm.Table)) string {
	t.Helper()
	table := fsm.RFC9293Table()
	edit(table)
	path := filepath.Join(t.TempDir(), "wire")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s := standIn{c, fsm.MustCompile(table, fsm.Policy{HalfDuplexClose: fsm.HalfDuplexCloseOn}), false, map[netip.AddrPort]*fsm.TCB{}}
			s.serve()
		}
	}()
	return path
}

// serve answers frames until the wire is gone.
func (s *standIn) serve() {
	var length [4]byte
	for {
		if _, err := io.ReadFull(s, length[:]); err != nil {
			return
		}
		frame := make([]byte, binary.BigEndian.Uint32(length[:]))
		if _, err := io.ReadFull(s, frame); err != nil {
			return
		}
		s.frame(frame)
	}
}

func (s *standIn) frame(b []byte) {
	if binary.BigEndian.Uint16(b[12:]) == 0x0806 {
		reply := append(append([]byte{}, b[6:12]...), 2, 0, 0, 0, 0, 1)
		reply = append(reply, 8, 6, 0, 1, 8, 0, 6, 4, 0, 2, 2, 0, 0, 0, 0, 1)
		reply = append(append(reply, standsAt.AsSlice()...), b[6:12]...)
		s.put(append(reply, asks.AsSlice()...))
		return
	}
	if b[12] == 0x86 && b[20] == 58 {
		s.discovery(b)
		return
	}
	var d wire.Decoder
	if d.Decode(wire.LinkTypeEthernet, b) != wire.TCP {
		return
	}
	for _, g := range s.arrive(&d.Packet) {
		p := wire.Packet{From: d.Packet.To, To: d.Packet.From, Segment: g}
		ip, err := p.Encode()
		if err != nil {
			panic(err)
		}
		s.put(append(append(append(append([]byte{}, b[6:12]...), 2, 0, 0, 0, 0, 1), b[12:14]...), ip...))
	}
}

// discovery answers a neighbour solicitation, when it has asked for itself and been answered.
func (s *standIn) discovery(b []byte) {
	const solicitation, advertisement = 135, 136
	answer := slices.Clone(b)
	copy(answer[0:], b[6:12])
	copy(answer[6:], []byte{2, 0, 0, 0, 0, 1})
	copy(answer[22:], standsAt6.AsSlice())
	copy(answer[38:], asks6.AsSlice())
	copy(answer[80:], answer[6:12])
	switch {
	case b[54] == solicitation && !s.asked && bytes.HasPrefix(b, []byte{0x33, 0x33, 0xff}): // by its question it asks
		copy(answer[62:], asks6.AsSlice())
	case b[54] == advertisement && bytes.Equal(b[62:78], asks6.AsSlice()) && bytes.Equal(b[80:86], b[6:12]):
		s.asked = true
		return
	case s.asked:
		answer[54], answer[78] = advertisement, 2
	}
	s.put(answer)
}

// put writes a frame.
func (s *standIn) put(frame []byte) {
	_, _ = s.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(frame))), frame...))
}

// arrive has a segment arrive, and the application act on it.
func (s *standIn) arrive(p *wire.Packet) (sent []fsm.Segment) {
	var out fsm.Output
	c := s.connections[p.From]
	do := func(e fsm.Event) {
		e.ISS, e.RcvBUFF, e.SndBUFF, e.MSS = 7000, 64240, 64240, 1460
		s.machine.Step(c, &e, &out)
		sent = append(sent, out.Segments()...)
	}
	if c == nil {
		c = new(fsm.TCB)
		if s.connections[p.From] = c; p.To.Port() == 9 {
			do(fsm.Event{Kind: fsm.OpenPassive})
		}
	}
	next := c.RCV.NXT
	open := c.State == fsm.SynReceived || c.State == fsm.Established
	do(fsm.Event{Kind: fsm.SegmentArrives, Segment: p.Segment})
	do(fsm.Event{Kind: fsm.Transmit})
	if open && c.State.Synchronized() && c.State != fsm.SynReceived && c.RCV.NXT != next {
		if n := c.RCV.NXT.Sub(next); c.State != fsm.CloseWait || n > 1 {
			do(fsm.Event{Kind: fsm.Receive, Octets: n})
		}
		do(fsm.Event{Kind: fsm.Close})
		do(fsm.Event{Kind: fsm.Transmit})
	}
	return sent
}

// TestConformWire holds a stand-in behind a unix socket as a black box: the table conforms,
// and what is altered is the one cause that is found, though no state is told.
func TestConformWire(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: waits for silence after each segment")
	}
	args := []string{"conform", "wire", "-service", "close", "-settle", "3ms", "-quick", "-state", "FIN-WAIT-2", "-wire"}
	path := newStandIn(t, func(fsm.Table) {})
	status, out, errs := explore(t, append(args, "unix:"+path)...)
	if status != 0 || !strings.Contains(out, " 0 deviate.") || strings.Contains(out, ": 0 conform") {
		t.Errorf("the table: status %d\n%s%s", status, out, errs)
	}
	status, by6, errs := explore(t, append(args, "unix:"+newStandIn(t, func(fsm.Table) {}), "-address", "2001:db8::1", "-peer", "2001:db8::2")...)
	if _, rest, _ := strings.Cut(out, "\nHeld "); status != 0 || !strings.HasSuffix(by6, "\nHeld "+rest) {
		t.Errorf("the table by IPv6: status %d\n%s%s", status, by6, errs)
	}
	path = newStandIn(t, func(table fsm.Table) { rule.SYNChallenge.In(table).Then = fsm.Stop })
	status, out, errs = explore(t, append(args, "unix:"+path, "-format", "known")...)
	if status != 1 || !strings.Contains(out, "\nsyn.challenge: stop\n") {
		t.Errorf("a challenge ACK to a SYN that is missing: status %d\n%s%s", status, out, errs)
	}
}

// TestConformNobody holds that a wire with nobody behind it is one clear line and a hint.
func TestConformNobody(t *testing.T) {
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "silent"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	silent := "unix:" + l.Addr().String()
	stand := "unix:" + newStandIn(t, func(fsm.Table) {})
	for _, c := range []struct {
		want string
		args []string
	}{
		{"-wire says where", nil},
		{"is no wire", []string{"-wire", "carrier:pigeon"}},
		{"there is nobody at unix:/nowhere", []string{"-wire", "unix:/nowhere"}},
		{"nobody on " + silent + " answers for 192.0.2.1", []string{"-wire", silent, "-patience", "50ms"}},
		{"nobody has connected", []string{"-wire", "unix-listen:" + filepath.Join(t.TempDir(), "us"), "-patience", "50ms"}},
		{"no pair of UDP sockets", []string{"-wire", "udp:127.0.0.1:0"}},
		{"no service", []string{"-wire", silent, "-service", "tea"}},
		{"nobody on " + silent + " answers for 2001:db8::1", []string{"-wire", silent, "-address", "2001:db8::1", "-peer", "2001:db8::2", "-patience", "50ms"}},
		{"no address of a host", []string{"-wire", silent, "-address", "192.0.2"}},
		{"two versions of IP", []string{"-wire", silent, "-address", "2001:db8::1"}},
		{"are both 192.0.2.1", []string{"-wire", silent, "-peer", "192.0.2.1"}},
		{"the hook failed", []string{"-wire", stand, "-connect", "echo no such host; exit 3", "-state", "SYN-SENT"}},
		{"no SYN has come", []string{"-wire", stand, "-connect", "true", "-state", "SYN-SENT", "-patience", "50ms"}},
	} {
		status, out, errs := explore(t, append([]string{"conform", "wire"}, c.args...)...)
		if status != 2 || out != "" || !strings.Contains(errs, c.want) || strings.Count(errs, "\n") > 2 {
			t.Errorf("%q: status %d, want 2 and %q\n%s%s", c.args, status, c.want, out, errs)
		}
	}
}

// explore runs the command and returns its status and what it has written.
func explore(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs strings.Builder
	status = run(t.Context(), args, strings.NewReader(""), &out, &errs)
	return status, out.String(), errs.String()
}
