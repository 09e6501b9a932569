package capture

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// TestCrowd holds that of too many connections at a time the idle ones are given
// away, that this leaves them undecided, and that nothing is held against what
// comes of them afterwards.
func TestCrowd(t *testing.T) {
	f := newFilm(t, layers.LinkTypeEthernet)
	for port := range uint16(6) {
		f.segments(1024+port, opening...)
	}
	for port := range uint16(6) {
		f.segments(1024+port, closing...)
	}
	all := run(t, f.out.Bytes(), Options{})
	if all.err != nil || all.tally.Connections != 6 || all.tally.Verdicts[oracle.Conforms] != 6 {
		t.Errorf("all at a time: error %v, %+v", all.err, all.tally)
	}
	s := run(t, f.out.Bytes(), Options{Open: 4})
	open := 0
	for _, c := range s.connections {
		if c.parted {
			open++
		}
	}
	if s.err != nil || s.tally.Segments != all.tally.Segments || s.tally.Connections <= 6 || open == 0 ||
		s.tally.Verdicts[oracle.Deviates] != 0 || s.tally.Verdicts[oracle.Undecided] < open {
		t.Errorf("four at a time: error %v, %d parted, %+v", s.err, open, s.tally)
	}
	want := "192.0.2.1:1024-198.51.100.2:80: undecided, 3 segments (not followed to the end, among too many at a time)\n"
	if !strings.HasPrefix(s.text, want) {
		t.Errorf("%s\nwant at first: %s", s.text, want)
	}
}

// TestCrowdedLog holds that a log has no more connections than can be followed,
// and that those before are reported.
func TestCrowdedLog(t *testing.T) {
	var log strings.Builder
	for i := range 5 {
		fmt.Fprintf(&log, "{\"connection\":\"c%d\",\"end\":\"a\",\"out\":\"<SEQ=100><CTL=SYN><WND=1000>\"}\n", i)
	}
	s := run(t, []byte(log.String()), Options{Open: 4})
	want := "film: line 5: there are 4 connections before it, which is all that a log may have\nhint: "
	if s.err == nil || !strings.HasPrefix(s.err.Error(), want) || len(s.connections) != 4 {
		t.Errorf("error %v, %d connections; want %q, 4", s.err, len(s.connections), want)
	}
}
