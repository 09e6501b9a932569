package main

import (
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"

	"golang.org/x/term"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
)

// isTerminal reports whether somebody sees what is written there as it comes.
func isTerminal(w io.Writer) bool {
	f, ok := file(w)
	return ok && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
}

// file returns the file that is written to.
func file(w io.Writer) (*os.File, bool) {
	if out, ok := w.(*watched); ok {
		w = out.Writer
	}
	f, ok := w.(*os.File)
	return f, ok
}

// width returns how many characters a line has there: what COLUMNS says, else what
// the terminal has; 0 if it is none, and there is no bound.
func width(w io.Writer) int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	f, ok := file(w)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0
	}
	n, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return n
}

// widthOf returns the width of where a result goes: standard output, unless it goes
// to a file, which has none.
func widthOf(stdout io.Writer, name string) int {
	if !output.Standard(name) {
		return 0
	}
	return width(stdout)
}

// fitting ends a line that is written over again and again before it would wrap.
func fitting(w io.Writer, line string) string {
	if n := width(w); n > 0 && len(line) >= n {
		return line[:n-1]
	}
	return line
}

// writeLadder writes a ladder; as text in lines of at most so many characters, 0 for any.
func writeLadder(w io.Writer, l *ladder.Ladder, format string, verbose bool, wide int) error {
	if format == "text" {
		return l.Fit(w, verbose, wide)
	}
	return page.WriteLadder(w, l, format, verbose, language.English)
}

// ladderFormats are all that a ladder is written as.
var ladderFormats = append(slices.Clone(ladder.Formats), page.Format)

// painter returns a function that gives verdicts their colours, or nil where there
// are none: no terminal, or one that can not or of somebody who would not
// (https://no-color.org).
func painter(w io.Writer) func(checker.Verdict, string) string {
	if os.Getenv("NO_COLOR") != "" || !isTerminal(w) {
		return nil
	}
	colours := map[checker.Verdict]string{checker.Holds: "32", checker.Violated: "1;31", checker.Unknown: "33"}
	return func(v checker.Verdict, text string) string { return "\x1b[" + colours[v] + "m" + text + "\x1b[0m" }
}

// painted gives the verdicts colours that lines of a report begin with.
type painted struct {
	io.Writer
	paint func(checker.Verdict, string) string // nil: it does not
}

var begun = regexp.MustCompile(`(?m)^  (holds|violated|unknown)\b`)

// Write writes whole lines.
func (p painted) Write(b []byte) (int, error) {
	if p.paint == nil {
		return p.Writer.Write(b)
	}
	_, err := p.Writer.Write(begun.ReplaceAllFunc(b, func(word []byte) []byte {
		text := string(word[2:])
		for _, v := range []checker.Verdict{checker.Holds, checker.Violated, checker.Unknown} {
			if v.String() == text {
				text = p.paint(v, text)
			}
		}
		return []byte("  " + text)
	}))
	return len(b), err
}
