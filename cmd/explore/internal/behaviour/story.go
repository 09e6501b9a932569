// Package behaviour turns behaviours of the model into ladders: those that a
// search has found, and those that are taken one step after the other.
package behaviour

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// A teller tells what happens step by step.
type teller struct {
	model    *model.Model
	scenario *model.Scenario
	at       model.State
	n        int
	time     int64
	flying   [2][]flight    // per direction, in the order sent
	offered  map[int]uint32 // per end, the window in its last message
	many     bool           // an end has more than one incarnation
	sent     int            // messages so far
}

// A flight is a message that may be on its way.
type flight struct {
	ladder.Message
	packet    model.Packet
	delivered bool // at least once
}

// Trace tells a finite behaviour.
func Trace(m *model.Model, s *model.Scenario, title string, t checker.Trace[model.State]) *ladder.Ladder {
	k := newTeller(m, s, t)
	l := k.ladder(title)
	l.Steps = k.steps(t.Steps)
	return l
}

// Lasso tells an infinite behaviour.
func Lasso(m *model.Model, s *model.Scenario, title string, lasso checker.Lasso[model.State]) *ladder.Ladder {
	t := lasso.Stem
	t.Steps = append(t.Steps[:len(t.Steps):len(t.Steps)], lasso.Cycle...)
	k := newTeller(m, s, t)
	l := k.ladder(title)
	l.Endless = true
	l.Steps, l.Cycle = k.steps(lasso.Stem.Steps), k.steps(lasso.Cycle)
	return l
}

func newTeller(m *model.Model, s *model.Scenario, t checker.Trace[model.State]) *teller {
	k := &teller{model: m, scenario: s, at: t.Start, offered: map[int]uint32{}}
	for i := range s.Strays {
		for _, g := range s.Strays[i] {
			k.send(i, model.Packet{Segment: g, From: model.Past})
		}
	}
	for _, step := range t.Steps {
		v := m.View(step.State)
		k.many = k.many || v.A.Used > 1 || v.B.Used > 1
	}
	return k
}

func (k *teller) ladder(title string) *ladder.Ladder {
	l := &ladder.Ladder{Title: title, Ends: [2]string{"A", "B"}, Clock: k.scenario.Clock.MSL > 0, Start: k.moment()}
	l.Start.Flying = k.labels()
	l.Note = "Sequence numbers are relative to the first ISS of each end."
	if l.Clock {
		l.Note = fmt.Sprintf("Sequence numbers are relative to the first ISS of each end. Time is in ticks; MSL is %d.", k.scenario.Clock.MSL)
	}
	return l
}

func (k *teller) steps(all []checker.Step[model.State]) (out []ladder.Step) {
	for _, s := range all {
		out = append(out, k.step(s))
	}
	return out
}

// step tells one step and goes on to the state that it leads to.
func (k *teller) step(step checker.Step[model.State]) ladder.Step {
	x := k.model.Explain(k.at, step.Action, step.State)
	k.at = step.State
	k.n++
	out := ladder.Step{N: k.n, Time: k.time, End: x.End, After: k.moment()}
	switch {
	case x.Tick:
		k.time++
		out.Event = fmt.Sprintf("tick: time %d", k.time)
	case x.Expired:
		out.Event = "is at the end of its life"
	case len(x.Lost[0])+len(x.Lost[1]) > 0 && x.End < 0:
		out.Event = "is lost"
	case x.End < 0:
		out.Event = k.model.ActionName(step.Action)
	}
	if len(x.Happenings) > 0 {
		k.happenings(&out, &x)
	}
	for i := range x.Lost {
		for _, p := range x.Lost[i] {
			out.Lost = append(out.Lost, k.lose(i, p))
		}
	}
	// The model has them in any order; a ladder is the same whenever it is drawn.
	slices.SortFunc(out.Lost, func(a, b ladder.Message) int { return cmp.Compare(a.ID, b.ID) })
	k.forget()
	out.After.Flying = k.labels()
	return out
}

// labels lists what is on its way as a ladder calls it, with what a copy of has arrived.
func (k *teller) labels() (all [2][]string) {
	for i := range k.flying {
		for j := range k.flying[i] {
			f := &k.flying[i][j]
			text := fmt.Sprintf("[%d] %s", f.ID, f.Text)
			if f.delivered {
				text += " (again)"
			}
			all[i] = append(all[i], text)
		}
	}
	return all
}

// happenings tells what happens at an end.
func (k *teller) happenings(out *ladder.Step, x *model.Explanation) {
	first, last := &x.Happenings[0], &x.Happenings[len(x.Happenings)-1]
	out.Event = model.KindName(first.Kind)
	if p, ok := first.Arrival(); ok {
		out.Arrives = k.arrive(x, p)
		out.Arrives.Old = !x.Forged && k.old(x.End, &p, &last.After)
	}
	for i := range x.Happenings {
		h := &x.Happenings[i]
		out.Rules = append(out.Rules, h.Rules...)
		out.Tells = append(out.Tells, k.tells(h, i > 0)...)
		for _, p := range h.Sent {
			out.Sends = append(out.Sends, k.send(x.End, p))
		}
	}
	out.Changes = k.changes(x.End, &first.Before, &last.After)
}

