package serve

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/behaviour"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/predicate"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// A light shows of a property, moment by moment, how it stands on the way so far. That
// it holds on a way says nothing of others: explorations decide that.
type light struct {
	Name  string `json:"name"`
	Claim string `json:"claim"`
	Kind  string `json:"kind"`  // asked, expected or watched
	Marks string `json:"marks"` // one for each moment
}

// The marks of lights.
const (
	holds    = 'h'
	violated = 'v' // from here on
	owed     = 'o' // what was promised has not come yet
	unseen   = 'u' // one way does not show it
	is       = 'y' // of what is watched: it is so
	isNot    = 'n'
)

// lights returns those of what was asked about, of what is expected of the scenario, and of
// a predicate that is watched, if there is one.
func (k *subject) lights(w *behaviour.Walk, watch string, in language.Language) (all []light, err error) {
	p := newPath(w)
	add := func(kind string, props []*model.Property) {
		for _, q := range props {
			if !slices.ContainsFunc(all, func(l light) bool { return l.Name == q.Name }) {
				all = append(all, light{q.Name, in.Text(q.Statement), kind, string(p.marks(q))})
			}
		}
	}
	all = []light{}
	if watch != "" {
		said, err := predicate.Parse(watch)
		if err != nil {
			return nil, err
		}
		all = append(all, light{said.String(), said.String(), "watched", string(p.watched(said))})
	}
	if k.reach == "" {
		add("asked", k.Properties)
	}
	expected, err := catalogue.Expected(&k.Scenario)
	add("expected", expected)
	return all, err
}

// A path is a behaviour that properties are held against.
type path struct {
	model *model.Model
	trace checker.Trace[model.State]
	ended bool // nothing can happen after it

	views []model.View        // of the moments
	told  [][]model.Happening // of the step before each moment
}

func newPath(w *behaviour.Walk) *path {
	p := &path{model: w.Model(), trace: w.Trace(), ended: len(w.Choices()) == 0}
	before := p.trace.Start
	p.views, p.told = append(p.views, p.model.View(before)), append(p.told, nil)
	for _, s := range p.trace.Steps {
		p.views = append(p.views, p.model.View(s.State))
		p.told = append(p.told, p.model.Explain(before, s.Action, s.State).Happenings)
		before = s.State
	}
	return p
}

// watched says of each moment whether it satisfies a predicate.
func (p *path) watched(said *predicate.Predicate) (marks []byte) {
	for _, v := range p.views {
		if said.Is(v) {
			marks = append(marks, is)
		} else {
			marks = append(marks, isNot)
		}
	}
	return marks
}

// marks says of each moment how a property stands.
func (p *path) marks(q *model.Property) (marks []byte) {
	mark := byte(holds)
	for i, v := range p.views {
		switch {
		case q.Can != nil || q.Stays != nil || q.Refines != nil:
			mark = unseen
		case q.Leads != nil:
			mark = p.promised(q.Leads, mark, v)
		case mark == violated:
		case p.breaks(q, i, v):
			mark = violated
		}
		marks = append(marks, mark)
	}
	return marks
}

// promised says whether something is owed at a moment, if it was so before. When
// nothing can happen any more it will not come.
func (p *path) promised(leads *model.Promise, before byte, v model.View) byte {
	switch {
	case leads.To(v):
		return holds
	case leads.From(v):
		return owed
	}
	return before
}

// breaks reports whether a property of safety is violated at moment i, or in the step
// before it.
func (p *path) breaks(q *model.Property, i int, v model.View) bool {
	switch {
	case q.State != nil:
		return (q.State.When == nil || q.State.When(v)) && !q.State.Holds(v)
	case q.Ends != nil:
		return p.ended && i == len(p.trace.Steps) && !q.Ends(v)
	case i == 0:
		return false
	}
	if q.Step != nil {
		was, mv := p.views[i-1], p.model.Move(p.trace.Steps[i-1].Action)
		return (q.Step.When == nil || q.Step.When(was, mv, v)) && !q.Step.Holds(was, mv, v)
	}
	return slices.ContainsFunc(p.told[i], func(h model.Happening) bool {
		return (q.Event.When == nil || q.Event.When(&h)) && q.Event.Broken(&h)
	})
}
