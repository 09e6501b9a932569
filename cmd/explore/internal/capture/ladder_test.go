package capture

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/checker/scene/scenetest"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestLadderIsCapture holds that a connection drawn as a capture is judged as it
// was, window scale and addresses included.
func TestLadderIsCapture(t *testing.T) {
	scale := []byte{2, 4, 5, 180, 1, 3, 3, 7}
	scaled := newFilm(t, layers.LinkTypeRaw)
	for _, p := range [][]byte{
		ip4(0, 9, syn, scale...),
		ip4(1, 9, fsm.Segment{SEQ: 300, ACK: 101, CTL: fsm.SYN | fsm.ACK, WND: 1}, scale...),
		ip4(0, 9, fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.ACK, WND: 1}),
		ip4(0, 9, fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.ACK, WND: 1, Text: 100}),
	} {
		scaled.raw(p, len(p))
	}
	films := map[string]*film{"scaled": scaled}
	for name, lines := range map[string][]string{
		"whole":    join(opening, closing),
		"deviates": join(opening, closing[:1], []string{"><SEQ=102><ACK=301><CTL=ACK><DATA=10>"}),
		"middle":   {"><SEQ=101><ACK=301><CTL=ACK><DATA=10>", "<<SEQ=301><ACK=111><CTL=ACK>"},
	} {
		films[name] = newFilm(t, layers.LinkTypeEthernet)
		films[name].segments(1024, lines...)
	}
	for name, f := range films {
		first := run(t, f.out.Bytes(), Options{Ladder: true})
		var again bytes.Buffer
		if err := first.connections[0].Ladder().Pcapng(&again); err != nil {
			t.Fatal(err)
		}
		if second := run(t, again.Bytes(), Options{Ladder: true}); second.text != first.text {
			t.Errorf("%s: drawn as a capture it is told as\n%snot as\n%s", name, second.text, first.text)
		}
	}
}

// TestLadderOfLog holds that what both ends of a log tell of one segment is one
// message, and that what one end tells alone goes from end to end.
func TestLadderOfLog(t *testing.T) {
	s := run(t, []byte(`{"connection":"x","end":"client","event":"OPEN active"}
{"connection":"x","end":"client","out":"<SEQ=100><CTL=SYN><WND=1000>"}
{"connection":"x","end":"server","state":"LISTEN"}
{"connection":"x","end":"server","in":"<SEQ=100><CTL=SYN><WND=1000>"}
{"connection":"x","end":"server","out":"<SEQ=300><ACK=101><CTL=SYN,ACK><WND=1000>"}
{"connection":"x","end":"server","quiet":true}
`), Options{Ladder: true})
	if s.err != nil {
		t.Fatal(s.err)
	}
	l := s.connections[0].Ladder()
	if l.Names != [2]string{"client", "server"} || l.Unit != "line" || len(l.Steps) != 6 {
		t.Fatalf("%v by %s in %d steps", l.Names, l.Unit, len(l.Steps))
	}
	sent, arrives, alone := &l.Steps[1].Sends[0], l.Steps[3].Arrives, &l.Steps[4].Sends[0]
	if sent.ID != arrives.ID || sent.Direct || arrives.Direct || !alone.Direct {
		t.Errorf("the SYN is sent as %+v and arrives as %+v; the SYN,ACK is sent as %+v", sent, arrives, alone)
	}
	for i, want := range map[int]string{0: "OPEN active", 2: "is in LISTEN", 5: "is quiet"} {
		if got := l.Steps[i].Event; got != want {
			t.Errorf("line %d is %q, want %q", i+1, got, want)
		}
	}
	for _, format := range ladder.Formats {
		if err := l.Write(new(bytes.Buffer), format, true); err != nil {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// TestLongLadder holds that a ladder leaves out its middle, and says so.
func TestLongLadder(t *testing.T) {
	var film bytes.Buffer
	if err := long(&film, 1, 1000, 96); err != nil {
		t.Fatal(err)
	}
	s := run(t, film.Bytes(), Options{Ladder: true})
	l := s.connections[0].Ladder()
	left := s.tally.Segments - maxRungs
	if gap := &l.Steps[maxRungs/2]; len(l.Steps) != maxRungs+1 || gap.End != -1 || !strings.HasPrefix(gap.Event, "1106 segments") || left != 1106 {
		t.Errorf("%d steps, in the middle %q; %d segments are left out", len(l.Steps), gap.Event, left)
	}
	if l := run(t, film.Bytes(), Options{}).connections[0].Ladder(); l != nil {
		t.Error("there is a ladder that nobody asked for")
	}
}

// TestPictures holds that connections of the captures that are handed out can be read
// when they are drawn.
func TestPictures(t *testing.T) {
	files, err := filepath.Glob("../../../../docs/captures/*.pcap")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no captures: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range run(t, data, Options{Ladder: true}).connections {
			if l := c.Ladder(); l != nil {
				scenetest.Legible(t, filepath.Base(file), l.Picture())
			}
		}
	}
}
