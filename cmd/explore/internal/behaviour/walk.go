package behaviour

import (
	"math/rand/v2"
	"slices"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/model"
)

// A Walk is a behaviour so far.
type Walk struct {
	model    *model.Model
	scenario *model.Scenario
	trace    checker.Trace[model.State]
}

// NewWalk begins a walk through the scenario of a question.
func NewWalk(q *model.Question) (*Walk, error) {
	m, err := q.Model()
	if err != nil {
		return nil, err
	}
	return WalkOf(m, &q.Scenario), nil
}

// WalkOf begins a walk through a model of a scenario.
func WalkOf(m *model.Model, s *model.Scenario) *Walk {
	var out checker.Steps[model.State]
	m.Initial(&out)
	w := &Walk{model: m, scenario: s}
	for _, s := range out.All() {
		w.trace.Start = s
		break
	}
	return w
}

// Choices lists the steps that can be taken.
func (w *Walk) Choices() (all []checker.Step[model.State]) {
	var out checker.Steps[model.State]
	at := w.trace.Last()
	w.model.Next(&at, &out)
	for a, s := range out.All() {
		all = append(all, checker.Step[model.State]{Action: a, Name: w.model.ActionName(a), State: s})
	}
	return all
}

// Take takes a step, one of Choices.
func (w *Walk) Take(s checker.Step[model.State]) { w.trace.Steps = append(w.trace.Steps, s) }

// Undo takes the last step back, if there is one.
func (w *Walk) Undo() { w.trace.Steps = w.trace.Steps[:max(0, len(w.trace.Steps)-1)] }

// Stray takes at most n steps at random.
func (w *Walk) Stray(r *rand.Rand, n int) {
	for range n {
		all := w.Choices()
		if len(all) == 0 {
			return
		}
		w.Take(all[r.IntN(len(all))])
	}
}

// Ladder tells the walk.
func (w *Walk) Ladder(title string) *ladder.Ladder {
	return Trace(w.model, w.scenario, title, w.trace)
}

// Would tells what a step, one of Choices, would do.
func (w *Walk) Would(s checker.Step[model.State]) ladder.Step {
	t := w.trace
	t.Steps = append(slices.Clone(t.Steps), s)
	l := Trace(w.model, w.scenario, "", t)
	return l.Steps[len(l.Steps)-1]
}
