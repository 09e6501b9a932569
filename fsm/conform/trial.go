package conform

import (
	"slices"
	"sync"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A trial is a run with its verdict, kept to be judged again by other tables.
type trial struct {
	Run
	Verdict
	cases    int             // that it stands for: a route that was left stands for all behind it
	helped   []int           // the causes that explain what it has shown so far, from 0
	policies []fsm.Policy    // under which it may be explained, the likeliest first
	fired    map[string]bool // the rules that fire in it, by the table as it is, and the effects that send
	from     int             // the table foretells what comes before Verdict.Step from here on
	near     bool            // the table is nearly right where it is wrong
	exact    []fsm.Policy    // those under which that table foretells all of it
}

// A lens looks at trials by a table with an edit, under any policy. It is not safe for
// concurrent use; several may share a table.
type lens struct {
	*extracts
	edit       *Edit // nil: none
	machines   map[fsm.Policy]*fsm.Machine
	workspaces map[fsm.Policy]*oracle.Workspace
}

// extracts are a table, and what of it each policy has.
type extracts struct {
	table fsm.Table
	mutex sync.Mutex
	by    map[fsm.Policy]fsm.Table
}

func extractsOf(t fsm.Table) *extracts { return &extracts{table: t, by: map[fsm.Policy]fsm.Table{}} }

// through returns a lens by the table with an edit.
func (s *extracts) through(e *Edit) *lens {
	return &lens{s, e, map[fsm.Policy]*fsm.Machine{}, map[fsm.Policy]*oracle.Workspace{}}
}

// machine returns the machine of the table under p, nil if there is none.
func (l *lens) machine(p fsm.Policy) *fsm.Machine {
	m, ok := l.machines[p]
	if !ok {
		t := l.under(p)
		if l.edit != nil {
			t = l.edit.Of(t)
		}
		m, _ = fsm.Compile(t, p)
		l.machines[p] = m
	}
	return m
}

// used are the kinds of events that inputs stand for.
var used = []fsm.EventKind{
	fsm.OpenPassive, fsm.OpenActive, fsm.Send, fsm.Receive, fsm.Close, fsm.Abort, fsm.Transmit, fsm.SegmentArrives,
	fsm.RetransmissionTimeout, fsm.TimeWaitTimeout,
}

// under returns the table without what p does not have, and without events that do not
// happen here: it does the same, and is compiled in less time.
func (s *extracts) under(p fsm.Policy) fsm.Table {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	t, ok := s.by[p]
	if ok {
		return t
	}
	for _, k := range s.table {
		if k.Label != 0 || k.Forms != nil || p.Allows(k.Under...) && slices.ContainsFunc(used, k.On.Has) {
			k.Rules = slices.DeleteFunc(slices.Clone(k.Rules), func(r fsm.Rule) bool { return !p.Allows(r.Under...) })
			t = append(t, k)
		}
	}
	s.by[p] = t
	return t
}

// within returns extracts of what the table has for some states: it does the same to who
// stays within them, and is compiled in less time.
func (s *extracts) within(states fsm.States) *extracts {
	var t fsm.Table
	for _, k := range s.table {
		if k.Label != 0 || k.Forms != nil || k.In&states != 0 {
			k.Rules = slices.DeleteFunc(slices.Clone(k.Rules), func(r fsm.Rule) bool { return k.States(&r)&states == 0 })
			t = append(t, k)
		}
	}
	return extractsOf(t)
}

// workspace returns that of oracles by the machine under p, for other machines have other
// rules.
func (l *lens) workspace(p fsm.Policy) *oracle.Workspace {
	if l.workspaces[p] == nil {
		l.workspaces[p] = new(oracle.Workspace)
	}
	return l.workspaces[p]
}

// judged returns what a trial comes to by the table: under one of its policies, that
// which explains it longest. What the table does itself, to the segment, conforms to it.
func (l *lens) judged(t *trial) (best Verdict) {
	if t.Crash != "" {
		return t.Verdict // whatever the table says
	}
	if l.explains(t, 0) == len(t.Steps) {
		return Verdict{Kind: Conforms}
	}
	for i, p := range t.policies {
		v := first(oracle.New(oracle.Options{
			Told: oracle.Everything, Variants: []oracle.Variant{{Name: own, Machine: l.machine(p)}}, Workspace: l.workspace(p),
		}), t.Steps, 0)
		if i == 0 || v.Kind != Deviates || v.Step > best.Step {
			best = v
		}
		if v.Kind != Deviates {
			break
		}
	}
	return best
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
func (l *lens) follows(t *trial, p fsm.Policy, from int) (steps int, nearly bool) {
	m := l.machine(p)
	if m == nil {
		return 0, false
	}
	r := replay{}
	for i := range t.Steps {
		s := &t.Steps[i]
		sent := r.step(m, s)
		if i < from {
			continue
		}
		if !alike(sent, s.Segments) || !r.in(s.States) {
			return i - from, near(sent, s.Segments) && r.in(s.States)
		}
	}
	return len(t.Steps) - from, true
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

// firedIn returns the rules that fire in step i of a trial under p, and what they send.
func (l *lens) firedIn(t *trial, p fsm.Policy, i int) (rules []*fsm.Rule, sent []fsm.Segment) {
	m := l.machine(p)
	if m == nil || i < 0 {
		return nil, nil
	}
	r := replay{}
	for k := range t.Steps[:i+1] {
		sent = r.step(m, &t.Steps[k])
	}
	for _, id := range r.fired {
		if !m.Check(id).Routine || len(m.Rule(id).Do) > 0 {
			rules = append(rules, m.Rule(id))
		}
	}
	return rules, sent
}

// A replay leads the connection of a table through what was put to a subject.
type replay struct {
	tcb   fsm.TCB
	fired []fsm.RuleID // in the last step
}

// step applies the input of a step and returns what is sent. The window becomes what
// the subject has announced.
func (r *replay) step(m *fsm.Machine, s *Step) (sent []fsm.Segment) {
	r.fired = r.fired[:0]
	var out fsm.Output
	for _, e := range r.events(s) {
		m.Step(&r.tcb, &e, &out)
		r.fired = append(r.fired, out.Fired()...)
		sent = append(sent, out.Segments()...)
	}
	for _, g := range s.Segments {
		if edge := g.ACK.Add(g.WND); g.CTL.Has(fsm.ACK) && !g.CTL.Has(fsm.RST) && r.tcb.RCV.NXT.LessEq(edge) {
			r.tcb.RCV.WND = edge.Sub(r.tcb.RCV.NXT)
		}
	}
	return sent
}

// events are those of a step: if it is that time passes, the timeout that it has surely
// brought.
func (r *replay) events(s *Step) []fsm.Event {
	if s.Input.Call != Elapse {
		return Events(s.Input, r.iss())
	}
	if e, due := timeout(&r.tcb, s); due {
		return []fsm.Event{e}
	}
	return nil
}

// iss is the number that a SYN would bear: beyond those of a connection before.
func (r *replay) iss() fsm.Seq {
	if r.tcb.State == fsm.TimeWait {
		return r.tcb.SND.NXT.Add(1 << 16)
	}
	return ISS
}

// near reports whether two ends send the same, but for the numbers and the ACK bit.
func near(a, b []fsm.Segment) bool {
	return slices.EqualFunc(a, b, func(g, h fsm.Segment) bool {
		const judged = fsm.SYN | fsm.FIN | fsm.RST
		return g.CTL&judged == h.CTL&judged && g.Text == h.Text
	})
}

// in reports whether the connection is in one of the states, all if none is named.
func (r *replay) in(states fsm.States) bool { return states == 0 || states.Has(r.tcb.State) }

// alike reports whether two ends send the same, but for what is not judged.
func alike(a, b []fsm.Segment) bool {
	return slices.EqualFunc(a, b, func(g, h fsm.Segment) bool {
		const judged = fsm.SYN | fsm.FIN | fsm.RST | fsm.ACK
		return g.CTL&judged == h.CTL&judged && g.SEQ == h.SEQ && (g.ACK == h.ACK || !g.CTL.Has(fsm.ACK)) && g.Text == h.Text
	})
}
