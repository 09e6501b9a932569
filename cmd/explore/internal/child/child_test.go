package child

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// behaviour, in the environment, makes of this test a child that behaves so.
const behaviour = "CHILD_TEST_BEHAVIOUR"

func TestMain(m *testing.M) {
	if how := os.Getenv(behaviour); how != "" {
		os.Exit((&kid{how: how}).live())
	}
	os.Exit(m.Run())
}

// A kid is a child with the table behind it, and perhaps a fault.
type kid struct {
	how        string
	connection conform.Connection
	port       uint16
	iss        fsm.Seq // what the next SYN is to bear
	family     fsm.Family
	asked      int
}

// live speaks frames until there are no more.
func (k *kid) live() int {
	m, err := conform.NewMachine(fsm.RFC9293Table(), fsm.Policy{})
	if err != nil {
		return 1
	}
	for {
		var head [5]byte
		if _, err := io.ReadFull(os.Stdin, head[:]); err != nil {
			return 0
		}
		payload := make([]byte, binary.BigEndian.Uint32(head[:]))
		_, _ = io.ReadFull(os.Stdin, payload)
		k.asked++
		said := k.answer(m, head[4], payload)
		if k.misbehaves(head[4], payload) {
			return 3
		}
		_ = frame{done, []byte(said)}.write(os.Stdout)
	}
}

// misbehaves does what is wrong with the kid. A RST is what it cannot bear.
func (k *kid) misbehaves(kind byte, payload []byte) (ends bool) {
	reset := kind == packet && payload[33]&byte(fsm.RST) != 0
	switch k.how {
	case "dumb":
		return true
	case "old":
		_ = frame{done, []byte("version 7")}.write(os.Stdout)
		return k.asked > 5
	case "dies":
		if reset {
			fmt.Fprintln(os.Stderr, "panic: a RST")
		}
		return reset
	case "hangs":
		if reset {
			time.Sleep(time.Hour)
		}
	case "nonsense":
		if reset {
			_ = frame{done, []byte("OPEN-ISH")}.write(os.Stdout)
		}
	case "garbage":
		if reset {
			_, _ = os.Stdout.WriteString("HTTP/1.1 400 Bad Request\r\n")
		}
	case "floods":
		for reset {
			_ = frame{packet, payload}.write(os.Stdout)
		}
	}
	return false
}

// answer applies what is asked to a connection of the table.
func (k *kid) answer(m *conform.Machine, kind byte, payload []byte) string {
	var in conform.Input
	if kind == packet {
		var d wire.Decoder
		content := d.Decode(wire.LinkTypeRaw, payload)
		switch {
		case !wire.Is(payload, k.family):
			return "limit: another IP"
		case content == wire.TCP:
			in, k.port = conform.Arrive(d.Packet.Segment), d.Packet.To.Port()
		case content == wire.Report && k.how == "reported":
			in = conform.Input{Call: conform.ICMP, Message: messageOf(k.family, payload), Segment: d.Packet.Segment}
		default:
			return "limit: no TCP"
		}
	} else {
		var name string
		var a, b int
		_, _ = fmt.Sscan(string(payload), &name, &a, &b)
		call, known := map[string]conform.Call{
			"listen": conform.OpenPassive, "connect": conform.OpenActive, "send": conform.Send,
			"shutdown": conform.Shutdown, "close": conform.Close, "abort": conform.Abort,
		}[name]
		switch name {
		case "version":
			return k.greet(a)
		case "iss":
			if k.how == "told" {
				k.iss = fsm.Seq(a)
			}
		case "family":
			k.family = fsm.IPv6
		case "release":
			k.connection = nil
		}
		if !known {
			return k.state()
		}
		in = conform.Input{Call: call, Octets: uint32(a)}
		if call == conform.OpenPassive || call == conform.OpenActive {
			k.port, in.ISS, k.iss = uint16(a), k.iss, 0
		}
	}
	if k.connection == nil {
		k.connection, _ = m.Connection()
	}
	out, _ := k.connection.Do(in)
	for _, g := range out.Segments {
		at := pairs[k.family]
		p := wire.Packet{From: netip.AddrPortFrom(at.child, k.port), To: netip.AddrPortFrom(at.peer, k.port), Segment: g}
		b, _ := p.Encode()
		_ = frame{packet, b}.write(os.Stdout)
	}
	if out.Refused != "" {
		return "refused: " + out.Refused
	}
	return k.state()
}

