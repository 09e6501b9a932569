package oracle

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// turns reports whether a connection begins or ends with g, so that what was sent
// before and is seen later, far away, looks out of place.
func (o *Oracle) turns(g *departure) bool {
	return o.seen.far() && (g.CTL.Has(fsm.SYN) || g.CTL.Has(fsm.RST) && o.possible.states() != fsm.StatesOf(fsm.Closed))
}

// mayBeOld reports whether one of the connections that were overtaken sends such
// segments as g.
func (o *Oracle) mayBeOld(g *departure) bool {
	if g.CTL&(fsm.RST|fsm.SYN) != 0 {
		return len(o.overtaken) > 0
	}
	return slices.ContainsFunc(o.overtaken, func(h hypothesis) bool { return h.c.State.Synchronized() })
}

// explainFar makes the set what may have sent g now, and reports whether anything
// may. It reports too whether g may have been sent before a segment that has
// overtaken it: then g tells nothing. If g turns itself, it may have overtaken
// what was sent before.
func (o *Oracle) explainFar(g *departure) (now, before bool) {
	p, s := &o.possible, &o.successors
	turns, old := o.turns(g), o.mayBeOld(g)
	if turns || old {
		s.kept = append(s.kept[:0], p.set...)
	}
	list := s.explain(p.set, g)
	now = p.become(list)
	before = old && (now || g.excuse != older) && o.wasOvertaken(g)
	if now && before {
		for i := range s.kept {
			p.set = p.enter(p.set, &s.kept[i])
		}
	}
	if now && turns {
		earlier := o.overtaken
		o.overtaken = append(s.kept, earlier[:min(len(earlier), max(0, p.limit-len(s.kept)))]...)
		s.kept = earlier[:0]
	}
	return now, before
}

// wasOvertaken reports whether g was sent before the last RST or SYN, which has
// overtaken it, or is that segment another time.
func (o *Oracle) wasOvertaken(g *departure) bool {
	list := o.successors.explain(o.overtaken, g)
	if len(list) == 0 {
		return false
	}
	set := o.possible.distinct(nil, list)
	if g.CTL&(fsm.RST|fsm.SYN) == 0 {
		o.overtaken = set
	}
	return true
}
