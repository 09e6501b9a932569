package fsm

// A position is a point in the processing of an event: the check to look at
// next, the state of the connection, and the groups of facts that have been
// observed since the last effect.
type position struct {
	event EventKind
	state State
	check int
	fresh uint16
}

// A builder lays out the nodes of a Machine. Equal positions share their nodes.
type builder struct {
	m    *Machine
	memo map[position]nodeID
}

// enter returns the node that begins processing at p.
func (b *builder) enter(p position) nodeID {
	var ids []RuleID
	p.check, ids = b.m.next(p.check, p.event, p.state)
	if ids == nil {
		return halt
	}
	if id, ok := b.memo[p]; ok {
		return id
	}
	id := b.decide(p, ids, factSet{}, factSet{})
	b.memo[p] = id
	return id
}

// decide returns the node that finds out which of the rules fires, given the
// facts known to hold and known not to hold. The first rule in the order of the
// table wins, as it does in Interpret.
func (b *builder) decide(p position, ids []RuleID, holds, fails factSet) nodeID {
	ids = b.possible(ids, holds, fails)
	if len(ids) == 0 {
		return halt
	}
	f, open := b.question(ids, holds, fails)
	if !open {
		return b.fire(p, ids[0])
	}
	if fresh := uint16(1) << f.group(); p.fresh&fresh == 0 {
		p.fresh |= fresh
		return b.add(node{op: opObserve, operand: uint8(f.group()), yes: b.decide(p, ids, holds, fails)})
	}
	yes, no := holds, fails
	yes.put(f, true)
	no.put(f, true)
	return b.add(node{op: opTest, operand: uint8(f), yes: b.decide(p, ids, yes, fails), no: b.decide(p, ids, holds, no)})
}

// possible returns the rules that what is known does not exclude.
func (b *builder) possible(ids []RuleID, holds, fails factSet) []RuleID {
	var left []RuleID
	for _, id := range ids {
		l := &b.m.rules[id]
		if l.if_.and(fails) == (factSet{}) && l.not.and(holds) == (factSet{}) {
			left = append(left, id)
		}
	}
	return left
}

// question returns the fact to test next: of those that the first rule still
// depends on, the one that most of the rules depend on. There is none if the
// first rule fires.
func (b *builder) question(ids []RuleID, holds, fails factSet) (best Fact, open bool) {
	most := 0
	first := &b.m.rules[ids[0]]
	for f := range numFacts {
		if holds.has(f) || fails.has(f) || !(first.if_.has(f) || first.not.has(f)) {
			continue
		}
		n := 0
		for _, id := range ids {
			if l := &b.m.rules[id]; l.if_.has(f) || l.not.has(f) {
				n++
			}
		}
		if n > most {
			best, open, most = f, true, n
		}
	}
	return best, open
}

// fire returns the node that applies a rule and goes on from there.
func (b *builder) fire(p position, id RuleID) nodeID {
	l := &b.m.rules[id]
	next := position{event: p.event, state: l.rule.Enter.From(p.state), fresh: p.fresh}
	next.check = b.m.after(p.check, l.rule)
	if len(l.rule.Do) != 0 || l.rule.Enter != stay {
		next.fresh = 0
	}
	return b.add(node{op: opFire, operand: uint8(next.state), rule: id, lo: l.lo, hi: l.hi, yes: b.enter(next)})
}

func (b *builder) add(n node) nodeID {
	b.m.nodes = append(b.m.nodes, n)
	return nodeID(len(b.m.nodes) - 1)
}
