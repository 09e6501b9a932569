package fsm

// A Passage is an event on its way through the table of a Machine, which stops at each
// check that it meets: for who wants to know what is so there, or what would come of it
// if a rule did something else. The zero Passage is ready for [Passage.Enter].
//
// Invariant: a Passage that fires whatever rule is due does what Step does. A fact is
// observed when it is asked for, unless nothing has touched its group since.
//
//	Enter --> Met? --yes--> Due, Holds --+--> Fire    what the table has
//	           ^ |                       +--> Divert  something else
//	           | +--no--> Leave          |
//	           +-------------------------+
type Passage struct {
	m      *Machine
	s      step
	check  int // that the event has met; the number of checks if it has ended
	fresh  groupSet
	before Timers
}

// Enter begins the passage of ev, which happens to c, through m, and overwrites out.
// Connection and output change as the event goes on, and are those of Step when it has
// ended. They are retained until the next Enter.
func (p *Passage) Enter(m *Machine, c *TCB, ev *Event, out *Output) {
	*out = Output{From: c.State, To: c.State}
	*p = Passage{m: m, before: c.Timers, s: step{c: c, ev: ev, out: out, seg: ev.Segment, forms: m.forms}}
	if ev.Kind >= numEvents || c.State >= numStates {
		p.check = len(m.heads)
		return
	}
	p.meet(0)
}

// meet goes on to the first check from index i on that the event meets.
func (p *Passage) meet(i int) {
	meets := p.m.meets[p.s.ev.Kind][p.s.c.State]
	for p.check = int(meets[i]); p.check < len(p.m.checks) && !p.m.checks[p.check]; {
		p.check = int(meets[p.check+1])
	}
}

// Met returns the index of the check that the event has met, and false if it has ended.
func (p *Passage) Met() (check int, met bool) { return p.check, p.check < len(p.m.heads) }

// State is the state that the connection is in by now.
func (p *Passage) State() State { return p.s.c.State }

// Holds reports whether a fact holds where the event is.
func (p *Passage) Holds(f Fact) bool {
	p.observe(1 << f.group())
	return p.s.facts.has(f)
}

// observe observes those of the groups that are not fresh.
func (p *Passage) observe(groups groupSet) {
	stale := groups &^ p.fresh
	for g := factGroup(0); stale != 0; g, stale = g+1, stale>>1 {
		if stale&1 != 0 {
			p.s.observe(g)
		}
	}
	p.fresh |= groups
}

// Due returns the rule that fires in the check that the event has met, and false if
// none does: then the event ends.
func (p *Passage) Due() (RuleID, bool) {
	m := p.m
	first, last := m.first[p.check], RuleID(len(m.rules))
	if p.check+1 < len(m.first) {
		last = m.first[p.check+1]
	}
	for id := first; id < last; id++ {
		l := &m.rules[id]
		if !m.alive[id] || !l.in.Has(p.s.c.State) {
			continue
		}
		p.observe(l.groups)
		if l.fires(&p.s.facts) {
			return id, true
		}
	}
	return 0, false
}

// Fire fires a rule of the check that the event has met, and goes on.
func (p *Passage) Fire(id RuleID) {
	r := p.m.rules[id].rule
	p.touch(r.Do, r.Enter)
	p.s.fire(id, r)
	p.meet(p.m.After(id))
}

// Divert does what no rule of the check does: it carries out effects, enters a state and
// goes on as a rule would. No rule fires. A flow that leads nowhere ends the event.
func (p *Passage) Divert(do []Effect, enter Target, then Flow) {
	p.touch(do, enter)
	to := enter.From(p.s.c.State)
	for _, e := range do {
		p.s.apply(e)
	}
	p.s.c.State = to
	switch then {
	case Continue:
		p.meet(p.check + 1)
	case Stop:
		p.check = len(p.m.heads)
	default:
		p.meet(p.m.labelled(p.check+1, then))
	}
}

// touch notes what may not be known any more when effects have been carried out.
func (p *Passage) touch(do []Effect, enter Target) {
	for _, e := range do {
		p.fresh &^= e.touches()
	}
	if s := p.s.c.State; enter.From(s) != s {
		p.fresh &^= stateGroups
	}
}

// Leave ends the event, wherever it is, and completes the output.
func (p *Passage) Leave() {
	p.check = len(p.m.heads)
	p.s.out.end(p.s.c, p.before)
}

// pass goes all the way.
func (p *Passage) pass() {
	for _, met := p.Met(); met; _, met = p.Met() {
		id, due := p.Due()
		if !due {
			return
		}
		p.Fire(id)
	}
}
