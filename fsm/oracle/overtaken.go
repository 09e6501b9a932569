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

// explainFar is explained for a segment that may have overtaken others, or have
// been overtaken by them.
func (o *Oracle) explainFar(g *departure) bool {
	turns := o.turns(g)
	if !turns && !o.mayBeOld(g) {
		return o.explained(o.successors.explain(o.possible.set, g))
	}
	o.successors.kept = append(o.successors.kept[:0], o.possible.set...)
	if !o.explained(o.successors.explain(o.possible.set, g)) {
		return false
	}
	o.overtakes(g, turns)
	return true
}

// overtakes looks again at what explains g; kept is the set before it. If g may
// as well have been overtaken by an earlier segment that turns, it tells
// nothing. If g turns itself, it may have overtaken what was sent before.
func (o *Oracle) overtakes(g *departure, turns bool) {
	p := &o.possible
	if o.wasOvertaken(g) {
		for i := range o.successors.kept {
			p.set = p.enter(p.set, &o.successors.kept[i])
		}
	}
	if turns {
		earlier := o.overtaken
		o.overtaken = append(o.successors.kept, earlier[:min(len(earlier), max(0, p.limit-len(o.successors.kept)))]...)
		o.successors.kept = earlier[:0]
	}
}

// wasOvertaken reports whether g was sent before the last RST or SYN, which has
// overtaken it, or is that segment another time.
func (o *Oracle) wasOvertaken(g *departure) bool {
	if !o.mayBeOld(g) {
		return false
	}
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
