package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// An edit makes a change in a table, which is given by the IDs of rules and the
// names of facts, effects and what forms write. It panics if there is no such thing.
type edit func(fsm.Table)

// edits makes several changes.
func edits(all ...edit) edit {
	return func(t fsm.Table) {
		for _, change := range all {
			change(t)
		}
	}
}

// rewrite changes rules.
func rewrite(ids string, change func(*fsm.Rule)) edit {
	return func(t fsm.Table) {
		for _, id := range strings.Fields(ids) {
			change(ruleOf(t, id))
		}
	}
}

// do replaces the effects of rules.
func do(ids, effects string) edit {
	all := named(effects, fsm.ParseEffect)
	return rewrite(ids, func(r *fsm.Rule) { r.Do = all })
}

// omit takes effects from rules.
func omit(ids, effects string) edit {
	all := named(effects, fsm.ParseEffect)
	return rewrite(ids, func(r *fsm.Rule) {
		r.Do = slices.DeleteFunc(r.Do, func(e fsm.Effect) bool { return slices.Contains(all, e) })
	})
}

// enter replaces the state that rules enter.
func enter(ids string, s fsm.State) edit {
	return rewrite(ids, func(r *fsm.Rule) { r.Enter = fsm.Enter(s) })
}

// then replaces the flow of rules.
func then(ids string, f fsm.Flow) edit {
	return rewrite(ids, func(r *fsm.Rule) { r.Then = f })
}

// thenAs replaces the flow of rules by that of another.
func thenAs(ids, other string) edit {
	return func(t fsm.Table) { then(ids, ruleOf(t, other).Then)(t) }
}

// require adds facts that must hold.
func require(ids, facts string) edit {
	all := named(facts, fsm.ParseFact)
	return rewrite(ids, func(r *fsm.Rule) { r.If = append(r.If, all...) })
}

// waive takes facts from the guards of rules.
func waive(ids, facts string) edit {
	all := named(facts, fsm.ParseFact)
	waived := func(f fsm.Fact) bool { return slices.Contains(all, f) }
	return rewrite(ids, func(r *fsm.Rule) {
		r.If, r.Not = slices.DeleteFunc(r.If, waived), slices.DeleteFunc(r.Not, waived)
	})
}

// exchange replaces a fact in the guards of rules by another.
func exchange(ids, old, new string) edit {
	from, to := named(old, fsm.ParseFact)[0], named(new, fsm.ParseFact)[0]
	return rewrite(ids, func(r *fsm.Rule) {
		for _, guards := range [][]fsm.Fact{r.If, r.Not} {
			if i := slices.Index(guards, from); i >= 0 {
				guards[i] = to
			}
		}
	})
}

// insert adds a rule before another.
func insert(before string, r fsm.Rule) edit {
	return inCheck(before, func(k *fsm.Check, at int) { k.Rules = slices.Insert(k.Rules, at, r) })
}

// remove takes rules from the table.
func remove(ids string) edit {
	return func(t fsm.Table) {
		for _, id := range strings.Fields(ids) {
			inCheck(id, func(k *fsm.Check, at int) { k.Rules = slices.Delete(k.Rules, at, at+1) })(t)
		}
	}
}

// skip lets the check of a rule be passed over in some states.
func skip(id string, in fsm.States) edit {
	return inCheck(id, func(k *fsm.Check, _ int) { k.In &^= in })
}

// writes replaces the forms of effects, as [fsm.ParseForm] reads them: other
// numbers, windows, control bits or octets are sent.
func writes(effects, form string) edit {
	f, err := fsm.ParseForm(form)
	if err != nil {
		panic(fmt.Sprintf("model: %v", err))
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
	panic(fmt.Sprintf("model: the table has no form of %v", e))
}

func inCheck(id string, change func(k *fsm.Check, at int)) edit {
	return func(t fsm.Table) {
		for i := range t {
			if at := place(&t[i], id); at >= 0 {
				change(&t[i], at)
				return
			}
		}
		panic(fmt.Sprintf("model: the table has no rule %q", id))
	}
}

func ruleOf(t fsm.Table, id string) *fsm.Rule {
	if r := t.Rule(id); r != nil {
		return r
	}
	panic(fmt.Sprintf("model: the table has no rule %q", id))
}

// named reads names that are separated by spaces.
func named[T any](names string, parse func(string) (T, error)) (all []T) {
	for _, name := range strings.Fields(names) {
		v, err := parse(name)
		if err != nil {
			panic(fmt.Sprintf("model: %v", err))
		}
		all = append(all, v)
	}
	return all
}
