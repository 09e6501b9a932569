package conform

import (
	"fmt"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/sut"
)

// A Rung is one step of a trace in words.
type Rung struct {
	Input  string   `json:"input"`
	Answer []string `json:"answer"`
	State  string   `json:"state"`
}

// Ladder returns the steps of r in words.
func (r *Run) Ladder() []Rung {
	var rungs []Rung
	for _, s := range r.Steps {
		g := Rung{Input: s.Input.String(), Answer: []string{}, State: s.State.String()}
		if s.Input.Call != sut.Arrival {
			g.Input = "call " + g.Input
		}
		if s.Refused != "" {
			g.Answer = append(g.Answer, "refused: "+s.Refused)
		}
		for _, out := range s.Segments {
			g.Answer = append(g.Answer, out.String())
		}
		rungs = append(rungs, g)
	}
	return rungs
}

// The widths of the columns of a ladder.
const (
	inputWidth  = 48
	answerWidth = 56
)

// WriteLadder writes the steps of a run, one line each, and marks the given
// one. What arrives stands left, what the subject sends right of the arrow.
func WriteLadder(w io.Writer, rungs []Rung, marked int) error {
	for i, g := range rungs {
		mark := " "
		if i == marked {
			mark = "!"
		}
		answer := strings.Join(g.Answer, " ")
		if answer != "" {
			answer = "-> " + answer
		}
		line := fmt.Sprintf("%s %d  %-*s %-*s %s", mark, i+1, inputWidth, g.Input, answerWidth, answer, g.State)
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}
