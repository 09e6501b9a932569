package capture

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// The opening and the close of most films. Left numbers from 100, right from 300.
var (
	opening = []string{
		"><SEQ=100><CTL=SYN>",
		"<<SEQ=300><ACK=101><CTL=SYN,ACK>",
		"><SEQ=101><ACK=301><CTL=ACK>",
	}
	closing = []string{
		"><SEQ=101><ACK=301><CTL=FIN,ACK>",
		"<<SEQ=301><ACK=102><CTL=FIN,ACK>",
		"><SEQ=102><ACK=302><CTL=ACK>",
	}
)

func join(lists ...[]string) (all []string) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// A show is what a trace has made of an input.
type show struct {
	tally       Tally
	connections []*Connection
	text        string
	err         error
}

func run(t testing.TB, data []byte, opts Options) (s show) {
	t.Helper()
	var text, asJSON bytes.Buffer
	report, second := NewReport(&text, false), NewReport(&asJSON, true)
	s.tally, s.err = Trace("film", bytes.NewReader(data), opts, func(c *Connection) error {
		s.connections = append(s.connections, c)
		return errors.Join(report.Connection(c), second.Connection(c))
	})
	if err := errors.Join(report.End(&s.tally), second.End(&s.tally)); err != nil {
		t.Error(err)
	}
	s.text = text.String()
	return s
}

