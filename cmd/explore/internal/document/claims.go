package document

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
)

// A Settled is a claim with what its exhibits have shown.
type Settled struct {
	why.Claim
	Results []why.Result
}

// Claims is docs/claims.md, and docs/zh/claims.md.
func Claims(all []Settled, in language.Language) string {
	var d document
	d.begin(in.Text("What everybody says about TCP connections"),
		in.Text("What tutorials, lecture notes and interview answers claim, and what is true of it. Each claim is settled by explorations, which the command "+
			"after it repeats; a test holds that each still comes out so. `explore why claims` prints this in a terminal, `explore why c07` one claim with its ladders. "+
			"What a verdict rests on, policy, network and assumptions, the commands print."))
	var rows [][]string
	count := map[string]int{}
	for _, s := range all {
		count[s.Word()]++
		settled := fmt.Sprintf(in.Text("%s: %s"), "`explore check "+s.Results[0].Ask+"`", s.Results[0].Short(in))
		rows = append(rows, []string{fmt.Sprintf("[%s](#%[1]s)", s.ID), in.Text(s.Text), in.Text(s.Word()), settled})
	}
	d.paragraph(fmt.Sprintf(in.Text("Of %d claims %d are true, %d under assumptions, %d half true and %d false."),
		len(all), count["true"], count["true, under assumptions"], count["half true"], count["false"]))
	d.table([]string{"", in.Text("claim"), in.Text("is"), in.Text("settled by")}, rows)
	for _, s := range all {
		d.claim(&s, in)
	}
	return strings.TrimRight(d.String(), "\n") + "\n"
}

// claim writes a claim with all its exhibits.
func (d *document) claim(s *Settled, in language.Language) {
	c := s.In(in)
	d.heading(2, fmt.Sprintf("<a id=%q></a>%s", c.ID, c.Text))
	d.paragraph(fmt.Sprintf(in.Text("**%s %s.** %s"), c.ID, in.Text(c.Settled), c.Says))
	for i := range s.Results {
		r := &s.Results[i]
		fmt.Fprintf(&d.Builder, in.Text("- %s: **%s**")+"\n  `explore check %s`\n", c.Exhibits[i].Shows, r.Short(in), r.Ask)
	}
	end := "\n" + fmt.Sprintf(in.Text("Written in: %s."), c.Clauses)
	if c.See != "" {
		end += fmt.Sprintf(in.Text(" More: `explore why %s`."), c.See)
	}
	d.paragraph(end)
}
