package fsm

// How the table becomes a program: from each position a decision tree finds the
// rule that fires, and leads on to the next position.
//
// Invariant: along each path through the nodes the rules that Interpret fires on the
// same event fire, in the same order, and a fact is asked for only while it is
// fresh: observed after the last effect that could have changed it. Equal positions
// (event, state, check, fresh groups of facts) have one tree.
//
// Example: CLOSE in CLOSE-WAIT under the policy RFC9293.
//
//	call      unpermitted? --yes--> call.unpermitted: replyIllegal ----------> end
//	               | no
//	               v  (call.permitted has nothing to do: the edge names it)
//	close     closeQueued? --yes--> close.close-wait.again: replyConnectionClosing --> end
//	               | no
//	               v
//	          close.close-wait: awaitClose, queueClose
//	               |
//	               v  these touch the group of closeQueued, which is not fresh any more
//	finish    mustProbe?  ...
//
// Of the three questions shown each observes its group first, the last one for the
// second time. Those that follow it ask facts of the same group and observe none.

// A position is a point in the processing of an event: the check to look at
// next, the state of the connection, and the groups of facts that are known
// because nothing has touched them since they were observed.
type position struct {
	event EventKind
	state State
	check int
	fresh groupSet
}

// A builder lays out the nodes of a program. Equal positions share their nodes.
type builder struct {
	m       *Machine
	program *program
	memo    map[position]edge
}

// layOut makes the program for a kind of event in a state. If that would have too
// many nodes it is nil, and the table is interpreted for good.
func (m *Machine) layOut(k EventKind, s State) *program {
	p := &program{nodes: []node{{op: end}}}
	b := builder{m: m, program: p, memo: map[position]edge{}}
	p.begin = b.enter(position{event: k, state: s})
	if b.full() {
		return nil
	}
	p.guess()
	m.entries[k][s].program.Store(p)
	return p
}

// full reports whether no further node can be named.
func (b *builder) full() bool { return len(b.program.nodes) == maxNodes }

// enter returns the edge into the processing from p on.
func (b *builder) enter(p position) edge {
	var ids []RuleID
	p.check, ids = b.m.Next(p.check, p.event, p.state)
	if ids == nil {
		return edge{to: halt}
	}
	e, ok := b.memo[p]
	if !ok {
		e = b.decide(p, ids, factSet{}, factSet{})
		b.memo[p] = e
	}
	return e
}

// decide returns the edge into the nodes that find out which of the rules
// fires, given the facts known to hold and to fail. The first rule in the order
// of the table wins, as it does in Interpret.
func (b *builder) decide(p position, ids []RuleID, holds, fails factSet) edge {
	ids = b.possible(ids, &holds, &fails)
	if len(ids) == 0 || b.full() {
		return edge{to: halt}
	}
	f, open := b.question(ids, &holds, &fails)
	if !open {
		return b.fire(p, ids[0])
	}
	// On both edges the group is fresh, whichever the answer: asking changes nothing.
	n := node{op: ask, group: f.group(), word: f.word(), bit: f.bit()}
	if p.fresh>>f.group()&1 == 0 {
		n.op = observeAndAsk
		p.fresh |= 1 << f.group()
	}
	n.yes = b.decide(p, ids, holds.with(f), fails)
	n.no = b.decide(p, ids, holds, fails.with(f))
	return edge{to: b.add(n)}
}

// possible returns the rules that what is known does not exclude.
func (b *builder) possible(ids []RuleID, holds, fails *factSet) []RuleID {
	var left []RuleID
	for _, id := range ids {
		if l := &b.m.rules[id]; l.if_.disjoint(fails) && l.not.disjoint(holds) {
			left = append(left, id)
		}
	}
	return left
}

// question returns the fact to ask for next: of those that the first rule still
// depends on, the one that most of the rules depend on. There is none if the
// first rule fires.
func (b *builder) question(ids []RuleID, holds, fails *factSet) (best Fact, open bool) {
	most := 0
	first := b.m.rules[ids[0]].rule
	for _, guards := range [][]Fact{first.If, first.Not} {
		for _, f := range guards {
			if holds.has(f) || fails.has(f) {
				continue
			}
			if n := b.dependents(ids, f); n > most {
				best, open, most = f, true, n
			}
		}
	}
	return best, open
}

// dependents counts the rules that depend on f.
func (b *builder) dependents(ids []RuleID, f Fact) (n int) {
	for _, id := range ids {
		if l := &b.m.rules[id]; l.if_.has(f) || l.not.has(f) {
			n++
		}
	}
	return n
}

// fire returns the edge on which the rule fires and processing goes on.
func (b *builder) fire(p position, id RuleID) edge {
	r := b.m.rules[id].rule
	next := position{event: p.event, state: r.Enter.From(p.state), fresh: p.fresh, check: b.m.After(id)}
	for _, e := range r.Do {
		next.fresh &^= e.touches()
	}
	if next.state != p.state {
		next.fresh &^= stateGroups
	}
	rest := b.enter(next)
	// An edge names one rule at most. If the next thing on the way is such a rule
	// too, this one gets a node, though it has nothing to do.
	if len(r.Do) == 0 && next.state == p.state && rest.rule == 0 {
		return edge{to: rest.to, rule: uint16(id) + 1}
	}
	n := node{op: act, enter: next.state, count: uint8(len(r.Do)), yes: rest}
	copy(n.effects[:], r.Do)
	return edge{to: b.add(n), rule: uint16(id) + 1}
}

// add adds a node. A program that is full is thrown away, whatever is in it.
func (b *builder) add(n node) nodeID {
	if b.full() {
		return halt
	}
	b.program.nodes = append(b.program.nodes, n)
	return nodeID(len(b.program.nodes) - 1)
}
