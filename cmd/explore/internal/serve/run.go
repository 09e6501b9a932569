package serve

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/behaviour"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/predicate"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/quotient"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/web"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// An order is what the page wants to have explored.
type order struct {
	Kind    string `json:"kind"`    // check, graph or way
	Address string `json:"address"` // the subject; of a way also how far it has come

	// Of a check, in the words of explore check; none: what is expected.
	Properties []string `json:"properties"`
	Reach      string   `json:"reach"` // or of a way: a predicate that it is to lead to
	Never      string   `json:"never"`
	LeadsTo    string   `json:"leadsTo"`

	Language language.Language `json:"lang"`
}

// run begins what is ordered.
func (s *Server) run(r *web.Request) (any, error) {
	var o order
	if err := ask(r, &o); err != nil {
		return nil, err
	}
	v, err := url.ParseQuery(o.Address)
	if err != nil {
		return nil, err
	}
	var do work
	switch o.Kind {
	case "check":
		do, err = s.check(&o, v)
	case "graph":
		do, err = s.graph(v, o.Language)
	case "way":
		do, err = s.seek(&o, v)
	default:
		err = fmt.Errorf("there is nothing %q to run\nhint: check, graph or way", o.Kind)
	}
	if err != nil {
		return nil, err
	}
	id, err := s.jobs.begin(do)
	return map[string]string{"id": id}, err
}

// exploring returns the options of an exploration.
func (s *Server) exploring(progress func(checker.Progress)) checker.Options {
	o := s.options.Explore
	o.Progress, o.ProgressEvery = progress, 100*time.Millisecond
	return o
}

// A verdict is what has become of a property, and the address of what shows it.
type verdict struct {
	Name    string `json:"name"`
	Claim   string `json:"claim"`
	Word    string `json:"word"`
	Steps   int    `json:"steps"`
	Address string `json:"address,omitempty"`

	Capacity int    `json:"capacity"` // of the network that it is about; 0: any
	Fair     string `json:"fair"`     // what it rests on beside what the whole check does
}

// A checked is what has become of a check.
type checked struct {
	Text     string    `json:"text"`  // as explore check says it
	Asked    string    `json:"asked"` // policy, network, and what all of it rests on
	Open     string    `json:"open"`  // why there is no answer to all; empty: there is
	Distinct uint64    `json:"distinct"`
	Verdicts []verdict `json:"verdicts"`

	// Of an exhibit.
	Outcome string `json:"outcome,omitempty"`
	True    bool   `json:"true"`              // it came out as it should
	Drawing string `json:"drawing,omitempty"` // with what is said of its steps
}

// check returns what checks the properties of a subject.
func (s *Server) check(o *order, v url.Values) (work, error) {
	k, err := s.subject(v)
	if err != nil {
		return nil, err
	}
	q, reach := k.Question, k.reach
	if k.address.Get("scenario") != "" {
		if q, err = o.question(k.address); err != nil {
			return nil, err
		}
		reach = o.Reach
	}
	return func(ctx context.Context, progress func(checker.Progress)) (any, error) {
		q.Options = s.exploring(progress)
		q.Options.KeepGoing = len(q.Properties) != 1
		a, err := model.Ask(ctx, q.Question)
		if err != nil {
			return nil, err
		}
		return s.found(k, a, q.Mutant, reach, o.Language)
	}, nil
}

// question returns what is asked about the scenario of an address.
func (o *order) question(v url.Values) (q question.Question, err error) {
	r, err := requestOf(v)
	if err != nil {
		return q, err
	}
	r.Reach, r.Never, r.LeadsTo = o.Reach, o.Never, o.LeadsTo
	if len(o.Properties) > 0 {
		r.Properties = o.Properties
	}
	all, err := r.Questions()
	if err != nil {
		return q, err
	}
	all[0].AnyCapacity = r.AnyCapacity()
	return all[0], nil
}

// found tells an answer.
func (s *Server) found(k *subject, a *model.Answer, mutant, reach string, in language.Language) (*checked, error) {
	told := report.Of(a, mutant)
	if reach != "" {
		told = report.Reach(a, mutant, reach)
	}
	var text strings.Builder
	if err := told.Text(&text); err != nil {
		return nil, err
	}
	out := &checked{Text: text.String(), Asked: told.Asked(), Open: told.Open(), Distinct: told.Distinct, Verdicts: []verdict{}}
	if told.Any != nil {
		out.Distinct = max(out.Distinct, told.Any.Distinct)
	}
	for i := range a.Verdicts {
		p, f := &told.Properties[i], &a.Verdicts[i]
		at, err := s.shows(k, f)
		if err != nil {
			return nil, err
		}
		out.Verdicts = append(out.Verdicts, verdict{p.Name, in.Text(f.Statement), p.Word(), p.Steps, at, p.Capacity, p.Fair()})
	}
	if k.answer == nil {
		return out, nil
	}
	return out, out.exhibit(k, a, mutant, in)
}

