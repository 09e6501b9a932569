// Package edit changes decision tables, to see whether anybody notices: by hand,
// for a mutant that has a name, and mechanically, one small [Mutation] of each
// rule and form after the other.
//
// An edit names what it changes by the typed names of packages rule, effect and
// fact, so that one that the table does not have does not compile:
//
//	edit.At(rule.RetransmitSYN).Omit(effect.SendSYN)
package edit

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// An Edit makes a change in a table, in place. It panics if the table is without
// the rule or form: another edit has taken it away, which is a mistake in the
// program.
type Edit func(fsm.Table)

// All makes several changes.
func All(all ...Edit) Edit {
	return func(t fsm.Table) {
		for _, change := range all {
			change(t)
		}
	}
}

// A Place is some rules, that are to be changed alike.
type Place []rule.ID

// At names the rules that are to be changed.
func At(ids ...rule.ID) Place { return ids }

// Rewrite changes the rules.
func (p Place) Rewrite(change func(*fsm.Rule)) Edit {
	return func(t fsm.Table) {
		for _, id := range p {
			change(ruleOf(t, id))
		}
	}
}

// Do replaces the effects.
func (p Place) Do(all ...fsm.Effect) Edit {
	return p.Rewrite(func(r *fsm.Rule) { r.Do = slices.Clone(all) })
}

// Omit takes effects away.
func (p Place) Omit(all ...fsm.Effect) Edit {
	return p.Rewrite(func(r *fsm.Rule) {
		r.Do = slices.DeleteFunc(r.Do, func(e fsm.Effect) bool { return slices.Contains(all, e) })
	})
}

// Enter replaces the state that is entered.
func (p Place) Enter(s fsm.State) Edit {
	return p.Rewrite(func(r *fsm.Rule) { r.Enter = fsm.Enter(s) })
}

// Then replaces the flow.
func (p Place) Then(f fsm.Flow) Edit {
	return p.Rewrite(func(r *fsm.Rule) { r.Then = f })
}

// ThenAs replaces the flow by that of another rule.
func (p Place) ThenAs(other rule.ID) Edit {
	return func(t fsm.Table) { p.Then(ruleOf(t, other).Then)(t) }
}

// Require adds facts that must hold.
func (p Place) Require(all ...fsm.Fact) Edit {
	return p.Rewrite(func(r *fsm.Rule) { r.If = append(slices.Clip(r.If), all...) })
}

// Waive takes facts from the guards.
func (p Place) Waive(all ...fsm.Fact) Edit {
	waived := func(f fsm.Fact) bool { return slices.Contains(all, f) }
	return p.Rewrite(func(r *fsm.Rule) {
		r.If, r.Not = slices.DeleteFunc(r.If, waived), slices.DeleteFunc(r.Not, waived)
	})
}

// Exchange replaces a fact in the guards by another.
func (p Place) Exchange(from, to fsm.Fact) Edit {
	return p.Rewrite(func(r *fsm.Rule) {
		for _, guards := range [][]fsm.Fact{r.If, r.Not} {
			if i := slices.Index(guards, from); i >= 0 {
				guards[i] = to
			}
		}
	})
}

// Remove takes the rules from the table.
func (p Place) Remove() Edit {
	return p.inChecks(func(k *fsm.Check, at int) { k.Rules = slices.Delete(k.Rules, at, at+1) })
}

// Skip lets the checks of the rules be passed over in some states.
func (p Place) Skip(in fsm.States) Edit {
	return p.inChecks(func(k *fsm.Check, _ int) { k.In &^= in })
}

// Insert adds a rule before another.
func Insert(before rule.ID, r fsm.Rule) Edit {
	return At(before).inChecks(func(k *fsm.Check, at int) { k.Rules = slices.Insert(k.Rules, at, r) })
}

// Writes replaces the forms of effects by one that [fsm.ParseForm] reads: other
// numbers, windows, control bits or octets are sent.
func Writes(form string, effects ...fsm.Effect) Edit {
	f, err := fsm.ParseForm(form)
	if err != nil {
		panic(fmt.Sprintf("edit: %v", err))
	}
	return func(t fsm.Table) {
		for _, e := range effects {
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

func (p Place) inChecks(change func(k *fsm.Check, at int)) Edit {
	return func(t fsm.Table) {
		for _, id := range p {
			k, at := checkOf(t, id.String())
			change(k, at)
		}
	}
}

// checkOf returns the check that a rule is in, and its place there.
func checkOf(t fsm.Table, id string) (*fsm.Check, int) {
	for i := range t {
		if at := place(&t[i], id); at >= 0 {
			return &t[i], at
		}
	}
	panic(fmt.Sprintf("edit: the table has no rule %q", id))
}

func ruleOf(t fsm.Table, id rule.ID) *fsm.Rule {
	k, at := checkOf(t, id.String())
	return &k.Rules[at]
}
