package ruleset

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/sheet"
)

// Formats are the names of the formats, the default first.
var Formats = []string{"text", "md", "csv", "json"}

var ruleHeader = []string{"clause", "rule", "states", "when", "choice", "does", "enters", "then", "carries"}

// WriteRows writes rows in the given format; text in lines of at most so many columns, 0
// for any.
func WriteRows(w io.Writer, format string, wide int, rows []Row) error {
	if format == "json" {
		return writeJSON(w, rows)
	}
	s := sheet.Sheet{Header: ruleHeader, Before: map[int]string{}}
	for i, r := range rows {
		s.Rows = append(s.Rows, cells(r))
		if i == 0 || r.Check != rows[i-1].Check {
			s.Before[i] = heading(r)
		}
	}
	return write(w, format, wide, &s)
}

func heading(r Row) string { return r.Clause + "  " + r.Title + "  (" + r.Events + ")" }

func cells(r Row) []sheet.Cell {
	return []sheet.Cell{
		sheet.Of(r.Clause), sheet.Of(r.Rule), sheet.Of(r.States), r.When, r.Choice, r.Does,
		sheet.Of(r.Enters), sheet.Of(r.Then), sheet.Of(strings.Join(r.Carries, " ")),
	}
}

// Write writes d in the given format: the options, then the rules; text in lines of at
// most so many columns, 0 for any.
func (d *Difference) Write(w io.Writer, format string, wide int) error {
	if format == "json" {
		return writeJSON(w, d)
	}
	options := sheet.Sheet{Header: []string{"option", "id", d.A, d.B, "text"}}
	for _, o := range d.Options {
		options.Rows = append(options.Rows, []sheet.Cell{sheet.Of(o.Option), sheet.Of(o.ID), sheet.Of(o.A), sheet.Of(o.B), sheet.Of(o.Text)})
	}
	if err := write(w, format, wide, &options); err != nil {
		return err
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return err
	}
	rules := sheet.Sheet{Header: append([]string{"only"}, ruleHeader...), Before: map[int]string{}}
	for i, r := range d.Rules {
		rules.Rows = append(rules.Rows, append([]sheet.Cell{sheet.Of(r.Policy)}, cells(r.Row)...))
		if i == 0 || r.Check != d.Rules[i-1].Check {
			rules.Before[i] = heading(r.Row)
		}
	}
	return write(w, format, wide, &rules)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func write(w io.Writer, format string, wide int, s *sheet.Sheet) error {
	var out string
	switch format {
	case "md":
		out = s.Markdown()
	case "csv":
		out = s.CSV()
	default:
		out = s.Text(wide)
	}
	_, err := io.WriteString(w, out)
	return err
}
