package main

import (
	"context"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/quotient"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
)

// explored explores a scenario and returns its quotient over the pairs of
// states. Nothing is drawn of what was not explored completely.
func (g *graph) explored(ctx context.Context, q *question.Question) (picture, error) {
	quotient.Deliver(&q.Scenario.Net)
	q.Properties, q.Expected = nil, nil
	q.Options.Progress = progress(g.stderr, q.Scenario.Name+": ")
	q.Options.ProgressEvery = progressEvery(g.stderr)
	a, err := model.Ask(ctx, q.Question)
	clearProgress(g.stderr)
	if err != nil {
		return nil, usagef("%w\nhint: explore graph -help tells what each flag means", err)
	}
	r := report.Of(a, q.Mutant)
	if !a.Complete {
		return nil, limitf("no picture: %s: %v\nhint: %s", q.Scenario.Name, a.Stopped, remedy(r))
	}
	note := r.Asked()
	if r.Excluded {
		note += "; " + r.LeftOut()
	}
	return quotient.Of("Scenario "+q.Scenario.Name+": states of A and B", note, a.Model, a.Graph), nil
}
