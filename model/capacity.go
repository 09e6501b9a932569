package model

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/tcpfsm/tcpfsm/checker"
)

// How a question is answered for a network of any capacity.
//
//	claims of ends, of their    search without    hold                        any capacity
//	steps and events            a capacity  --->  are violated    --.
//	                                              ask what is on    |
//	all other claims  ---------------------->     its way         --+-->  search with the
//	                                                                      capacity of the scenario
//
// What is violated in a network of any capacity needs perhaps more than the scenario
// has: then the way to it is followed in networks of more and more segments. Where a
// network does not lose, duplicate and reorder, one of any capacity is taken to, and
// the way may be none.

// An inquiry is about a network of any capacity.
type inquiry struct {
	*Answer
	question Question
	props    []*Property
	found    map[*Property]checker.Finding[State] // what the search without a capacity has found
}

// askAny answers a question for a network of any capacity, as far as it can.
func askAny(ctx context.Context, q Question) (*Answer, error) {
	a, _, err := q.prepare()
	if err != nil {
		return nil, err
	}
	x := &inquiry{Answer: a, question: q, found: map[*Property]checker.Finding[State]{}}
	if !slices.ContainsFunc(a.Verdicts, func(v Verdict) bool { return v.PerEnd() }) {
		q.AnyCapacity = false
		return search(ctx, q)
	}
	if err := x.search(ctx); err != nil {
		return nil, err
	}
	rest := x.open()
	if len(rest) == 0 {
		a.Result = a.Any
		return a.pruned(&q), nil
	}
	q.AnyCapacity, q.Properties, q.Expected = false, rest, nil
	bounded, err := search(ctx, q)
	if err != nil {
		return nil, err
	}
	for i := range bounded.Verdicts {
		if err := x.take(ctx, &bounded.Verdicts[i], bounded.Stopped); err != nil {
			return nil, err
		}
	}
	if x.Scenario.Net.asSet() { // else the network of any capacity can do more than this one
		bounded.Model.alsoFired(x.Model)
	}
	a.Result, a.Model, a.Excluded = bounded.Result, bounded.Model, bounded.Excluded
	return a.pruned(&x.question), nil
}

// search decides what can be decided without a capacity.
func (x *inquiry) search(ctx context.Context) (err error) {
	u := newAnyCapacity(x.Model)
	u.asked = map[*Property]*atomic.Bool{}
	for _, v := range x.Verdicts {
		if p := v.Property; p.PerEnd() {
			u.asked[p] = new(atomic.Bool)
			u.idle = u.idle || p.Step != nil
			x.props = append(x.props, p)
		}
	}
	claims := x.Model.claimAll(x.props, nil)
	opt := x.question.Options
	opt.Covering, opt.AnyTrace, opt.Compact, opt.Symmetry = true, true, false, false
	opt.KeepGoing, opt.Invariant = opt.KeepGoing || !x.Scenario.Net.asSet(), x.question.Invariant
	if x.Any, err = checker.Check[State](ctx, u, opt, claims...); err != nil {
		return err
	}
	x.Invariant = u.invariant(x.Any)
	for i, p := range x.props {
		if f := x.Any.Findings[i]; !u.asked[p].Load() {
			x.found[p] = f
		}
	}
	return nil
}

// open settles what holds in a network of any capacity, and returns the other
// properties.
func (x *inquiry) open() (rest []*Property) {
	for i := range x.Verdicts {
		v := &x.Verdicts[i]
		if f := x.found[v.Property]; f.Verdict == checker.Holds {
			v.Finding, v.Capacity = f, 0
			v.Vacuous = x.Model.vacuous(v.Property)
			if v.Vacuous {
				v.Finding.Verdict = checker.Unknown
			}
		} else {
			rest = append(rest, v.Property)
		}
	}
	return rest
}

// PerEnd reports whether p is about events, states or steps of ends, which can be asked
// of networks of any capacity.
func (p *Property) PerEnd() bool { return p.Event != nil || p.State != nil || p.Step != nil }

// take takes over the verdict of the search with a capacity, unless a violation needs
// more than that. Where another violation has ended that search it is left open.
func (x *inquiry) take(ctx context.Context, v *Verdict, stopped checker.Stop) error {
	i := slices.IndexFunc(x.Verdicts, func(w Verdict) bool { return w.Property == v.Property })
	x.Verdicts[i] = *v
	f := x.found[v.Property]
	open := v.Finding.Verdict == checker.Unknown && !v.Vacuous
	if f.Verdict != checker.Violated || f.Trace == nil || v.Finding.Verdict == checker.Violated || open && stopped == checker.StoppedViolation {
		return nil
	}
	from := x.Scenario.Net.Capacity + 1
	if open {
		from = 1
	}
	return x.exceed(ctx, &x.Verdicts[i], f.Trace, from)
}

// exceed looks for a violation in networks of so many segments and more.
func (x *inquiry) exceed(ctx context.Context, v *Verdict, t *checker.Trace[State], from int) error {
	m, run, err := x.Model.smallest(ctx, t, from)
	switch {
	case err != nil:
		return err
	case run == nil && x.Scenario.Net.asSet():
		v.Crowded, v.Finding.Verdict = true, checker.Unknown
		return nil
	case run == nil: // the network of any capacity can do more than this one
		return nil
	}
	for n := from; n <= m.scenario.Net.Capacity; n++ {
		w, err := x.shortest(ctx, v.Property, n)
		if err != nil {
			return err
		}
		if w.Finding.Trace != nil {
			*v = w
			return nil
		}
	}
	v.Finding = checker.Finding[State]{Name: v.Name, Kind: v.Kind, Verdict: checker.Violated, Trace: run, Detour: true}
	v.Capacity, v.Model, v.Vacuous = m.scenario.Net.Capacity, m, false
	return nil
}

// shorterStates is how many states a search for a shorter way may find.
const shorterStates = 1 << 21

// shorten has the question find no more states than a search for a shorter way may.
func (q *Question) shorten() {
	if most := q.Options.MaxStates; most == 0 || most > shorterStates {
		q.Options.MaxStates = shorterStates
	}
}

// shortest looks for a shortest way to a violation in a network of n segments. Unless
// that is small enough the verdict is Unknown.
func (x *inquiry) shortest(ctx context.Context, p *Property, n int) (Verdict, error) {
	q := x.question
	q.AnyCapacity, q.Properties, q.Expected = false, []*Property{p}, nil
	q.Scenario.Net.Capacity = n
	q.Options.KeepGoing = false
	q.shorten()
	a, err := search(ctx, q)
	if err != nil {
		return Verdict{}, err
	}
	return a.Verdicts[0], nil
}
