package conform

import (
	"bytes"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/sut"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestLadder holds that a deviation can be drawn in every format, and that what the
// run is accused of stands at its step.
func TestLadder(t *testing.T) {
	route := Routes()[0]
	run := &Run{Case: Case{&route, Class{Flags: AllFlags[0]}}, Steps: []Step{
		{Input: sut.Input{Call: sut.OpenPassive}, View: sut.View{State: fsm.Listen}},
		{Input: sut.Input{Call: sut.Send, Octets: 10}, Outcome: sut.Outcome{Refused: "not connected"}, View: sut.View{State: fsm.Listen}},
		{Input: sut.Arrive(fsm.Segment{SEQ: 300, CTL: fsm.SYN, WND: 1000}), View: sut.View{State: fsm.SynReceived},
			Outcome: sut.Outcome{Segments: []fsm.Segment{{SEQ: 100, ACK: 7, CTL: fsm.SYN | fsm.ACK}}}},
	}}
	v := Verdict{Kind: Deviates, Step: 2, Rule: "listen.syn-received", Clause: "3.10.7.2/3", Expected: "<SEQ=100><ACK=301><CTL=SYN,ACK>", Seen: "<SEQ=100><ACK=7><CTL=SYN,ACK>"}
	l := run.Ladder("a stack", v)
	var lines strings.Builder
	if err := l.WriteExchanges(&lines); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"  1  call OPEN passive ", "  2  call SEND 10 ", "-> refused: not connected ",
		"! 3  <SEQ=300><CTL=SYN><WND=1000> ", "-> <SEQ=100><ACK=7><CTL=SYN,ACK> ", " SYN-RECEIVED\n",
	} {
		if !strings.Contains(lines.String(), want) {
			t.Errorf("no %q in\n%s", want, lines.String())
		}
	}
	if f := l.Steps[2].Findings; len(f) != 1 || f[0].String() != v.String() {
		t.Errorf("step 3 is accused of %v, not of %v", f, v)
	}
	for _, format := range ladder.Formats {
		var b bytes.Buffer
		if err := l.Write(&b, format, false); err != nil || b.Len() == 0 {
			t.Errorf("%s: %v, %d octets", format, err, b.Len())
		}
	}
}
