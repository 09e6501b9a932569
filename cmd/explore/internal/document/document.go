// Package document writes the documents that are generated from the table.
package document

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Command is what rewrites the documents.
const Command = "go test ./cmd/explore -update"

// A document is Markdown in the making.
type document struct{ strings.Builder }

// begin writes the title, and a comment that says where the document comes
// from.
func (d *document) begin(title, about string) {
	fmt.Fprintf(&d.Builder, "# %s\n\n<!-- Generated from the table of package fsm. To rewrite: %s -->\n\n", title, Command)
	d.paragraph(about)
}

func (d *document) heading(level int, text string) {
	fmt.Fprintf(&d.Builder, "%s %s\n\n", strings.Repeat("#", level), text)
}

func (d *document) paragraph(text string) { fmt.Fprintf(&d.Builder, "%s\n\n", text) }

// table writes a table. A column that is empty throughout is left out.
func (d *document) table(header []string, rows [][]string) {
	keep := func(column int) bool {
		return slices.ContainsFunc(rows, func(row []string) bool { return row[column] != "" })
	}
	line := func(cells []string) {
		for i, c := range cells {
			if keep(i) {
				d.WriteString("| " + escaped(c) + " ")
			}
		}
		d.WriteString("|\n")
	}
	line(header)
	dashes := make([]string, len(header))
	for i := range dashes {
		dashes[i] = "---"
	}
	line(dashes)
	for _, row := range rows {
		line(row)
	}
	d.WriteString("\n")
}

// segment is a segment in the notation of the RFC, which Markdown would take
// for HTML.
var segment = regexp.MustCompile(`(<[A-Z]+=[^>]*>)+`)

func escaped(cell string) string {
	return segment.ReplaceAllString(strings.ReplaceAll(cell, "|", `\|`), "`$0`")
}

// matrix writes rows of cells as an aligned block.
func (d *document) matrix(rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, c := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], len(c))
		}
	}
	d.WriteString("```\n")
	for _, row := range rows {
		var line strings.Builder
		for i, c := range row {
			fmt.Fprintf(&line, "%-*s  ", widths[i], c)
		}
		d.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	d.WriteString("```\n\n")
}

// link refers to a rule in transitions.md.
func link(rule string) string { return fmt.Sprintf("[%s](transitions.md#%s)", rule, rule) }

func links(rules []string) string {
	var out []string
	for _, r := range rules {
		out = append(out, link(r))
	}
	return strings.Join(out, ", ")
}
