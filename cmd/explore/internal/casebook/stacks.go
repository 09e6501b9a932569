package casebook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// Stacks returns the document of the stacks that have been held: which has which cause,
// and what was found out about each.
func Stacks() []byte {
	p := &page{markdown: true}
	p.heading(1, "Stacks held against the table")
	p.paragraph("<!-- Generated from fsm/conform/stacks/*.txt. To rewrite: go test ./cmd/explore -update -->")
	p.paragraph("What `explore conform` and `conform.Test` find of stacks: the causes of all that deviates, " +
		"as [conform](conform.md) has them. A cause says what a stack does as an edit of the table. " +
		"That it deviates is no judgement: what was found out by hand stands below it. " +
		"How each is held is told in [CONTRIBUTING](CONTRIBUTING.md#stacks).")
	all := conform.Stacks()
	for _, s := range all {
		p.paragraph(fmt.Sprintf("- **%s**: %s", s.Name, s.Summary))
	}
	p.heading(2, "Which has which")
	p.shared(all)
	for _, s := range all {
		p.heading(2, s.Name)
		p.known(&s)
	}
	return p.Bytes()
}

// shared shows the causes that more than one stack has.
func (p *page) shared(all []conform.KnownStack) {
	header := []string{"cause"}
	for _, s := range all {
		header = append(header, s.Name)
	}
	var rows [][]any
	seen := map[string]bool{}
	for _, s := range all {
		for _, c := range s.Causes {
			if row, n := across(all, c.ID); n > 1 && !seen[c.ID] {
				seen[c.ID] = true
				rows = append(rows, row)
			}
		}
	}
	if len(rows) == 0 {
		p.paragraph("No two have a cause in common.")
		return
	}
	p.table(header, rows)
	p.paragraph("Causes that only one has stand below.")
}

// across returns the row of a cause, and how many stacks have it.
func across(all []conform.KnownStack, id string) (row []any, n int) {
	row = []any{"`" + id + "`"}
	for _, s := range all {
		mark := ""
		if slices.ContainsFunc(s.Causes, func(c conform.KnownCause) bool { return c.ID == id }) {
			mark = "x"
			n++
		}
		row = append(row, mark)
	}
	return row, n
}

// known lists the causes of one stack.
func (p *page) known(s *conform.KnownStack) {
	var b strings.Builder
	for i, c := range s.Causes {
		fmt.Fprintf(&b, "%d. `%s`\\\n   %s\n", i+1, c.ID, c.Says)
		if c.Note != "" {
			fmt.Fprintf(&b, "\n   **%s**\n", c.Note)
		}
	}
	p.paragraph(strings.TrimSuffix(b.String(), "\n"))
}
