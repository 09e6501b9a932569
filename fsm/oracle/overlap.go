package oracle

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A capture that is made where the end is: nothing is lost between the two, and what
// the end sends is seen in order. But a segment is seen before the end has processed
// it, so that what the end sends next may still be from before.
//
// Invariant: a connection lags by the arrivals that it has not processed, which are the
// last ones. It processes them in order, and sends what one of them demands before it
// processes the next. Which ACK answers which arrival does not show: of those that may
// not wait, one is enough before the end has had time.
//
//	  seen   in A   in B   out g
//	  h ---------------------+---- sends g ------------------> lags by A, B
//	                         +-- A --- sends g --------------> lags by B
//	                         +-- A --- B --- sends g --------> lags by none
//
// Example: a FIN with number 700 is seen, and then <SEQ=101><ACK=700><CTL=ACK>, which an
// end in CLOSE-WAIT does not send: it was on its way out when the FIN came in. What the
// end owes for the FIN, it still owes.
//
// When the end has had time, [Oracle.Quiet] says so, and nothing lags any more.

// wait notes an arrival, which the connections have not processed yet.
func (o *Oracle) wait(ev *fsm.Event) {
	w := &o.seen
	if w.credit = min(w.credit+1, maxOverlap); len(w.waiting) == maxOverlap {
		o.possible.become(slices.DeleteFunc(o.successors.processedBut(o.possible.set, maxOverlap-1), stuck))
		w.waiting = append(w.waiting[:0], w.waiting[1:]...)
	}
	w.waiting = append(w.waiting, arrived{*ev, w.sends})
	for i := range o.possible.set {
		h := &o.possible.set[i]
		h.lags = min(h.lags+1, maxOverlap)
	}
}

// stuck reports whether h still owes what it had to send long ago.
func stuck(h hypothesis) bool { return h.lags == maxOverlap }

// processed lets the connections process what they lag by, until they owe a segment.
func (o *Oracle) processed() {
	if !o.seen.overlaps {
		return
	}
	o.possible.become(o.successors.processed(o.possible.set))
	o.seen.waiting, o.seen.credit = o.seen.waiting[:0], 0
}

// Awaits reports whether g is what the end owes, and had to send at once: then it is late,
// and Quiet was not to be told before it. It makes a difference where [Options.Overlaps]
// is set.
func (o *Oracle) Awaits(g fsm.Segment) bool {
	s, p := &o.successors, &o.possible
	if p.lost || !o.seen.overlaps || len(s.silent(s.processed(p.set))) > 0 {
		return false
	}
	d := departure{Segment: g}
	o.seen.strip(&d)
	return slices.ContainsFunc(s.explain(p.set, &d), func(h hypothesis) bool { return h.lags == 0 && h.n == 0 })
}

// lags are connections and what they lag by.
type lags struct {
	set     []hypothesis
	waiting []arrived
}

// lagging returns what lags now.
func (o *Oracle) lagging() (l lags) {
	if o.seen.overlaps {
		l = lags{slices.Clone(o.possible.set), slices.Clone(o.seen.waiting)}
	}
	return l
}

// quietOtherwise explains that nothing was sent by a variant that was not followed: it
// was in l that it processed what waited. It reports whether that explains it.
func (o *Oracle) quietOtherwise(l lags) bool {
	if !o.seen.overlaps {
		return false
	}
	s := &o.successors
	o.seen.waiting = l.waiting
	list := s.silent(s.processed(s.others(l.set)))
	o.seen.waiting = l.waiting[:0]
	return o.possible.become(list)
}
