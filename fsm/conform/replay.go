package conform

import (
	"slices"
	"sync"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A replay leads the connection of a table through what was put to a subject.
type replay struct {
	tcb   fsm.TCB
	fired []fsm.RuleID  // in the last step
	sent  []fsm.Segment // in the last step
	gates []gate        // that the events of the last step came to

	happens []fsm.Event // in the step at hand
	passage fsm.Passage
	out     fsm.Output
}

// replays are kept, for each has room for a step.
var replays = sync.Pool{New: func() any { return new(replay) }}

// from returns a replay that goes on from a connection; [replay.end] gives it back.
func from(c *fsm.TCB) *replay {
	r := replays.Get().(*replay)
	r.tcb = *c
	return r
}

func (r *replay) end() { replays.Put(r) }

// A diversion leads an event astray where an edit says so; nil leads it nowhere.
type diversion struct {
	*Edit
	rule   fsm.RuleID // what the edit changes: a rule
	checks []bool     // or all of these checks, by index; nil if it is a rule
}

// step applies the input of a step. The window becomes what the subject has announced.
func (r *replay) step(m *fsm.Machine, d *diversion, s *Step) {
	r.fired, r.sent, r.gates = r.fired[:0], r.sent[:0], r.gates[:0]
	r.happens = r.events(s)
	for i := range r.happens {
		if e := &r.happens[i]; d == nil {
			m.Step(&r.tcb, e, &r.out)
			r.comesTo(m, e.Kind)
		} else {
			r.divert(m, d, e)
		}
		r.fired = append(r.fired, r.out.Fired()...)
		r.sent = append(r.sent, r.out.Segments()...)
	}
	for _, g := range s.Segments {
		if edge := g.ACK.Add(g.WND); g.CTL.Has(fsm.ACK) && !g.CTL.Has(fsm.RST) && r.tcb.RCV.NXT.LessEq(edge) {
			r.tcb.RCV.WND = edge.Sub(r.tcb.RCV.NXT)
		}
	}
}

// comesTo notes where the last event met checks.
func (r *replay) comesTo(m *fsm.Machine, k fsm.EventKind) {
	r.gates = append(r.gates, gate{k, r.out.From})
	for _, id := range r.out.Fired() {
		if enter := m.Rule(id).Enter; enter != 0 {
			r.gates = append(r.gates, gate{k, enter.From(r.out.From)})
		}
	}
}

// divert takes an event through the table, as it would go if the table were edited.
func (r *replay) divert(m *fsm.Machine, d *diversion, e *fsm.Event) {
	p := &r.passage
	p.Enter(m, &r.tcb, e, &r.out)
	defer p.Leave()
	for check, met := p.Met(); met; check, met = p.Met() {
		if d.checks != nil && d.checks[check] && d.asks(p) {
			p.Divert(d.Do, d.Enter, d.Then)
			continue
		}
		id, due := p.Due()
		switch {
		case !due:
			return
		case d.checks == nil && id == d.rule && d.asks(p):
			p.Divert(d.Do, d.Enter, d.Then)
		default:
			p.Fire(id)
		}
	}
}

// asks reports whether what the edit is narrowed down to is so where an event is.
func (d *diversion) asks(p *fsm.Passage) bool {
	return (d.In == 0 || d.In.Has(p.State())) && !slices.ContainsFunc(d.If, func(g Guard) bool { return p.Holds(g.Fact) != g.Holds })
}

// events are those of a step: if it is that time passes, the timeouts that it has brought.
func (r *replay) events(s *Step) []fsm.Event {
	if s.Input.Call == Elapse {
		return timeouts(r.happens[:0], &r.tcb, s)
	}
	return appendEvents(r.happens[:0], s.Input, r.iss(s.Input))
}

// iss is the number that a SYN would bear: beyond those of a connection before.
func (r *replay) iss(in Input) fsm.Seq {
	if r.tcb.State == fsm.TimeWait {
		return r.tcb.SND.NXT.Add(1 << 16)
	}
	return in.Numbers()
}

// right reports whether the last step has come to what was seen, and nearly whether it
// has but for the numbers.
func (r *replay) right(s *Step) (right, nearly bool) {
	if s.States != 0 && !s.States.Has(r.tcb.State) {
		return false, false
	}
	if r.rides() && alike(r.sent[1:], s.Segments) {
		return true, true
	}
	return alike(r.sent, s.Segments), near(r.sent, s.Segments)
}

// rides reports whether an ACK that was sent first need not have been: it goes with the text that was
// sent behind it.
func (r *replay) rides() bool {
	if len(r.sent) < 2 {
		return false
	}
	a, b := &r.sent[0], &r.sent[1]
	return a.CTL == fsm.ACK && a.Text == 0 && b.CTL.Has(fsm.ACK) && b.Text > 0 && a.SEQ == b.SEQ && a.ACK == b.ACK
}

// near reports whether two ends send the same, but for the numbers and the ACK bit.
func near(a, b []fsm.Segment) bool {
	return slices.EqualFunc(a, b, func(g, h fsm.Segment) bool {
		const judged = fsm.SYN | fsm.FIN | fsm.RST
		return g.CTL&judged == h.CTL&judged && g.Text == h.Text
	})
}

// alike reports whether two ends send the same, but for what is not judged.
func alike(a, b []fsm.Segment) bool {
	return slices.EqualFunc(a, b, func(g, h fsm.Segment) bool {
		const judged = fsm.SYN | fsm.FIN | fsm.RST | fsm.ACK
		return g.CTL&judged == h.CTL&judged && g.SEQ == h.SEQ && (g.ACK == h.ACK || !g.CTL.Has(fsm.ACK)) && g.Text == h.Text
	})
}
