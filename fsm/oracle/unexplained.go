package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// doubtful is the number of observations on which a gap casts doubt: what is
// not explained there may follow from what is missing.
const doubtful = 64

// thorough is the number of connections, the likeliest, that are looked at
// closely when nothing explains a segment on a wire: whether they have processed
// an arrival twice, and whether another variant explains it.
const thorough = 16

// unexplained judges a segment that nothing explains under the variants
// followed so far.
func (o *Oracle) unexplained(x *observation, g *departure) Verdict {
	far := o.seen.far()
	switch {
	case far && (o.seen.older(g) || o.wasOvertaken(g)):
		return o.passed(x)
	case far && o.seen.unheard(g):
		return o.gap(x, g)
	case o.seen.onWire() && (o.again(g) || o.widen(g)), o.replay():
		o.announce(&x.g)
		return o.settle(x)
	case far && o.unopened(g):
		return o.gap(x, g)
	}
	v := o.object(x, g)
	o.adopt(&x.g)
	return v
}

// object makes the verdict that nothing explains g, or that it cannot be told
// whether anything does.
func (o *Oracle) object(x *observation, g *departure) Verdict {
	v := o.deviates(x, o.possible.expected())
	switch {
	case o.seen.onWire() && len(o.possible.set) > thorough:
		return undecided(x.String(), cutReason)
	case o.seen.onWire() && o.seen.fastOpen(g):
		return undecided(x.String(), "text on a SYN that is not held back, as in Fast Open (RFC 7413), is outside the table")
	case v.Kind == Deviates:
		o.accuse(v.Finding, g)
	}
	if o.doubt > 0 && v.Kind == Deviates {
		v.Kind, v.Finding.Reason = Undecided, "it may follow from what is missing"
	}
	return v
}

// again explains g by an arrival that was processed twice.
func (o *Oracle) again(g *departure) bool {
	set := o.possible.set
	return o.explained(o.successors.explainAgain(set[:min(len(set), thorough)], g))
}

// widen tries the variants that are not followed.
func (o *Oracle) widen(g *departure) bool {
	var others []hypothesis
	for _, h := range o.possible.set[:min(len(o.possible.set), thorough)] {
		if h.by = o.all().without(h.by); !h.by.empty() {
			others = append(others, h)
		}
	}
	return o.explained(o.successors.explain(others, g))
}

// explained makes list the set if it explains anything, and reports whether it
// does. If not, the set stays.
func (o *Oracle) explained(list []hypothesis) bool {
	if len(list) == 0 {
		return false
	}
	o.possible.become(list)
	return true
}

// unopened reports whether g comes from a connection whose SYN nobody saw.
func (o *Oracle) unopened(g *departure) bool {
	if g.CTL&(fsm.SYN|fsm.RST) != 0 {
		return false
	}
	for i := range o.possible.set {
		if o.possible.set[i].anyISS {
			return true
		}
	}
	return !o.seen.spoken
}

// gap goes on behind segments that are missing, which g tells of.
func (o *Oracle) gap(x *observation, g *departure) Verdict {
	reason := "the opening of this end was not observed"
	for i := range o.possible.set {
		if assume(&o.possible.set[i].c, g) {
			reason = "it acknowledges segments that were not observed"
		}
	}
	o.doubt = doubtful
	if o.explained(o.successors.explain(o.possible.set, g)) {
		o.announce(&x.g)
	} else {
		o.adopt(&x.g)
	}
	return undecided(x.String(), reason)
}

// assume lets c have received up to SEG.ACK of g, and reports whether that is
// news.
func assume(c *fsm.TCB, g *departure) bool {
	if !c.State.Synchronized() || c.RCV.FINTaken || !c.RCV.NXT.Less(g.ACK) {
		return false
	}
	c.RCV.WND -= min(c.RCV.WND, g.ACK.Sub(c.RCV.NXT))
	c.RCV.NXT = g.ACK
	c.RCV.Held, c.RCV.FINHeld = fsm.Held{}, false
	return true
}
