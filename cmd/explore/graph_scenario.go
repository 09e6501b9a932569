package main

import (
	"bytes"
	"context"
	"io"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ask"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/diagram"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/quotient"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
)

// exploredGraph explores a scenario and returns what writes its quotient over
// the pairs of states. Nothing is drawn of what was not explored completely.
func exploredGraph(ctx context.Context, q *ask.Question, format string, stderr io.Writer) (func(io.Writer) error, error) {
	q.Properties = []string{}
	q.Options.Progress = progress(stderr, q.Scenario.Name+": ")
	q.Options.ProgressEvery = progressEvery(stderr)
	a, err := model.Ask(ctx, q.Question)
	clearProgress(stderr)
	if err != nil {
		return nil, err
	}
	if !a.Complete {
		return nil, limitf("no picture: %s: %v\nhint: %s", q.Scenario.Name, a.Stopped, remedy(report.Of(a, q.Mutant)))
	}
	g := quotient.Of("Scenario "+q.Scenario.Name+": states of A and B, and how many states of the system", a.Model, a.Graph)
	return func(w io.Writer) error { return drawGraph(ctx, w, g, format) }, nil
}

func drawGraph(ctx context.Context, w io.Writer, g *quotient.Graph, format string) error {
	var source bytes.Buffer
	switch format {
	case "mermaid":
		return g.Mermaid(w)
	case "dot":
		return g.DOT(w)
	}
	if err := g.DOT(&source); err != nil {
		return err
	}
	if format == "png" {
		return diagram.Paint(ctx, w, source.Bytes())
	}
	return diagram.LayOut(ctx, w, source.Bytes(), g.Title)
}
