package conform

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
)

// What one rule of a table could do instead: the edits that are tried to explain a
// deviation. They are alternatives to the rules that the table has fired, so that each
// makes a difference there.

// A place is a rule in its table.
type place struct {
	table fsm.Table
	at    int // its check
	rule  *fsm.Rule
}

// find returns the place of a rule.
func find(t fsm.Table, id string) place {
	for i := range t {
		for j := range t[i].Rules {
			if t[i].Rules[j].ID == id {
				return place{t, i, &t[i].Rules[j]}
			}
		}
	}
	return place{}
}

// conducts lists what the rule could do instead, the simplest first. Seen are the
// states that the subject was in afterwards. Far are conducts, too, that are known from
// other paragraphs.
func (p place) conducts(seen fsm.States, far bool) []Conduct {
	var all []Conduct
	add := func(o Conduct) {
		if !o.same(conductOf(p.rule)) && !slices.ContainsFunc(all, o.same) {
			all = append(all, o)
		}
	}
	for _, f := range p.flows() {
		add(Conduct{Then: f})
		add(Conduct{p.rule.Do, p.rule.Enter, f})
	}
	p.effects(add)
	p.answers(add, seen)
	for _, f := range p.flows() {
		add(Conduct{Do: []fsm.Effect{effect.OweACK}, Then: f})
		add(Conduct{Do: []fsm.Effect{effect.TrimAll, effect.OweACK}, Then: f})
	}
	p.siblings(add)
	if far {
		p.cousins(add)
	}
	return all
}

// anyConducts lists what all rules of the check could do alike, the simplest first. Far are
// conducts, too, that are known from other paragraphs.
func (p place) anyConducts(seen fsm.States, far bool) []Conduct {
	var all []Conduct
	add := func(o Conduct) {
		if !slices.ContainsFunc(all, o.same) {
			all = append(all, o)
		}
	}
	for _, f := range p.flows() {
		add(Conduct{Then: f})
	}
	p.answers(add, seen)
	for _, f := range p.flows() {
		add(Conduct{Do: []fsm.Effect{effect.OweACK}, Then: f})
		add(Conduct{Do: []fsm.Effect{effect.TrimAll, effect.OweACK}, Then: f})
		for _, s := range fsm.AllStates() {
			if seen.Has(s) && s != fsm.Closed && f != fsm.Stop {
				add(Conduct{Enter: fsm.Enter(s), Then: f})
			}
		}
	}
	p.siblings(add)
	if far {
		p.cousins(add)
	}
	return all
}

// flows lists the ways to go on from the rule: to the end, to the next check, and to
// each later one that may be gone to.
func (p place) flows() []fsm.Flow {
	all := []fsm.Flow{fsm.Stop, fsm.Continue}
	on := p.table[p.at].On
	for i := p.at + 1; i < len(p.table); i++ {
		k := &p.table[i]
		if k.Label != 0 && k.On&on != 0 && k.In&p.table[p.at].States(p.rule) != 0 && !slices.Contains(all, k.Label) {
			all = append(all, k.Label)
		}
	}
	return all
}

// siblings adds what the other rules of the check do.
func (p place) siblings(add func(Conduct)) {
	rules := p.table[p.at].Rules
	for i := range rules {
		add(conductOf(&rules[i]))
	}
}

// cousins adds what the rules of other checks do that an event of the kind meets in the
// same states, if they could go on from here.
func (p place) cousins(add func(Conduct)) {
	own, flows := &p.table[p.at], p.flows()
	for i := range p.table {
		k := &p.table[i]
		for j := range k.Rules {
			if r := &k.Rules[j]; k.On&own.On != 0 && k.States(r)&own.States(p.rule) != 0 && slices.Contains(flows, r.Then) {
				add(conductOf(r))
			}
		}
	}
}

// effects adds one effect less, and one more.
func (p place) effects(add func(Conduct)) {
	own := conductOf(p.rule)
	for i := range own.Do {
		add(Conduct{slices.Concat(own.Do[:i], own.Do[i+1:]), own.Enter, own.Then})
	}
	for _, e := range []fsm.Effect{effect.OweACK, effect.SendACK, effect.SendSYNACK, effect.SendRSTa, effect.SendRSTu, effect.Start2MSL} {
		more := append(slices.Clone(own.Do), e)
		add(Conduct{more, own.Enter, own.Then})
		if e == effect.OweACK && own.Then == fsm.Stop { // what is owed is sent at the end
			add(Conduct{more, own.Enter, fsm.Continue})
		}
	}
	for i := range own.Do {
		for _, e := range []fsm.Effect{effect.SendACK, effect.SendRSTa, effect.SendRSTn, effect.SendRSTu, effect.SendRSTs} {
			if own.Do[i].Sends() != 0 {
				other := slices.Clone(own.Do)
				other[i] = e
				add(Conduct{other, own.Enter, own.Then})
			}
		}
	}
}

// answers adds the answers that end an event: one segment or none, with the connection
// as it is, or gone, or in another state that was seen.
func (p place) answers(add func(Conduct), seen fsm.States) {
	for _, e := range []fsm.Effect{0, effect.SendACK, effect.SendSYNACK, effect.SendRSTa, effect.SendRSTn, effect.SendRSTu, effect.SendRSTs} {
		var do []fsm.Effect
		if e != 0 {
			do = append(do, e)
		}
		add(Conduct{Do: do, Then: fsm.Stop})
		add(Conduct{Do: append(slices.Clone(do), effect.DeleteTCB), Enter: fsm.Enter(fsm.Closed), Then: fsm.Stop})
		if seen.Has(fsm.Listen) {
			add(Conduct{Do: append(slices.Clone(do), effect.ForgetConnection), Enter: fsm.Enter(fsm.Listen), Then: fsm.Stop})
		}
	}
	for _, s := range fsm.AllStates() {
		if seen.Has(s) && s != fsm.Closed {
			add(Conduct{p.rule.Do, fsm.Enter(s), p.rule.Then})
			add(Conduct{nil, fsm.Enter(s), p.rule.Then})
			add(Conduct{append(slices.Clone(p.rule.Do), effect.StopTimers, effect.Start2MSL), fsm.Enter(s), p.rule.Then})
		}
	}
}

// forms lists the forms by which the effects of the rules write what was seen, where that
// is one segment, in place of another one.
func forms(t fsm.Table, rules []*fsm.Rule, sent, seen []fsm.Segment) (all []fsm.Form) {
	if len(sent) != 1 || len(seen) != 1 || sent[0].Text != seen[0].Text {
		return nil
	}
	const bits = fsm.SYN | fsm.FIN | fsm.RST | fsm.ACK
	for _, r := range rules {
		for _, e := range r.Do {
			f := t.Form(e)
			if f == nil || f.CTL&bits != sent[0].CTL&bits {
				continue
			}
			for _, seq := range fields(f.SEQ, sent[0].SEQ == seen[0].SEQ) {
				for _, ack := range fields(f.ACK, sent[0].ACK == seen[0].ACK) {
					other := *f
					other.SEQ, other.ACK, other.CTL = seq, ack, seen[0].CTL&bits
					all = append(all, other)
				}
			}
		}
	}
	return all
}

// fields lists what a field may be: n if that is right, or else the variables and their
// neighbours.
func fields(n fsm.Number, right bool) (all []fsm.Number) {
	if right {
		return []fsm.Number{n}
	}
	for _, v := range fsm.Numbers() {
		all = append(all, v, v-1, v+1)
	}
	return all
}
