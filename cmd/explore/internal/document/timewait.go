package document

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
)

// TimeWaits is the document on how long TIME-WAIT has to be: what became of each cell, in
// the order of rows.
func TimeWaits(cells []report.TimeWaitRecord) string {
	var d document
	d.begin("How long TIME-WAIT has to be",
		"Does a connection take text, a SYN or a FIN of an earlier one between the same sockets? A calls, B listens, both close, and A calls again. "+
			"The network loses, duplicates and reorders, and may hold any number of segments. A cell says over how many states it was shown that none is ever taken, "+
			"or in how many steps one is, and how many segments a direction holds then. [capacity.md](capacity.md) says why any capacity can be decided.")
	d.paragraph("* *Rests*: an end that ends a connection without TIME-WAIT opens none for a tick more than MSL.\n" +
		"* MSL is a tick, windows are of one octet, users close once they are connected. Every connection may be closed by both.\n" +
		"* REL, where nothing else is said: no segment is lost before a copy of it has arrived.\n" +
		"* Numbers that are *any* are those that meet old ones, and one far from them all.\n" +
		"* A counterexample is a shortest one with so many segments; with more there may be a shorter one. Where it says *at most*, none was looked for.")
	for _, part := range timeWaitParts(cells) {
		first := &part[0]
		d.heading(2, fmt.Sprintf("Numbers: %s; %d connections at each end", first.Numbers, first.Connections))
		if first.AnyLength() {
			d.paragraph("TIME-WAIT may end at once, nothing is ever too old to arrive, and everything may be lost: what holds here holds for TIME-WAIT of any length, with REL and without, and whoever rests.")
		}
		d.table(timeWaitTable(part))
	}
	d.heading(2, "Numbers: any; 3 connections at each end")
	d.paragraph("Nothing suffices: numbers that are always the same are among them, and with three connections none of the cells of these suffices.")
	d.heading(2, "Each cell asked again")
	d.paragraph("`explore list time-wait` lists the cells; of a cell that is violated the command here asks for the number of segments that is enough. " +
		"`go test ./cmd/explore -run TimeWait -timewait` explores all of them anew and compares.")
	var rows [][]string
	for i := range cells {
		rows = append(rows, []string{cells[i].Means(), timeWaitVerdict(&cells[i]), "`" + cells[i].Command + "`"})
	}
	d.table([]string{"cell", "", "command"}, rows)
	return strings.TrimRight(d.String(), "\n") + "\n"
}

// timeWaitParts returns the cells of the same numbers and as many connections together.
func timeWaitParts(cells []report.TimeWaitRecord) (parts [][]report.TimeWaitRecord) {
	for i := range cells {
		if i == 0 || cells[i].Numbers != cells[i-1].Numbers || cells[i].Connections != cells[i-1].Connections {
			parts = append(parts, nil)
		}
		last := len(parts) - 1
		parts[last] = append(parts[last], cells[i])
	}
	return parts
}

// timeWaitTable returns the header and the rows of a part: a column for each length.
func timeWaitTable(part []report.TimeWaitRecord) (header []string, rows [][]string) {
	header = []string{"besides", "rests"}
	for i := range part {
		t := &part[i]
		if name := timeWaitLength(t); !slices.Contains(header, name) {
			header = append(header, name)
		}
		if t.Length <= 0 {
			rows = append(rows, []string{cmp.Or(t.Besides, "nothing besides"), map[bool]string{true: "rests"}[t.Rests]})
		}
		last := len(rows) - 1
		rows[last] = append(rows[last], timeWaitVerdict(t))
	}
	return header, rows
}

func timeWaitLength(t *report.TimeWaitRecord) string {
	if t.AnyLength() {
		return "any length"
	}
	return fmt.Sprintf("%d MSL", t.Length)
}

// timeWaitVerdict says in a few words what became of a cell.
func timeWaitVerdict(r *report.TimeWaitRecord) string {
	steps := fmt.Sprintf("%d steps, CAP(%d)", r.Steps, r.Capacity)
	switch {
	case r.Stopped != "":
		return "open: " + r.Stopped
	case r.Steps == 0:
		return fmt.Sprintf("**suffices**, %s states", report.Grouped(r.Distinct))
	case r.Detour:
		return "at most " + steps
	}
	return steps
}
