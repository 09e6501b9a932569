package capture

import (
	"slices"
	"strings"
	"testing"
)

// TestFlows holds what is counted of what an end has sent.
func TestFlows(t *testing.T) {
	const text = "><SEQ=101><ACK=301><CTL=ACK><DATA=100>"
	for _, test := range []struct {
		name  string
		lines []string
		want  []string // of the left end
	}{
		{"text", []string{text}, []string{"3 segments", "100 octets"}},
		{"text again", []string{text, "+1s", text}, []string{"4 segments", "100 octets", "1 retransmission"}},
		{"overlap", []string{text, "><SEQ=151><ACK=301><CTL=ACK><DATA=100>"}, []string{"4 segments", "150 octets"}},
		{"swapped", []string{"><SEQ=201><ACK=301><CTL=ACK><DATA=100>", text}, []string{"4 segments", "200 octets", "1 late segment"}},
		{"lost before the capture", []string{"><SEQ=201><ACK=301><CTL=ACK><DATA=100>", "+300ms", text}, []string{"4 segments", "200 octets", "1 retransmission"}},
		{"keep-alives", []string{text, "<<SEQ=301><ACK=201><CTL=ACK>", "+1h", "><SEQ=200><ACK=301><CTL=ACK>", "><SEQ=200><ACK=301><CTL=ACK><DATA=1>"},
			[]string{"5 segments", "100 octets", "2 keep-alives"}},
		{"the last octet again", []string{text, "+1s", "><SEQ=200><ACK=301><CTL=ACK><DATA=1>"}, []string{"4 segments", "100 octets", "1 retransmission"}},
		{"duplicate ACKs", []string{"<<SEQ=301><ACK=101><CTL=ACK><DATA=10>", "<<SEQ=321><ACK=101><CTL=ACK><DATA=10>", "><SEQ=101><ACK=311><CTL=ACK>",
			"><SEQ=101><ACK=311><CTL=ACK>", "><SEQ=101><ACK=311><CTL=ACK>"}, []string{"5 segments", "0 octets", "2 duplicate ACKs"}},
		{"ACKs of nothing", []string{"><SEQ=101><ACK=301><CTL=ACK>", "><SEQ=101><ACK=301><CTL=ACK>"}, []string{"4 segments", "0 octets"}},
		{"FIN again", []string{"><SEQ=101><ACK=301><CTL=FIN,ACK>", "+1s", "><SEQ=101><ACK=301><CTL=FIN,ACK>"}, []string{"4 segments", "0 octets", "1 retransmission"}},
		{"closed window", []string{"><SEQ=101><ACK=301><CTL=ACK><WND=0>", "><SEQ=101><ACK=301><CTL=ACK><WND=0>", "><SEQ=101><ACK=301><CTL=ACK>"},
			[]string{"5 segments", "0 octets", "1 closed window"}},
	} {
		c, _ := played(t, Options{}, join(opening, test.lines)...)
		if got := c.flows[c.opener].counts(); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// TestGaps holds what is said to be missing: what was acknowledged or passed over and
// never seen.
func TestGaps(t *testing.T) {
	const ahead = "><SEQ=201><ACK=301><CTL=ACK><DATA=100>"
	for _, test := range []struct {
		name  string
		lines []string
		want  string // empty: nothing is
	}{
		{"acknowledged", []string{"<<SEQ=301><ACK=201><CTL=ACK>"}, "the capture misses 100 octets of it, 101 to 200 before frame 4"},
		{"passed over and acknowledged", []string{ahead, "<<SEQ=301><ACK=301><CTL=ACK>"}, "the capture misses 100 octets of it, 101 to 200 before frame 4"},
		{"passed over", []string{ahead}, "100 octets of it missing and not acknowledged,\n            101 to 200 before frame 4"},
		{"an ACK goes on", []string{"><SEQ=201><ACK=301><CTL=ACK>", "<<SEQ=301><ACK=201><CTL=ACK>"}, "the capture misses 100 octets of it, 101 to 200 before frame 4"},
		{"filled in part", []string{ahead, "><SEQ=121><ACK=301><CTL=ACK><DATA=30>", "<<SEQ=301><ACK=301><CTL=ACK>"},
			"the capture misses 70 octets of it, 101 to 120 before frame 4,\n            151 to 200 before frame 4"},
		{"filled", []string{ahead, "><SEQ=101><ACK=301><CTL=ACK><DATA=100>", "<<SEQ=301><ACK=301><CTL=ACK>"}, ""},
		{"captured late", []string{"<<SEQ=301><ACK=201><CTL=ACK>", "><SEQ=101><ACK=301><CTL=ACK><DATA=100>"}, ""},
		{"a RST with any number", []string{"><SEQ=999><CTL=RST>"}, ""},
	} {
		_, s := played(t, Options{}, join(opening, test.lines)...)
		if said := strings.Contains(s.text, "misses") || strings.Contains(s.text, "missing"); !strings.Contains(s.text, test.want) || said != (test.want != "") {
			t.Errorf("%s:\n%swant in it: %s", test.name, s.text, test.want)
		}
	}
}

// TestManyGaps holds that of many gaps the first are counted, if not kept.
func TestManyGaps(t *testing.T) {
	f := flow{numbered: true, nxt: 1<<32 - 500}
	for i := range 3 * maxHoles {
		f.skip(f.nxt+10, i)
		f.nxt += 10
	}
	c := &Connection{flows: [2]flow{f, {acked: true, ack: f.nxt}}}
	if g := c.missing(0); g.captured != 30*maxHoles || len(g.holes) != maxHoles || g.nobody != 0 {
		t.Errorf("%+v", g)
	}
}

// TestInvented holds that what was acknowledged and cannot have been sent is not held
// against the capture.
func TestInvented(t *testing.T) {
	_, s := played(t, Options{}, "><SEQ=100><CTL=SYN>", "<<SEQ=300><ACK=105><CTL=SYN,ACK>")
	if strings.Contains(s.text, "misses") || !strings.Contains(s.text, "deviates") {
		t.Error(s.text)
	}
}