// messageOf reads the type and the code of a message of ICMP.
func messageOf(f fsm.Family, packet []byte) conform.Message {
	at := map[fsm.Family]int{fsm.IPv4: 20, fsm.IPv6: 40}[f]
	return conform.Message{Family: f, Type: packet[at], Code: packet[at+1]}
}

// greet answers a version: most speak the first one.
func (k *kid) greet(version int) string {
	switch {
	case k.how == "strict" && version > 1:
		os.Exit(3)
	case k.how == "reported":
		return "version 2 icmp,ipv6 a kid"
	case k.how == "versed":
		return "version 2 ipv6 a kid"
	case k.how == "told" || k.how == "liar":
		return "version 2 tea,iss a kid"
	}
	return "version 1 a kid"
}

func (k *kid) state() string {
	if k.connection == nil {
		return "CLOSED"
	}
	v, _ := k.connection.Observe()
	return v.String()
}

// check drives a kid through the cases of some states.
func check(t *testing.T, how string, patience time.Duration, states ...fsm.State) (*conform.Report, error) {
	t.Helper()
	t.Setenv(behaviour, how)
	s, err := New(context.Background(), []string{os.Args[0]}, patience, fsm.IPv4)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	if s.Name() != "a kid" {
		t.Errorf("it is called %q", s.Name())
	}
	return conform.Check(context.Background(), s, conform.Options{Quick: true, States: fsm.StatesOf(states...)})
}

// TestChild holds that the table conforms behind frames, too, but for what it cannot know
// of time.
func TestChild(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	r, err := check(t, "good", 5*time.Second, fsm.Closed, fsm.Listen, fsm.SynSent, fsm.SynReceived, fsm.Established)
	if err != nil || r.Total[conform.Conforms] < 300 {
		t.Fatalf("%v, error %v", r.Total, err)
	}
	for i := range r.Causes {
		if c := &r.Causes[i]; c.Class.Call != conform.Elapse {
			t.Errorf("%s", c.Text())
		}
	}
}

// TestNumbers holds that a child that can be told its numbers is tried at both wraps of them:
// the table conforms, and of one that bears others nothing is claimed. One that speaks the first
// version of the frames, and ends at the second, is asked for nothing of that.
func TestNumbers(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: hundreds of cases for each child")
	}
	for how, want := range map[string]struct{ cases, limited bool }{"told": {true, false}, "liar": {true, true}, "strict": {false, false}} {
		t.Setenv(behaviour, how)
		s, err := New(context.Background(), []string{os.Args[0]}, 5*time.Second, fsm.IPv4)
		if err != nil {
			t.Fatal(err)
		}
		told := 0
		r, err := conform.Check(context.Background(), s, conform.Options{
			More: true, States: fsm.StatesOf(fsm.SynSent),
			Only: func(c conform.Case) bool {
				is := strings.Contains(c.Route.String(), ", its numbers from ") && c.Class.Call != conform.Elapse
				if is {
					told++
				}
				return is
			},
		})
		s.Close()
		if limited := r.Total[conform.Limited] > 0; err != nil || told > 0 != want.cases || limited != want.limited || r.Total[conform.Conforms]+r.Total[conform.Limited] != r.Cases {
			t.Errorf("%s: %d cases at wraps, error %v, %s", how, told, err, r.Summary())
		}
	}
}

