package serve

import (
	"cmp"
	"slices"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ruleset"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/web"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A matrix is the table by states and events.
type matrix struct {
	Policy string  `json:"policy"`
	With   string  `json:"with"` // another policy; empty: none
	States []entry `json:"states"`
	Events []entry `json:"events"`
	Rules  []row   `json:"rules"`

	Options []ruleset.Choice `json:"options"` // that the two policies settle differently
}

// A row is a rule, and where in the matrix it stands.
type row struct {
	ruleset.Row
	Link string   `json:"link"`
	In   []string `json:"in"`   // states
	On   []string `json:"on"`   // events
	Only string   `json:"only"` // the policy under which alone it is alive, of two
}

// table answers the rules that are alive under a policy, or under one of two.
func (s *Server) table(r *web.Request) (any, error) {
	m := &matrix{Policy: cmp.Or(r.Query.Get("policy"), fsm.Profiles()[0].Name), With: r.Query.Get("with"), Options: []ruleset.Choice{}}
	first, err := hint.ParsePolicy(m.Policy)
	if err != nil {
		return nil, err
	}
	second := first
	if m.With != "" {
		if second, err = hint.ParsePolicy(m.With); err != nil {
			return nil, err
		}
		m.Options = ruleset.Diff(m.Policy, first, m.With, second).Options
	}
	in := languageOf(r.Query)
	for i := range m.Options {
		m.Options[i].Text = in.Text(m.Options[i].Text)
	}
	for _, state := range fsm.AllStates() {
		m.States = append(m.States, entry{Name: state.String()})
	}
	for _, k := range fsm.AllEvents() {
		m.Events = append(m.Events, entry{k.String(), in.Text(ruleset.EventMeans(k))})
	}
	m.fill(first, second)
	return m, nil
}

// fill adds the rules that are alive under one of the policies at least.
func (m *matrix) fill(first, second fsm.Policy) {
	t := fsm.RFC9293Table()
	alive := func(r *fsm.Rule) bool { return first.Allows(r.Under...) || second.Allows(r.Under...) }
	for _, told := range ruleset.Rows(t, alive) {
		k := &t[told.Check]
		r := t.Rule(told.Rule)
		w := row{Row: told, Link: page.RuleOf(told.Rule).Link}
		for _, s := range fsm.AllStates() {
			if k.States(r).Has(s) {
				w.In = append(w.In, s.String())
			}
		}
		for _, e := range fsm.AllEvents() {
			if k.On.Has(e) {
				w.On = append(w.On, e.String())
			}
		}
		switch a, b := first.Allows(r.Under...), second.Allows(r.Under...); {
		case a && !b:
			w.Only = m.Policy
		case b && !a:
			w.Only = m.With
		}
		m.Rules = append(m.Rules, w)
	}
}

// stacks answers what is known of other people's stacks.
func (s *Server) stacks(*web.Request) (any, error) {
	type cause struct {
		ID     string   `json:"id"`
		Says   string   `json:"says"`
		Note   string   `json:"note"`
		Shared []string `json:"shared"` // by other stacks
	}
	type stack struct {
		Name    string  `json:"name"`
		Summary string  `json:"summary"`
		Causes  []cause `json:"causes"`
	}
	all := []stack{}
	for _, k := range conform.Stacks() {
		out := stack{k.Name, k.Summary, []cause{}}
		for _, c := range k.Causes {
			told := cause{c.ID, c.Says, c.Note, []string{}}
			for _, other := range conform.Stacks() {
				if other.Name != k.Name && slices.ContainsFunc(other.Causes, func(o conform.KnownCause) bool { return o.ID == c.ID }) {
					told.Shared = append(told.Shared, other.Name)
				}
			}
			out.Causes = append(out.Causes, told)
		}
		all = append(all, out)
	}
	return all, nil
}
