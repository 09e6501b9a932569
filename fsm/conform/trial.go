package conform

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A trial is a run with its verdict, kept to be judged again by other tables.
type trial struct {
	Run
	Verdict
	cases    int             // that it stands for: a route that was left stands for all behind it
	policies []fsm.Policy    // under which it may be explained, the likeliest first
	fired    map[string]bool // the rules that fire in it, by the table as it is
}

// A lens looks at trials by one table, under any policy.
type lens struct {
	judge    *Judge
	table    fsm.Table
	machines map[fsm.Policy]*fsm.Machine
}

func (j *Judge) lens(t fsm.Table) *lens { return &lens{j, t, map[fsm.Policy]*fsm.Machine{}} }

// machine returns the machine of the table under p, nil if there is none.
func (l *lens) machine(p fsm.Policy) *fsm.Machine {
	m, ok := l.machines[p]
	if !ok {
		m, _ = fsm.Compile(l.table, p)
		l.machines[p] = m
	}
	return m
}

// conforms reports whether a trial conforms, under one of its policies.
func (l *lens) conforms(t *trial) bool {
	return slices.ContainsFunc(t.policies, func(p fsm.Policy) bool {
		m := l.machine(p)
		return m != nil && l.judge.follow(&t.Run, []oracle.Variant{{Name: own, Machine: m}}).Kind == Conforms
	})
}

// foretells reports whether under p the table does exactly what was seen from step
// from of a trial on. It costs less than asking the oracle, and allows less.
func (l *lens) foretells(t *trial, p fsm.Policy, from int) bool {
	m := l.machine(p)
	if m == nil {
		return false
	}
	r := replay{interpret: true}
	for i := range t.Steps {
		sent := r.step(m, &t.Steps[i])
		if i >= from && !alike(sent, t.Steps[i].Segments) || i >= from && !r.in(t.Steps[i].States) {
			return false
		}
	}
	return true
}

// explains reports whether the table foretells a trial under one of its policies.
func (l *lens) explains(t *trial, from int) bool {
	return slices.ContainsFunc(t.policies, func(p fsm.Policy) bool { return l.foretells(t, p, from) })
}

// firedIn returns the rules that fire in step i of a trial under p.
func (l *lens) firedIn(t *trial, p fsm.Policy, i int) (ids []fsm.RuleID) {
	m := l.machine(p)
	if m == nil || i < 0 {
		return nil
	}
	r := replay{interpret: true}
	for k := range t.Steps[:i+1] {
		r.step(m, &t.Steps[k])
	}
	return r.fired
}

// A replay leads the connection of a table through what was put to a subject.
type replay struct {
	interpret bool // for a machine that is used once: nothing is laid out
	tcb       fsm.TCB
	fired     []fsm.RuleID // in the last step
}

// step applies the input of a step and returns what is sent. The window becomes what
// the subject has announced.
func (r *replay) step(m *fsm.Machine, s *Step) (sent []fsm.Segment) {
	r.fired = r.fired[:0]
	var out fsm.Output
	for _, e := range Events(s.Input, r.iss()) {
		if r.interpret {
			m.Interpret(&r.tcb, &e, &out)
		} else {
			m.Step(&r.tcb, &e, &out)
		}
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

// iss is the number that a SYN would bear: beyond those of a connection before.
func (r *replay) iss() fsm.Seq {
	if r.tcb.State == fsm.TimeWait {
		return r.tcb.SND.NXT.Add(1 << 16)
	}
	return ISS
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
