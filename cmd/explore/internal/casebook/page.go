package casebook

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ruleset"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// Formats are the formats of a report, the default first. Those but the last are
// for people.
var Formats = []string{"text", "md", "json"}

// A page is a report in the making, plain or in Markdown.
type page struct {
	bytes.Buffer
	markdown bool
}

// Page returns a report as people read it. The document is the same on every run
// against the same subject.
func Page(r *conform.Report, format string) []byte {
	p := &page{markdown: format == "md"}
	p.heading(1, "Conformance of "+r.Subject)
	if p.markdown {
		p.paragraph("<!-- Generated. To rewrite, as root: go run ./cmd/explore conform linux -format md -o docs/conformance-linux.md -->")
	}
	p.paragraph(summary(r))
	p.heading(2, "States and events")
	p.matrix(r)
	p.paragraph("= conforms, ~ permitted variation, - could not be put to the test, ? undecided, ! deviates.")
	p.permitted(r.Permitted)
	p.way(r.Way)
	p.reasons("Could not be put to the test", r.Limited)
	p.reasons("Undecided", r.Undecided)
	p.deviations(r)
	return p.Bytes()
}

func summary(r *conform.Report) string {
	s := fmt.Sprintf("Held against %s in %d cases on %d routes: %d conform, %d are permitted variations, "+
		"%d could not be put to the test, %d are undecided, %d deviate.", r.Policy, r.Cases, r.Routes,
		r.Total[conform.Conforms], r.Total[conform.Permitted], r.Total[conform.Limited], r.Total[conform.Undecided], r.Total[conform.Deviates])
	if !r.Complete {
		s += " It was stopped before all cases were run: what is not here may conform or not."
	}
	if len(r.Switches) > 0 {
		s += " Switches: " + strings.Join(r.Switches, ", ") + "."
	}
	return s
}

func (p *page) heading(level int, title string) {
	if p.markdown {
		fmt.Fprintf(&p.Buffer, "%s %s\n\n", strings.Repeat("#", level), title)
		return
	}
	underline := "=-~"[level-1 : level]
	fmt.Fprintf(&p.Buffer, "%s\n%s\n\n", title, strings.Repeat(underline, len(title)))
}

func (p *page) paragraph(s string) { fmt.Fprintf(&p.Buffer, "%s\n\n", s) }

// block writes what is set in lines.
func (p *page) block(s string) {
	if p.markdown {
		s = "```\n" + s + "```\n"
	}
	fmt.Fprintf(&p.Buffer, "%s\n", s)
}

func (p *page) table(header table.Row, rows []table.Row) {
	t := table.NewWriter()
	t.AppendHeader(header)
	t.AppendRows(rows)
	if p.markdown {
		fmt.Fprintf(&p.Buffer, "%s\n\n", t.RenderMarkdown())
		return
	}
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	fmt.Fprintf(&p.Buffer, "%s\n\n", t.Render())
}

func (p *page) matrix(r *conform.Report) {
	header := table.Row{"state"}
	for _, c := range conform.Columns() {
		header = append(header, c)
	}
	var rows []table.Row
	for _, s := range fsm.AllStates() {
		if r.Matrix[s] == nil {
			continue
		}
		row := table.Row{s.String()}
		for _, c := range conform.Columns() {
			row = append(row, r.Matrix[s][c].String())
		}
		rows = append(rows, row)
	}
	p.table(header, rows)
}

func (p *page) permitted(groups []conform.Group) {
	if len(groups) == 0 {
		return
	}
	p.heading(2, "Permitted variations")
	var rows []table.Row
	for _, g := range groups {
		rows = append(rows, table.Row{g.Reason, g.Cases, g.Against, g.States.String(), ruleset.Means(g.Choice)})
	}
	p.table(table.Row{"choice", "cases", "against", "states", "means"}, rows)
	p.paragraph("Against: cases in these states that conform, and would not if the subject made this choice throughout.")
}

// way shows what was permitted before the subject was put to the test.
func (p *page) way(groups []conform.Group) {
	if len(groups) == 0 {
		return
	}
	p.heading(2, "Permitted on the way")
	var rows []table.Row
	for _, g := range groups {
		rows = append(rows, table.Row{g.Reason, g.Cases, ruleset.Means(g.Choice)})
	}
	p.table(table.Row{"choice", "cases", "means"}, rows)
}

func (p *page) reasons(title string, groups []conform.Group) {
	if len(groups) == 0 {
		return
	}
	p.heading(2, title)
	var rows []table.Row
	for _, g := range groups {
		rows = append(rows, table.Row{g.Reason, g.Cases, g.States.String()})
	}
	p.table(table.Row{"reason", "cases", "states"}, rows)
}

func (p *page) deviations(r *conform.Report) {
	groups := r.Deviations
	if len(groups) == 0 {
		return
	}
	p.heading(2, "Deviations")
	for i, g := range groups {
		p.heading(3, fmt.Sprintf("%d. %s", i+1, g.Rule))
		p.paragraph(fmt.Sprintf("%d cases in %s. The first:", g.Cases, g.States))
		var b strings.Builder
		fmt.Fprintf(&b, "%v\n  expected  %s\n  seen      %s\n\n", g.First.Case, g.Expected, g.Seen)
		_ = Ladder(&g.First, r.Subject, g.Verdict).WriteExchanges(&b) // a Builder takes everything
		p.block(b.String())
	}
}