// TestVerdicts films connections and holds what is said of them.
func TestVerdicts(t *testing.T) {
	complete := Options{Oracle: oracle.Options{Told: oracle.Segments}}
	for _, test := range []struct {
		name  string
		opts  Options
		lines []string
		want  string // the beginning of the report
		note  string // in it somewhere
	}{
		{name: "a whole connection", lines: join(opening, closing),
			want: "192.0.2.1:1024-198.51.100.2:80: conforms, 6 segments\n" +
				"    SF: opened, closed by both; 192.0.2.1:1024 was first\n" +
				"    2023-11-14 22:13:20.001000 UTC, 5 ms\n" +
				"    192.0.2.1:1024: CLOSED, SYN-SENT 1 (1 ms), ESTABLISHED 2 (2 ms),\n" +
				"        FIN-WAIT-1 4 (1 ms), TIME-WAIT 5\n" +
				"        4 segments, 0 octets\n" +
				"    198.51.100.2:80: CLOSED, SYN-RECEIVED 1 (2 ms), ESTABLISHED 3 (1 ms),\n" +
				"        CLOSE-WAIT 4 (1 ms), LAST-ACK 5 (1 ms), CLOSED 6\n" +
				"        2 segments, 0 octets\n"},
		{name: "opened and closed by both at once", lines: []string{
			"><SEQ=100><CTL=SYN>", "<<SEQ=300><CTL=SYN>",
			"><SEQ=100><ACK=301><CTL=SYN,ACK>", "<<SEQ=300><ACK=101><CTL=SYN,ACK>",
			"><SEQ=101><ACK=301><CTL=FIN,ACK>", "<<SEQ=301><ACK=101><CTL=FIN,ACK>",
			"><SEQ=102><ACK=302><CTL=ACK>", "<<SEQ=302><ACK=102><CTL=ACK>"},
			want: "192.0.2.1:1024-198.51.100.2:80: conforms, 8 segments\n", note: "CLOSING"},
		{name: "refused", lines: []string{"><SEQ=100><CTL=SYN>", "<<SEQ=0><ACK=101><CTL=RST,ACK>"},
			want: "192.0.2.1:1024-198.51.100.2:80: conforms, 2 segments\n"},
		{name: "a SYN,ACK of something else", lines: []string{"><SEQ=100><CTL=SYN>", "<<SEQ=300><ACK=105><CTL=SYN,ACK>"},
			want: "192.0.2.1:1024-198.51.100.2:80: deviates, 2 segments\n", note: "frame 2, 198.51.100.2:80: deviates: listen.syn-received (3.10.7.2/3, MUST-11):\n"},
		{name: "a SYN,ACK without SYN before it", lines: opening[1:],
			want: "192.0.2.1:1024-198.51.100.2:80: undecided, 2 segments"},
		{name: "text after FIN", lines: join(opening, closing[:1], []string{"><SEQ=102><ACK=301><CTL=ACK><DATA=10>"}),
			want: "192.0.2.1:1024-198.51.100.2:80: deviates, 5 segments\n", note: "frame 5, 192.0.2.1:1024: deviates: "},
		{name: "text in the place of FIN", lines: join(opening, closing[:1], []string{"><SEQ=101><ACK=301><CTL=ACK><DATA=10>"}),
			want: "192.0.2.1:1024-198.51.100.2:80: deviates, 5 segments\n"},
		{name: "a RST from nowhere", opts: complete, lines: join(opening, []string{"<<SEQ=250><CTL=RST>"}),
			want: "192.0.2.1:1024-198.51.100.2:80: deviates, 4 segments\n"},
		{name: "an ABORT with and without ACK", lines: join(opening, []string{"<<SEQ=301><ACK=101><CTL=RST,ACK>"}),
			want: "192.0.2.1:1024-198.51.100.2:80: conforms, 4 segments\n"},
		{name: "acknowledges what was never sent", opts: complete, lines: join(opening, []string{"<<SEQ=301><ACK=500><CTL=ACK>"}),
			want: "192.0.2.1:1024-198.51.100.2:80: deviates, 4 segments\n", note: "frame 4, 198.51.100.2:80: deviates: "},
		{name: "acknowledges what was not captured", lines: join(opening, []string{"<<SEQ=301><ACK=500><CTL=ACK>"}),
			want: "192.0.2.1:1024-198.51.100.2:80: undecided, 4 segments", note: "it acknowledges segments that were not observed"},
		{name: "overlapping segments", lines: join(opening, []string{
			"><SEQ=101><ACK=301><CTL=ACK><DATA=100>", "><SEQ=151><ACK=301><CTL=ACK><DATA=100>",
			"><SEQ=120><ACK=301><CTL=ACK><DATA=10>", "<<SEQ=301><ACK=251><CTL=ACK>"}),
			want: "192.0.2.1:1024-198.51.100.2:80: conforms, 7 segments\n"},
		{name: "a hole that is filled", lines: join(opening, []string{
			"><SEQ=201><ACK=301><CTL=ACK><DATA=100>", "<<SEQ=301><ACK=101><CTL=ACK>",
			"><SEQ=101><ACK=301><CTL=ACK><DATA=100>", "<<SEQ=301><ACK=301><CTL=ACK>"}),
			want: "192.0.2.1:1024-198.51.100.2:80: conforms, 7 segments\n"},
		{name: "a hole, though nothing is missing", opts: complete, lines: join(opening, []string{"><SEQ=201><ACK=301><CTL=ACK><DATA=100>"}),
			want: "192.0.2.1:1024-198.51.100.2:80: deviates, 4 segments\n"},
		{name: "it begins in the middle", lines: []string{
			"><SEQ=101><ACK=301><CTL=ACK><DATA=10>", "<<SEQ=301><ACK=111><CTL=ACK>", "><SEQ=111><ACK=301><CTL=FIN,ACK>"},
			want: "192.0.2.1:1024-198.51.100.2:80: conforms, 3 segments (3 undecided, decided since frame 3)", note: "?, ESTABLISHED? 1 (2 ms), FIN-WAIT-1? 3"},
		{name: "one side alone", lines: []string{"><SEQ=100><CTL=SYN>", "><SEQ=101><ACK=301><CTL=ACK>", "><SEQ=101><ACK=301><CTL=ACK><DATA=9>"},
			want: "192.0.2.1:1024-198.51.100.2:80: undecided, 3 segments", note: "nothing from 198.51.100.2:80"},
		{name: "numbers that wrap", lines: []string{
			"><SEQ=4294967290><CTL=SYN>", "<<SEQ=4294967295><ACK=4294967291><CTL=SYN,ACK>", "><SEQ=4294967291><ACK=0><CTL=ACK>",
			"><SEQ=4294967291><ACK=0><CTL=ACK><DATA=10>", "<<SEQ=0><ACK=5><CTL=ACK><DATA=20>", "><SEQ=5><ACK=20><CTL=FIN,ACK>",
			"<<SEQ=20><ACK=6><CTL=FIN,ACK>", "><SEQ=6><ACK=21><CTL=ACK>"},
			want: "192.0.2.1:1024-198.51.100.2:80: conforms, 8 segments\n"},
		{name: "keep-alive and probes", lines: join(opening, []string{
			"><SEQ=100><ACK=301><CTL=ACK>", "<<SEQ=301><ACK=101><CTL=ACK>", "><SEQ=100><ACK=301><CTL=ACK><DATA=1>", "<<SEQ=301><ACK=101><CTL=ACK>"}),
			want: "192.0.2.1:1024-198.51.100.2:80: conforms, 7 segments\n"},
		{name: "Fast Open", lines: []string{
			"><SEQ=100><CTL=SYN><DATA=10>", "<<SEQ=300><ACK=111><CTL=SYN,ACK>", "><SEQ=111><ACK=301><CTL=ACK>",
			"><SEQ=111><ACK=301><CTL=ACK><DATA=5>", "<<SEQ=301><ACK=116><CTL=ACK>"},
			want: "192.0.2.1:1024-198.51.100.2:80: conforms, 5 segments (2 undecided, decided since frame 3)", note: "Fast Open"},
		{name: "another connection on the same sockets", lines: join(opening, closing, opening),
			want: "192.0.2.1:1024-198.51.100.2:80: conforms, 6 segments\n", note: "2 connections, 9 segments: 2 conform"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFilm(t, layers.LinkTypeEthernet)
			f.segments(1024, test.lines...)
			s := run(t, f.out.Bytes(), test.opts)
			if s.err != nil || !strings.HasPrefix(s.text, test.want) || !strings.Contains(s.text, test.note) {
				t.Errorf("error %v, report\n%swant\n%s with %q", s.err, s.text, test.want, test.note)
			}
		})
	}
}

