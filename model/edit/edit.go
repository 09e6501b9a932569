// Package edit changes decision tables, to see whether anybody notices: by hand,
// for a mutant that has a name, and mechanically, one small [Mutation] of each
// rule and form after the other.
//
// An edit names what it changes: rules by their IDs, and facts, effects and forms
// as the table prints them, several of them separated by spaces. A name that the
// table does not know is a mistake in the program, and panics.
package edit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// An Edit makes a change in a table, in place. It panics if the table has no such
// rule or form.
type Edit func(fsm.Table)

// All makes several changes.
func All(all ...Edit) Edit {
	return func(t fsm.Table) {
		for _, change := range all {
			change(t)
		}
	}
}

// Rewrite changes rules.
func Rewrite(ids string, change func(*fsm.Rule)) Edit {
	return func(t fsm.Table) {
		for _, id := range strings.Fields(ids) {
			change(ruleOf(t, id))
		}
	}
}

// Do replaces the effects of rules.
func Do(ids, effects string) Edit {
	all := named(effects, fsm.ParseEffect)
	return Rewrite(ids, func(r *fsm.Rule) { r.Do = all })
}

// Omit takes effects from rules.
func Omit(ids, effects string) Edit {
	all := named(effects, fsm.ParseEffect)
	return Rewrite(ids, func(r *fsm.Rule) {
		r.Do = slices.DeleteFunc(r.Do, func(e fsm.Effect) bool { return slices.Contains(all, e) })
	})
}

// Enter replaces the state that rules enter.
func Enter(ids string, s fsm.State) Edit {
	return Rewrite(ids, func(r *fsm.Rule) { r.Enter = fsm.Enter(s) })
}

// Then replaces the flow of rules.
func Then(ids string, f fsm.Flow) Edit {
	return Rewrite(ids, func(r *fsm.Rule) { r.Then = f })
}

// ThenAs replaces the flow of rules by that of another.
func ThenAs(ids, other string) Edit {
	return func(t fsm.Table) { Then(ids, ruleOf(t, other).Then)(t) }
}

// Require adds facts that must hold.
func Require(ids, facts string) Edit {
	all := Facts(facts)
	return Rewrite(ids, func(r *fsm.Rule) { r.If = append(r.If, all...) })
}

// Waive takes facts from the guards of rules.
func Waive(ids, facts string) Edit {
	all := Facts(facts)
	waived := func(f fsm.Fact) bool { return slices.Contains(all, f) }
	return Rewrite(ids, func(r *fsm.Rule) {
		r.If, r.Not = slices.DeleteFunc(r.If, waived), slices.DeleteFunc(r.Not, waived)
	})
}

// Exchange replaces a fact in the guards of rules by another.
func Exchange(ids, old, new string) Edit {
	from, to := Facts(old)[0], Facts(new)[0]
	return Rewrite(ids, func(r *fsm.Rule) {
		for _, guards := range [][]fsm.Fact{r.If, r.Not} {
			if i := slices.Index(guards, from); i >= 0 {
				guards[i] = to
			}
		}
	})
}

// Insert adds a rule before another.
func Insert(before string, r fsm.Rule) Edit {
	return inCheck(before, func(k *fsm.Check, at int) { k.Rules = slices.Insert(k.Rules, at, r) })
}

// Remove takes rules from the table.
func Remove(ids string) Edit {
	return func(t fsm.Table) {
		for _, id := range strings.Fields(ids) {
			inCheck(id, func(k *fsm.Check, at int) { k.Rules = slices.Delete(k.Rules, at, at+1) })(t)
		}
	}
}

// Skip lets the check of a rule be passed over in some states.
func Skip(id string, in fsm.States) Edit {
	return inCheck(id, func(k *fsm.Check, _ int) { k.In &^= in })
}

// Writes replaces the forms of effects, as [fsm.ParseForm] reads them: other
// numbers, windows, control bits or octets are sent.
func Writes(effects, form string) Edit {
	f, err := fsm.ParseForm(form)
	if err != nil {
		panic(fmt.Sprintf("edit: %v", err))
	}
	all := named(effects, fsm.ParseEffect)
	return func(t fsm.Table) {
		for _, e := range all {
			f.Effect = e
			*formOf(t, e) = f
		}
	}
}

func formOf(t fsm.Table, e fsm.Effect) *fsm.Form {
	if f := t.Form(e); f != nil {
		return f
	}
	panic(fmt.Sprintf("edit: the table has no form of %v", e))
}

func inCheck(id string, change func(k *fsm.Check, at int)) Edit {
	return func(t fsm.Table) {
		for i := range t {
			if at := place(&t[i], id); at >= 0 {
				change(&t[i], at)
				return
			}
		}
		panic(fmt.Sprintf("edit: the table has no rule %q", id))
	}
}

func ruleOf(t fsm.Table, id string) *fsm.Rule {
	if r := t.Rule(id); r != nil {
		return r
	}
	panic(fmt.Sprintf("edit: the table has no rule %q", id))
}

// Facts reads the names of facts, for a guard.
func Facts(names string) []fsm.Fact { return named(names, fsm.ParseFact) }

// named reads names that are separated by spaces.
func named[T any](names string, parse func(string) (T, error)) (all []T) {
	for _, name := range strings.Fields(names) {
		v, err := parse(name)
		if err != nil {
			panic(fmt.Sprintf("edit: %v", err))
		}
		all = append(all, v)
	}
	return all
}
