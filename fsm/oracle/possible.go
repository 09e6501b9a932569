package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// The set of connections that may be.
//
// Invariant: no two connections of the set are the same; the first is the likeliest
// and is the one that verdicts speak of. When the set outgrows the limit, the rest
// is dropped and cut says so, for good: a connection that is not followed may be
// the one that explains what comes, so that nothing is ever decided again.
//
//	  list that explains g           set
//	  ESTABLISHED 501 {1}      --->  ESTABLISHED 501 {1,3}
//	  CLOSE-WAIT  502 {1}            CLOSE-WAIT  502 {1}, late={a,b}
//	  ESTABLISHED 501 {3}
//	  CLOSE-WAIT  502 {1}, late={a}
//	  CLOSE-WAIT  502 {1}, late={b}
//
// Example, above: what is the same under variants 1 and 3 is one connection with
// both. What differs in nothing but arrivals that are late is one too: whoever may
// process more may process less. In braces are the variants under which each is
// possible; the first variant of the whole set is the one that the end is said to
// follow.

// possible is the set of connections that the observations leave possible, the
// likeliest first.
type possible struct {
	set   []hypothesis
	limit int
	cut   bool // more were possible than are followed

	best    int  // the first variant that explains everything so far
	lost    bool // nothing is known; the next segment out tells
	guessed bool // the set was made of one segment, in the middle

	seen *seen
}

// forget says that any connection is possible.
func (p *possible) forget() {
	p.set, p.lost, p.guessed = p.set[:0], true, true
	p.seen.windows = windows{}
}

// become makes list the set, and reports whether it holds anything. If not, the
// set stays.
func (p *possible) become(list []hypothesis) bool {
	if len(list) == 0 {
		return false
	}
	p.set = p.distinct(p.set[:0], list)
	return true
}

// distinct adds list to set, each possibility once, and cuts set at the limit.
func (p *possible) distinct(set, list []hypothesis) []hypothesis {
	for i := range list {
		set = p.enter(set, &list[i])
	}
	if len(set) > p.limit {
		set, p.cut = set[:p.limit], true
	}
	return set
}

// enter adds h to set. Of two that differ only in what they have yet to process
// one is kept, which has yet to process both.
func (p *possible) enter(set []hypothesis, h *hypothesis) []hypothesis {
	if h.late != 0 && h.c.State.Synchronized() {
		h.late &^= p.seen.spent(&h.c)
	}
	for i := range set { // sets are small: a scan costs less than a hash of each
		at := &set[i]
		late := h.late
		h.late = at.late
		if at.possibility == h.possibility {
			at.by = at.by.with(h.by)
			at.late |= late // whoever may process more may process less
			return set
		}
		h.late = late
	}
	return append(set, *h)
}

// forgive strikes out the ACKs that may not wait: they have come.
func (p *possible) forgive() {
	for i := range p.set {
		p.set[i].must = false
	}
}

// states is the set of states of the connections.
func (p *possible) states() (set fsm.States) {
	for i := range p.set {
		set |= fsm.StatesOf(p.set[i].c.State)
	}
	return set
}

// by is the set of variants under which anything is possible.
func (p *possible) by() (by variantSet) {
	for i := range p.set {
		by = by.with(p.set[i].by)
	}
	return by
}
