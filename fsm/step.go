package fsm

// One event through the machine.
//
// Invariant: connection and output afterwards depend on connection, event and machine
// alone. A fact is observed before a node asks for it, and an effect changes nothing
// that a later node believes to know. Interpret is the definition; run is the same by
// way of the program.
//
//	entries[event][state] --> ask? --> act --> ask? ... --> end
//	                           |        |                    |
//	                       observe    apply effects,      Fired, timers started
//	                       a group    enter the state     and stopped
//
// Example: on 100 octets in order, ESTABLISHED, 19 rules fire: the four of the first
// guess (see guess.go); ack.range.ok, ack.duplicate and window.update; urg.none;
// text.take, held.none and what goes with text; fin.none; and so on to finish.ack,
// which sends the ACK, and the two that look after timers. What is owed, the ACK, is
// noted by text.take and sent by finish.ack, so that a segment with text and FIN is
// acknowledged once.

// step is what one Step works on besides the connection: the segment as
// trimming leaves it, the segment being formed, and what is known so far.
type step struct {
	c   *TCB
	ev  *Event
	out *Output

	seg, form Segment
	from      Seq // the place in the stream of the first octet of form
	forms     *forms
	facts     factSet

	ackOwed      bool // an ACK is to be sent when the event has been processed
	acknowledged bool // the segment acknowledged something new
}

// Step applies ev to c and overwrites out with everything that happened. It is
// total: every event is defined in every state, refusals are outputs. It is
// pure: the result depends on c, ev and the Machine alone. It allocates
// nothing, but for the Step that finds its kind of event so frequent in the state
// that it lays out a program for it, and retains none of its arguments.
//
// A kind of event or a state that does not exist changes nothing.
func (m *Machine) Step(c *TCB, ev *Event, out *Output) {
	*out = Output{From: c.State, To: c.State}
	if ev.Kind >= numEvents || c.State >= numStates {
		return
	}
	before := c.Timers
	var s step
	s.c, s.ev, s.out, s.forms = c, ev, out, m.forms
	if ev.Kind == SegmentArrives { // no other event has one to copy
		s.seg = ev.Segment
	}
	if p := m.entries[ev.Kind][c.State].program.Load(); p != nil {
		p.run(&s)
	} else {
		m.warm(&s)
	}
	out.end(c, before)
}

// warm takes a step for which no program has been laid out, and lays one out if
// its kind of event has come often enough.
func (m *Machine) warm(s *step) {
	if m.entries[s.ev.Kind][s.c.State].interpreted.Add(1) == cold+1 {
		if p := m.layOut(s.ev.Kind, s.c.State); p != nil {
			p.run(s)
			return
		}
	}
	p := Passage{m: m, s: *s}
	p.meet(0)
	p.pass()
}

// run follows the program to its end.
func (p *program) run(s *step) {
	e, nodes, fired := p.begin, p.nodes, &s.out.fired
	n := uint(0)
	for {
		if e.rule != 0 {
			fired[n%MaxFired] = RuleID(e.rule - 1)
			n++
		}
		at := &nodes[e.to]
		for at.op <= observeAndAsk {
			if at.op == observeAndAsk {
				s.observe(at.group)
			}
			if s.facts[at.word&3]&at.guess.mask != at.guess.want {
				break
			}
			*(*[maxGuess]RuleID)(fired[n%MaxFired:]) = at.guess.rules
			n += uint(at.guess.count)
			at = &nodes[at.guess.to]
		}
		switch at.op {
		case end:
			*(*[maxGuess]RuleID)(fired[n%MaxFired:]) = [maxGuess]RuleID{} // a guess notes more than it counts
			s.out.nfired = uint8(n)
			return
		case act:
			for _, do := range at.effects[:at.count] {
				s.apply(do)
			}
			s.c.State = at.enter
			e = at.yes
		default:
			e = at.no
			if s.facts[at.word&3]&at.bit != 0 {
				e = at.yes
			}
		}
	}
}

// Interpret does what Step does by walking the table as it is written: check by
// check, all facts observed, the first rule whose guards hold. It is the
// definition that the compiled form is tested against, and slower.
func (m *Machine) Interpret(c *TCB, ev *Event, out *Output) {
	*out = Output{From: c.State, To: c.State}
	if ev.Kind >= numEvents || c.State >= numStates {
		return
	}
	before := c.Timers
	s := step{c: c, ev: ev, out: out, seg: ev.Segment, forms: m.forms}
	m.interpret(&s)
	out.end(c, before)
}

func (m *Machine) interpret(s *step) {
	for i := 0; i < len(m.table); {
		if m.applies(i, s.ev.Kind, s.c.State) {
			i = m.check(s, i)
		} else {
			i++
		}
	}
}

// check applies the check at index i and returns the index of the next.
func (m *Machine) check(s *step, i int) int {
	for g := range numGroups {
		s.observe(g)
	}
	for j := range m.table[i].Rules {
		id := m.first[i] + RuleID(j)
		l := &m.rules[id]
		if !m.alive[id] || !l.check.States(l.rule).Has(s.c.State) {
			continue
		}
		if l.fires(&s.facts) {
			s.fire(id, l.rule)
			return m.After(id)
		}
	}
	return len(m.table)
}

// fire applies the effects of a rule and enters its state. A rule that enters none
// stays where it was, also if an effect has cleared the connection.
func (s *step) fire(id RuleID, r *Rule) {
	s.out.fired[min(s.out.nfired, MaxFired-1)] = id
	s.out.nfired++
	enter := r.Enter.From(s.c.State)
	for _, e := range r.Do {
		s.apply(e)
	}
	s.c.State = enter
}

// end notes what a step has led to. A timer that was started and stopped in one
// step was not started.
func (o *Output) end(c *TCB, before Timers) {
	o.To = c.State
	o.Started &= c.Timers
	o.Stopped = before &^ c.Timers
}

// Policy returns the policy that m was compiled for, with every choice named.
func (m *Machine) Policy() Policy { return m.policy }

// Rules returns the number of rules of the table, dead and alive. Their
// RuleIDs count from 0.
func (m *Machine) Rules() int { return len(m.rules) }

// Forms returns the forms by which the effects of m write segments, in the order
// of the constants.
func (m *Machine) Forms() (all []Form) {
	for _, f := range m.forms {
		if f.Effect != noEffect {
			all = append(all, f)
		}
	}
	return all
}

// Rule returns the rule with the given RuleID, which is to be read only.
func (m *Machine) Rule(id RuleID) *Rule { return m.rules[id].rule }

// Check returns the check that the rule with the given RuleID stands in, which
// is to be read only.
func (m *Machine) Check(id RuleID) *Check { return m.rules[id].check }

// Alive reports whether the policy of m has the rule: under others it never
// fires.
func (m *Machine) Alive(id RuleID) bool { return m.alive[id] }
