package conform

import (
	"context"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Campaign puts a subject to the test with all cases, or with those of some
// states.
type Campaign struct {
	Setup  Setup
	Runner Runner
	Judge  *Judge
	States fsm.States // of the cases to run; zero: all

	// Each, if it is not nil, is told of each run and its verdict.
	Each func(*Run, Verdict)
}

// Run runs the cases and returns what they come to. If it ends early, with an
// error, the report says what is known by then.
func (c *Campaign) Run(ctx context.Context) (*Report, error) {
	report := &Report{Setup: c.Setup}
	defer report.sort()
	var conforming []judged
	for _, route := range c.routes() {
		runs, err := c.Runner.Route(ctx, &route, Classes(&route))
		if err != nil {
			return report, err
		}
		report.Routes++
		for i := range runs {
			v, err := c.Judge.Judge(&runs[i])
			if err != nil {
				return report, err
			}
			report.Add(runs[i], v)
			if v.Kind == Conforms {
				conforming = append(conforming, judged{runs[i], v})
			}
			if c.Each != nil {
				c.Each(&runs[i], v)
			}
		}
	}
	err := c.weigh(ctx, report.Permitted, conforming)
	report.Complete = err == nil
	return report, err
}

// A judged run is one with its verdict.
type judged struct {
	Run
	Verdict
}

// weigh counts for each choice the cases that speak against it.
func (c *Campaign) weigh(ctx context.Context, choices []Group, conforming []judged) error {
	for i := range choices {
		g := &choices[i]
		for j := range conforming {
			run := &conforming[j]
			if !g.States.Has(run.Route.State()) {
				continue
			}
			denied, err := c.Judge.Denies(&run.Run, run.Verdict, g.Choice)
			if err != nil {
				return err
			}
			if denied {
				g.Against++
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// routes returns the routes to the states of the campaign.
func (c *Campaign) routes() []Route {
	return slices.DeleteFunc(Routes(), func(r Route) bool { return c.States != 0 && !c.States.Has(r.State()) })
}