// TestBlank holds that an acknowledgment field without the ACK bit is as far from the numbers of the
// child as one with it, and that the checksum knows.
func TestBlank(t *testing.T) {
	c := connection{stack: &Stack{}, shift: 5000}
	for g, want := range map[fsm.Segment]fsm.Seq{{SEQ: 300, CTL: fsm.RST}: 5000, {SEQ: 300, ACK: 7, CTL: fsm.ACK}: 5007} {
		f, err := c.frame(conform.Arrive(g))
		var d wire.Decoder
		if err != nil || d.Decode(wire.LinkTypeRaw, f.payload) != wire.TCP || fsm.Seq(binary.BigEndian.Uint32(f.payload[20+8:])) != want {
			t.Errorf("%v is % x, error %v; want the field to be %d", g, f.payload, err, want)
		}
	}
}

// TestICMP holds that a child that takes messages of ICMP is tried with them, by either version of IP, to
// which the table conforms; one that does not name the option is sent none.
func TestICMP(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: a process for each version of IP")
	}
	for _, test := range []struct {
		how    string
		family fsm.Family
		cases  bool
	}{{"reported", fsm.IPv4, true}, {"reported", fsm.IPv6, true}, {"versed", fsm.IPv6, false}} {
		t.Setenv(behaviour, test.how)
		s, err := New(context.Background(), []string{os.Args[0]}, 5*time.Second, test.family)
		if err != nil {
			t.Fatal(err)
		}
		told := 0
		r, err := conform.Check(context.Background(), s, conform.Options{
			Quick: true, Family: test.family,
			Only: func(c conform.Case) bool {
				is := c.Class.Call == conform.ICMP
				if is {
					told++
				}
				return is
			},
		})
		s.Close()
		if err != nil || told > 0 != test.cases || r.Total[conform.Conforms] != r.Cases || r.Cases > 0 != test.cases {
			t.Errorf("%s by %v: %d messages, error %v, %s", test.how, test.family, told, err, r.Summary())
		}
	}
}

// TestFamily holds that the table conforms over IPv6, behind a child that can be told so, and that
// of another one there is one line.
func TestFamily(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: hundreds of cases")
	}
	t.Setenv(behaviour, "good")
	if _, err := New(context.Background(), []string{os.Args[0]}, 5*time.Second, fsm.IPv6); err == nil || !strings.Contains(err.Error(), "does not take IPv6\nhint: ") {
		t.Errorf("error %v of a child that does not name the option", err)
	}
	t.Setenv(behaviour, "versed")
	s, err := New(context.Background(), []string{os.Args[0]}, 5*time.Second, fsm.IPv6)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, err := conform.Check(context.Background(), s, conform.Options{Quick: true, States: fsm.StatesOf(fsm.SynReceived), Family: fsm.IPv6})
	if err != nil || r.Total[conform.Conforms] < 100 {
		t.Errorf("error %v, %s", err, r.Summary())
	}
	for i := range r.Causes {
		if c := &r.Causes[i]; c.Class.Call != conform.Elapse { // the kid knows nothing of time
			t.Errorf("%s", c.Text())
		}
	}
}

// TestBadChildren holds that whatever a child does is a finding of the case that it is
// done in, and that the other cases have their verdicts.
func TestBadChildren(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	for how, want := range map[string]string{
		"dies":     "it has ended: exit status 3: panic: a RST",
		"hangs":    "it has not answered for 100ms",
		"nonsense": `it answers nonsense: "OPEN-ISH" instead of a state`,
		"garbage":  `it answers nonsense: a frame of kind '/'`,
		"floods":   "it floods: more than 1000 packets for one input",
	} {
		if testing.Short() && how != "dies" {
			continue // each starts a process for each case that has a RST
		}
		t.Run(how, func(t *testing.T) {
			patience := 5 * time.Second
			if how == "hangs" {
				patience = 100 * time.Millisecond
			}
			r, err := check(t, how, patience, fsm.Listen)
			if err != nil || r.Total[conform.Conforms] != 11 || r.Total[conform.Deviates] != 2 || len(r.Causes) != 1 {
				t.Fatalf("%v, error %v; want 11 that conform, and one cause of 2", r.Total, err)
			}
			if c := r.Causes[0]; !strings.HasPrefix(c.Seen, want) || c.Strength != conform.Must {
				t.Errorf("%v: seen %q, want %q", c.Strength, c.Seen, want)
			}
		})
	}
}

