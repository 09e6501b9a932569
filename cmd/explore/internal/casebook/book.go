// Package casebook prints what a campaign against a subject comes to: as a page, as
// JSON, as HTML, as JUnit XML, as a file of known causes, and a run as a ladder.
package casebook

import (
	"encoding/json"
	"io"

	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// Formats are the formats of a report, the default first.
var Formats = []string{"text", "md", "html", "json", "junit", "known"}

// A Book is a report, and what is to be printed beside it.
type Book struct {
	Report  *conform.Report
	Known   conform.Known // causes that were known before
	Seconds float64       // that it took

	entries []entry
}

// An entry is a case that is printed by itself.
type entry struct {
	run     conform.Run
	verdict conform.Verdict
}

// Add enters a case that is to be printed by itself.
func (b *Book) Add(run *conform.Run, v conform.Verdict) {
	b.entries = append(b.entries, entry{*run, v})
}

// Write writes the book in a format, asJSON overrules it; text in lines of at most so many
// columns, 0 for any.
func (b *Book) Write(w io.Writer, format string, asJSON bool, wide int) error {
	switch {
	case asJSON:
		return b.json(w)
	case format == "junit":
		return b.junit(w)
	case format == "html":
		return b.html(w)
	case format == "known":
		return b.Report.WriteKnown(w)
	}
	_, err := w.Write(b.Page(format, wide))
	return err
}

// json writes a line for each case, for each cause, and for all together.
func (b *Book) json(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for i := range b.entries {
		if err := e.Encode(b.line(&b.entries[i])); err != nil {
			return err
		}
	}
	for i := range b.Report.Causes {
		if err := e.Encode(b.cause(&b.Report.Causes[i])); err != nil {
			return err
		}
	}
	return e.Encode(b.summary())
}