// old reports whether a packet that reaches an end was sent by, or was meant
// for, an earlier incarnation than the present one.
func (k *teller) old(end int, p *model.Packet, e *model.End) bool {
	sender := k.model.View(k.at).End(k.other(end))
	return p.From > 0 && p.From < sender.Used || p.To > 0 && p.To < e.Used
}

// tells says what the user hears in a happening.
func (k *teller) tells(h *model.Happening, atOnce bool) (all []string) {
	if atOnce && h.Kind != fsm.Receive && (len(h.Sent) > 0 || h.Before.TCB != h.After.TCB) {
		all = append(all, "then "+model.KindName(h.Kind))
	}
	if h.After.Inc > 1 && h.After.Inc != h.Before.Inc {
		all = append(all, fmt.Sprintf("its connection #%d begins", h.After.Inc))
	}
	if h.Out.Delivered > 0 {
		all = append(all, fmt.Sprintf("the user receives %d octet(s)", h.Out.Delivered))
	}
	if h.Out.Signals != 0 {
		all = append(all, "the user is told: "+h.Out.Signals.String())
	}
	if r := h.Out.Reply; r != fsm.NoReply && r != fsm.OK {
		all = append(all, "answer: "+r.String())
	}
	if r := h.Out.Answered.Close; r == fsm.OK {
		all = append(all, "CLOSE is answered: ok")
	}
	return all
}

// send tells of a message that an end sends.
func (k *teller) send(end int, p model.Packet) ladder.Message {
	k.sent++
	m := ladder.Message{ID: k.sent, From: end, To: k.other(end), Segment: p.Segment}
	m.Text = k.segment(end, &p)
	k.flying[end] = append(k.flying[end], flight{Message: m, packet: p})
	return m
}

func (k *teller) other(end int) int {
	if k.scenario.Loopback {
		return end
	}
	return 1 - end
}

// arrive tells of a message that arrives: the oldest copy that has not arrived
// yet, if there is one.
func (k *teller) arrive(x *model.Explanation, p model.Packet) *ladder.Arrival {
	if x.Forged {
		k.sent++
		m := ladder.Message{ID: k.sent, From: -1, To: x.End, Segment: p.Segment}
		m.Text = k.segment(k.other(x.End), &p)
		return &ladder.Arrival{Message: m}
	}
	from := k.other(x.End)
	i := k.find(from, p)
	if i < 0 {
		panic(fmt.Sprintf("story: %v arrives and was not sent", p))
	}
	f := &k.flying[from][i]
	a := &ladder.Arrival{Message: f.Message, Again: f.delivered}
	f.delivered = true
	if !x.Kept {
		k.flying[from] = append(k.flying[from][:i:i], k.flying[from][i+1:]...)
	}
	return a
}

// find returns the place of a copy of a packet on its way, or -1.
func (k *teller) find(from int, p model.Packet) int {
	found := -1
	for i, f := range k.flying[from] {
		if f.packet == p && (found < 0 || k.flying[from][found].delivered && !f.delivered) {
			found = i
		}
	}
	return found
}

// lose tells of a message that is lost.
func (k *teller) lose(from int, p model.Packet) ladder.Message {
	i := k.find(from, p)
	if i < 0 {
		panic(fmt.Sprintf("story: %v is lost and was not sent", p))
	}
	m := k.flying[from][i].Message
	m.Arrived = k.flying[from][i].delivered
	k.flying[from] = append(k.flying[from][:i:i], k.flying[from][i+1:]...)
	return m
}

// forget drops the messages that are not on their way any more, without a word:
// their lifetime is over, or another copy stands for them.
func (k *teller) forget() {
	v := k.model.View(k.at)
	for i := range k.flying {
		there := map[model.Packet]bool{}
		for _, f := range v.Flights(i) {
			there[*f.Packet] = true
		}
		var left []flight
		for _, f := range k.flying[i] {
			if there[f.packet] {
				left = append(left, f)
			}
		}
		k.flying[i] = left
	}
}

// moment tells what there is.
func (k *teller) moment() (m ladder.Moment) {
	v := k.model.View(k.at)
	for i := range m.Ends {
		e := v.End(i)
		m.Ends[i] = ladder.End{State: e.TCB.State.String(), Fields: k.fields(i, e)}
		m.Network[i] = []string{}
		for _, f := range v.Flights(i) {
			text := f.Packet.String()
			if k.scenario.Clock.MSL > 0 {
				text += fmt.Sprintf(", age %d", f.Age)
			}
			m.Network[i] = append(m.Network[i], text)
		}
	}
	return m
}
