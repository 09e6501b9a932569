package serve

import (
	"net/url"
	"slices"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/web"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// An entry is a name with what it means.
type entry struct {
	Name  string `json:"name"`
	Means string `json:"means"`
}

// A design is a mutant, and where it is refuted.
type design struct {
	entry
	Cases []refutation `json:"cases"`
}

// A refutation is one way to refute a mutant.
type refutation struct {
	Scenario string `json:"scenario"`
	Property string `json:"property"`
	Claim    string `json:"claim"`
	Steps    int    `json:"steps"`
}

// A danger is a hazard with its trials.
type danger struct {
	entry
	Outside string  `json:"outside"`
	Trials  []trial `json:"trials"`
}

// A trial is one of a hazard, and what is to come of it.
type trial struct {
	N        int    `json:"n"`
	With     string `json:"with"`
	Scenario string `json:"scenario"`
	Property string `json:"property"`
	Comes    string `json:"comes"`
}

// start answers what the page needs to know before it shows anything.
func (s *Server) start(r *web.Request) (any, error) {
	in := languageOf(r.Query)
	out := struct {
		Version    string            `json:"version"`
		Table      string            `json:"table"` // the digest of the rules under the default policy
		Words      map[string]string `json:"words"`
		Scenarios  []entry           `json:"scenarios"`
		Policies   []entry           `json:"policies"`
		Properties []entry           `json:"properties"`
		Mutants    []entry           `json:"mutants"`
		Networks   []string          `json:"networks"`
		Questions  []entry           `json:"questions"`
	}{Version: s.options.Version, Table: report.Digest(fsm.RFC9293), Words: page.Words(), Networks: networks()}
	for _, c := range catalogue.Scenarios() {
		out.Scenarios = append(out.Scenarios, entry{c.Name, in.Text(c.About)})
	}
	for _, p := range fsm.Profiles() {
		out.Policies = append(out.Policies, entry{p.Name, in.Text(p.Means)})
	}
	for _, p := range catalogue.Properties() {
		out.Properties = append(out.Properties, entry{p.Name, in.Text(p.Statement)})
	}
	for _, mu := range catalogue.Mutants() {
		out.Mutants = append(out.Mutants, entry{mu.Name, in.Text(mu.Change)})
	}
	for _, a := range why.Answers() {
		out.Questions = append(out.Questions, entry{a.Name, in.Text(a.Question)})
	}
	return out, nil
}

// languageOf returns the language that an address asks for.
func languageOf(v url.Values) language.Language {
	if tag := v.Get("lang"); slices.Contains(language.Tags(), tag) {
		return language.Language(tag)
	}
	return language.English
}

// networks lists what -net may be.
func networks() []string {
	all := []string{question.Perfect}
	for n := range 1 << len(question.Words()) {
		text := ""
		for i, w := range question.Words() {
			if n>>i&1 == 1 {
				text += "," + w.Name
			}
		}
		if text != "" {
			all = append(all, text[1:])
		}
	}
	return all
}

// mutants answers the wrong designs.
func (s *Server) mutants(r *web.Request) (any, error) {
	in, all := languageOf(r.Query), []design{}
	for _, mu := range catalogue.Mutants() {
		d := design{entry: entry{mu.Name, in.Text(mu.Change)}, Cases: []refutation{}}
		for i := range mu.Refuted {
			c := &mu.Refuted[i]
			d.Cases = append(d.Cases, refutation{c.Scenario.Name, c.Property.Name, in.Text(c.Property.Statement), c.Steps})
		}
		all = append(all, d)
	}
	return all, nil
}

// hazards answers the hazards.
func (s *Server) hazards(r *web.Request) (any, error) {
	in, all := languageOf(r.Query), []danger{}
	for _, h := range catalogue.Hazards() {
		d := danger{entry: entry{h.ID, in.Text(h.What)}, Outside: in.Text(h.Outside), Trials: []trial{}}
		for i, t := range trialsOf(&h) {
			comes := "violated"
			if i >= len(h.Exhibited) {
				comes = "holds"
			}
			d.Trials = append(d.Trials, trial{i + 1, t.With, t.Scenario.Name, t.Property, comes})
		}
		all = append(all, d)
	}
	return all, nil
}

// answer answers what there is to say to a question, or of a claim; its exhibits are
// explored by [Server.run].
func (s *Server) answer(r *web.Request) (any, error) {
	a, err := why.Find(r.Query.Get("name"))
	if err != nil {
		return nil, err
	}
	in := languageOf(r.Query)
	a = a.In(in)
	type exhibit struct {
		Shows string `json:"shows"`
		Ask   string `json:"ask"`
		Comes string `json:"comes"`
		Drawn bool   `json:"drawn"` // it comes with a ladder
	}
	out := struct {
		Name     string    `json:"name"`
		Question string    `json:"question"`
		Says     string    `json:"says"`
		Half     string    `json:"half"`
		Clauses  string    `json:"clauses"`
		Seen     string    `json:"seen"`
		Exhibits []exhibit `json:"exhibits"`
	}{a.Name, a.Question, a.Says, a.Half, a.Clauses, a.Seen, []exhibit{}}
	for _, e := range a.Exhibits {
		out.Exhibits = append(out.Exhibits, exhibit{e.Shows, e.Ask, string(e.Comes), e.Comes == why.Violated || e.Comes == why.Reached})
	}
	return out, nil
}

// claims answers what tutorials say, and how it is settled.
func (s *Server) claims(r *web.Request) (any, error) {
	type claim struct {
		ID      string `json:"id"`
		Text    string `json:"text"`
		Settled string `json:"settled"` // in English, to count by
		Word    string `json:"word"`
		Says    string `json:"says"`
	}
	in, all := languageOf(r.Query), []claim{}
	for _, c := range why.Claims() {
		said := c.In(in)
		all = append(all, claim{c.ID, said.Text, c.Word(), in.Text(c.Word()), said.Says})
	}
	return all, nil
}