// syn is the first segment of the opening.
var syn = fsm.Segment{SEQ: 100, CTL: fsm.SYN, WND: 4096}

// TestWindowScale holds that a window counts as both SYNs scale it.
func TestWindowScale(t *testing.T) {
	scale := []byte{3, 3, 7, 0}
	for _, test := range []struct {
		answer []byte
		fits   bool // 100 octets into a window of 1
	}{{scale, true}, {nil, false}} {
		f := newFilm(t, layers.LinkTypeRaw)
		for _, p := range [][]byte{
			ip4(0, 9, syn, scale...),
			ip4(1, 9, fsm.Segment{SEQ: 300, ACK: 101, CTL: fsm.SYN | fsm.ACK, WND: 1}, test.answer...),
			ip4(0, 9, fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.ACK, WND: 1}),
			ip4(1, 9, fsm.Segment{SEQ: 301, ACK: 101, CTL: fsm.ACK, WND: 1}),
		} {
			f.raw(p, len(p))
		}
		s := run(t, f.out.Bytes(), Options{})
		want := uint32(1)
		if test.fits {
			want = 128
		}
		if got := s.connections[0].Oracles[1].Connections()[0].RCV.WND; got != want {
			t.Errorf("answered by %v: a window of %d, want %d", test.answer, got, want)
		}
	}
}

