package main

import (
	"context"
	"fmt"
	"io"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// hazards asks the questions about hazards. The outcome is no error if each
// verdict is the expected one.
func (c *check) hazards(ctx context.Context, all []catalogue.Hazard) (outcome, err error) {
	for i := range all {
		if err := c.heading(&all[i]); err != nil {
			return nil, err
		}
		for k, trials := range [][]catalogue.Trial{all[i].Exhibited, all[i].Cleared} {
			expected := [...]checker.Verdict{checker.Violated, checker.Holds}[k]
			for j := range trials {
				was, err := c.trial(ctx, all[i].ID, &trials[j], expected)
				if err != nil {
					return nil, err
				}
				if outcome = worse(outcome, was); was != nil && ctx.Err() != nil {
					return outcome, nil
				}
			}
		}
	}
	return outcome, nil
}

// heading says what a hazard is.
func (c *check) heading(h *catalogue.Hazard) error {
	if c.json {
		return nil
	}
	return usage(c.report.Write(func(w io.Writer) error {
		return fill.Hung(w, c.wide, func(w io.Writer) error {
			_, err := fmt.Fprintf(w, "%s: %s\n", h.ID, h.What)
			if h.Outside != "" {
				_, err = fmt.Fprintf(w, "  outside: %s\n", h.Outside)
			}
			return err
		})
	}))
}

// trial asks one question. The outcome is an error if the verdict, or the
// length of the counterexample, is not the expected one.
func (c *check) trial(ctx context.Context, hazard string, t *catalogue.Trial, expected checker.Verdict) (outcome, err error) {
	q, err := t.Question()
	if err != nil {
		return nil, usagef("%w", err)
	}
	q.Options = c.watched(hazard)
	a, err := model.Ask(ctx, q)
	clearProgress(c.stderr)
	if err != nil {
		return nil, usagef("%s: %w\nhint: the trial asks what makes no sense", hazard, err)
	}
	s := report.Of(a, "")
	s.Hazard, s.With, s.Expected = hazard, t.With, expected.String()
	if f := &a.Verdicts[0].Finding; ctx.Err() != nil && f.Verdict == checker.Violated && f.Trace == nil && f.Lasso == nil {
		s.Undecided(checker.StoppedContext) // there was no time to tell in how many steps
	}
	c.total.Add(s)
	if c.draws {
		c.ladders = append(c.ladders, s.Ladders()...)
	}
	write := func(w io.Writer) error { return fill.Hung(w, c.wide, s.TrialText) }
	if c.json {
		write = s.JSON
	}
	if err := c.report.Write(write); err != nil {
		return nil, usage(err)
	}
	return unexpected(s, t), nil
}

// unexpected returns what a trial ends the command with: nothing if its verdict
// is the expected one.
func unexpected(s *report.Scenario, t *catalogue.Trial) error {
	p := &s.Properties[0]
	switch {
	case p.Verdict == checker.Unknown.String():
		return limitf("no answer: %s: %s\nhint: %s", s.Hazard, s.Open(), remedy(s))
	case p.Verdict != s.Expected, t.Steps > 0 && p.Steps != t.Steps:
		return &statusError{statusViolated, fmt.Errorf("%s: %s is %s in %d steps; expected is %s in %d", s.Hazard, p.Name, p.Verdict, p.Steps, s.Expected, t.Steps)}
	}
	return nil
}
