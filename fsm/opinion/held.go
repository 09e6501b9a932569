package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// withRun returns what is held together with the text [lo, hi), and whether that
// is no more runs than there is room for.
func withRun(h *fsm.Held, lo, hi fsm.Seq) (fsm.Held, bool) {
	if lo == hi {
		return *h, true
	}
	var apart [fsm.MaxHeld]fsm.Run
	n := 0
	for i := range h.Runs() {
		r := h.Run(i)
		if before(hi, r.Lo) || before(r.Hi, lo) {
			apart[n] = r
			n++
			continue
		}
		if before(r.Lo, lo) {
			lo = r.Lo
		}
		hi = latest(hi, r.Hi)
	}
	var all fsm.Held
	added := false
	for _, r := range apart[:n] {
		if !added && before(hi, r.Lo) {
			added = all.Add(fsm.Run{Lo: lo, Hi: hi})
		}
		if !all.Add(r) {
			return all, false
		}
	}
	return all, added || all.Add(fsm.Run{Lo: lo, Hi: hi})
}

// runsFrom returns what of h is not before lo.
func runsFrom(h *fsm.Held, lo fsm.Seq) (rest fsm.Held) {
	for i := range h.Runs() {
		if r := h.Run(i); before(lo, r.Hi) {
			rest.Add(fsm.Run{Lo: latest(lo, r.Lo), Hi: r.Hi})
		}
	}
	return rest
}

// reach returns how far text goes on from lo without a gap.
func reach(h *fsm.Held, lo fsm.Seq) fsm.Seq {
	for i := range h.Runs() {
		if r := h.Run(i); upTo(r.Lo, lo) && before(lo, r.Hi) {
			return r.Hi
		}
	}
	return lo
}
