package diagram

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/transitions"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// Where the links of a picture lead to.
const (
	rfc   = "https://www.rfc-editor.org/rfc/rfc9293.html#"
	rules = "https://github.com/tcpfsm/tcpfsm/blob/main/docs/transitions.md#"
)

// A source is a rule of the table, and the clause that it stands for.
type source struct{ rule, clause string }

// String names both, as in "open.active (3.10.1)".
func (s source) String() string { return fmt.Sprintf("%s (%s)", s.rule, s.clause) }

// address returns where the clause stands in RFC 9293.
func (s source) address() string { return ClauseAddress(s.clause) }

// ClauseAddress returns where a clause, as in "3.10.7.4/2", stands in RFC 9293.
func ClauseAddress(clause string) string {
	section, _, _ := strings.Cut(clause, "/")
	if section[0] >= 'A' {
		return rfc + "appendix-" + section
	}
	return rfc + "section-" + section
}

// cite notes for each label of each arrow which rules change the state.
func (p *Picture) cite(all []transitions.Edge) {
	clauses := map[string]string{}
	for _, c := range fsm.RFC9293Table() {
		for i := range c.Rules {
			clauses[c.Rules[i].ID] = c.Clause
		}
	}
	for i := range p.lines {
		l := &p.lines[i]
		for k := range l.label {
			l.sources = append(l.sources, p.sources(all, l, &l.label[k], clauses))
		}
	}
}

// sources returns the rules of what a label of an arrow says.
func (p *Picture) sources(all []transitions.Edge, l *line, n *note, clauses map[string]string) (some []source) {
	for i := range all {
		e := &all[i]
		if !slices.Contains(p.states(l.from), e.From) || !slices.Contains(p.states(l.to), e.To) || !n.says(e.Cause) {
			continue
		}
		for _, r := range e.Rules {
			if s := (source{r, clauses[r]}); !slices.Contains(some, s) {
				some = append(some, s)
			}
		}
	}
	return some
}

// says reports whether the label speaks of a cause, be it as a case of another.
func (n *note) says(cause string) bool {
	return slices.ContainsFunc(strings.Split(n.cause, " or "), func(c string) bool { return c == cause || isCase(cause, c) })
}

// cited links the texts of a label to its rule, and its arrow to the clause of that.
func (l *line) cited(k int, texts []scene.Item) scene.Item {
	if l.dim() {
		for _, i := range texts {
			i.(*scene.Text).Fill = scene.Muted // still to be read
		}
	}
	g := &scene.Group{Class: "rule", Items: texts}
	if k < len(l.sources) && len(l.sources[k]) > 0 {
		g.Link = rules + l.sources[k][0].rule
		g.Title = "rule " + join(l.sources[k])
	}
	return g
}

// clause returns where the first rule of the arrow has its clause.
func (l *line) clause() string {
	for _, some := range l.sources {
		if len(some) > 0 {
			return some[0].address()
		}
	}
	return ""
}

func join(some []source) string {
	var all []string
	for _, s := range some {
		all = append(all, s.String())
	}
	return strings.Join(all, ", ")
}
