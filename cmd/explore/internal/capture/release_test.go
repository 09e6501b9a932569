package capture

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// TestKept holds how many connections are kept at a time, which is what memory grows
// with, of captures in which very many come and go.
func TestKept(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes a second")
	}
	for name, most := range map[string]int{"flood": maxKnocks, "short": maxOvers} {
		n := most + 5000
		var film bytes.Buffer
		if err := crowds[name](&film, n); err != nil {
			t.Fatal(err)
		}
		if kept := keeps(t, film.Bytes(), n); kept != most {
			t.Errorf("%s of %d: %d are kept at a time, want %d", name, n, kept, most)
		}
	}
}

// TestKnocksAreSmall holds that no oracle is made for a SYN before something else is
// seen, however often the SYN comes.
func TestKnocksAreSmall(t *testing.T) {
	f := newFilm(t, layers.LinkTypeEthernet)
	for range 3 {
		for port := range uint16(10) {
			f.play(1024+port, opening[:1]...)
		}
		f.at = f.at.Add(time.Second)
	}
	f.play(1024, opening[1:]...)
	s := run(t, f.out.Bytes(), Options{})
	if len(s.connections) != 10 || s.tally.Connections != 10 || s.tally.Unanswered != 9 {
		t.Fatalf("%d connections, %+v", len(s.connections), s.tally)
	}
	for i, c := range s.connections {
		answered := i == 0
		if has := c.Oracles[0] != nil; has != answered || c.Segments != map[bool]int{true: 5, false: 3}[answered] {
			t.Errorf("%s: oracles: %v, %d segments", c.Name, has, c.Segments)
		}
	}
	if c := s.connections[0]; c.Verdict() != oracle.Conforms || c.flows[0].again != 2 {
		t.Errorf("%v, %+v", c.Verdict(), c.flows[0])
	}
}

// TestIdle holds after how much of the capture's time what is idle is given away, and
// that nothing is held against what comes of it later.
func TestIdle(t *testing.T) {
	text := []string{"><SEQ=101><ACK=301><CTL=ACK><DATA=10>", "<<SEQ=301><ACK=111><CTL=ACK>"}
	half := []string{"><SEQ=101><ACK=301><CTL=FIN,ACK>", "<<SEQ=301><ACK=102><CTL=ACK>"}
	for _, test := range []struct {
		name          string
		first, second []string
		idle          time.Duration
	}{
		{"a SYN", opening[:1], opening[:1], transitory},
		{"half open", opening[:2], opening[2:], transitory},
		{"open", opening, text, established},
		{"open, then closed", opening, closing, established},
		{"half closed", join(opening, half), []string{"<<SEQ=301><ACK=102><CTL=FIN,ACK>", "><SEQ=102><ACK=302><CTL=ACK>"}, established},
		{"half closed, then reset", join(opening, half), []string{"<<SEQ=301><ACK=102><CTL=RST,ACK>"}, established},
		{"closing", join(opening, closing[:2]), closing[1:], transitory},
		{"over", join(opening, closing), closing[1:], lingers},
		{"begun before", text, text, established},
		{"one end heard", []string{opening[0], opening[2]}, text[:1], established},
		{"the other end heard", []string{opening[1], "<<SEQ=301><ACK=111><CTL=ACK><DATA=10>"}, []string{"<<SEQ=311><ACK=111><CTL=ACK><DATA=10>"}, established},
	} {
		for _, longer := range []bool{false, true} {
			f := newFilmOf(t, test.first)
			f.at = f.at.Add(test.idle - 2*time.Second)
			if longer {
				f.at = f.at.Add(4 * time.Second)
			}
			f.play(1024, test.second...)
			s := run(t, f.out.Bytes(), Options{})
			if parts := 1 + map[bool]int{true: 1}[longer]; s.err != nil || len(s.connections) != parts || s.tally.Verdicts[oracle.Deviates] > 0 {
				t.Errorf("%s, longer %v: error %v, %d connections, want %d\n%s", test.name, longer, s.err, len(s.connections), parts, s.text)
			}
		}
	}
}

// TestFloodSparesOpen holds that a flood drives out SYNs, and no connection that is
// open.
func TestFloodSparesOpen(t *testing.T) {
	f := newFilmOf(t, opening)
	for port := range uint16(100) {
		f.play(2000+port, opening[:1]...)
	}
	f.play(1024, closing...)
	s := run(t, f.out.Bytes(), Options{Open: 4})
	if s.tally.Connections != 101 || s.tally.Unanswered != 100 || s.tally.Verdicts[oracle.Conforms] != 1 {
		t.Errorf("%+v", s.tally)
	}
}

// TestPartsAreSpared holds that nothing is held against the parts of connections that
// are given away again and again, although the wire loses and delays.
func TestPartsAreSpared(t *testing.T) {
	film, err := os.ReadFile(filepath.Join("..", "..", "testdata", "capture", "lossy.pcapng.gz"))
	if err != nil {
		t.Fatal(err)
	}
	for open := 1; open < 6; open++ {
		s := run(t, film, Options{Open: open})
		if s.err != nil || s.tally.Verdicts[oracle.Deviates]+s.tally.Verdicts[oracle.Suspicious] > 0 {
			t.Errorf("%d at a time: error %v, %+v", open, s.err, s.tally)
		}
	}
}

// TestClockGoesBack holds that times which go back, as where captures were put
// together, harm nothing.
func TestClockGoesBack(t *testing.T) {
	f := newFilmOf(t, opening)
	f.play(1024, "+-72h")
	f.play(1024, closing...)
	f.play(1025, join(opening, closing)...)
	if s := run(t, f.out.Bytes(), Options{}); s.err != nil || s.tally.Verdicts[oracle.Conforms] != 2 {
		t.Errorf("error %v, %+v\n%s", s.err, s.tally, s.text)
	}
}
