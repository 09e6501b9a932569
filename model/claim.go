package model

import (
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/tcpfsm/tcpfsm/checker"
)

// How the claims of properties are decided: what the checker asks in each state
// and step, and whether there was anything that a claim is about.

// breaches is a set of claims about single happenings, by their places among
// those that the model watches.
type breaches uint64

// maxClaims is how many claims about single happenings a set has room for.
const maxClaims = 64

// watch has the model look at what properties are about.
func (m *Model) watch(props []*Property) error {
	for _, p := range props {
		m.idles = m.idles || p.live()
		if p.Event != nil {
			m.claims = append(m.claims, p)
		}
	}
	if n := len(m.claims); n > maxClaims {
		return fmt.Errorf("%d properties of single events are too many for one question; ask about at most %d at a time", n, maxClaims)
	}
	m.witnessed = make([]atomic.Bool, len(m.claims))
	return nil
}

// breaches returns which claims a happening is about and which it breaks.
func (m *Model) breaches(h *Happening) (witnessed, broken breaches) {
	for i, p := range m.claims {
		if p.Event.When != nil && !p.Event.When(h) {
			continue
		}
		witnessed |= 1 << i
		if p.Event.Broken(h) {
			broken |= 1 << i
		}
	}
	return witnessed, broken
}

// claim makes the property that the checker decides. The property also notes
// whether When or From was ever true, so that a vacuous claim is noticed.
func (m *Model) claim(p *Property, fair Assumptions) checker.Property[State] {
	witnessed, view := new(atomic.Bool), m.viewer(m.asked[p])
	m.about[p] = witnessed
	switch {
	case p.Event != nil:
		bit := m.bit(p)
		m.toDecide |= bit
		return checker.StepInvariant(p.Name, func(_ *State, a checker.Action, _ *State) bool {
			mv := m.moveOf(a)
			return mv == nil || mv.broken&bit == 0
		})
	case p.State != nil:
		holds := func(view viewer, s *State) bool {
			v := view(s)
			return p.State.When != nil && !witness(witnessed, p.State.When(v)) || p.State.Holds(v)
		}
		return checker.Invariant(p.Name, func(s *State) bool {
			return holds(view, s) || m.asks(p, func(view viewer) bool { return holds(view, s) })
		})
	case p.Step != nil:
		holds := func(view viewer, s *State, a checker.Action, t *State) bool {
			before, mv, after := view(s), m.seen(a), view(t)
			return p.Step.When != nil && !witness(witnessed, p.Step.When(before, mv, after)) || p.Step.Holds(before, mv, after)
		}
		return checker.StepInvariant(p.Name, func(s *State, a checker.Action, t *State) bool {
			return holds(view, s, a, t) || m.asks(p, func(view viewer) bool { return holds(view, s, a, t) })
		})
	case p.Leads != nil:
		from, to := m.promise(p.Leads, witnessed)
		return checker.LeadsTo(p.Name, from, to, m.fairness(fair)...)
	case p.Can != nil:
		from, to := m.promise(&Promise{
			From: func(v View) bool { return v.s.Env != calm && p.Can.From(v) },
			To:   func(v View) bool { return p.Can.To(v) || v.crowded() }, // where something is left out nothing is said of what could come
		}, witnessed)
		return checker.Possible(p.Name, from, to)
	case p.Ends != nil:
		return checker.Terminal(p.Name, func(s *State) bool { return !witness(witnessed, s.Env != calm) || p.Ends(m.view(s)) })
	}
	return checker.Stabilizes(p.Name, func(s *State) uint64 { return p.Stays(m.view(s)) }, m.fairness(fair)...)
}

// promise makes the two sides of a promise. The checker asks in every state
// whether what is promised has come.
func (m *Model) promise(p *Promise, witnessed *atomic.Bool) (from, to func(*State) bool) {
	from = func(s *State) bool { return p.From(m.view(s)) }
	to = func(s *State) bool {
		v := m.view(s)
		witness(witnessed, p.From(v))
		return p.To(v)
	}
	return from, to
}

// witness notes that something was explored that a claim is about, if it was, and
// returns whether it was. The claim is not vacuous then.
func witness(witnessed *atomic.Bool, is bool) bool {
	if is && !witnessed.Load() {
		witnessed.Store(true)
	}
	return is
}

// vacuous reports whether p is about nothing that was explored: its When or From
// was never true.
func (m *Model) vacuous(p *Property) bool {
	switch {
	case p.Event != nil:
		return !m.witnessed[slices.Index(m.claims, p)].Load()
	case p.State != nil && p.State.When == nil, p.Step != nil && p.Step.When == nil, p.Stays != nil:
		return false
	}
	return !m.about[p].Load()
}

// bit returns the bit of a claim about single happenings.
func (m *Model) bit(p *Property) breaches { return 1 << slices.Index(m.claims, p) }

// seen returns the step that an action stands for.
func (m *Model) seen(a checker.Action) Move {
	mv := m.moveOf(a)
	if mv == nil {
		return Move{End: -1}
	}
	return m.seenMove(mv)
}

// seenMove returns a move as a property of steps sees it.
func (m *Model) seenMove(mv *move) Move {
	seen := Move{End: int(m.ends.at(mv.from).Side), Kind: mv.in.kind}
	if mv.in.packet != 0 {
		seen.Packet = m.packets.at(mv.in.packet)
	}
	return seen
}
