package casebook

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ruleset"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/sheet"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A page is a report in the making, plain or in Markdown.
type page struct {
	bytes.Buffer
	markdown bool
	wide     int // columns of a line of text; 0: any number
}

// Page returns the report as people read it. The document is the same on every run
// against the same subject. Text has lines of at most so many columns, 0 for any.
func (b *Book) Page(format string, wide int) []byte {
	p, r := &page{markdown: format == "md", wide: wide}, b.Report
	p.heading(1, "Conformance of "+r.Subject)
	if p.markdown && strings.HasPrefix(r.Subject, "Linux ") {
		p.paragraph("<!-- Generated. To rewrite, as root: go run ./cmd/explore conform linux -format md -o docs/conformance-linux.md -->")
	}
	p.paragraph(counted(r))
	b.alone(p)
	p.heading(2, "States and events")
	p.matrix(r)
	p.paragraph("= conforms, ~ permitted variation, - could not be put to the test, ? undecided, # blocked, ! deviates.")
	p.permitted(r.Permitted)
	p.way(r.Way)
	p.reasons("Could not be put to the test", r.Limited)
	p.reasons("Undecided", r.Undecided)
	p.missing(r)
	p.causes(r, b.Known)
	return p.Bytes()
}

func counted(r *conform.Report) string {
	s := fmt.Sprintf("Held against %s in %d cases on %d routes: %d conform, %d are permitted variations, "+
		"%d could not be put to the test, %d are undecided, %d deviate.", r.Policy, r.Cases, r.Routes,
		r.Total[conform.Conforms], r.Total[conform.Permitted], r.Total[conform.Limited], r.Total[conform.Undecided], r.Total[conform.Deviates])
	if n := r.Total[conform.Blocked]; n > 0 {
		s += fmt.Sprintf(" %d more are blocked: the subject leaves the route to them.", n)
	}
	if n := len(r.Causes); n > 0 {
		s += fmt.Sprintf(" What deviates has %d %s.", n, map[bool]string{true: "cause", false: "causes"}[n == 1])
	}
	if r.Unasked != "" {
		s += " " + r.Unasked
	}
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

func (p *page) paragraph(s string) {
	if !p.markdown {
		s = strings.Join(fill.Lines(s, p.wide), "\n")
	}
	fmt.Fprintf(&p.Buffer, "%s\n\n", s)
}

// block writes what is set in lines.
func (p *page) block(s string) {
	if p.markdown {
		s = "```\n" + s + "```\n"
	}
	fmt.Fprintf(&p.Buffer, "%s\n", s)
}

func (p *page) table(header []string, rows [][]any) {
	s := sheet.Sheet{Header: header}
	for _, row := range rows {
		cells := make([]sheet.Cell, len(row))
		for i, v := range row {
			cells[i] = sheet.Of(v)
		}
		s.Rows = append(s.Rows, cells)
	}
	text := s.Text
	if p.markdown {
		text = func(int) string { return s.Markdown() }
	}
	p.WriteString(text(p.wide) + "\n")
}

func (p *page) matrix(r *conform.Report) {
	header := append([]string{"state"}, r.Columns()...)
	var rows [][]any
	for _, s := range fsm.AllStates() {
		if r.Matrix[s] == nil {
			continue
		}
		row := []any{s.String()}
		for _, c := range r.Columns() {
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
	var rows [][]any
	for _, g := range groups {
		rows = append(rows, []any{g.Reason, g.Cases, g.Against, g.States.String(), ruleset.Means(g.Choice)})
	}
	p.table([]string{"choice", "cases", "against", "states", "means"}, rows)
	p.paragraph("Against: cases in these states that conform, and would not if the subject made this choice throughout.")
}

// way shows what was permitted before the subject was put to the test.
func (p *page) way(groups []conform.Group) {
	if len(groups) == 0 {
		return
	}
	p.heading(2, "Permitted on the way")
	var rows [][]any
	for _, g := range groups {
		rows = append(rows, []any{g.Reason, g.Cases, ruleset.Means(g.Choice)})
	}
	p.table([]string{"choice", "cases", "means"}, rows)
}

func (p *page) reasons(title string, groups []conform.Group) {
	if len(groups) == 0 {
		return
	}
	p.heading(2, title)
	var rows [][]any
	for _, g := range groups {
		rows = append(rows, []any{g.Reason, g.Cases, g.States.String()})
	}
	p.table([]string{"reason", "cases", "states"}, rows)
}

// missing shows the routes that the subject does not have.
func (p *page) missing(r *conform.Report) {
	if len(r.Missing) == 0 {
		return
	}
	p.heading(2, "Routes that the subject does not have")
	var rows [][]any
	for _, m := range r.Missing {
		cause := "-"
		if m.Cause > 0 {
			cause = fmt.Sprint(m.Cause)
		}
		rows = append(rows, []any{m.String(), cause, m.Why})
	}
	p.table([]string{"route", "cause", "why"}, rows)
}

// causes shows what deviates: each cause with the shortest trace that shows it.
func (p *page) causes(r *conform.Report, known conform.Known) {
	if len(r.Causes) == 0 {
		return
	}
	p.heading(2, "Deviations")
	for i := range r.Causes {
		c := &r.Causes[i]
		p.heading(3, fmt.Sprintf("%d. %s", i+1, c.Label()))
		said := fmt.Sprintf("%d cases in %s.", c.Cases, c.States)
		if c.Blocked > 0 {
			said += fmt.Sprintf(" %d more are blocked by it.", c.Blocked)
		}
		if known.Has(c.ID) {
			said += " It is known."
		}
		if shared := c.SharedBy(r.Subject); len(shared) > 0 {
			said += " " + strings.Join(shared, ", and ") + " does so, too."
		}
		p.paragraph(said)
		var b strings.Builder
		fmt.Fprintf(&b, "%v\n", c.Case)
		if c.Edit != nil {
			fmt.Fprintf(&b, "  does      %s\n  should    %s\n", c.Does(), c.Should())
		}
		fmt.Fprintf(&b, "  expected  %s\n  seen      %s\n  id        %s\n\n", c.Expected, c.Seen, c.ID)
		_ = Ladder(&c.Run, r.Subject, c.Verdict).WriteExchanges(&b) // a Builder takes everything
		p.block(b.String())
	}
}

// alone shows the cases that are printed by themselves.
func (b *Book) alone(p *page) {
	for i := range b.entries {
		e := &b.entries[i]
		var lines strings.Builder
		fmt.Fprintf(&lines, "%v\n%v\n\n", e.run.Case, e.verdict)
		_ = Ladder(&e.run, b.Report.Subject, e.verdict).WriteExchanges(&lines)
		p.block(lines.String())
	}
}
