package why

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
)

// A Claim is what tutorials, lecture notes and interview answers say of TCP.
type Claim struct {
	ID, Text string

	Settled  string    // as in "half true"
	Says     string    // how far it is true
	Exhibits []Exhibit // what settles it, the first most of all
	Clauses  string
	See      string // the question whose answer says more; may be empty
}

// In returns the claim in a language. How it is settled stays a word of English, to
// count by.
func (c Claim) In(l language.Language) Claim {
	c.Text, c.Says, c.Exhibits, c.Clauses = l.Text(c.Text), l.Text(c.Says), in(l, c.Exhibits), l.Text(c.Clauses)
	return c
}

// answer makes of a claim what a page shows in a language.
func (c Claim) answer(l language.Language) Answer {
	said := c.In(l)
	a := Answer{Name: c.ID, Says: said.Says, Exhibits: said.Exhibits, Clauses: said.Clauses, claim: &c}
	a.Question = fmt.Sprintf(l.Text("\"%s\" %s."), said.Text, l.Text(c.Settled))
	if c.See != "" {
		a.Seen = fmt.Sprintf(l.Text("explore why %s says more."), c.See)
	}
	return a
}

// Word is how the claim is settled, without the verb, as in "half true".
func (c *Claim) Word() string { return strings.TrimPrefix(c.Settled, "is ") }
