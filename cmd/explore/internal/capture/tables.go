package capture

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// tables writes what many connections came to.
func (r *Report) tables(t *Tally) {
	if left := t.Asked - len(r.held); !r.Live {
		fmt.Fprintf(&r.text, "%s without a page here: -v has one for each, and -address, -port,\n-state, -verdict and -rule choose some\n", count(left, "connection"))
	}
	r.text.WriteString("\nby ending\n")
	for _, e := range t.endings() {
		fmt.Fprintf(&r.text, "%10d  %-6s  %s\n", t.Endings[e], e.Zeek, e.Words)
	}
	if len(t.Breaches) > 0 {
		r.text.WriteString("\nby rule\n")
		for _, b := range t.breaches() {
			fmt.Fprintf(&r.text, "%10d  %-10v  %s\n", t.Breaches[b], b.Kind, b.Rule+clause(b.Clause))
		}
	}
	r.text.WriteString("\nby state at last\n    opener   other end\n")
	for _, s := range states() {
		if a, b := t.States[0][s], t.States[1][s]; a+b > 0 {
			fmt.Fprintf(&r.text, "%10d  %10d  %s\n", a, b, s)
		}
	}
	r.text.WriteByte('\n')
}

func clause(c string) string {
	if c == "" {
		return ""
	}
	return " (" + c + ")"
}

// endings lists the endings that there were, the most frequent first.
func (s *Summary) endings() (list []Ending) {
	for e := range s.Endings {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b Ending) int {
		return cmp.Or(s.Endings[b]-s.Endings[a], cmp.Compare(a.Zeek, b.Zeek), cmp.Compare(a.Words, b.Words))
	})
	return list
}

// states are the states as they are listed, with that of which nothing is known.
func states() (names []string) {
	for _, s := range fsm.AllStates() {
		names = append(names, s.String())
	}
	return append(names, "?")
}
