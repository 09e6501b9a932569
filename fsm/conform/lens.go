package conform

import (
	"sync"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A lens looks at trials by a table with an edit, under any policy.
//
// Nothing is compiled for an edit: an event is led through the table as it is, and is
// diverted where the edit says so. What comes before the probe is led once for all trials
// of a way; if the edit makes no difference there, not even that.
//
//	way      OPEN --> SYN --> ACK -->    its stand is kept
//	trials                      |--> probe --> witness
//	                            |--> probe --> witness
type lens struct {
	*bench
	diverts *diversion // nil: nothing
	form    *fsm.Form  // that is written instead; nil: none
	plain   *lens      // without the edit; nil if there is none
	before  *lens      // by the table before its last edit; nil if there is none
	key     int        // of what the edit changes

	names  index
	keys   [][]int // what fires with a rule; nil: nobody asks
	mutex  sync.Mutex
	stands map[standing]*stand
	forms  map[fsm.Policy]*fsm.Machine // that write form

	edited    *bench // by which the oracle judges; nil: not made yet
	after     *lens  // by that, as it is; nil if nobody asks
	workspace oracle.Workspace
}

// A standing is a way under a policy.
type standing struct {
	way    *way
	policy fsm.Policy
}

// lensOf returns the lens by a table as it is, which notes what fires.
func lensOf(b *bench, names index) *lens {
	return &lens{bench: b, names: names, keys: names.keysOf(b.compiled), stands: map[standing]*stand{}, edited: b}
}

// through returns a lens by the table of l with an edit. It is not safe for concurrent
// use.
func (l *lens) through(e *Edit) *lens {
	n := &lens{bench: l.bench, plain: l, key: l.names.find(e.key()), stands: map[standing]*stand{}}
	if e.Form != nil {
		n.form, n.forms = e.Form, map[fsm.Policy]*fsm.Machine{}
		n.diverts = &diversion{Edit: e}
		return n
	}
	n.diverts = &diversion{Edit: e, rule: l.at[e.Rule]}
	if e.Check != "" {
		n.diverts.checks = make([]bool, len(l.table))
		for i := range l.table {
			n.diverts.checks[i] = l.table[i].Title == e.Check
		}
	}
	return n
}

// machine returns the machine of the table under p, nil if there is none, and how events
// are diverted in it.
func (l *lens) machine(p fsm.Policy) (*fsm.Machine, *diversion) {
	m, _ := l.bench.machine(p)
	if l.form == nil || m == nil {
		return m, l.diverts
	}
	if l.forms[p] == nil {
		l.forms[p] = m.Writing(*l.form)
	}
	return l.forms[p], nil
}

// stand returns where the table stands at the end of a way under p.
func (l *lens) stand(w *way, p fsm.Policy) *stand {
	if l.plain != nil {
		if s := l.plain.stand(w, p); !s.fired.has(l.key) {
			return s // the edit makes no difference
		}
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	at := standing{w, p}
	s := l.stands[at]
	if s == nil {
		s = l.goneBefore(w, p)
		l.stands[at] = s
	}
	return s
}

// goneBefore returns where the table before stands if the last edit makes no difference, or else
// leads a connection through the way.
func (l *lens) goneBefore(w *way, p fsm.Policy) *stand {
	if l.before != nil {
		if s := l.before.stand(w, p); !s.fired.has(l.key) {
			return s
		}
	}
	return l.goes(w, p)
}

// goes leads a connection through a way.
func (l *lens) goes(w *way, p fsm.Policy) *stand {
	s := &stand{}
	m, d := l.machine(p)
	if m == nil {
		s.wrong = 1
		return s
	}
	r := from(&s.tcb)
	defer r.end()
	for i := range w.steps {
		r.step(m, d, &w.steps[i])
		if l.note(&s.fired, r); l.plain == nil {
			l.asked(&s.asked, r)
			if s.wrong == 0 {
				l.asked(&s.turns, r)
			}
		}
		s.note(i, r, &w.steps[i])
	}
	s.tcb = r.tcb
	return s
}

// foretells returns how many steps of a trial from step from on the table foretells
// exactly under p, before it is wrong. It costs less than asking the oracle, and allows
// less.
func (l *lens) foretells(t *trial, p fsm.Policy, from int) (steps int) {
	steps, _ = l.follows(t, p, from)
	return steps
}

// follows is foretells, and reports whether the table is nearly right where it is wrong: but
// for the numbers.
func (l *lens) follows(t *trial, p fsm.Policy, begin int) (steps int, nearly bool) {
	m, d := l.machine(p)
	if m == nil {
		return 0, false
	}
	at := l.stand(t.way, p)
	for i := begin; i < len(t.way.steps); i++ {
		if right, nearly := at.foretold(i); !right {
			return i - begin, nearly
		}
	}
	r := from(&at.tcb)
	defer r.end()
	for i := len(t.way.steps); i < len(t.Steps); i++ {
		r.step(m, d, &t.Steps[i])
		if right, nearly := r.right(&t.Steps[i]); !right && i >= begin {
			return i - begin, nearly
		}
	}
	return len(t.Steps) - begin, true
}

// tries reports whether the table as it is foretells all of a track under p, and which
// options that depends on.
func (l *lens) tries(t *track, p fsm.Policy) (right bool, asked optionSet) {
	m, _ := l.machine(p)
	if m == nil {
		return false, asked
	}
	at := l.stand(t.way, p)
	right, asked = at.wrong == 0, at.asked
	r := from(&at.tcb)
	defer r.end()
	for i := len(t.way.steps); i < len(t.steps); i++ {
		r.step(m, nil, &t.steps[i])
		if right {
			right, _ = r.right(&t.steps[i])
		}
		l.asked(&asked, r)
	}
	return right, asked
}

// turns returns the options on which it depends that the table as it is does not foretell a
// track under p: those that it is asked about until it is wrong. What fires until then is noted.
func (l *lens) turns(t *track, p fsm.Policy, fired *keys) (turns optionSet) {
	m, _ := l.machine(p)
	if m == nil {
		return turns
	}
	at := l.stand(t.way, p)
	fired.add(at.fired)
	turns = at.turns
	r := from(&at.tcb)
	defer r.end()
	right := at.wrong == 0
	for i := len(t.way.steps); i < len(t.steps) && right; i++ {
		r.step(m, nil, &t.steps[i])
		right, _ = r.right(&t.steps[i])
		l.asked(&turns, r)
		l.note(fired, r)
	}
	return turns
}

// turned reports whether the table as it is foretells all of a track under p with one more
// choice, of option i. If the way does not depend on that, it has been gone. What fires until the
// table is wrong is noted.
func (l *lens) turned(t *track, p fsm.Policy, i int, c fsm.Choice, fired *keys) bool {
	q := p.With(c)
	at := l.stand(t.way, p)
	if at.asked.has(i) {
		at = l.stand(t.way, q)
	}
	if fired.add(at.fired); at.wrong != 0 {
		return false
	}
	m, _ := l.machine(q)
	if m == nil {
		return false
	}
	r := from(&at.tcb)
	defer r.end()
	for i := len(t.way.steps); i < len(t.steps); i++ {
		r.step(m, nil, &t.steps[i])
		l.note(fired, r)
		if right, _ := r.right(&t.steps[i]); !right {
			return false
		}
	}
	return true
}

// explains returns how many steps the table foretells under one of the policies of a
// trial.
func (l *lens) explains(t *trial, from int) (steps int) {
	for _, p := range t.policies {
		if steps = max(steps, l.foretells(t, p, from)); steps == len(t.Steps)-from {
			break
		}
	}
	return steps
}

// keeps returns how many steps the table foretells of a trial that another one foretells to
// the end, under one of the same policies.
func (l *lens) keeps(t *trial) (steps int) {
	for _, p := range t.exact {
		if steps = max(steps, l.foretells(t, p, 0)); steps == len(t.Steps) {
			break
		}
	}
	return steps
}

// reaches returns how far the table explains a trial that deviates: 0 not at all, 1 where
// it deviates, 2 to its end; -1 if it is further from what was seen than the table that the
// trial deviates from.
func (l *lens) reaches(t *trial) int {
	most, nearly := 0, false
	for _, p := range t.policies {
		n, close := l.follows(t, p, t.from)
		most, nearly = max(most, t.from+n), nearly || close && t.from+n >= t.Step
	}
	switch {
	case most == len(t.Steps):
		return 2
	case most > t.Step:
		return 1
	case t.near && !nearly:
		return -1
	}
	return 0
}

// to returns a replay of a trial under p that stands before step i.
func (l *lens) to(t *trial, m *fsm.Machine, p fsm.Policy, i int) *replay {
	if n := len(t.way.steps); i < n {
		r := from(new(fsm.TCB))
		for k := range t.Steps[:i] {
			r.step(m, nil, &t.Steps[k])
		}
		return r
	}
	r := from(&l.stand(t.way, p).tcb)
	for k := len(t.way.steps); k < i; k++ {
		r.step(m, nil, &t.Steps[k])
	}
	return r
}
