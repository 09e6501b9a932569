package ladder

import (
	"fmt"
	"io"
	"strings"
)

// An Exchange is a step in which an end is driven from outside: what goes in,
// what comes out, and the state that it leads to.
type Exchange struct {
	Input  string   `json:"input"`
	Answer []string `json:"answer"`
	State  string   `json:"state"`
}

// exchange returns the step as one.
func (s *Step) exchange() Exchange {
	x := Exchange{Input: s.happens(), Answer: []string{}, State: s.After.Ends[s.End].State}
	if s.Arrives != nil {
		x.Input = s.Arrives.Segment.String()
	}
	if s.Refused != "" {
		x.Answer = append(x.Answer, "refused: "+s.Refused)
	}
	for i := range s.Sends {
		x.Answer = append(x.Answer, s.Sends[i].Segment.String())
	}
	return x
}

// Exchanges returns the steps of an end that is driven from outside.
func (l *Ladder) Exchanges() (all []Exchange) {
	for i := range l.Steps {
		all = append(all, l.Steps[i].exchange())
	}
	return all
}

// The widths of the columns of exchanges.
const (
	inputWidth  = 48
	answerWidth = 56
)

// WriteExchanges writes the steps with a line for each, and marks those that
// deviate. What goes in stands left, what comes out right of the arrow.
func (l *Ladder) WriteExchanges(w io.Writer) error {
	for i := range l.Steps {
		s := &l.Steps[i]
		mark, x := " ", s.exchange()
		if s.accuses(s.End) {
			mark = "!"
		}
		answer := strings.Join(x.Answer, " ")
		if answer != "" {
			answer = "-> " + answer
		}
		if _, err := fmt.Fprintf(w, "%s %d  %-*s %-*s %s\n", mark, s.N, inputWidth, x.Input, answerWidth, answer, x.State); err != nil {
			return err
		}
	}
	return nil
}

// happens says what happens to the end that moves, but for a segment that arrives: its user calls, or
// something is reported to it.
func (s *Step) happens() string {
	if s.Reports != nil {
		return s.Event
	}
	return "call " + s.Event
}
