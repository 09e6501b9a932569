package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// few is how many scenarios have a block each; of more there is an overview.
const few = 4

// suite asks the questions in turn and tells of them in few lines, if they are many
// and nobody wants to see all.
func (c *check) suite(ctx context.Context, questions []question.Question) (outcome, err error) {
	if !c.json && !c.verbose && len(questions) > few {
		c.overview = &report.Overview{Wide: c.wide, Paint: c.paint}
		if err := c.report.Write(func(w io.Writer) error { return begin(w, questions) }); err != nil {
			return nil, usage(err)
		}
	}
	return c.explore(ctx, questions)
}

// begin says what is to come, before there is anything to tell.
func begin(w io.Writer, questions []question.Question) error {
	_, err := fmt.Fprintf(w, "%d scenarios; a line for each family of them when it is explored:\n\n", len(questions))
	return err
}

// familyOf returns the name of the family of a scenario.
func familyOf(scenario string) string {
	for _, f := range catalogue.Families() {
		if slices.ContainsFunc(f.Scenarios, func(s model.Scenario) bool { return s.Name == scenario }) {
			return f.Name
		}
	}
	return "what tells wrong designs from right ones"
}
