package capture

import (
	"strings"
	"testing"
)

// later is a connection that shows that time has passed, of other ends.
var later = []string{"+12s"}

// TestWaits holds what is said of ends that wait for something.
func TestWaits(t *testing.T) {
	fin := "><SEQ=101><ACK=301><CTL=FIN,ACK>"
	for _, test := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"CLOSE-WAIT", join(opening, []string{fin, "<<SEQ=301><ACK=102><CTL=ACK>"}), []string{
			"192.0.2.1:1024: in FIN-WAIT-2 for 12 s: the other end has not closed, no timer of TCP will end this",
			"198.51.100.2:80: in CLOSE-WAIT for 12 s: the application has not closed, no timer of TCP will"}},
		{"FIN-WAIT-1", join(opening, []string{fin}), []string{
			"192.0.2.1:1024: in FIN-WAIT-1 for 12 s: its FIN is not acknowledged; it is sent again until TCP gives up",
			"198.51.100.2:80: in CLOSE-WAIT for 12 s: the application has not closed, no timer of TCP will"}},
		{"SYN-RECEIVED", opening[:2], []string{
			"198.51.100.2:80: in SYN-RECEIVED for 12 s: its SYN is not acknowledged; it is sent again until TCP gives up"}},
		{"LAST-ACK", join(opening, closing[:2]), []string{
			"198.51.100.2:80: in LAST-ACK for 12 s: its FIN is not acknowledged; it is sent again until TCP gives up"}},
		{"window", join(opening, []string{"<<SEQ=301><ACK=101><CTL=ACK><WND=0>"}), []string{
			"198.51.100.2:80: its window is closed for 12 s: its application does not read, no timer of TCP opens it"}},
		{"text", join(opening, []string{"><SEQ=101><ACK=301><CTL=ACK><DATA=10>"}), []string{
			"192.0.2.1:1024: 10 octets not acknowledged for 12 s"}},
		{"nothing", opening, nil},
		{"over", join(opening, closing), nil},
		{"unanswered", opening[:1], nil},
	} {
		f := newFilmOf(t, join(test.lines, later))
		f.segments(2000, "><SEQ=100><CTL=SYN>") // the capture goes on
		s := run(t, f.out.Bytes(), Options{})
		var got []string
		for _, w := range s.connections[0].Waits() {
			got = append(got, s.connections[0].Ends[w.End]+": "+w.Text)
		}
		if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// TestShortWaits holds that nobody is said to wait for less than a second.
func TestShortWaits(t *testing.T) {
	if c, _ := played(t, Options{}, join(opening, closing[:1])...); c.Waits() != nil {
		t.Errorf("%v", c.Waits())
	}
}
