package ruleset

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// Formats are the names of the formats, the default first.
var Formats = []string{"text", "md", "csv", "json"}

// A sheet is a table before it takes a format.
type sheet struct {
	title  string
	header []any
	rows   [][]any
	breaks map[int]string // headings that text sets before rows
}

var ruleHeader = []any{"clause", "rule", "states", "when", "choice", "does", "enters", "then", "carries"}

// WriteRows writes rows in the given format.
func WriteRows(w io.Writer, format string, rows []Row) error {
	if format == "json" {
		return writeJSON(w, rows)
	}
	s := sheet{header: ruleHeader, breaks: map[int]string{}}
	for i, r := range rows {
		s.rows = append(s.rows, cells(r, format))
		if i == 0 || r.Check != rows[i-1].Check {
			s.breaks[i] = heading(r)
		}
	}
	return s.write(w, format)
}

func heading(r Row) string { return r.Clause + "  " + r.Title + "  (" + r.Events + ")" }

// cells are the cells of r. What is a list takes a line for each item where the
// format allows it.
func cells(r Row, format string) []any {
	list := func(items []string, sep string) string {
		if format == "text" {
			return wrapped(items)
		}
		return strings.Join(items, sep)
	}
	return []any{
		r.Clause, r.Rule, list([]string{r.States}, ""), list(r.When, "; "), list(r.Choice, "; "),
		list(r.Does, "; "), r.Enters, r.Then, list(r.Carries, " "),
	}
}

// cellText is one cell of prose.
func cellText(prose, format string) string {
	if format == "text" {
		return wrapped([]string{prose})
	}
	return prose
}

// widest is the widest that a column of text gets.
const widest = 40

// wrapped sets each item on lines of its own, the second and further ones
// indented.
func wrapped(items []string) string {
	var lines []string
	for _, item := range items {
		line := ""
		for _, word := range strings.Fields(item) {
			if line != "" && len(line)+1+len(word) > widest {
				lines = append(lines, line)
				line = "  " + word
				continue
			}
			if line != "" {
				line += " "
			}
			line += word
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// Write writes d in the given format: the options, then the rules.
func (d *Difference) Write(w io.Writer, format string) error {
	if format == "json" {
		return writeJSON(w, d)
	}
	options := sheet{title: "options", header: []any{"option", "id", d.A, d.B, "text"}}
	for _, o := range d.Options {
		options.rows = append(options.rows, []any{o.Option, o.ID, o.A, o.B, cellText(o.Text, format)})
	}
	if err := options.write(w, format); err != nil {
		return err
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return err
	}
	rules := sheet{title: "rules", header: append([]any{"only"}, ruleHeader...), breaks: map[int]string{}}
	for i, r := range d.Rules {
		rules.rows = append(rules.rows, append([]any{r.Policy}, cells(r.Row, format)...))
		if i == 0 || r.Check != d.Rules[i-1].Check {
			rules.breaks[i] = heading(r.Row)
		}
	}
	return rules.write(w, format)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func (s *sheet) write(w io.Writer, format string) error {
	t := table.NewWriter()
	t.AppendHeader(s.header)
	for i, row := range s.rows {
		if s.breaks[i] != "" && format == "text" {
			s.appendHeading(t, s.breaks[i])
		}
		t.AppendRow(row)
	}
	var out string
	switch format {
	case "md":
		out = t.RenderMarkdown()
	case "csv":
		out = t.RenderCSV()
	default:
		style := table.StyleLight
		style.Format.Header = text.FormatDefault
		t.SetStyle(style)
		out = t.Render()
	}
	_, err := io.WriteString(w, out+"\n")
	return err
}

// appendHeading adds a row with one cell as wide as the table.
func (s *sheet) appendHeading(t table.Writer, heading string) {
	row := make(table.Row, len(s.header))
	for i := range row {
		row[i] = heading
	}
	t.AppendSeparator()
	t.AppendRow(row, table.RowConfig{AutoMerge: true, AutoMergeAlign: text.AlignLeft})
	t.AppendSeparator()
}
