package main

import (
	"context"
	"fmt"
	"io"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// bounds asks how long things take, one after the other. The outcome is no error if each
// takes no longer than is expected.
func (c *check) bounds(ctx context.Context, all []question.Bounded) (outcome, err error) {
	for i := range all {
		d, err := c.bound(ctx, &all[i])
		if err != nil {
			return nil, err
		}
		if why := d.Open(); d.Violated() {
			outcome = errViolated
		} else if why != "" {
			outcome = worse(outcome, limitf("no answer: %s: %s\nhint: raise -max-states, -max-memory or -timeout, or lower -bound", d.Bound, why))
		}
		if ctx.Err() != nil {
			break
		}
	}
	return outcome, nil
}

// bound asks one question, and writes what has become of it.
func (c *check) bound(ctx context.Context, q *question.Bounded) (*report.Delay, error) {
	q.Options = c.watched(q.Within.Name)
	a, err := model.Longest(ctx, q.Question.Question, &q.Within.Bound)
	clearProgress(c.stderr)
	if err != nil && ctx.Err() == nil {
		return nil, usagef("%w\nhint: explore check -help tells what each flag means", err)
	} else if err != nil {
		return nil, limitf("no answer: %s: interrupted\nhint: let it go on to the end", q.Within.Name)
	}
	d := report.DelayOf(q, a)
	if d.Trace != nil {
		c.ladders = append(c.ladders, d.Trace)
	}
	write := func(w io.Writer) error { return fill.Hung(w, c.wide, d.Text) }
	if c.json {
		write = d.JSON
	}
	return d, usage(c.report.Write(write))
}

// timeEntries lists the bounds in time.
func timeEntries() (out []entry) {
	for _, b := range catalogue.Bounds() {
		out = append(out, entry{b.Name, fmt.Sprintf("%s: %d MSL at most, in scenario %s", b.Question, b.Most, b.Scenario.Name)})
	}
	return out
}
