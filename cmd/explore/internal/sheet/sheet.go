// Package sheet sets tables as text, Markdown and CSV.
package sheet

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
)

// A Sheet is a table before it takes a format.
type Sheet struct {
	Header []string
	Rows   [][]Cell
	Before map[int]string // headings that text sets before rows
}

// A Cell is a list, of which text sets each item in lines of its own; most have one item.
type Cell []string

// Of returns a cell of one item.
func Of(v any) Cell { return Cell{fmt.Sprint(v)} }

// widest is the widest that a column of text gets.
const widest = 40

// Text returns the table in a frame. If that is wider than wide columns, each row takes a
// line for each of its cells instead; 0 is no bound.
func (s *Sheet) Text(wide int) string {
	t := s.filled(func(c Cell) string { return strings.Join(c.lines(widest), "\n") }, true)
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	framed := t.Render()
	first, _, _ := strings.Cut(framed, "\n")
	if wide > 0 && utf8.RuneCountInString(first) > wide {
		return s.records(wide)
	}
	return framed + "\n"
}

// Markdown returns the table as Markdown has it, a list in one line.
func (s *Sheet) Markdown() string { return s.filled(Cell.joined, false).RenderMarkdown() + "\n" }

// CSV returns the table as spreadsheets read it.
func (s *Sheet) CSV() string { return s.filled(Cell.joined, false).RenderCSV() + "\n" }

func (c Cell) joined() string { return strings.Join(c, "; ") }

// filled returns the table with its cells as set has them.
func (s *Sheet) filled(set func(Cell) string, headings bool) table.Writer {
	t := table.NewWriter()
	header := make(table.Row, len(s.Header))
	for i, h := range s.Header {
		header[i] = h
	}
	t.AppendHeader(header)
	t.SetColumnConfigs(s.columns())
	for i, row := range s.Rows {
		if h := s.Before[i]; h != "" && headings {
			s.appendHeading(t, h)
		}
		cells := make(table.Row, len(row))
		for k, c := range row {
			cells[k] = set(c)
		}
		t.AppendRow(cells)
	}
	return t
}

var number = regexp.MustCompile(`^(\d+|\d{1,3}(,\d{3})+)$`)

// columns sets those to the right that hold numbers and nothing else.
func (s *Sheet) columns() (right []table.ColumnConfig) {
	for k := range s.Header {
		others := func(row []Cell) bool { return !number.MatchString(row[k].joined()) }
		if len(s.Rows) > 0 && !slices.ContainsFunc(s.Rows, others) {
			right = append(right, table.ColumnConfig{Number: k + 1, Align: text.AlignRight, AlignHeader: text.AlignRight})
		}
	}
	return right
}

// appendHeading adds a row with one cell as wide as the table.
func (s *Sheet) appendHeading(t table.Writer, heading string) {
	row := make(table.Row, len(s.Header))
	for i := range row {
		row[i] = heading
	}
	t.AppendSeparator()
	t.AppendRow(row, table.RowConfig{AutoMerge: true, AutoMergeAlign: text.AlignLeft})
	t.AppendSeparator()
}

// lines breaks each item into lines, the second and further ones indented.
func (c Cell) lines(wide int) (all []string) {
	for _, item := range c {
		lines := fill.Lines(item, wide)
		if len(lines) > 1 {
			lines = fill.Lines(item, wide-2)
		}
		for i, line := range lines {
			if i > 0 {
				line = "  " + line
			}
			all = append(all, line)
		}
	}
	return all
}

// records sets each row as lines, of which each has the name of its column before it.
func (s *Sheet) records(wide int) string {
	names := 0
	for _, h := range s.Header {
		names = max(names, fill.Width(h))
	}
	var b strings.Builder
	for i, row := range s.Rows {
		if h := s.Before[i]; h != "" {
			for _, line := range fill.Lines(h, wide) {
				b.WriteString(line + "\n")
			}
			b.WriteString("\n")
		}
		for k, c := range row {
			name := s.Header[k]
			for _, line := range c.lines(wide - names - 6) {
				if line == "" {
					continue
				}
				fmt.Fprintf(&b, "  %-*s  %s\n", names, name, line)
				name = ""
			}
		}
		b.WriteString("\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}
