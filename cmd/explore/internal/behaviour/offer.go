package behaviour

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// An Offer is a step that can be taken, and what it would do.
type Offer struct {
	Kind string // one of Kinds
	Told ladder.Step

	step checker.Step[model.State]
}

// Kinds are the kinds of offers, in the order in which somebody looks for them.
var Kinds = []string{"call", "transmit", "arrives", "doubled", "lost", "timer", "forged", "crash", "time"}

// Offers lists the steps that can be taken, in the order of [Walk.Choices].
func (w *Walk) Offers() (all []Offer) {
	k := newTeller(w.model, w.scenario, w.trace)
	k.steps(w.trace.Steps)
	for _, c := range w.Choices() {
		next := k.clone()
		v := w.model.View(c.State)
		next.many = next.many || v.A.Used > 1 || v.B.Used > 1
		x := w.model.Explain(k.at, c.Action, c.State)
		all = append(all, Offer{Kind: kindOf(&x), Told: next.step(c), step: c})
	}
	return all
}

// clone returns a teller that goes on from here and leaves k where it is.
func (k *teller) clone() *teller {
	c := *k
	c.offered = maps.Clone(k.offered)
	for i := range c.flying {
		c.flying[i] = slices.Clone(k.flying[i])
	}
	return &c
}

// kindOf says what sort of step one is.
func kindOf(x *model.Explanation) string {
	switch {
	case x.Forged:
		return "forged"
	case x.Kept:
		return "doubled"
	case x.Expired, x.End < 0 && len(x.Lost[0])+len(x.Lost[1]) > 0:
		return "lost"
	case x.End < 0 || len(x.Happenings) == 0:
		return "time"
	}
	switch k := x.Happenings[0].Kind; {
	case k == model.Crash:
		return "crash"
	case k == fsm.SegmentArrives:
		return "arrives"
	case k == fsm.Transmit:
		return "transmit"
	case k <= fsm.Status:
		return "call"
	}
	return "timer"
}

// A WayError says that a way does not lead on: there is no such choice.
type WayError struct {
	Step, Choice, Choices int
}

// Error names the step, counted from 1, and what there was to choose.
func (e *WayError) Error() string {
	return fmt.Sprintf("step %d takes choice %d, and there are %d", e.Step, e.Choice+1, e.Choices)
}

// Follow takes the choices of a way, numbers into [Walk.Choices], one after the
// other. At an error, which is a *WayError, the walk stands where the way ended.
func (w *Walk) Follow(way []int) error {
	for i, n := range way {
		all := w.Choices()
		if n < 0 || n >= len(all) {
			return &WayError{i + 1, n, len(all)}
		}
		w.Take(all[n])
	}
	return nil
}

// Way returns the choices by which the walk would go on as a behaviour of another model
// of the same scenario does. The two number their states differently, so that what is in
// them is compared. Of the behaviour, steps are left out that change nothing and are no
// choice in this model: that nothing happens, for one.
func (w *Walk) Way(m *model.Model, t checker.Trace[model.State]) (way []int, err error) {
	at, last := w.On(), t.Start
	for i, s := range t.Steps {
		all := at.Choices()
		n := slices.IndexFunc(all, func(c checker.Step[model.State]) bool {
			return c.Name == m.ActionName(s.Action) && same(at.model.View(c.State), m.View(s.State))
		})
		switch {
		case n >= 0:
			way = append(way, n)
			at.Take(all[n])
		case s.State != last:
			return nil, &WayError{i + 1, len(all), len(all)}
		}
		last = s.State
	}
	return way, nil
}

// same reports whether two states have the same in them.
func same(a, b model.View) bool {
	return *a.A == *b.A && *a.B == *b.B && a.Calm() == b.Calm() && flights(a, 0) == flights(b, 0) && flights(a, 1) == flights(b, 1)
}

// flights says what an end has sent that is on its way. Where the network reorders, it
// has no order.
func flights(v model.View, end int) string {
	var all []string
	for _, f := range v.Flights(end) {
		all = append(all, fmt.Sprintf("%+v %d %v", *f.Packet, f.Age, f.Owed))
	}
	if v.Scenario().Net.Reorder {
		slices.Sort(all)
	}
	return strings.Join(all, "\n")
}

// Model returns the model that is walked through.
func (w *Walk) Model() *model.Model { return w.model }

// Trace returns the walk as a behaviour.
func (w *Walk) Trace() checker.Trace[model.State] {
	t := w.trace
	t.Steps = slices.Clip(t.Steps)
	return t
}

// On returns another walk that goes on from where w stands. Of the two each has a
// way of its own.
func (w *Walk) On() *Walk {
	next := *w
	next.trace.Steps = slices.Clip(next.trace.Steps)
	return &next
}

// Ring tells the walk as one whose last steps, after the first stem, go on for ever.
func (w *Walk) Ring(title string, stem int) *ladder.Ladder {
	t := w.trace
	lasso := checker.Lasso[model.State]{Stem: checker.Trace[model.State]{Start: t.Start, Steps: t.Steps[:stem:stem]}, Cycle: t.Steps[stem:]}
	return Lasso(w.model, w.scenario, title, lasso)
}
