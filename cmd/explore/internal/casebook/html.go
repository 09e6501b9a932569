package casebook

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// The report as one page that needs nothing else: the matrix, with causes in colour,
// each of which leads to its ladder.

//go:embed report.html
var pageText string

var pageTemplate = template.Must(template.New("report").Parse(pageText))

// A sheet is what the page shows.
type sheet struct {
	Title, Says string
	Columns     []string
	Rows        []sheetRow
	Causes      []sheetCause
	Choices     []conform.Group
	Missing     []conform.Missing
}

type sheetRow struct {
	State string
	Cells []sheetCell
}

// A sheetCell is a cell of the matrix: its counts, and the causes in it.
type sheetCell struct {
	Counts string
	Good   bool // nothing deviates or is blocked
	Causes []sheetMark
}

// A sheetMark is the number of a cause in its colour.
type sheetMark struct {
	Number int
	Hue    int // degrees
}

// A sheetCause is a cause with its ladder.
type sheetCause struct {
	sheetMark
	*conform.Cause
	Shared string
	Known  bool
	Ladder template.HTML
}

// mark returns the mark of cause i: hues that follow each other are far apart.
func mark(i int) sheetMark { return sheetMark{i + 1, i * 137 % 360} }

// html writes the book as a page.
func (b *Book) html(w io.Writer) error {
	r := b.Report
	s := sheet{Title: "Conformance of " + r.Subject, Says: counted(r), Columns: r.Columns(), Choices: r.Permitted, Missing: r.Missing}
	for _, state := range fsm.AllStates() {
		if r.Matrix[state] != nil {
			s.Rows = append(s.Rows, b.row(state))
		}
	}
	for i := range r.Causes {
		c, err := b.drawn(i)
		if err != nil {
			return err
		}
		s.Causes = append(s.Causes, c)
	}
	return pageTemplate.Execute(w, s)
}

// row returns a row of the matrix.
func (b *Book) row(state fsm.State) sheetRow {
	row := sheetRow{State: state.String()}
	for _, column := range b.Report.Columns() {
		t := b.Report.Matrix[state][column]
		cell := sheetCell{Counts: t.String(), Good: t[conform.Deviates]+t[conform.Blocked] == 0}
		for _, i := range b.Report.CausesIn(state, column) {
			cell.Causes = append(cell.Causes, mark(i))
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// drawn returns a cause with its ladder.
func (b *Book) drawn(i int) (sheetCause, error) {
	c := &b.Report.Causes[i]
	var svg strings.Builder
	if err := Ladder(&c.Run, b.Report.Subject, c.Verdict).Write(&svg, "svg", false); err != nil {
		return sheetCause{}, err
	}
	_, drawing, _ := strings.Cut(svg.String(), "<svg") // what comes before is for files
	return sheetCause{
		mark(i), c, strings.Join(c.SharedBy(b.Report.Subject), ", "), b.Known[c.ID],
		template.HTML("<svg" + drawing), // it is ours, and has its text escaped
	}, nil
}