// exhibit adds what an answer says of the exhibit.
func (c *checked) exhibit(k *subject, a *model.Answer, mutant string, in language.Language) error {
	r := why.Of(k.said(in), a, mutant, k.reach)
	c.Outcome, c.True = r.Outcome(in), r.True()
	ladders := r.Scenario.Ladders()
	if len(ladders) == 0 {
		return nil
	}
	l := ladders[0]
	r.Annotate(l)
	l.Title, l.Note = r.Shows, ""
	v, err := page.Of(l, in)
	if err == nil {
		c.Drawing = v.Drawing
	}
	return err
}

// shows returns the address of the behaviour that a verdict tells of; empty if it tells
// of none.
func (s *Server) shows(k *subject, v *model.Verdict) (string, error) {
	t, stem := v.Finding.Trace, -1
	if l := v.Finding.Lasso; l != nil {
		whole := l.Stem
		whole.Steps = append(whole.Steps[:len(whole.Steps):len(whole.Steps)], l.Cycle...)
		t = &whole
	}
	if v.Finding.Verdict != checker.Violated || t == nil {
		return "", nil
	}
	shown, err := s.subject(k.about(v))
	if err != nil {
		return "", err
	}
	steps, err := shown.start.first.Way(v.Model, *t)
	if err != nil {
		return "", err
	}
	if l := v.Finding.Lasso; l != nil {
		before, err := shown.start.first.Way(v.Model, l.Stem)
		if err != nil {
			return "", err
		}
		stem = len(before)
	}
	if len(steps) > mostSteps {
		return "", nil // it is longer than what is drawn
	}
	return shown.addressOf(way{steps, stem}), nil
}

// about returns the address of the subject with the property of a verdict, in the network
// that the verdict is about.
func (k *subject) about(v *model.Verdict) url.Values {
	address := maps.Clone(k.address)
	if n := v.Capacity; n != k.Scenario.Net.Capacity && n > 0 {
		address.Set("capacity", strconv.Itoa(n))
	}
	if _, err := catalogue.FindProperty(v.Name); err == nil && address.Get("scenario") != "" {
		address.Set("property", v.Name)
	}
	return address
}

// graph returns what explores a subject and draws its pairs of states.
func (s *Server) graph(v url.Values, in language.Language) (work, error) {
	k, err := s.subject(v)
	if err != nil {
		return nil, err
	}
	q := k.Question
	q.Properties, q.Expected, q.AnyCapacity = nil, nil, false
	quotient.Deliver(&q.Scenario.Net)
	return func(ctx context.Context, progress func(checker.Progress)) (any, error) {
		q.Options = s.exploring(progress)
		a, err := model.Ask(ctx, q.Question)
		if err != nil {
			return nil, err
		}
		if !a.Complete {
			return nil, fmt.Errorf("no picture: it was not explored completely: %v", a.Stopped)
		}
		g := quotient.Of(in.Phrase(fmt.Sprintf("Scenario %s: states of A and B", q.Scenario.Name)), report.Of(a, q.Mutant).Asked(), a.Model, a.Graph)
		drawing, err := page.Drawn(g.Scene(), in)
		if err != nil {
			return nil, err
		}
		type pair struct {
			ID    string `json:"id"`
			Reach string `json:"reach"` // the predicate that it is
			Name  string `json:"name"`
		}
		out := struct {
			Drawing  string `json:"drawing"`
			Distinct uint64 `json:"distinct"`
			Pairs    []pair `json:"pairs"`
		}{Drawing: drawing, Distinct: a.Distinct}
		for _, n := range g.Nodes {
			out.Pairs = append(out.Pairs, pair{n.ID(), fmt.Sprintf("A=%v & B=%v", n.Pair[0], n.Pair[1]), n.String()})
		}
		return out, nil
	}, nil
}

// seek returns what looks for a shortest way on to a state that satisfies a predicate,
// from where the way of an address ends.
func (s *Server) seek(o *order, v url.Values) (work, error) {
	k, w, err := s.addressed(v)
	if err != nil {
		return nil, err
	}
	to, err := predicate.Parse(o.Reach)
	if err != nil {
		return nil, err
	}
	here, err := k.walk(way{w.steps, -1})
	if err != nil {
		return nil, err
	}
	explored, err := k.Watched() // a model of its own, which is forgotten with what it has seen
	if err != nil {
		return nil, err
	}
	there := behaviour.WalkOf(explored, &k.Scenario)
	if err := there.Follow(w.steps); err != nil {
		return nil, err
	}
	from := there.Trace().Last()
	return func(ctx context.Context, progress func(checker.Progress)) (any, error) {
		r, err := explored.Seek(ctx, from, to.Is, s.exploring(progress))
		if err != nil {
			return nil, err
		}
		f := r.Findings[0]
		switch f.Verdict {
		case checker.Unknown:
			return nil, fmt.Errorf("no answer: %v", r.Stopped)
		case checker.Holds:
			return map[string]any{"cannot": true, "distinct": r.Distinct}, nil
		}
		more, err := here.Way(explored, *f.Trace)
		if err != nil {
			return nil, err
		}
		if len(w.steps)+len(more) > mostSteps {
			return nil, errors.New("there is a way, and it is longer than what is drawn")
		}
		whole := way{append(w.steps[:len(w.steps):len(w.steps)], more...), -1}
		return map[string]any{"address": k.addressOf(whole), "steps": len(more), "distinct": r.Distinct}, nil
	}, nil
}
