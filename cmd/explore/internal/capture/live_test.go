package capture

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A slow source gives what is sent to it, a piece at a time.
type slow chan []byte

func (s slow) Read(b []byte) (int, error) {
	piece, ok := <-s
	if !ok {
		return 0, io.EOF
	}
	return copy(b, piece), nil
}

// TestLive holds that a live input is told of as it comes: what deviates when it is
// seen, a connection when it is over, both while nothing more comes, and what is open
// at the end.
func TestLive(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes a second")
	}
	t.Parallel() // it waits
	f := newFilm(t, layers.LinkTypeEthernet)
	f.play(1, join(opening, closing[:1], []string{"><SEQ=102><ACK=301><CTL=ACK><DATA=10>"})...)
	wrong := f.out.Len()
	f.play(2, join(opening, closing)...)
	closed := f.out.Len()
	f.play(3, opening...)
	source := make(slow)
	said := make(chan string, 10)
	report := NewReport(writerFunc(func(b []byte) (int, error) {
		said <- string(b)
		return len(b), nil
	}), false)
	report.Live = true
	ended := make(chan Tally)
	go func() {
		tally, err := Trace("film", source, Options{Live: true, Alarm: report.Alarm}, report.Connection)
		if err = errors.Join(err, report.End(&tally)); err != nil {
			t.Error(err)
		}
		ended <- tally
	}()
	expect := func(what string) {
		t.Helper()
		select {
		case text := <-said:
			if !strings.Contains(text, what) {
				t.Errorf("%q, want %q", text, what)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("nothing is said, want %q", what)
		}
	}
	b := f.out.Bytes()
	source <- b[:30] // in the middle of a frame
	source <- b[30:wrong]
	expect("192.0.2.1:1-198.51.100.2:80: frame 5, 192.0.2.1:1: deviates: transmit.fin")
	source <- b[wrong:closed]
	expect("192.0.2.1:2-198.51.100.2:80: conforms, 6 segments")
	source <- b[closed:]
	close(source)
	expect("192.0.2.1:1-198.51.100.2:80: deviates")
	expect("192.0.2.1:3-198.51.100.2:80: conforms, 3 segments")
	expect("3 connections, 14 segments: 2 conform, 1 deviate, 0 undecided")
	if tally := <-ended; tally.Verdicts[oracle.Deviates] != 1 {
		t.Errorf("%+v", tally)
	}
}

type writerFunc func([]byte) (int, error)

func (w writerFunc) Write(b []byte) (int, error) { return w(b) }

// TestLiveLog holds that what deviates in a log is told at once too.
func TestLiveLog(t *testing.T) {
	var b bytes.Buffer
	report := NewReport(&b, false)
	log := `{"told":["everything"]}
{"connection":"x","end":"server","event":"OPEN passive"}
{"connection":"x","end":"server","out":"<SEQ=300><CTL=SYN><WND=10>"}
`
	if _, err := Trace("film", strings.NewReader(log), Options{Live: true, Alarm: report.Alarm}, func(*Connection) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := report.flush(); err != nil || !strings.HasPrefix(b.String(), "x: line 3, server: deviates: ") || strings.Count(b.String(), "\n") != 1 {
		t.Errorf("error %v, %q", err, b.String())
	}
}

// TestToldOnce holds that a connection that was reported when it was over is reported
// no more, and that what is seen of it later still counts.
func TestToldOnce(t *testing.T) {
	f := newFilmOf(t, join(opening, closing, []string{"+3s"}))
	f.play(9, opening...)
	f.play(1024, "<<SEQ=350><ACK=102><CTL=ACK><DATA=10>")
	alarms, told := 0, map[string]int{}
	opts := Options{Live: true, Alarm: func(*Connection, Note) error { alarms++; return nil }}
	tally, err := Trace("film", bytes.NewReader(f.out.Bytes()), opts, func(c *Connection) error {
		told[c.Name]++
		return nil
	})
	if err != nil || alarms != 1 || len(told) != 2 || told["192.0.2.1:1024-198.51.100.2:80"] != 1 || tally.Asked != 2 || tally.Verdicts[oracle.Deviates] != 1 {
		t.Errorf("error %v, %d alarms, told %v, %+v", err, alarms, told, tally)
	}
}

// TestNoEnd holds that a connection that was reported for a RST that ended nothing is
// reported again at its end.
func TestNoEnd(t *testing.T) {
	f := newFilmOf(t, join(opening, []string{"<<SEQ=401><CTL=RST>", "+3s"}))
	f.play(9, opening...)
	f.play(1024, "<<SEQ=301><ACK=101><CTL=ACK>")
	f.play(1024, closing...)
	var endings []string
	_, err := Trace("film", bytes.NewReader(f.out.Bytes()), Options{Live: true}, func(c *Connection) error {
		if c.pair.port[0] == 1024 {
			endings = append(endings, c.Ending().Zeek)
		}
		return nil
	})
	if err != nil || strings.Join(endings, " ") != "RSTR SF" {
		t.Errorf("error %v, reported as %v", err, endings)
	}
}

// TestPauseFails holds that an output that is closed while nothing comes ends a trace.
func TestPauseFails(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes a second")
	}
	t.Parallel() // it waits
	f := newFilmOf(t, join(opening, closing))
	source := make(slow, 1)
	source <- f.out.Bytes()
	full := errors.New("full")
	if _, err := Trace("film", source, Options{Live: true}, func(*Connection) error { return full }); !errors.Is(err, full) {
		t.Errorf("error %v, want %v", err, full)
	}
}
