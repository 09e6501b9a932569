package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// maxRuns bounds the runs of a textSet. When there are more, the gap between
// the two lowest is filled: the set then allows more than arrived.
const maxRuns = 64

// A textSet is the text that arrived and that the table does not hold: it holds
// a few runs, or only what fits its window. A stack may have held it; its
// acknowledgments tell. Runs are disjoint and ascending.
type textSet struct{ runs []fsm.Run }

// add enters the text [lo, hi) into the set.
func (s *textSet) add(lo, hi fsm.Seq) {
	if lo == hi {
		return
	}
	i := 0
	for i < len(s.runs) && s.runs[i].Hi.Less(lo) {
		i++
	}
	j := i
	for j < len(s.runs) && s.runs[j].Lo.LessEq(hi) {
		if s.runs[j].Lo.Less(lo) {
			lo = s.runs[j].Lo
		}
		if hi.Less(s.runs[j].Hi) {
			hi = s.runs[j].Hi
		}
		j++
	}
	s.replace(i, j, fsm.Run{Lo: lo, Hi: hi})
	if len(s.runs) > maxRuns {
		s.replace(0, 2, fsm.Run{Lo: s.runs[0].Lo, Hi: s.runs[1].Hi})
	}
}

// replace puts r in the place of the runs [i, j).
func (s *textSet) replace(i, j int, r fsm.Run) {
	if i == j {
		s.runs = append(s.runs, fsm.Run{})
		copy(s.runs[i+1:], s.runs[i:])
		s.runs[i] = r
		return
	}
	s.runs[i] = r
	s.runs = append(s.runs[:i+1], s.runs[j:]...)
}

// forget removes what lies before lo.
func (s *textSet) forget(lo fsm.Seq) {
	n := 0
	for n < len(s.runs) && s.runs[n].Hi.LessEq(lo) {
		n++
	}
	if n > 0 {
		s.runs = append(s.runs[:0], s.runs[n:]...)
	}
}

// reach returns how far the text goes on without a gap from lo.
func (s *textSet) reach(lo fsm.Seq) fsm.Seq {
	for _, r := range s.runs {
		if r.Lo.LessEq(lo) && lo.Less(r.Hi) {
			return r.Hi
		}
	}
	return lo
}
