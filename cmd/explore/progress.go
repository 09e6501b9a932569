package main

import (
	"fmt"
	"io"
	"time"

	"github.com/tcpfsm/tcpfsm/checker"
)

// progress returns a function that shows how far a search is: on a terminal in
// one line that is written over again and again, elsewhere line by line. What
// is searched stands first, as in "close: ".
func progress(w io.Writer, what string) func(checker.Progress) {
	end := "\n"
	if isTerminal(w) {
		end = "\x1b[K\r"
	}
	return func(p checker.Progress) {
		rate := float64(p.Distinct) / p.Elapsed.Seconds() / 1e6
		line := fmt.Sprintf("explore: %s%s: %d distinct, %.2f million/s, frontier %d, depth %d, %d MiB, %s",
			what, p.Phase, p.Distinct, rate, p.Frontier, p.Depth, p.Bytes>>20, p.Elapsed.Round(time.Second))
		if isTerminal(w) {
			line = fitting(w, line)
		}
		fmt.Fprint(w, line, end)
	}
}

// clearProgress clears the line that is written over on a terminal.
func clearProgress(w io.Writer) {
	if isTerminal(w) {
		fmt.Fprint(w, "\x1b[K")
	}
}

// caseProgress returns a function that counts a case, and shows now and then how
// many there have been.
func caseProgress(w io.Writer) func() {
	end := "\n"
	if isTerminal(w) {
		end = "\x1b[K\r"
	}
	cases, began := 0, time.Now()
	last := began
	return func() {
		cases++
		if now := time.Now(); now.Sub(last) >= progressEvery(w) {
			last = now
			fmt.Fprintf(w, "explore: %d cases, %s%s", cases, now.Sub(began).Round(time.Second), end)
		}
	}
}

// progressEvery returns how often to show progress there.
func progressEvery(w io.Writer) time.Duration {
	if isTerminal(w) {
		return 200 * time.Millisecond
	}
	return 10 * time.Second
}

// say writes a message to somebody who is there or is not: one that cannot be
// written has nowhere to go.
func say(w io.Writer, format string, args ...any) { fmt.Fprintf(w, format, args...) }
