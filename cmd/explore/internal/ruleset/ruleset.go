// Package ruleset asks the table of package fsm what its documents and pictures
// need to know, and sets its rules as text, Markdown, CSV and JSON. It knows the
// table only as anyone may who imports fsm.
package ruleset

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// AlternativeName returns the name of c within its option, as in "ignore".
func AlternativeName(c fsm.Choice) string {
	_, a := c.Option()
	return a.Name
}

// statesOf returns the set of the states that keep holds of.
func statesOf(keep func(fsm.State) bool) fsm.States {
	var set fsm.States
	for _, s := range fsm.AllStates() {
		if keep(s) {
			set |= fsm.StatesOf(s)
		}
	}
	return set
}

// StatesText names a set of states as briefly as a reader still understands.
func StatesText(set fsm.States) string {
	all := statesOf(func(fsm.State) bool { return true })
	rest := all &^ set
	switch {
	case rest == 0:
		return "any"
	case set == statesOf(fsm.State.Synchronized):
		return "synchronized"
	case len(list(rest)) <= 4:
		return "all but " + strings.Join(list(rest), ", ")
	}
	return strings.Join(list(set), ", ")
}

func list(set fsm.States) []string {
	var names []string
	for _, s := range fsm.AllStates() {
		if set.Has(s) {
			names = append(names, s.String())
		}
	}
	return names
}

// Means says what a TCP does that makes the choice c, and who does.
func Means(c fsm.Choice) string {
	_, a := c.Option()
	return a.Means
}
