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

// claimAll makes the properties that the checker decides, each under the fairness that
// is assumed for it. Those that are about events and steps are asked together.
func (m *Model) claimAll(props []*Property, fair map[*Property]Assumptions) (all []checker.Property[State]) {
	joint := map[string]checker.Property[State]{}
	for _, c := range slices.Concat(m.claimEvents(props), m.claimSteps(props)) {
		joint[c.Name()] = c
	}
	for _, p := range props {
		c, ok := joint[p.Name]
		if !ok {
			c = m.claim(p, fair[p])
		}
		all = append(all, c)
	}
	return all
}

// claimEvents makes those that are about events, which were decided when the move was
// made.
func (m *Model) claimEvents(props []*Property) []checker.Property[State] {
	var names []string
	for _, p := range m.claims {
		names = append(names, p.Name)
	}
	for _, p := range props {
		if p.Event != nil {
			m.about[p], m.toDecide = new(atomic.Bool), m.toDecide|m.bit(p)
		}
	}
	return checker.StepInvariants(names, func(_ *State, a checker.Action, _ *State) uint64 {
		if mv := m.moveOf(a); mv != nil {
			return uint64(mv.broken)
		}
		return 0
	})
}

// claimSteps makes those that are about steps, for which a step is looked at once.
func (m *Model) claimSteps(props []*Property) (all []checker.Property[State]) {
	props = slices.DeleteFunc(slices.Clone(props), func(p *Property) bool { return p.Step == nil })
	for some := range slices.Chunk(props, maxClaims) {
		var names []string
		var broken []func(before View, mv Move, after View) bool
		for _, p := range some {
			names, broken = append(names, p.Name), append(broken, m.claimStep(p))
		}
		all = append(all, checker.StepInvariants(names, func(s *State, a checker.Action, t *State) (set uint64) {
			before, mv, after := m.view(s), m.seen(a), m.view(t)
			for i := range broken {
				if broken[i](before, mv, after) {
					set |= 1 << i
				}
			}
			return set
		})...)
	}
	return all
}

// claimStep returns whether a step breaks what is claimed of steps.
func (m *Model) claimStep(p *Property) func(before View, mv Move, after View) bool {
	witnessed, asked := new(atomic.Bool), m.asked[p]
	m.about[p] = witnessed
	holds := func(asked *atomic.Bool, before View, mv Move, after View) bool {
		before.asked, after.asked = asked, asked
		return p.Step.When != nil && !witness(witnessed, p.Step.When(before, mv, after)) || p.Step.Holds(before, mv, after)
	}
	return func(before View, mv Move, after View) bool {
		return !holds(asked, before, mv, after) &&
			!m.asks(p, func(asked *atomic.Bool) { holds(asked, before, mv, after) })
	}
}

// claim makes the property that the checker decides, if it is not about events or
// steps. The property also notes whether When or From was ever true, so that a
// vacuous claim is noticed.
func (m *Model) claim(p *Property, fair Assumptions) checker.Property[State] {
	witnessed, asked := new(atomic.Bool), m.asked[p]
	m.about[p] = witnessed
	switch {
	case p.State != nil:
		holds := func(asked *atomic.Bool, s *State) bool {
			v := m.blindView(s, asked)
			return p.State.When != nil && !witness(witnessed, p.State.When(v)) || p.State.Holds(v)
		}
		return checker.Invariant(p.Name, func(s *State) bool {
			return holds(asked, s) || m.asks(p, func(asked *atomic.Bool) { holds(asked, s) })
		})
	case p.Leads != nil:
		sides := m.sides(p.Leads)
		return checker.LeadsTo(p.Name, func(s *State) bool { return sides(s)&waits != 0 }, func(s *State) bool {
			is := sides(s)
			witness(witnessed, is&waits != 0)
			return is&kept != 0
		}, m.fairness(fair)...)
	case p.Can != nil:
		sides := m.sides(p.Can)
		from := func(s *State, is uint32) bool { return s.Env != calm && is&waits != 0 }
		return checker.Possible(p.Name, func(s *State) bool { return from(s, sides(s)) }, func(s *State) bool {
			is := sides(s)
			witness(witnessed, from(s, is))
			return is&kept != 0 || m.crowded(s) // where something is left out nothing is said of what could come
		})
	case p.Ends != nil:
		return checker.Terminal(p.Name, func(s *State) bool { return !witness(witnessed, s.Env != calm) || p.Ends(m.view(s)) })
	}
	return checker.Stabilizes(p.Name, func(s *State) uint64 { return p.Stays(m.view(s)) }, m.fairness(fair)...)
}

// What a state is to a promise.
const (
	waits      uint32 = 1 << iota // From is true of it
	kept                          // To is true of it
	known                         // it depends on the ends alone
	unknowable                    // it depends on what is on its way
)

// sides returns the function that says what a state is to a promise. Most ask about the
// ends alone, of which there are few pairs: it is remembered for each. The checker
// asks in every state.
func (m *Model) sides(p *Promise) func(*State) uint32 {
	look := func(v View) (is uint32) {
		if p.From(v) {
			is |= waits
		}
		if p.To(v) {
			is |= kept
		}
		return is
	}
	remembered := new(memo)
	return func(s *State) uint32 {
		key := pair(s.End[0], s.End[1])
		is := remembered.get(key)
		if is == 0 {
			v := m.blindView(s, new(atomic.Bool))
			if is = look(v) | known; v.asked.Load() {
				is = unknowable
			}
			is = remembered.put(key, is)
		}
		if is == unknowable {
			return look(m.view(s))
		}
		return is
	}
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
