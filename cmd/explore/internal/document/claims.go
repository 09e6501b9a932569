package document

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
)

// A Settled is a claim with what its exhibits have shown.
type Settled struct {
	why.Claim
	Results []why.Result
}

// Claims is docs/claims.md.
func Claims(all []Settled) string {
	var d document
	d.begin("What everybody says about TCP connections",
		"What tutorials, lecture notes and interview answers claim, and what is true of it. Each claim is settled by explorations, which the command "+
			"after it repeats; a test holds that each still comes out so. `explore why claims` prints this in a terminal, `explore why c07` one claim with its ladders. "+
			"What a verdict rests on, policy, network and assumptions, the commands print.")
	var rows [][]string
	count := map[string]int{}
	for _, s := range all {
		count[s.Word()]++
		rows = append(rows, []string{fmt.Sprintf("[%s](#%[1]s)", s.ID), s.Text, s.Word(), "`explore check " + s.Results[0].Ask + "`: " + s.Results[0].Short()})
	}
	d.paragraph(fmt.Sprintf("Of %d claims %d are true, %d under assumptions, %d half true and %d false.",
		len(all), count["true"], count["true, under assumptions"], count["half true"], count["false"]))
	d.table([]string{"", "claim", "is", "settled by"}, rows)
	for _, s := range all {
		d.claim(&s)
	}
	return strings.TrimRight(d.String(), "\n") + "\n"
}

// claim writes a claim with all its exhibits.
func (d *document) claim(s *Settled) {
	d.heading(2, fmt.Sprintf("<a id=%q></a>%s", s.ID, s.Text))
	d.paragraph(fmt.Sprintf("**%s %s.** %s", s.ID, s.Settled, s.Says))
	for i := range s.Results {
		r := &s.Results[i]
		fmt.Fprintf(&d.Builder, "- %s: **%s**\n  `explore check %s`\n", r.Shows, r.Short(), r.Ask)
	}
	end := "\nWritten in: " + s.Clauses + "."
	if s.See != "" {
		end += " More: `explore why " + s.See + "`."
	}
	d.paragraph(end)
}
