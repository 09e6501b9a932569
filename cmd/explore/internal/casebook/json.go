package casebook

import (
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A line is what is printed of one case as JSON.
type line struct {
	State    string            `json:"state"`
	Route    string            `json:"route"`
	Event    string            `json:"event"`
	Verdict  string            `json:"verdict"`
	Choices  []string          `json:"choices,omitempty"`
	Way      []string          `json:"way,omitempty"` // choices that were shown before the event
	Rule     string            `json:"rule,omitempty"`
	Clause   string            `json:"clause,omitempty"`
	Strength string            `json:"strength,omitempty"`
	Expected string            `json:"expected,omitempty"`
	Seen     string            `json:"seen,omitempty"`
	Reason   string            `json:"reason,omitempty"`
	Cause    string            `json:"cause,omitempty"` // by its ID
	Step     int               `json:"step,omitempty"`  // of Trace, from 1: the one that deviates
	Trace    []ladder.Exchange `json:"trace,omitempty"` // of a deviation
}

// line returns what is printed of a case.
func (b *Book) line(e *entry) line {
	run, v := &e.run, e.verdict
	l := line{
		State: run.Route.State().String(), Route: run.Route.String(), Event: run.Class.String(),
		Verdict: v.Kind.String(), Choices: conform.Names(v.Choices), Way: conform.Names(v.Way), Rule: v.Rule, Clause: v.Clause,
		Strength: v.Strength, Expected: v.Expected, Seen: v.Seen, Reason: v.Reason,
	}
	if v.Kind == conform.Deviates {
		l.Step, l.Trace = v.Step+1, Ladder(run, "", v).Exchanges()
	}
	if c := b.Report.CauseOf(run.Case); c != nil {
		l.Cause = c.ID
	}
	return l
}

// A cause is what is printed of one cause as JSON.
type cause struct {
	ID       string            `json:"id"`
	Rule     string            `json:"rule"`
	Clause   string            `json:"clause,omitempty"`
	Strength string            `json:"strength"`
	Label    string            `json:"requirement,omitempty"`
	Does     string            `json:"does"`
	Should   string            `json:"should"`
	States   string            `json:"states"`
	Explains int               `json:"explains"` // cases
	Blocks   int               `json:"blocks"`
	Known    bool              `json:"known"`
	Step     int               `json:"step"`
	Trace    []ladder.Exchange `json:"trace"`
}

// cause returns what is printed of a cause.
func (b *Book) cause(c *conform.Cause) map[string]cause {
	return map[string]cause{"cause": {
		c.ID, c.Rule, c.Clause, c.Strength.String(), c.Verdict.Strength, c.Does(), c.Should(), c.States.String(), c.Cases, c.Blocked,
		b.Known.Has(c.ID), c.Step + 1, Ladder(&c.Run, "", c.Verdict).Exchanges(),
	}}
}

// A summary is the last line of a report as JSON.
type summary struct {
	conform.Setup
	Routes    int     `json:"routes"`
	Cases     int     `json:"cases"`
	Conforms  int     `json:"conforms"`
	Permitted int     `json:"permitted"`
	Limited   int     `json:"limited"`
	Undecided int     `json:"undecided"`
	Blocked   int     `json:"blocked,omitempty"`
	Deviates  int     `json:"deviates"`
	Causes    int     `json:"causes,omitempty"`
	Missing   int     `json:"missing,omitempty"` // routes that the subject does not have
	Unasked   string  `json:"unasked,omitempty"` // what could not be asked of the subject at all, and why
	Complete  bool    `json:"complete"`
	Seconds   float64 `json:"seconds"`
}

// summary returns the counts of the report.
func (b *Book) summary() summary {
	r := b.Report
	return summary{
		r.Setup, r.Routes, r.Cases,
		r.Total[conform.Conforms], r.Total[conform.Permitted], r.Total[conform.Limited], r.Total[conform.Undecided],
		r.Total[conform.Blocked], r.Total[conform.Deviates], len(r.Causes), len(r.Missing), r.Unasked, r.Complete, b.Seconds,
	}
}