// TestFaults holds what is said of inputs that are not what they should be, and
// that what stands before the fault counts.
func TestFaults(t *testing.T) {
	f := newFilm(t, layers.LinkTypeEthernet)
	f.segments(1024, opening...)
	good := f.out.Bytes()
	udp := newFilm(t, layers.LinkTypeRaw)
	udp.raw(append([]byte{0x45, 0, 0, 20, 0, 0, 0, 0, 1, 17}, make([]byte, 10)...), 20)
	radio := newFilm(t, layers.LinkTypeLinuxUSB)
	radio.raw([]byte{1, 2, 3}, 3)
	log := "{\"connection\":\"a\",\"end\":\"x\",\"in\":\"<SEQ=1><CTL=SYN>\"}\n"
	for _, test := range []struct {
		name, data, want string
		connections      int
	}{
		{"empty", "", "film: it is empty\nhint: ", 0},
		{"no capture", "GET / HTTP/1.1\r\n", "film: it is no capture\nhint: ", 0},
		{"one octet", "x", "film: it is no capture\nhint: ", 0},
		{"header cut", string(good[:20]), "film: file header: it ends in the middle\nhint: ", 0},
		{"frame cut", string(good[:len(good)-5]), "film: frame 3: it ends in the middle\nhint: ", 1},
		{"frame header cut", string(good[:24+16+54+3]), "film: frame 2: it ends in the middle\nhint: ", 1},
		{"frame without data", string(good[:24+16]), "film: frame 1: it ends in the middle\nhint: ", 0},
		{"no TCP", udp.out.String(), "film: no TCP in it; frames: 1\nhint: ", 0},
		{"no frame", string(good[:24]), "film: no TCP in it; frames: 0\nhint: ", 0},
		{"radio", radio.out.String(), "film: 1 frames of link type USB, which is not read\nhint: ", 0},
		{"log", log + `{"conection":"a"}`, "film: line 2: json: unknown field \"conection\"\nhint: ", 1},
		{"log cut", log + `{"connection":"a","en`, "film: line 2: it ends in the middle\nhint: ", 1},
		{"log, no end", `{"in":"<SEQ=1><CTL=SYN>"}`, "film: line 1: no \"end\"\nhint: ", 0},
		{"log, nothing told", `{"end":"x"}`, "film: line 1: none of \"in\", ", 1},
		{"log, bad segment", `{"end":"x","in":"<SEQ=1>"}`, "film: line 1: ", 1},
		{"log, bad state", `{"end":"x","state":"OPEN"}`, "film: line 1: ", 1},
		{"log, told too late", log + `{"told":["calls"]}`, "film: line 2: \"told\" stands behind an event", 1},
		{"log, told nonsense", `{"told":["all"]}`, "film: line 1: \"told\": there is no \"all\"", 0},
		{"log, three ends", log + "{\"connection\":\"a\",\"end\":\"y\",\"quiet\":true}\n{\"connection\":\"a\",\"end\":\"z\",\"quiet\":true}", "film: line 3: end \"z\" is the third", 1},
		{"log without events", `{"told":["everything"]}`, "film: it is a log without events\nhint: ", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := run(t, []byte(test.data), Options{})
			var fault *Fault
			if !errors.As(s.err, &fault) || !strings.HasPrefix(s.err.Error(), test.want) || len(s.connections) != test.connections {
				t.Errorf("%v, %d connections; want %q, %d", s.err, len(s.connections), test.want, test.connections)
			}
		})
	}
}

