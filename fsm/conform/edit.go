package conform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// An Edit is a change of the table by which it does what a subject does: in some
// states, and under some facts, one rule has another conduct, or all rules of one
// paragraph have the same.
type Edit struct {
	Rule string // the rule that is changed, by its ID

	// Check, if it is not empty, is what is changed instead of a rule: the checks of this
	// title, whichever of their rules would fire.
	Check string

	// In and If narrow the change down: to these states, and to where all guards are
	// met. Zero In: wherever the rule or the check is for.
	In fsm.States
	If []Guard

	Conduct

	// Form, if it is not nil, is what the edit changes instead of a rule: what an effect
	// writes, wherever it is applied.
	Form *fsm.Form

	early bool  // it was found in the step before the one that deviates
	wider *Edit // what it was before it was narrowed down once more; nil: it was not
}

// A Guard asks for a fact to hold, or not to hold.
type Guard struct {
	Fact  fsm.Fact
	Holds bool
}

// key is what fires in a trial that the edit makes a difference to: a rule, a check, or an
// effect that sends.
func (e *Edit) key() string {
	switch {
	case e.Form != nil:
		return e.Form.Effect.String()
	case e.Check != "":
		return titled(e.Check)
	}
	return e.Rule
}

// titled is the key of the checks of a title.
func titled(title string) string { return "check: " + title }

// same reports whether two edits that are not narrowed down are the same.
func (e *Edit) same(o Edit) bool {
	if e.Form != nil || o.Form != nil {
		return e.Form != nil && o.Form != nil && *e.Form == *o.Form
	}
	return e.Rule == o.Rule && e.Check == o.Check && e.Conduct.same(o.Conduct)
}

// A Conduct is what a rule does.
type Conduct struct {
	Do    []fsm.Effect
	Enter fsm.Target
	Then  fsm.Flow
}

// outcomeOf returns what r does.
func conductOf(r *fsm.Rule) Conduct { return Conduct{r.Do, r.Enter, r.Then} }

// same reports whether two outcomes are the same.
func (o Conduct) same(p Conduct) bool {
	return slices.Equal(o.Do, p.Do) && o.Enter == p.Enter && o.Then == p.Then
}

// Of returns t with the change made; what is not changed is that of t. A table that
// does not have the rule is returned as it is.
func (e *Edit) Of(t fsm.Table) fsm.Table {
	t = slices.Clone(t)
	for i := range t {
		k := &t[i]
		if at := slices.IndexFunc(k.Forms, e.writes); at >= 0 {
			k.Forms = slices.Clone(k.Forms)
			k.Forms[at] = *e.Form
		}
		switch at := slices.IndexFunc(k.Rules, func(r fsm.Rule) bool { return r.ID == e.Rule }); {
		case e.Check != "" && k.Title == e.Check && (e.In == 0 || e.In&k.In != 0):
			k.Rules = slices.Concat([]fsm.Rule{e.first(t, k)}, k.Rules)
		case at >= 0:
			k.Rules = slices.Concat(k.Rules[:at], e.split(t, k, &k.Rules[at]), k.Rules[at+1:])
		}
	}
	return t
}

// writes reports whether f is the form that e changes.
func (e *Edit) writes(f fsm.Form) bool { return e.Form != nil && f.Effect == e.Form.Effect }

// first returns the rule that comes before those of k and is met first.
func (e *Edit) first(t fsm.Table, k *fsm.Check) fsm.Rule {
	r := fsm.Rule{ID: fresh(t, k.Clause+" edited"), In: e.In & k.In}
	r.Do, r.Enter, r.Then = e.Do, e.Enter, e.Then
	for _, g := range e.If {
		g.guard(&r, g.Holds)
	}
	return r
}

// fresh returns a name for a rule that is not in t: base, or base with a number.
func fresh(t fsm.Table, base string) string {
	id := base
	for n := 2; find(t, id).rule != nil; n++ {
		id = fmt.Sprintf("%s %d", base, n)
	}
	return id
}

// split returns the rules that take the place of r: what is not changed, the first of
// which keeps the name, and what is.
func (e *Edit) split(t fsm.Table, k *fsm.Check, r *fsm.Rule) []fsm.Rule {
	if e.wider != nil {
		all := e.wider.split(t, k, r)
		last := len(all) - 1
		return append(all[:last], e.spare(t, k, r, all[last])...)
	}
	changed := *r
	changed.Do, changed.Enter, changed.Then = e.Do, e.Enter, e.Then
	var all []fsm.Rule
	keep := func(rest fsm.Rule) {
		if n := len(all); n > 0 {
			rest.ID, rest.Fault = fresh(t, r.ID+strings.Repeat(" otherwise", n)), fsm.NoFault
		}
		all = append(all, rest)
		changed.ID, changed.Fault = fresh(t, r.ID+" edited"), fsm.NoFault
	}
	if states := k.States(r); e.In != 0 && states&^e.In != 0 {
		elsewhere := *r
		elsewhere.In, changed.In = states&^e.In, states&e.In
		keep(elsewhere)
	}
	for _, g := range e.If {
		otherwise := *r
		otherwise.In, otherwise.If, otherwise.Not = changed.In, changed.If, changed.Not
		g.guard(&otherwise, !g.Holds)
		keep(otherwise)
		g.guard(&changed, g.Holds)
	}
	return append(all, changed)
}

// spare returns the rules that take the place of one that a wider edit has changed r to: those
// that do what r does, where the edit holds no more, and that one, under its name, which further edits
// may go by.
func (e *Edit) spare(t fsm.Table, k *fsm.Check, r *fsm.Rule, changed fsm.Rule) (all []fsm.Rule) {
	keep := func(spared fsm.Rule) {
		spared.ID, spared.Fault = fresh(t, changed.ID+strings.Repeat(" spared", len(all)+1)), fsm.NoFault
		spared.Do, spared.Enter, spared.Then = r.Do, r.Enter, r.Then
		all = append(all, spared)
	}
	if states := k.States(&changed); e.In != 0 && states&^e.In != 0 {
		elsewhere := changed
		elsewhere.In, changed.In = states&^e.In, states&e.In
		keep(elsewhere)
	}
	for _, g := range e.If[len(e.wider.If):] {
		otherwise := changed
		g.guard(&otherwise, !g.Holds)
		keep(otherwise)
		g.guard(&changed, g.Holds)
	}
	return append(all, changed)
}

// guard has r ask for the fact, or for it not to hold.
func (g Guard) guard(r *fsm.Rule, holds bool) {
	if holds {
		r.If = append(slices.Clone(r.If), g.Fact)
	} else {
		r.Not = append(slices.Clone(r.Not), g.Fact)
	}
}

// told says in the RFC's terms what is done, in t.
func (o Conduct) told(t fsm.Table, at int) string {
	words := []string{}
	for _, e := range o.Do {
		words = append(words, e.Means())
	}
	if o.Enter != 0 {
		words = append(words, "enter "+o.Enter.String())
	}
	if len(words) == 0 {
		words = append(words, "do nothing")
	}
	return strings.Join(append(words, onward(t, at, o.Then)), ", ")
}

// onward says how a rule of check at goes on.
func onward(t fsm.Table, at int, f fsm.Flow) string {
	switch f {
	case fsm.Continue:
		return "go on"
	case fsm.Stop:
		return "end"
	}
	for i := at + 1; i < len(t); i++ {
		if t[i].Label == f {
			return fmt.Sprintf("go on with %q", t[i].Title)
		}
	}
	return f.String()
}
