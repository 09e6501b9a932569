package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/behaviour"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/model"
)

// A Delay is how long something takes at most: a line of "explore check -bounds -json".
type Delay struct {
	Bound    string   `json:"bound"`
	Question string   `json:"question"`
	Scenario string   `json:"scenario"`
	Policy   string   `json:"policy"`
	Net      []string `json:"net"`
	Capacity int      `json:"cap"`
	MSL      int      `json:"msl"`
	Mutant   string   `json:"mutant"`
	Assume   []string `json:"assume"`

	Verdict string `json:"verdict"` // that it takes no longer than Within
	Within  int    `json:"within"`  // ticks that it is expected to take at most
	Ticks   int    `json:"ticks"`   // that it takes at most; 0 if it has no bound
	Endless bool   `json:"endless"` // it has no bound
	Never   bool   `json:"never"`   // it never begins

	Distinct uint64         `json:"distinct"`
	Stopped  string         `json:"stopped,omitempty"` // why it was not explored completely
	Seconds  float64        `json:"seconds"`
	Trace    *ladder.Ladder `json:"trace,omitempty"` // a worst case, or one that has no end

	verdict checker.Verdict
}

// DelayOf reports an answer to a question about a length of time.
func DelayOf(q *question.Bounded, a *model.Delay) *Delay {
	s := &a.Scenario
	d := &Delay{
		Bound: q.Within.Name, Question: q.Within.Question, Scenario: s.Name, Policy: question.PolicyName(s),
		Net: question.NetworkFaults(s.Net), Capacity: s.Net.Capacity, MSL: s.Clock.MSL, Mutant: q.Mutant, Assume: a.Assumed.Names(),
		Within: q.Within.Most * s.Clock.MSL, Distinct: a.Stats.Distinct, Stopped: a.Stats.Stopped.String(),
		Seconds: a.Stats.Elapsed.Round(time.Millisecond).Seconds(),
	}
	if a.Delay != nil {
		d.Ticks, d.Endless, d.Never = a.Most, a.Lasso != nil, !a.Asked
		d.verdict = checker.Holds
		if d.Endless || d.Ticks > d.Within {
			d.verdict = checker.Violated
		}
		if d.Never {
			d.verdict = checker.Unknown
		}
		d.Trace = d.ladder(a)
	}
	d.Verdict = d.verdict.String()
	return d
}

// ladder draws the worst case.
func (d *Delay) ladder(a *model.Delay) *ladder.Ladder {
	switch {
	case a.Lasso != nil:
		return behaviour.Lasso(a.Model, &a.Scenario, fmt.Sprintf("%s has no bound in scenario %s, %s", d.Bound, d.Scenario, question.Design(d.Policy, d.Mutant)), *a.Lasso)
	case a.Trace == nil:
		return nil
	}
	l := behaviour.Trace(a.Model, &a.Scenario, fmt.Sprintf("%s: a worst case in scenario %s, %s, %s", d.Bound, d.Scenario, question.Design(d.Policy, d.Mutant), count(d.Ticks, "tick", "ticks")), *a.Trace)
	l.Note = fmt.Sprintf("Time is counted behind step %d.\n%s", a.Before, l.Note)
	return l
}

// Violated reports whether it takes longer than expected, or has no bound.
func (d *Delay) Violated() bool { return d.verdict == checker.Violated }

// Open says why there is no answer; "" if there is.
func (d *Delay) Open() string {
	switch {
	case d.verdict != checker.Unknown:
		return ""
	case d.Never:
		return "it never begins"
	}
	return d.Stopped
}

// Text writes what was found in a few lines.
func (d *Delay) Text(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%-8s  %s: %s\n  %s\n  %s: %s; network %s; MSL %s; assuming %s; %s states, %.2f s\n",
		d.Verdict, d.Bound, d.takes(), d.Question, d.Scenario, question.Design(d.Policy, d.Mutant), faults(d.Net), count(d.MSL, "tick", "ticks"),
		strings.Join(d.Assumed(), ","), Grouped(d.Distinct), d.Seconds)
	return err
}

// Assumed lists what it rests on, the capacity first.
func (d *Delay) Assumed() []string { return append([]string{capOf(d.Capacity)}, d.Assume...) }

// takes says how long it takes.
func (d *Delay) takes() string {
	switch {
	case d.Open() != "":
		return "not decided: " + d.Open()
	case d.Endless:
		return fmt.Sprintf("there is no bound; expected are %s", d.lasts(d.Within))
	case d.Violated():
		return fmt.Sprintf("%s; expected are %s", d.lasts(d.Ticks), d.lasts(d.Within))
	}
	return "at most " + d.lasts(d.Ticks)
}

// lasts names a length of time in ticks, and in multiples of MSL if it is one.
func (d *Delay) lasts(n int) string {
	text := count(n, "tick", "ticks")
	if n > 0 && n%d.MSL == 0 {
		text += fmt.Sprintf(", %d MSL", n/d.MSL)
	}
	return text
}

// JSON writes it as one line.
func (d *Delay) JSON(w io.Writer) error { return line(w, d) }
