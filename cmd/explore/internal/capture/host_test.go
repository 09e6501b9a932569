package capture

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket/layers"
)

// TestHost films what is seen at the host on the right, with pauses before some
// segments, and holds what is said of it.
func TestHost(t *testing.T) {
	for _, test := range []struct {
		name  string
		lines []string // with a pause in front, as in "300ms <<SEQ=..."
		want  string   // what is said of the host; empty: it conforms
	}{
		{"an answer in time", []string{"><SEQ=100><CTL=SYN>", "<<SEQ=300><ACK=101><CTL=SYN,ACK>"}, ""},
		{"an answer that is late", []string{"><SEQ=100><CTL=SYN>", "300ms <<SEQ=300><ACK=101><CTL=SYN,ACK>", "><SEQ=101><ACK=301><CTL=ACK>"}, ""},
		{"no answer before the next question", []string{
			"><SEQ=100><CTL=SYN>", "<<SEQ=300><ACK=101><CTL=SYN,ACK>", "><SEQ=101><ACK=301><CTL=ACK>",
			"><SEQ=100><ACK=301><CTL=ACK>", "300ms ><SEQ=100><ACK=301><CTL=ACK>", "<<SEQ=301><ACK=101><CTL=ACK>",
		}, "deviates: seq.ack"},
		{"something else instead of the answer", []string{
			"><SEQ=100><CTL=SYN>", "<<SEQ=300><ACK=101><CTL=SYN,ACK>", "><SEQ=101><ACK=301><CTL=ACK>",
			"><SEQ=101><ACK=301><CTL=FIN,ACK>", "300ms <<SEQ=301><ACK=101><CTL=ACK><DATA=5>",
		}, "deviates: established.fin"},
		{"in TIME-WAIT from before the capture", []string{"><SEQ=100><CTL=SYN>", "<<SEQ=300><ACK=901><CTL=ACK>", "><SEQ=901><CTL=RST>"}, "undecided"},
		{"an ACK of half a SYN,ACK", []string{"><SEQ=100><CTL=SYN>", "<<SEQ=300><ACK=101><CTL=SYN,ACK>", "<<SEQ=301><ACK=900><CTL=ACK>"}, "deviates"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFilm(t, layers.LinkTypeRaw)
			for _, line := range test.lines {
				if pause, rest, ok := strings.Cut(line, " "); ok {
					d, err := time.ParseDuration(pause)
					if err != nil {
						t.Fatal(err)
					}
					f.at, line = f.at.Add(d), rest
				}
				text := ""
				if strings.Contains(line, "<DATA=5>") {
					text, line = "hello", strings.Replace(line, "<DATA=5>", "", 1)
				}
				f.says(said{segment: line, text: text})
			}
			s := run(t, f.out.Bytes(), Options{At: []netip.Addr{netip.AddrFrom4(right)}})
			var said []string
			for _, c := range s.connections {
				for _, list := range [][]Note{c.Deviates, c.Suspects, c.Permits, c.Doubts} {
					for _, n := range list {
						if strings.HasPrefix(c.Ends[n.End], "198.51.100.2") {
							said = append(said, n.Verdict.String())
						}
					}
				}
			}
			if all := strings.Join(said, "\n"); (test.want == "") != (all == "") || !strings.HasPrefix(all, test.want) {
				t.Errorf("of the host is said %q, want %q\n%s", all, test.want, s.text)
			}
		})
	}
}
