package why

import (
	"encoding/json"
	"io"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
)

// An answered is a page as JSON: a line of "explore why -format json".
type answered struct {
	Name     string  `json:"name"`
	Question string  `json:"question"`
	Says     string  `json:"says"`
	Half     string  `json:"half,omitempty"`
	Exhibits []shown `json:"exhibits"`
	Clauses  string  `json:"clauses,omitempty"`
	Seen     string  `json:"seen,omitempty"`
	Settled  string  `json:"settled,omitempty"` // of a claim
}

// A shown is an exhibit with all that an object of "explore check -json" has, the
// remarks in the trace of its property.
type shown struct {
	Shows    string           `json:"shows"`
	Ask      string           `json:"ask"`
	Comes    Verdict          `json:"comes"`
	Claim    string           `json:"claim"`
	Scenario *report.Scenario `json:"result"`
}

// json writes the page as one object on one line.
func (p *Page) json(w io.Writer) error {
	a := answered{Name: p.Name, Question: p.Question, Says: p.Says, Half: p.Half, Clauses: p.Clauses, Seen: p.Seen, Exhibits: []shown{}}
	for i := range p.Results {
		a.Exhibits = append(a.Exhibits, p.Results[i].shown(p.Language))
	}
	return encode(w, a)
}

func (r *Result) shown(in language.Language) shown {
	for _, l := range r.Scenario.Ladders() {
		r.Annotate(l)
	}
	return shown{r.Shows, r.Ask, r.Comes, r.claim(in), r.Scenario}
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
