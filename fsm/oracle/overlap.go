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

// maxOverlap is how many arrivals may wait to be processed.
const maxOverlap = 16

// wait notes an arrival, which the connections have not processed yet.
func (o *Oracle) wait(ev *fsm.Event) {
	w := &o.seen
	if w.credit = min(w.credit+1, maxOverlap); len(w.waiting) == maxOverlap {
		o.possible.become(slices.DeleteFunc(o.successors.processedBut(o.possible.set, maxOverlap-1), stuck))
		w.waiting = append(w.waiting[:0], w.waiting[1:]...)
	}
	w.waiting = append(w.waiting, *ev)
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
	o.possible.become(o.successors.processedBut(o.possible.set, 0))
	for i := range o.possible.set {
		o.possible.set[i].lags = 0
	}
	o.seen.waiting, o.seen.credit = o.seen.waiting[:0], 0
}

// lags are connections and what they lag by.
type lags struct {
	set     []hypothesis
	waiting []fsm.Event
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
	list := s.silent(s.processedBut(s.others(l.set), 0))
	o.seen.waiting = l.waiting[:0]
	for i := range list {
		list[i].lags = 0
	}
	return o.possible.become(list)
}

// processedBut returns what becomes of set when it processes all but the last n of
// what waits, as far as it may before it sends what it owes.
func (s *successors) processedBut(set []hypothesis, n int) []hypothesis {
	list := append([]hypothesis(nil), set...)
	for lags := maxOverlap; lags > n; lags-- {
		list = s.processNext(list, uint8(lags))
	}
	return list
}

// processNext lets those of the list that lag by so much, and owe nothing, process the
// oldest arrival that they lag by.
func (s *successors) processNext(list []hypothesis, lags uint8) []hypothesis {
	var next []hypothesis
	kept := list[:0]
	for i := range list {
		h := list[i]
		if h.lags != lags || h.n > 0 {
			kept = append(kept, h)
			continue
		}
		begin := len(next)
		next = s.process(next, &h, &s.seen.waiting[len(s.seen.waiting)-int(lags)])
		for j := begin; j < len(next); j++ {
			next[j].lags = lags - 1
		}
	}
	return s.join(kept, next)
}

// join adds the list to set, each connection once, as many as are followed.
func (s *successors) join(set, list []hypothesis) []hypothesis {
	for i := range list {
		at := slices.IndexFunc(set, func(h hypothesis) bool { return h.possibility == list[i].possibility })
		switch {
		case at >= 0:
			set[at].by = set[at].by.with(list[i].by)
		case len(set) < DefaultLimit:
			set = append(set, list[i])
		default:
			s.forgot = true
		}
	}
	return set
}

// explainLagging is explain where connections lag: they send g as they are, or once
// they have processed some of what they lag by. Text and ACKs leave as well before as
// behind what is processed: of these the connection that lags most is enough, since it
// may process the rest later, and those that have sent what an arrival demands.
func (s *successors) explainLagging(set []hypothesis, g *departure) (list []hypothesis) {
	for _, h := range set {
		list = s.sendsLagging(list, h, g)
	}
	if !g.CTL.Has(fsm.RST) || len(list) == 0 {
		return list
	}
	for _, h := range s.others(set) { // who explains a RST as an ABORT owes another for what waits
		if h.lags > 0 {
			list = s.sendsLagging(list, h, g)
		}
	}
	return list
}

// sendsLagging explains g as something that h sends.
func (s *successors) sendsLagging(list []hypothesis, h hypothesis, g *departure) []hypothesis {
	settles := g.CTL&(fsm.SYN|fsm.FIN|fsm.RST) == 0
	at, enough := []hypothesis{h}, false
	for lags := h.lags; ; lags-- {
		found := false
		for i := range at {
			if h := &at[i]; h.lags == lags && (!enough || h.n > 0) {
				sent := s.explainOne(nil, h, g, 0)
				found = found || len(sent) > 0
				list = s.join(list, sent)
			}
		}
		if lags == 0 {
			return list
		}
		enough = enough || found && settles
		at = s.processNext(at, lags)
	}
}
