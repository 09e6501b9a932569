package model

import (
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestBreaks: an assumption of fairness is broken where somebody has too few
// calls for it, or the network no room, and nowhere else.
func TestBreaks(t *testing.T) {
	for _, test := range []struct {
		name     string
		scenario string
		change   func(*Scenario)
		breaks   Assumption
		want     string // the beginning of the reason; "" if it is kept
	}{
		{"a full direction keeps what is older", "close", nil, FL, "a full direction"},
		{"what is sent last displaces it", "close-fair", nil, FL, ""},
		{"what is owed stays, and there is no room", "time-wait", nil, FL, "a direction that is full"},
		{"and nobody can repeat anything", "time-wait", nil, TMR, "a direction that is full"},
		{"a user without CLOSE", "data-in-close-wait", nil, APP, "B has 0 of CLOSE, and may need 1"},
		{"a CLOSE for each connection", "reopen-fair", nil, APP, ""},
		{"who is not patient closes what comes to nothing", "reopen-fair", func(s *Scenario) { s.Ends[0].Patient = false }, APP, "A has 2 of CLOSE, and may need 3"},
		{"a rude user wastes calls", "close-fair", func(s *Scenario) { s.Ends[1].Rude = true }, APP, "B has 1 of CLOSE, and may need 1"},
		{"who never opens need not close", "refused", func(s *Scenario) { s.Ends[0].May[fsm.Close] = 3 }, APP, ""},
		{"who receives at once", "give-up", nil, READ, ""},
		{"who receives when he pleases, and cannot", "full-windows-fair", nil, READ, "A has 0 of RECEIVE, and may need 2"},
		{"who receives as often as he likes", "zero-window-fair", nil, READ, ""},
		{"forged octets", "zero-window-fair", func(s *Scenario) {
			s.Ends[1].May[fsm.Receive] = 1
			s.Attack = Attack{1, [2][]fsm.Segment{nil, {{SEQ: issA + 1, ACK: issB + 1, WND: 4, Text: 1, CTL: fsm.ACK | fsm.PSH}}}}
		}, READ, "B has 1 of RECEIVE, and may need 256"},
		{"nobody gives up", "handshake", nil, R2, "A has 0 of R2 REACHED, and may need 1"},
		{"both give up", "open-given-up", nil, R2, ""},
		{"keep-alive never fails", "open-given-up", func(s *Scenario) { s.Policy = "Hardened,keep_alive=on" }, R2, "A has 0 of KEEP-ALIVE FAILED, and may need 1"},
		{"timers are never used up", "handshake", nil, TMR, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := mustFind(test.scenario)
			if test.change != nil {
				test.change(&s)
			}
			got := s.Breaks(test.breaks)
			if !strings.HasPrefix(got, test.want) || (got == "") != (test.want == "") {
				t.Errorf("%v: %q, want %q", test.breaks, got, test.want)
			}
			if kept := s.keeps(Assume(test.breaks)); kept.Has(test.breaks) != (test.want == "") {
				t.Errorf("kept: %v", kept)
			}
		})
	}
}

// TestRest: REST is assumed where a rest is kept, and nowhere else.
func TestRest(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Scenario)
		want   bool
	}{
		"more than MSL": {func(*Scenario) {}, true},
		"MSL":           {func(s *Scenario) { s.Clock.Rest = s.Clock.MSL }, false},
		"a rude user":   {func(s *Scenario) { s.Ends[1].Rude = true }, false},
		"a crash":       {func(s *Scenario) { s.Ends[0].May[Crash] = 1 }, false},
	} {
		s := mustFind("reincarnation-constant")
		if test.change(&s); s.Assumptions().Has(REST) != test.want {
			t.Errorf("%s: REST is assumed: %v", name, !test.want)
		}
	}
}

func TestWithMSL(t *testing.T) {
	for _, test := range []struct {
		clock Clock
		msl   int
		want  Clock
	}{
		{Clock{}, 2, Clock{MSL: 2}},
		{Clock{MSL: 1}, 3, Clock{MSL: 3}},
		{Clock{MSL: 1, TimeWait: 2, Rest: 2}, 3, Clock{MSL: 3, TimeWait: 6, Rest: 4}},
		{Clock{MSL: 2, TimeWait: 1}, 1, Clock{MSL: 1, TimeWait: 1}},
		{Clock{MSL: 1, TimeWait: NoTimeWait}, 2, Clock{MSL: 2, TimeWait: NoTimeWait}},
		{Clock{MSL: 1, TimeWait: 2, Rest: 2, Quiet: true}, 0, Clock{}},
	} {
		if got := test.clock.WithMSL(test.msl); got != test.want {
			t.Errorf("%+v with MSL %d: %+v, want %+v", test.clock, test.msl, got, test.want)
		}
	}
}

// TestRestNeedsAClock: without ticks a rest would never end.
func TestRestNeedsAClock(t *testing.T) {
	s := mustFind("reincarnation-constant")
	s.Clock.MSL = 0
	if _, err := (&Question{Scenario: s}).Model(); err == nil || !strings.Contains(err.Error(), "never ends without a clock") {
		t.Errorf("%v", err)
	}
}
