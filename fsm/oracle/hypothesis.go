package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// maxOwed bounds the segments that a connection owes at a time.
const maxOwed = 4

// A possibility is a connection as it may be.
type possibility struct {
	c fsm.TCB

	late   uint16 // places of arrivals that the connection has not processed
	lags   uint8  // how many of the last arrivals the connection has not processed
	anyISS bool   // ISS is not known before a SYN is seen
	ack    bool   // an ACK is owed that may wait
	must   bool   // and one that may not, where arrivals overlap with what is sent
	n      uint8  // how many segments are owed that may not
	owed   [maxOwed]fsm.Segment
}

// A hypothesis is a possibility, the variants under which it is one, and how
// the connection came there.
type hypothesis struct {
	possibility
	by     variantSet
	rule   fsm.RuleID // the telling rule of the last step
	judged bool       // rule says something
}

// owe notes that h has to send g, and reports whether another segment was
// forgotten for it.
func (h *hypothesis) owe(g fsm.Segment) (forgot bool) {
	if forgot = h.n == maxOwed; forgot {
		copy(h.owed[:], h.owed[1:])
		h.n--
	}
	h.owed[h.n] = g
	h.n++
	return forgot
}

// strike removes the segment that h owes in place i.
func (h *hypothesis) strike(i int) {
	h.n--
	copy(h.owed[i:], h.owed[i+1:])
	h.owed[maxOwed-1] = fsm.Segment{}
}

// forgive strikes out all that h owes: on a wire nobody knows when it comes.
func (h *hypothesis) forgive() {
	h.ack, h.must, h.n, h.owed = false, false, 0, [maxOwed]fsm.Segment{}
}

// owesSYN reports whether h owes a SYN or SYN,ACK.
func (h *hypothesis) owesSYN() bool {
	for _, g := range h.owed[:h.n] {
		if g.CTL.Has(fsm.SYN) {
			return true
		}
	}
	return false
}
