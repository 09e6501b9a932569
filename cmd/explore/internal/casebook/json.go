package casebook

import (
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A Line is what is printed of one case as JSON.
type Line struct {
	State    string            `json:"state"`
	Route    string            `json:"route"`
	Event    string            `json:"event"`
	Verdict  string            `json:"verdict"`
	Choices  []string          `json:"choices,omitempty"`
	Way      []string          `json:"way,omitempty"` // choices that were shown before the event
	Rule     string            `json:"rule,omitempty"`
	Clause   string            `json:"clause,omitempty"`
	Expected string            `json:"expected,omitempty"`
	Seen     string            `json:"seen,omitempty"`
	Reason   string            `json:"reason,omitempty"`
	Step     int               `json:"step,omitempty"`  // of Trace, from 1: the one that deviates
	Trace    []ladder.Exchange `json:"trace,omitempty"` // of a deviation
}

// NewLine returns what is printed of run.
func NewLine(run *conform.Run, v conform.Verdict) Line {
	l := Line{
		State: run.Route.State().String(), Route: run.Route.String(), Event: run.Class.String(),
		Verdict: v.Kind.String(), Choices: conform.Names(v.Choices), Way: conform.Names(v.Way), Rule: v.Rule, Clause: v.Clause,
		Expected: v.Expected, Seen: v.Seen, Reason: v.Reason,
	}
	if v.Kind == conform.Deviates {
		l.Step, l.Trace = v.Step+1, Ladder(run, "", v).Exchanges()
	}
	return l
}

// A Summary is the last line of a report as JSON.
type Summary struct {
	conform.Setup
	Routes    int     `json:"routes"`
	Cases     int     `json:"cases"`
	Conforms  int     `json:"conforms"`
	Permitted int     `json:"permitted"`
	Limited   int     `json:"limited"`
	Undecided int     `json:"undecided"`
	Deviates  int     `json:"deviates"`
	Complete  bool    `json:"complete"`
	Seconds   float64 `json:"seconds"`
}

// Summarize returns the counts of r.
func Summarize(r *conform.Report, seconds float64) Summary {
	return Summary{
		r.Setup, r.Routes, r.Cases,
		r.Total[conform.Conforms], r.Total[conform.Permitted], r.Total[conform.Limited], r.Total[conform.Undecided], r.Total[conform.Deviates],
		r.Complete, seconds,
	}
}
