package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// Far from an end, segments that it sent are seen in another order. For text that
// is no matter: the numbers say where it belongs. A SYN or RST ends or begins a
// connection, and what was sent before it belongs to another.
//
// Invariant: overtaken holds the connections as they were before the last segments
// that turn (begin or end one), the latest first, no more than the limit.
//
//	  sent by the end:   DATA=10 SEQ=101     RST SEQ=111
//	                          \             /
//	                           \  overtakes
//	                            \         /
//	  seen:                RST SEQ=111     DATA=10 SEQ=101
//	                        |               |
//	  set                  {CLOSED}         {CLOSED}: explains no text
//	  overtaken            {ESTABLISHED}    {ESTABLISHED}: explains it
//
// Example: the RST above makes the set {CLOSED}. The text that comes after it is
// explained by a connection in overtaken: it was sent before, and tells nothing of
// the end as it is now. The connection in overtaken goes on with SND.NXT=111.

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
	for i := range o.overtaken {
		if o.overtaken[i].c.State.Synchronized() {
			return true
		}
	}
	return false
}

// explainNow makes the set what may have sent g, and reports whether anything
// may. If g may as well have been overtaken by an earlier segment that turns, it
// tells nothing: what was possible before it is still. If g turns itself, it may
// have overtaken what was sent before.
func (o *Oracle) explainNow(g *departure) bool {
	p, s := &o.possible, &o.successors
	turns := o.turns(g)
	keep := turns || o.mayBeOld(g)
	if keep {
		s.kept = append(s.kept[:0], p.set...)
	}
	list := s.explain(p.set, g)
	if !p.become(list) {
		return false
	}
	if keep && o.wasOvertaken(g) {
		for i := range s.kept {
			p.set = p.enter(p.set, &s.kept[i])
		}
	}
	if turns {
		earlier := o.overtaken
		o.overtaken = append(s.kept, earlier[:min(len(earlier), max(0, min(p.limit, thorough)-len(s.kept)))]...)
		s.kept = earlier[:0]
	}
	return true
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
