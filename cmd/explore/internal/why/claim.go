package why

import "strings"

// A Claim is what tutorials, lecture notes and interview answers say of TCP.
type Claim struct {
	ID, Text string

	Settled  string    // as in "half true"
	Says     string    // how far it is true
	Exhibits []Exhibit // what settles it, the first most of all
	Clauses  string
	See      string // the question whose answer says more; may be empty
}

// answer makes of a claim what a page shows.
func (c *Claim) answer() Answer {
	a := Answer{Name: c.ID, Question: "\"" + c.Text + "\" " + c.Settled + ".", Says: c.Says, Exhibits: c.Exhibits, Clauses: c.Clauses}
	if c.See != "" {
		a.Seen = "explore why " + c.See + " says more."
	}
	return a
}

// Word is how the claim is settled, without the verb, as in "half true".
func (c *Claim) Word() string { return strings.TrimPrefix(c.Settled, "is ") }
