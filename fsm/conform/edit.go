package conform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// An Edit is a change of the table by which it does what a subject does: in some
// states, and under some facts, one rule has another conduct.
type Edit struct {
	Rule string // the rule that is changed, by its ID

	// In and Fact narrow the change down: to these states, and to where the fact
	// holds, or does not. Zero In: wherever the rule is for; no Fact: whatever holds.
	In      fsm.States
	Fact    fsm.Fact
	Holds   bool
	Guarded bool // Fact counts

	Conduct

	// Form, if it is not nil, is what the edit changes instead of a rule: what an effect
	// writes, wherever it is applied.
	Form *fsm.Form
}

// key is what fires in a trial that the edit makes a difference to: a rule, or an effect
// that sends.
func (e *Edit) key() string {
	if e.Form != nil {
		return e.Form.Effect.String()
	}
	return e.Rule
}

// same reports whether two edits that are not narrowed down are the same.
func (e *Edit) same(o Edit) bool {
	if e.Form != nil || o.Form != nil {
		return e.Form != nil && o.Form != nil && *e.Form == *o.Form
	}
	return e.Rule == o.Rule && e.Conduct.same(o.Conduct)
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
		if at := slices.IndexFunc(k.Rules, func(r fsm.Rule) bool { return r.ID == e.Rule }); at >= 0 {
			k.Rules = slices.Concat(k.Rules[:at], e.split(k, &k.Rules[at]), k.Rules[at+1:])
		}
	}
	return t
}

// writes reports whether f is the form that e changes.
func (e *Edit) writes(f fsm.Form) bool { return e.Form != nil && f.Effect == e.Form.Effect }

// split returns the rules that take the place of r: what is changed, and what is not,
// which keeps the name.
func (e *Edit) split(k *fsm.Check, r *fsm.Rule) []fsm.Rule {
	changed := *r
	changed.Do, changed.Enter, changed.Then = e.Do, e.Enter, e.Then
	var all []fsm.Rule
	keep := func(rest fsm.Rule) {
		if len(all) > 0 {
			rest.ID, rest.Fault = r.ID+" otherwise", fsm.NoFault
		}
		all = append(all, rest)
		changed.ID, changed.Fault = r.ID+" edited", fsm.NoFault
	}
	if states := k.States(r); e.In != 0 && states&^e.In != 0 {
		elsewhere := *r
		elsewhere.In, changed.In = states&^e.In, states&e.In
		keep(elsewhere)
	}
	if e.Guarded {
		otherwise := *r
		otherwise.In = changed.In
		e.guard(&changed, e.Holds)
		e.guard(&otherwise, !e.Holds)
		keep(otherwise)
	}
	return append(all, changed)
}

// guard has r ask for the fact, or for it not to hold.
func (e *Edit) guard(r *fsm.Rule, holds bool) {
	if holds {
		r.If = append(slices.Clone(r.If), e.Fact)
	} else {
		r.Not = append(slices.Clone(r.Not), e.Fact)
	}
}

// String says what is changed, in one line that is the same wherever the change is.
func (e *Edit) String() string {
	if e.Form != nil {
		return e.Form.Effect.String() + ": " + e.Form.String()
	}
	parts := []string{e.Rule}
	if e.In != 0 {
		parts = append(parts, "in "+e.In.String())
	}
	if e.Guarded {
		parts = append(parts, map[bool]string{true: "if ", false: "unless "}[e.Holds]+e.Fact.String())
	}
	return strings.Join(parts, " ") + ": " + e.Conduct.String()
}

// String names the effects, the state entered and the flow.
func (o Conduct) String() string {
	words := []string{}
	for _, e := range o.Do {
		words = append(words, e.String())
	}
	if o.Enter != 0 {
		words = append(words, "enter "+o.Enter.String())
	}
	return strings.Join(append(words, o.Then.String()), ", ")
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