// TestContainers reads the same film from every kind of file.
func TestContainers(t *testing.T) {
	f := newFilm(t, layers.LinkTypeRaw)
	var ng bytes.Buffer
	w, err := pcapgo.NewNgWriter(&ng, layers.LinkTypeRaw)
	if err != nil {
		t.Fatal(err)
	}
	for i, from := range []int{0, 1, 0} {
		g := []fsm.Segment{syn, {SEQ: 300, ACK: 101, CTL: fsm.SYN | fsm.ACK}, {SEQ: 101, ACK: 301, CTL: fsm.ACK}}[i]
		p := ip4(from, 9, g)
		f.raw(p, len(p))
		if err := w.WritePacket(gopacket.CaptureInfo{Timestamp: f.at, CaptureLength: len(p), Length: len(p)}, p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"pcap": f.out.Bytes(), "pcapng": ng.Bytes(), "pcap.gz": pack(f.out.Bytes()), "pcapng.gz": pack(ng.Bytes()),
	} {
		if s := run(t, data, Options{}); s.err != nil || s.tally.Segments != 3 || s.tally.Verdicts[oracle.Conforms] != 1 {
			t.Errorf("%s: %v, %+v", name, s.err, s.tally)
		}
	}
	cut := pack(ng.Bytes())
	if s := run(t, cut[:len(cut)-20], Options{}); s.err == nil {
		t.Error("a compressed file that was cut is taken for whole")
	}
}

func pack(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// TestForgets holds that a connection that is over is given away while the
// capture goes on.
func TestForgets(t *testing.T) {
	f := newFilm(t, layers.LinkTypeEthernet)
	for port := range uint16(50) {
		f.segments(2000+port, join(opening, closing)...)
		f.at = f.at.Add(lingers)
	}
	b, kind, err := open(bytes.NewReader(f.out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	most, gone := 0, 0
	var tr *tracer
	tr = newTracer("film", Options{}, func(*Connection) error {
		most, gone = max(most, len(tr.open)), gone+1
		return nil
	})
	if err := tr.frames(b, kind); err != nil {
		t.Fatal(err)
	}
	if gone < 48 || most > 2 {
		t.Errorf("%d of 50 connections are given away, %d are kept at a time", gone, most)
	}
}

// FuzzTrace feeds anything to a trace, which must end, with a fault or without.
func FuzzTrace(f *testing.F) {
	film := newFilm(f, layers.LinkTypeEthernet)
	film.segments(1024, join(opening, closing)...)
	f.Add(film.out.Bytes())
	f.Add(pack(film.out.Bytes()))
	tunnels := newFilm(f, layers.LinkTypeRaw)
	tunnels.wraps(turns(within(gtp(1, 2), join(opening, closing)...), within(vxlan(7, 7), join(opening, closing)...))...)
	tunnels.says(append(opened, said{segment: "><SEQ=101><ACK=301><CTL=ACK>", text: "hello"}, said{segment: "><SEQ=103><ACK=301><CTL=ACK>", text: "other"})...)
	f.Add(tunnels.out.Bytes())
	f.Add([]byte(told + lineOf(`"out":"<SEQ=301><ACK=101><CTL=ACK><DATA=5>","content":"a"`) + lineOf(`"event":"CLOSE","returned":"ok"`)))
	f.Add([]byte(`{"end":"x","in":"<SEQ=1><CTL=SYN>"}` + "\n" + `{"end":"x","state":"LISTEN,CLOSED"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := run(t, data, Options{Checksums: len(data)%2 == 0, Ladder: true})
		var fault *Fault
		if s.err != nil && !errors.As(s.err, &fault) {
			t.Errorf("%v is no fault", s.err)
		}
	})
}

// TestDocumented holds that the documents show what the command prints, and that
// the event log in them is one.
func TestDocumented(t *testing.T) {
	f := newFilm(t, layers.LinkTypeEthernet)
	f.segments(1024, join(opening, closing[:1], []string{"><SEQ=102><ACK=301><CTL=ACK><DATA=10>"})...)
	s := run(t, f.out.Bytes(), Options{})
	lines := strings.SplitAfter(s.text, "\n")
	shown := "```\n" + strings.Join(lines[:len(lines)-2], "") + "```\n"
	manual := document(t, "docs", "trace.md")
	for name, text := range map[string]string{"README.md": document(t, "README.md"), "docs/trace.md": manual} {
		if !strings.Contains(text, shown) {
			t.Errorf("%s does not show\n%s", name, shown)
		}
	}
	_, log, _ := strings.Cut(manual, "```json\n{\"told\"")
	log, _, _ = strings.Cut(log, "```")
	if s := run(t, []byte("{\"told\""+log), Options{}); s.err != nil || s.tally.Verdicts[oracle.Conforms] != 1 {
		t.Errorf("the log in docs/trace.md: %v, %+v", s.err, s.tally)
	}
}

func document(t *testing.T, path ...string) string {
	text, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "..", ".."}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
