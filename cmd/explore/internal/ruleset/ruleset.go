// Package ruleset asks the table of package fsm what its documents and pictures
// need to know, and sets its rules as text, Markdown, CSV and JSON. It knows the
// table only as anyone may who imports fsm.
package ruleset

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// States returns the states in which r, a rule of k, can fire.
func States(k *fsm.Check, r *fsm.Rule) fsm.States {
	if r.In == 0 {
		return k.In
	}
	return k.In & r.In
}

// Alive reports whether r can fire under p: for every option that r names, p
// makes one of the choices that r names.
func Alive(p fsm.Policy, r *fsm.Rule) bool {
	for _, c := range r.Under {
		if !named(r.Under, optionOf(c).Choice(p)) {
			return false
		}
	}
	return true
}

func named(under []fsm.Choice, c fsm.Choice) bool {
	for _, x := range under {
		if x == c {
			return true
		}
	}
	return false
}

// optionOf returns the option that c is a choice of.
func optionOf(c fsm.Choice) *fsm.Option {
	for i := range fsm.Options() {
		o := &fsm.Options()[i]
		for _, a := range o.Choices {
			if a.Choice == c {
				return o
			}
		}
	}
	panic("ruleset: choice " + c.String() + " belongs to no option")
}

// AlternativeName returns the name of c within its option, as in "ignore".
func AlternativeName(c fsm.Choice) string {
	_, name, _ := strings.Cut(c.String(), "=")
	return name
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

// Fact returns the fact with the given name. It panics if there is none: the
// names that this program writes down are checked by its tests.
func Fact(name string) fsm.Fact {
	f, err := fsm.ParseFact(name)
	if err != nil {
		panic("ruleset: " + err.Error())
	}
	return f
}

// Effect returns the effect with the given name, and panics if there is none.
func Effect(name string) fsm.Effect {
	e, err := fsm.ParseEffect(name)
	if err != nil {
		panic("ruleset: " + err.Error())
	}
	return e
}

// Means says what a TCP does that makes the choice c, and who does.
func Means(c fsm.Choice) string {
	for _, a := range optionOf(c).Choices {
		if a.Choice == c {
			return a.Means
		}
	}
	panic("ruleset: " + c.String() + " is no alternative of its option")
}