// TestStopped holds that a child that ends because all is stopped is no finding.
func TestStopped(t *testing.T) {
	t.Setenv(behaviour, "dies")
	ctx, stop := context.WithCancel(context.Background())
	s, err := New(ctx, []string{os.Args[0]}, 5*time.Second, fsm.IPv4)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c, err := s.Connection()
	if err != nil {
		t.Fatal(err)
	}
	stop()
	if _, err := c.Do(conform.Arrive(fsm.Segment{CTL: fsm.RST})); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that all was stopped", err)
	}
}

// TestNoChild holds what is said of a child with which nothing can be tried.
func TestNoChild(t *testing.T) {
	for how, want := range map[string]string{
		"dumb": "the child child.test says nothing: it has ended: exit status 3\nhint: ",
		"old":  "the child child.test speaks \"version 7\"\nhint: ",
	} {
		if _, err := check(t, how, time.Second, fsm.Listen); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", how, err, want)
		}
	}
	if _, err := New(context.Background(), []string{filepath.Join(t.TempDir(), "none")}, time.Second, fsm.IPv4); err == nil || !strings.HasPrefix(err.Error(), "cannot start the child: ") {
		t.Errorf("error %v for a program that there is not", err)
	}
}

// TestSkeletons holds that the skeletons speak frames, as far as there are compilers.
func TestSkeletons(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "..", "fsm", "conform", "frames")
	for _, test := range []struct {
		file, name string
		build      []string // the program is the last
	}{
		{"skeleton.c", "a stack in C", []string{"gcc", "-Wall", "-Wextra", "-Werror", "-o"}},
		{"skeleton.rs", "a stack in Rust", []string{"rustc", "-o"}},
		{"skeleton.py", "a stack in Python", []string{"python3"}},
	} {
		t.Run(test.file, func(t *testing.T) {
			source := filepath.Join(dir, test.file)
			if text, err := os.ReadFile(source); err != nil || bytes.Count(text, []byte("\n")) > 100 {
				t.Errorf("error %v, or more than 100 lines", err)
			}
			if _, err := exec.LookPath(test.build[0]); err != nil || testing.Short() && test.build[0] != "python3" {
				t.Skipf("skipped: needs %s, and not -short", test.build[0])
			}
			argv := []string{test.build[0], source}
			if len(test.build) > 1 {
				argv = []string{filepath.Join(t.TempDir(), "child")}
				if out, err := exec.Command(test.build[0], append(append(test.build[1:], argv[0]), source)...).CombinedOutput(); err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
			}
			s, err := New(context.Background(), argv, 5*time.Second, fsm.IPv4)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			c, err := s.Connection()
			if err != nil || s.Name() != test.name {
				t.Fatalf("error %v, named %q", err, s.Name())
			}
			if _, err := c.Do(conform.Input{Call: conform.OpenPassive}); err != nil {
				t.Error(err)
			}
			if out, err := c.Do(conform.Arrive(fsm.Segment{CTL: fsm.SYN})); err != nil || len(out.Segments) > 0 {
				t.Errorf("%v, error %v", out, err)
			}
			if v, err := c.Observe(); err != nil || v.States != 0 {
				t.Errorf("%v, error %v; want nothing known", v, err)
			}
		})
	}
}

// FuzzFrames holds that whatever is read is a frame or an error.
func FuzzFrames(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x01DX"))
	f.Add([]byte("\xff\xff\xff\xffP"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := readFrame(bytes.NewReader(b))
		if wrong := (*nonsense)(nil); err != nil && !errors.As(err, &wrong) && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%q: error %v", b, err)
		}
		if err == nil && len(got.payload) > len(b) {
			t.Errorf("%q: a payload of %d octets", b, len(got.payload))
		}
		_, _ = viewOf(string(b))
	})
}
