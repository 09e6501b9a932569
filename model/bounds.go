package model

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Bounds says what a verdict about the scenario is about, beside its policy, its
// network and the assumptions: a line for each end, with what its user may do,
// how often and how, and one for each other that takes part.
func (s *Scenario) Bounds() (lines []string) {
	for i := range s.Ends {
		if !s.Loopback || i == 0 {
			lines = append(lines, EndName(i)+": "+s.Ends[i].means())
		}
	}
	if s.Loopback {
		lines = append(lines, "what A sends comes back to A")
	}
	for i, strays := range s.Strays {
		if len(strays) > 0 {
			lines = append(lines, fmt.Sprintf("from before, sent by %s: %v", EndName(i), strays))
		}
	}
	if s.Attack.Budget > 0 {
		lines = append(lines, s.Attack.means())
	}
	if s.Calms {
		lines = append(lines, "at any time trouble may cease for good")
	}
	if s.Net.Loss && s.Net.Displaces {
		lines = append(lines, "a full direction loses an old segment, not the one just sent")
	}
	return append(lines, s.Clock.oddities()...)
}

// oddities lists what makes the clock an unusual one, apart from its lengths.
func (c Clock) oddities() (lines []string) {
	for _, odd := range []struct {
		is   bool
		line string
	}{
		{c.Quiet, "after a crash no OPEN for MSL"},
		{c.Races, "TIME-WAIT may end before what arrives in the same tick"},
		{c.Immortal, "segments live for ever"},
	} {
		if odd.is {
			lines = append(lines, odd.line)
		}
	}
	return lines
}

// means says what the attacker may do.
func (a *Attack) means() string {
	return fmt.Sprintf("attacker: forges %s of %d segments against A and %d against B", times(a.Budget), len(a.Forged[0]), len(a.Forged[1]))
}

// times prints a count of a budget.
func times(n uint8) string {
	if n == Unbounded {
		return "any number"
	}
	return fmt.Sprint(n)
}

// means says what the user of an end may do, how often, and how. It is no String
// method, so that a printed scenario still shows all its fields.
func (s *Side) means() string {
	parts := []string{s.May.means()}
	for _, how := range []struct {
		is   bool
		word string
	}{
		{s.Patient, "patient: no CLOSE before it is established"},
		{s.Prompt, "prompt: transmits at once"},
		{s.Rude, "rude: calls and timeouts in any state"},
		{s.Urgent, "urgent"},
		{s.Reads == AtOnce, "receives at once"},
		{s.Reads == Whenever, "receives when it pleases"},
		{s.Reads == Ahead, "receives ahead"},
		{s.Octets > 1, fmt.Sprintf("sends %d octets at a time", s.Octets)},
		{s.Wants > 1, fmt.Sprintf("asks for %d octets at a time", s.Wants)},
		{s.MSS > 0, fmt.Sprintf("MSS %d", s.MSS)},
	} {
		if how.is {
			parts = append(parts, how.word)
		}
	}
	return strings.Join(append(parts, fmt.Sprintf("SND.BUFF %d, RCV.BUFF %d", s.sndBUFF(), s.rcvBUFF())), "; ")
}

// means lists what may happen and how often, as in "OPEN active 1, CLOSE 2".
func (b *Budget) means() string {
	var all []string
	for k, n := range b {
		if n > 0 {
			all = append(all, fmt.Sprintf("%s %s", KindName(fsm.EventKind(k)), times(n)))
		}
	}
	if all == nil {
		return "no calls"
	}
	return strings.Join(all, ", ")
}
