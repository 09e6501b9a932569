package fsm

// Text that came ahead of what is expected, until the gap before it is filled.
//
// Invariant: the runs are disjoint, ascending, not empty and apart from each other,
// and unused places are zero. So equal sets are equal values, and two connections
// that hold the same octets are one state.
//
//	octets   100  200  300  400  500  600  700  800  900
//	          |====|    |====|    |====|    |=========|
//	add                      |====|
//	          |====|    |==============|    |=========|
//
// Example: [100,200) [300,400) [500,600) [700,900) are four runs, all that there is
// room for. [1000,1100) is refused, and the set stays as it is. [400,500) touches two
// of them and makes one: [100,200) [300,600) [700,900). Now [1000,1100) fits.
//
//	Reach(350) = 600    how far text goes on from 350
//	Reach(650) = 650    nothing is held there
//	from(450)  = [450,600) [700,900) [1000,1100)
//
// Numbers wrap around: [4294967290,4) is one run of ten octets.

// MaxHeld is the number of disjoint runs of text that a connection holds
// beyond RCV.NXT. A segment that would need one more is not held; the peer
// sends it again.
const MaxHeld = 4

// A Run is the text [Lo, Hi).
type Run struct{ Lo, Hi Seq }

// Held is the set of octets that arrived ahead of RCV.NXT: disjoint runs in
// ascending order, none empty, none adjacent to the next. Unused places are
// zero, so equal sets are equal values.
type Held struct {
	runs [MaxHeld]Run
	n    uint8
}

// Runs returns the number of runs.
func (h *Held) Runs() int { return int(h.n) }

// Run returns the i-th run in ascending order.
func (h *Held) Run(i int) Run { return h.runs[i] }

// Add adds the text of r to the set and reports whether there was room for it;
// if not, the set stays as it is. It lets a connection be restored from another
// representation.
func (h *Held) Add(r Run) bool {
	u, fits := h.union(r.Lo, r.Hi)
	if fits {
		*h = u
	}
	return fits
}

// union returns the set together with [lo, hi), and whether it still fits.
// The result is meaningless when it does not.
func (h *Held) union(lo, hi Seq) (u Held, fits bool) {
	if lo == hi {
		return *h, true
	}
	i := 0
	for ; i < int(h.n) && h.runs[i].Hi.Less(lo); i++ {
		u.append(h.runs[i])
	}
	for ; i < int(h.n) && h.runs[i].Lo.LessEq(hi); i++ {
		lo, hi = earlier(lo, h.runs[i].Lo), later(hi, h.runs[i].Hi)
	}
	fits = u.append(Run{lo, hi})
	for ; i < int(h.n); i++ {
		fits = u.append(h.runs[i]) && fits
	}
	return u, fits
}

// from returns the octets of the set that are not before lo.
func (h *Held) from(lo Seq) (u Held) {
	for _, r := range h.runs[:h.n] {
		if lo.Less(r.Hi) {
			u.append(Run{later(lo, r.Lo), r.Hi})
		}
	}
	return u
}

// Reach returns how far the text goes on without a gap from lo: the end of the
// run that begins at or before lo and goes on beyond it, or lo if there is none.
func (h *Held) Reach(lo Seq) Seq {
	for _, r := range h.runs[:h.n] {
		if r.Lo.LessEq(lo) && lo.Less(r.Hi) {
			return r.Hi
		}
	}
	return lo
}

func (h *Held) append(r Run) bool {
	if h.n == MaxHeld {
		return false
	}
	h.runs[h.n] = r
	h.n++
	return true
}

func earlier(a, b Seq) Seq {
	if a.Less(b) {
		return a
	}
	return b
}

func later(a, b Seq) Seq {
	if a.Less(b) {
		return b
	}
	return a
}
