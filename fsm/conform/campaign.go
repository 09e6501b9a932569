package conform

import (
	"context"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Campaign puts a subject to the test with all cases, or with some of them.
type Campaign struct {
	Setup  Setup
	Runner Runner
	Judge  *Judge
	States fsm.States      // of the cases to run; zero: all
	Quick  bool            // a sample of the cases: see [Options]
	More   bool            // other peers, too: see [Options]
	Only   func(Case) bool // if it is not nil: cases to run
	Known  Known           // causes that explain what they can before others are looked for

	// Each, if it is not nil, is told of each run and its verdict.
	Each func(*Run, Verdict)
}

// Run runs the cases and returns what they come to. If it ends early, with an
// error, the report says what is known by then.
func (c *Campaign) Run(ctx context.Context) (*Report, error) {
	x := &examination{Campaign: c, search: search{judge: c.Judge, known: c.Known}, report: &Report{Setup: c.Setup}}
	defer x.report.sort()
	defer x.block()
	defer x.holdNothingBack()
	if err := c.Runner.look(); err != nil {
		return x.report, err
	}
	err := x.examine(ctx, c.routes())
	if err == nil && c.More {
		x.further()
		err = x.examine(ctx, c.more())
	}
	if err == nil && len(x.later) > 0 {
		x.further()
		err = x.last(ctx)
	}
	x.report.Complete = err == nil
	x.report.Unasked = x.unasked()
	return x.report, err
}

// weigh counts for each choice those of some cases that speak against it, by a judge.
func (x *examination) weigh(ctx context.Context, by *Judge, cases []*trial) error {
	choices := x.report.Permitted
	for i := range choices {
		g := &choices[i]
		for _, t := range cases {
			if t.Kind != Conforms || !g.States.Has(t.Route.State()) {
				continue
			}
			denied, err := by.Denies(&t.Run, t.Verdict, g.Choice)
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

// routes returns the routes to the states of the campaign, with a plain peer.
func (c *Campaign) routes() []Route {
	all := c.with(plainPeer)
	if c.Quick {
		all = slices.DeleteFunc(all, func(r Route) bool { return !r.first })
		c.sample(all)
	}
	return all
}

// more returns the routes with other peers. They are tried when the others are explained, so
// that what is old of them is known.
func (c *Campaign) more() (all []Route) {
	for _, p := range []peer{closingPeer, fillingPeer} {
		all = append(all, slices.DeleteFunc(c.with(p), func(r Route) bool { return !r.first || closed(&r.TCB) == [2]bool{} })...)
	}
	for _, p := range farPeers {
		all = append(all, firstOfStates(c.with(p), opened)...)
	}
	if c.Runner.numbered {
		all = append(all, c.wrapped()...)
	}
	return all
}

// wrapped returns routes on which the subject's own numbers pass a wrap: one to each state that
// has numbers, with text in flight if there can be.
func (c *Campaign) wrapped() (all []Route) {
	for _, wrap := range wraps {
		var some []Route
		for _, p := range toldPeers(wrap) {
			some = append(some, c.with(p)...)
		}
		all = append(all, firstOfStates(some, func(t *fsm.TCB) bool {
			return (opened(t) || t.State == fsm.SynSent) && passes(t, wrap)
		})...)
	}
	return all
}

// with returns the routes of a peer to the states of the campaign.
func (c *Campaign) with(p peer) []Route {
	p = p.by(c.Runner.Family)
	all := slices.DeleteFunc(c.Runner.Service.routes(p), func(r Route) bool {
		return c.States != 0 && !c.States.Has(r.State()) || c.Runner.Passive && slices.ContainsFunc(r.Inputs, opensActively)
	})
	distinguish(all)
	return all
}

// firstOfStates returns the first of the routes to each state whose connection will do.
func firstOfStates(all []Route, will func(*fsm.TCB) bool) (some []Route) {
	var seen fsm.States
	for _, r := range all {
		if s := r.State(); will(&r.TCB) && !seen.Has(s) {
			seen |= fsm.StatesOf(s)
			some = append(some, r)
		}
	}
	return some
}

func opensActively(in Input) bool { return in.Call == OpenActive }

// Has reports whether some subject has a case of that name: not every one has a clock, or is
// told its numbers.
func (c *Campaign) Has(name string) bool {
	able := *c
	able.Runner.virtual, able.Runner.numbered, able.Runner.reported = true, true, true
	return slices.Contains(able.Cases(), name)
}

// Cases lists the names of the cases, by the table as it is: those of any subject.
func (c *Campaign) Cases() (names []string) {
	routes := c.routes()
	if c.More {
		routes = append(routes, c.more()...)
	}
	for _, r := range routes {
		for _, class := range c.classes(&r) {
			names = append(names, Case{&r, class}.String())
		}
	}
	return names
}

// distinguish notes which routes are the first to a connection that is different: those
// that lead to others are the same but for how they came about.
func distinguish(routes []Route) {
	type end struct {
		state              fsm.State
		flight             uint32
		fin, full, listens bool
		origin             fsm.Origin
		closed             [2]bool
		waits              uint32
	}
	seen := map[end]bool{}
	for i := range routes {
		r := &routes[i]
		c := &r.TCB
		e := end{c.State, c.SND.NXT.Sub(c.SND.UNA), c.FINSent, endsBy(r.Inputs) == fsm.HalfDuplexCloseOn, r.listensAgain(), 0, closed(c), c.SND.Wait}
		if c.State == fsm.SynReceived {
			e.origin = c.Origin
		}
		r.first, seen[e] = !seen[e], true
	}
}

// classes returns the classes to try at the end of a route.
func (c *Campaign) classes(r *Route) []Class {
	return slices.DeleteFunc(c.able(r), func(class Class) bool {
		return r.some != nil && !r.some[class] || c.Only != nil && !c.Only(Case{r, class})
	})
}

// able returns the classes that can be tried at the end of a route.
func (c *Campaign) able(r *Route) []Class {
	all := Classes(r)
	if c.Runner.virtual {
		all = append(all, timed(r)...)
	}
	if c.Runner.reported {
		all = append(all, reports(r)...)
	}
	if c.Runner.Service != Commanded {
		all = slices.DeleteFunc(all, func(class Class) bool { return class.Call != Arrival })
	}
	return all
}
