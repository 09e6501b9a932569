// Package transitions derives the changes of state from the table: which state an
// event leads to from which, by which rules, and what is sent. Nothing here
// lists a transition.
package transitions

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// An Edge is a change of state by one event.
type Edge struct {
	From, To fsm.State
	Through  []fsm.State // states passed within the event
	Event    fsm.EventKind
	Cause    string   // as in "rcv ACK of FIN" or "2MSL timeout"
	Sends    []string // control bits of what is sent, as in "SYN,ACK"
	Later    []string // control bits of what a TRANSMIT sends as a consequence
	Signals  []string // what the user is told
	Rules    []string // the rules that change the state, in order
}

// Composite reports whether the event passes other states on its way.
func (e *Edge) Composite() bool { return len(e.Through) > 0 }

// Disrupts reports whether the edge ends or undoes a connection against the
// normal course: by RST, ABORT, a timeout other than 2MSL, or an error.
func (e *Edge) Disrupts() bool {
	switch e.Event {
	case fsm.OpenPassive, fsm.OpenActive, fsm.Send, fsm.Transmit, fsm.TimeWaitTimeout:
		return false
	case fsm.Close, fsm.SegmentArrives:
		return strings.HasPrefix(e.Cause, rcvRST) || slices.Contains(e.Sends, "RST") || e.undoes()
	}
	return true
}

// undoes reports whether a segment takes back an opening.
func (e *Edge) undoes() bool {
	return e.Event == fsm.SegmentArrives && e.From == fsm.SynReceived && (e.To == fsm.Listen || e.To == fsm.Closed)
}

// Classic reports whether the edge belongs into the picture that figure 5 of
// RFC 9293 draws: the normal course, and the RST that takes a passive opening
// back to LISTEN (its note 1).
func (e *Edge) Classic() bool {
	return !e.Disrupts() || e.To == fsm.Listen && strings.HasPrefix(e.Cause, rcvRST)
}

// owesFIN reports whether a connection in s may have a FIN to send without
// leaving s for it.
func owesFIN(m *fsm.Machine, s fsm.State) bool {
	for i, ids := m.Next(0, fsm.Transmit, s); ids != nil; i, ids = m.Next(i+1, fsm.Transmit, s) {
		for _, id := range ids {
			if r := m.Rule(id); r.Enter == 0 && emittedBy(r.Do)&sentFIN != 0 {
				return true
			}
		}
	}
	return false
}

// Queued reports whether the edge needs a CLOSE that waits in SYN-RECEIVED.
func (e *Edge) Queued() bool { return strings.Contains(e.Cause, "queued CLOSE") }
