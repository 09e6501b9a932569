package oracle

import (
	"math"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// maxOwed bounds the debts that a connection has at a time.
const maxOwed = 4

// A debt is what a connection has to send before it is quiet.
type debt struct {
	fsm.Segment       // as the table sends it
	kind        owing // what else pays it
	more        uint8 // how often it is owed beyond the first time
}

// ack says whether an ACK is owed that may wait.
type ack uint8

const (
	noACK      ack = iota
	perhapsACK     // if the window has opened, which the end knows
	surelyACK      // something new has been received
)

// A possibility is a connection as it may be.
type possibility struct {
	c fsm.TCB

	late   uint16 // places of arrivals that the connection has not processed
	lags   uint8  // how many of the last arrivals the connection has not processed
	anyISS bool   // ISS is not known before a SYN is seen
	ack    ack    // whether an ACK is owed that may wait
	must   bool   // and one that may not, where arrivals overlap with what is sent
	n      uint8  // how many debts there are, which may not
	owed   [maxOwed]debt
}

// A hypothesis is a possibility, the variants under which it is one, and how
// the connection came there.
type hypothesis struct {
	possibility
	by     variantSet
	rule   fsm.RuleID // the telling rule of the last step
	judged bool       // rule says something

	why     [maxOwed]fsm.RuleID // what each debt comes of
	counted fsm.RuleID          // the telling rule of the step that counted what arrived last

	challenged bool // a challenge ACK has been sent
}

// owe notes that h has to send g because of its last step, and reports whether
// another debt was forgotten for it. What is owed twice is one debt; a timeout
// that strikes twice asks for no more than one segment.
func (h *hypothesis) owe(g fsm.Segment, kind owing) (forgot bool) {
	for i := range h.owed[:h.n] {
		if d := &h.owed[i]; d.Segment == g && d.kind == kind {
			if forgot = kind == answer && d.more == math.MaxUint8; kind == answer && !forgot {
				d.more++
			}
			return forgot
		}
	}
	if forgot = h.n == maxOwed; forgot {
		h.remove(0)
	}
	h.owed[h.n], h.why[h.n] = debt{Segment: g, kind: kind}, h.rule
	h.n++
	return forgot
}

// strike notes that h has paid the debt in place i once.
func (h *hypothesis) strike(i int) {
	if h.owed[i].more > 0 {
		h.owed[i].more--
		return
	}
	h.remove(i)
}

// remove forgets the debt in place i.
func (h *hypothesis) remove(i int) {
	h.n--
	copy(h.owed[i:], h.owed[i+1:])
	copy(h.why[i:], h.why[i+1:])
	h.owed[maxOwed-1] = debt{}
}

// forgive strikes out all that h owes: on a wire nobody knows when it comes.
func (h *hypothesis) forgive() {
	h.ack, h.must, h.n, h.owed = noACK, false, 0, [maxOwed]debt{}
}

// owesSYN reports whether h owes a SYN or SYN,ACK as an answer.
func (h *hypothesis) owesSYN() bool {
	for _, d := range h.owed[:h.n] {
		if d.kind == answer && d.CTL.Has(fsm.SYN) {
			return true
		}
	}
	return false
}
