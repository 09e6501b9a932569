package casebook

import (
	"bytes"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// TestLadder holds that a deviation can be drawn in every format, and that what the
// run is accused of stands at its step.
func TestLadder(t *testing.T) {
	route := conform.Routes()[0]
	run := &conform.Run{Case: conform.Case{Route: &route, Class: conform.Class{Flags: conform.AllFlags[0]}}, Steps: []conform.Step{
		{Input: conform.Input{Call: conform.OpenPassive}, View: conform.In(fsm.Listen)},
		{Input: conform.Input{Call: conform.Send, Octets: 10}, Outcome: conform.Outcome{Refused: "not connected"}, View: conform.In(fsm.Listen)},
		{Input: conform.Arrive(fsm.Segment{SEQ: 300, CTL: fsm.SYN, WND: 1000}), View: conform.In(fsm.SynReceived),
			Outcome: conform.Outcome{Segments: []fsm.Segment{{SEQ: 100, ACK: 7, CTL: fsm.SYN | fsm.ACK}}}},
	}}
	v := conform.Verdict{Kind: conform.Deviates, Step: 2, Rule: "listen.syn-received", Clause: "3.10.7.2/3", Expected: "<SEQ=100><ACK=301><CTL=SYN,ACK>", Seen: "<SEQ=100><ACK=7><CTL=SYN,ACK>"}
	l := Ladder(run, "a stack", v)
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
