package capture

import (
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// play writes segments as [film.segments] does, and lets time pass between them where
// a line says so, as in "+12s".
func (f *film) play(port uint16, lines ...string) {
	for _, line := range lines {
		if line[0] != '+' {
			f.segments(port, line)
			continue
		}
		d, err := time.ParseDuration(line[1:])
		if err != nil {
			f.t.Fatal(err)
		}
		f.at = f.at.Add(d)
	}
}

// played traces one connection.
func played(t *testing.T, opts Options, lines ...string) (*Connection, show) {
	t.Helper()
	f := newFilm(t, layers.LinkTypeEthernet)
	f.play(1024, lines...)
	s := run(t, f.out.Bytes(), opts)
	if s.err != nil || len(s.connections) == 0 {
		t.Fatalf("error %v, %d connections", s.err, len(s.connections))
	}
	return s.connections[0], s
}

// TestEndings films each way to begin and to end, and holds what it is called.
func TestEndings(t *testing.T) {
	const (
		synOnly = "><SEQ=100><CTL=SYN>"
		synACK  = "<<SEQ=300><ACK=101><CTL=SYN,ACK>"
		ackOnly = "><SEQ=101><ACK=301><CTL=ACK>"
		text    = "><SEQ=101><ACK=301><CTL=ACK><DATA=10>"
		taken   = "<<SEQ=301><ACK=111><CTL=ACK>"
		fin     = "><SEQ=101><ACK=301><CTL=FIN,ACK>"
		peerFIN = "<<SEQ=301><ACK=101><CTL=FIN,ACK>"
		rst     = "><SEQ=101><CTL=RST>"
		peerRST = "<<SEQ=301><ACK=101><CTL=RST,ACK>"
		refusal = "<<SEQ=0><ACK=101><CTL=RST,ACK>"
	)
	for _, test := range []struct {
		name, zeek, words string
		lines             []string
	}{
		{"SYN", "S0", "a SYN without an answer", []string{synOnly}},
		{"SYN thrice", "S0", "a SYN without an answer", []string{synOnly, "+1s", synOnly, "+2s", synOnly}},
		{"SYN and RST", "RSTOS0", "a SYN without an answer, reset by the opener", []string{synOnly, rst}},
		{"refused", "REJ", "refused", []string{synOnly, refusal}},
		{"refused twice", "REJ", "refused", []string{synOnly, refusal, synOnly, refusal}},
		{"half open", "S1", "opened, not closed", []string{synOnly, synACK}},
		{"open", "S1", "opened, not closed", join(opening, []string{text, taken})},
		{"closed", "SF", "opened, closed by both", join(opening, closing)},
		{"closed, and a stray RST", "SF", "opened, closed by both", join(opening, closing, []string{"<<SEQ=302><CTL=RST>"})},
		{"closed by one", "S2", "opened, closed by the opener alone", join(opening, []string{fin})},
		{"closed by the other", "S3", "opened, closed by the other end alone", join(opening, []string{peerFIN})},
		{"reset", "RSTO", "opened, reset by the opener", join(opening, []string{rst})},
		{"reset by the other", "RSTR", "opened, reset by the other end", join(opening, []string{peerRST})},
		{"a scan", "RSTO", "opened, reset by the opener", []string{synOnly, synACK, rst}},
		{"SYN,ACK and RST", "RSTRH", "opened, its SYN not captured, reset by the other end", []string{synACK, peerRST}},
		{"SYN,ACK and FIN", "SHR", "opened, its SYN not captured, closed by the other end alone", []string{synACK, peerFIN}},
		{"SYN and FIN", "SH", "opened, its SYN,ACK not captured, closed by the opener alone", []string{synOnly, ackOnly, fin}},
		{"middle", "OTH", "begun before the capture, not closed", []string{text, taken}},
		{"middle, closed", "SF", "begun before the capture, closed by both", closing},
		{"middle, reset", "OTH", "begun before the capture, reset by the opener", []string{text, rst}},
		{"a RST that was none", "S1", "opened, not closed", join(opening, []string{"<<SEQ=401><CTL=RST>", "<<SEQ=301><ACK=101><CTL=ACK>"})},
	} {
		c, _ := played(t, Options{}, test.lines...)
		if got := c.Ending(); got != (Ending{test.zeek, test.words}) {
			t.Errorf("%s: %+v, want %s, %q", test.name, got, test.zeek, test.words)
		}
	}
}

// TestClosedFirst holds who is said to have ended a connection first.
func TestClosedFirst(t *testing.T) {
	peer := []string{"<<SEQ=301><ACK=101><CTL=FIN,ACK>", "><SEQ=101><ACK=302><CTL=FIN,ACK>", "<<SEQ=302><ACK=102><CTL=ACK>"}
	for _, test := range []struct {
		lines []string
		want  string
	}{
		{join(opening, closing), "SF: opened, closed by both; 192.0.2.1:1024 was first\n"},
		{join(opening, peer), "SF: opened, closed by both; 198.51.100.2:80 was first\n"},
		{join(opening, peer[:1], []string{"><SEQ=101><CTL=RST>"}), "RSTO: opened, reset by the opener; 198.51.100.2:80 was first\n"},
		{join(opening, peer[:1]), "S3: opened, closed by the other end alone\n"},
	} {
		if _, s := played(t, Options{}, test.lines...); !strings.Contains(s.text, "    "+test.want) {
			t.Errorf("%s\nwant in it: %s", s.text, test.want)
		}
	}
}

// TestRefused holds that an end that nobody was at is not said to have been in
// SYN-RECEIVED, in the report and in a ladder.
func TestRefused(t *testing.T) {
	c, s := played(t, Options{Ladder: true}, "><SEQ=100><CTL=SYN>", "<<SEQ=0><ACK=101><CTL=RST,ACK>")
	want := "198.51.100.2:80: CLOSED, nobody listened\n"
	if strings.Contains(s.text, "SYN-RECEIVED") || !strings.Contains(s.text, want) || c.State(1) != "CLOSED" {
		t.Errorf("%s\nwant in it: %s", s.text, want)
	}
}

// TestUnanswered holds that a SYN that nobody has answered leaves nothing undecided,
// and what else of one end alone does.
func TestUnanswered(t *testing.T) {
	for _, test := range []struct {
		lines   []string
		verdict string
	}{
		{[]string{"><SEQ=100><CTL=SYN>"}, "unanswered"},
		{[]string{"><SEQ=100><CTL=SYN>", "+1s", "><SEQ=100><CTL=SYN>", "+2s", "><SEQ=100><CTL=SYN>"}, "unanswered"},
		{[]string{"><SEQ=100><CTL=SYN>", "><SEQ=101><ACK=301><CTL=ACK>"}, "undecided"},
		{[]string{"<<SEQ=300><ACK=101><CTL=SYN,ACK>"}, "undecided"},
		{[]string{"><SEQ=101><ACK=301><CTL=ACK>"}, "undecided"},
	} {
		c, s := played(t, Options{}, test.lines...)
		n := s.tally.Unanswered + s.tally.Verdicts[oracle.Undecided]
		if c.Judged() != test.verdict || c.Unanswered() != (s.tally.Unanswered == 1) || n != 1 || s.tally.Verdicts[oracle.Conforms] != 0 {
			t.Errorf("%v: %s, want %s; %+v", test.lines, c.Judged(), test.verdict, s.tally)
		}
	}
	_, s := played(t, Options{}, "><SEQ=100><CTL=SYN>", "+1s", "><SEQ=100><CTL=SYN>")
	want := `192.0.2.1:1024-198.51.100.2:80: unanswered, 2 segments
    S0: a SYN without an answer
    2023-11-14 22:13:20.001000 UTC, 1 s
    192.0.2.1:1024: CLOSED, SYN-SENT 1 (1 s)
        2 segments, 0 octets, 1 retransmission
    198.51.100.2:80: nothing heard
1 connection, 2 segments: 0 conform, 0 deviate, 0 undecided, 1 unanswered
`
	if s.text != want {
		t.Errorf("%s\nwant\n%s", s.text, want)
	}
}

// newFilmOf films one connection.
func newFilmOf(t testing.TB, lines []string) *film {
	f := newFilm(t, layers.LinkTypeEthernet)
	f.play(1024, lines...)
	return f
}
