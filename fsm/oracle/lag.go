package oracle

import "slices"

// What becomes of connections that lag: they have not processed the last arrivals that
// were seen at the end.
//
// Invariant: h.lags arrivals, the last ones of those that wait, are still to be processed
// by h, in order; who owes a segment sends it first.
//
//	  lags 2            lags 1            lags 0
//	  h --- A --------> h' --- B -------> h''
//	  |                 |                 |
//	  sends g           sends g           sends g
//
// overlap.go has the picture of what is seen, and its example.

// maxOverlap is how many arrivals may wait to be processed.
const maxOverlap = 16

// processedBut returns what becomes of set when it processes all but the last n of
// what waits, as far as it may before it sends what it owes.
func (s *successors) processedBut(set []hypothesis, n int) []hypothesis {
	list := append([]hypothesis(nil), set...)
	for lags := maxOverlap; lags > n; lags-- {
		list = s.processNext(list, uint8(lags))
	}
	return list
}

// processed returns what becomes of set when it has had time to process what waits; what
// it owes then is due, whatever else it lags by.
func (s *successors) processed(set []hypothesis) []hypothesis {
	list := s.processedBut(set, 0)
	for i := range list {
		list[i].lags = 0
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
		begin, in := len(next), &s.seen.waiting[len(s.seen.waiting)-int(lags)]
		next = s.process(next, &h, &in.Event)
		for j := begin; j < len(next); j++ {
			next[j].lags = lags - 1
			next[j].must = next[j].must && s.seen.sends == in.sends // what has left since may have been the answer
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
