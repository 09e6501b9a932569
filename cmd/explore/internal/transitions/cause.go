package transitions

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
)

// tracked is a set of the facts that tell causes apart or exclude each other.
type tracked uint32

const (
	isRST tracked = 1 << iota
	isSYN
	wasSYN
	isACK
	isFIN
	isText
	newACK
	unsentACK
	finAcked
	finDue
	finAtNXT
	closeQueued
	finWanted
	isPassive
	isReopened
	outstanding
	mustProbe
	unread
	crossed
)

var trackedFacts = map[fsm.Fact]tracked{
	fact.HasRST:      isRST,
	fact.HasSYN:      isSYN,
	fact.ReceivedSYN: wasSYN,
	fact.NewSYN:      isSYN,
	fact.HasACK:      isACK,
	fact.HasFIN:      isFIN,
	fact.HasText:     isText,
	fact.ACKNew:      newACK,
	fact.ACKUnsent:   unsentACK,
	fact.FINAcked:    finAcked,
	fact.FINDue:      finDue,
	fact.FINAtNXT:    finAtNXT,
	fact.CloseQueued: closeQueued,
	fact.FINWanted:   finWanted,
	fact.Passive:     isPassive,
	fact.Reopened:    isReopened,
	fact.Outstanding: outstanding,
	fact.MustProbe:   mustProbe,
	fact.Unread:      unread,

	fact.CrossedSYNACK: crossed,
}

// always are the facts that no effect makes true or false before the last
// check that asks for them: two rules on one way must agree on them.
const always = isRST | wasSYN | isACK | unsentACK | isPassive | isReopened | closeQueued | crossed

// stable are the facts that two rules on one way must agree on. In SYN-SENT no
// FIN is held, so that one is due only if the segment brought it.
func (w *walker) stable() tracked {
	if w.start == fsm.SynSent {
		return always | finDue
	}
	return always
}

// closure adds what follows from the facts: a SYN that is there was received,
// and an ACK of something new is no ACK of something unsent.
func (w *walker) closure(holds, fails tracked) (tracked, tracked) {
	if w.start == fsm.SynSent && fails&isFIN != 0 {
		fails |= finDue
	}
	if holds&isSYN != 0 {
		holds |= wasSYN
	}
	if holds&crossed != 0 {
		holds &^= isSYN // it lies left of the window, and is trimmed
		fails |= isPassive | isReopened
	}
	if holds&newACK != 0 {
		fails |= unsentACK
	}
	return holds, fails
}

func trackedOf(facts []fsm.Fact) (set tracked) {
	for _, f := range facts {
		set |= trackedFacts[f]
	}
	return set
}

// impossible returns, for each state, the facts that cannot hold when an event
// finds a connection in it. These are invariants of the TCB, which the guards
// of the table do not repeat.
func impossible(m *fsm.Machine) map[fsm.State]tracked {
	never := map[fsm.State]tracked{}
	for _, s := range fsm.AllStates() {
		if s != fsm.SynReceived && s != fsm.CloseWait {
			never[s] |= closeQueued // carried out by the event that establishes
		}
		switch s {
		case fsm.Closed, fsm.Listen, fsm.FinWait2, fsm.TimeWait:
			never[s] |= outstanding | mustProbe // nothing sent yet, or all of it acknowledged
		case fsm.SynSent, fsm.SynReceived:
			never[s] |= mustProbe | finAcked // before our SYN is acknowledged no window counts, and no FIN was sent
		}
		if s == fsm.SynReceived && m.Policy().Allows(fsm.CloseInSynReceivedDrop) {
			never[s] |= closeQueued // no CLOSE waits
		}
		if !reopens(m) {
			never[s] |= isReopened
		}
	}
	return never
}

// reopens reports whether a SYN may reopen a connection from TIME-WAIT.
func reopens(m *fsm.Machine) bool {
	for i := range m.Rules() {
		if id := fsm.RuleID(i); m.Alive(id) && slices.Contains(m.Rule(id).Do, effect.KeepOld) {
			return true
		}
	}
	return false
}

const rcvRST = "rcv RST"

var causes = map[fsm.EventKind]string{
	fsm.OpenPassive:     "passive OPEN",
	fsm.OpenActive:      "active OPEN",
	fsm.TimeWaitTimeout: "2MSL timeout",
	fsm.UserTimeout:     "user timeout",
	fsm.R2Reached:       "R2 reached",
	fsm.KeepAliveFailed: "keep-alive failed",
	fsm.FinWait2Timeout: "FIN-WAIT-2 timeout",
}

// cause names what brings the change about, given the facts that held.
func (w *walker) cause(holds, fails tracked) string {
	switch {
	case w.event == fsm.SegmentArrives:
		return w.segmentCause(holds, fails)
	case w.event == fsm.Transmit && holds&finWanted != 0:
		return fsm.Close.String() // the FIN that it asked for is formed
	case w.event == fsm.Close && holds&unread != 0:
		return "CLOSE, octets unread"
	}
	if text, ok := causes[w.event]; ok {
		return text
	}
	return w.event.String()
}

func (w *walker) segmentCause(holds, fails tracked) string {
	parts := []string{}
	add := func(text string, holds bool) {
		if holds {
			parts = append(parts, text)
		}
	}
	syn := holds&(isSYN|isRST) == isSYN
	add("RST", holds&isRST != 0)
	add("SYN,ACK", syn && holds&isACK != 0)
	add("SYN", syn && holds&isACK == 0)
	add("ACK of SYN", holds&isSYN == 0 && w.start == fsm.SynReceived && holds&newACK != 0)
	add("FIN", holds&(finDue|finAtNXT) != 0)
	add("ACK of FIN", holds&finAcked != 0)
	add("queued CLOSE", holds&closeQueued != 0)
	add("text", len(parts) == 0)
	return "rcv " + strings.Join(parts, " + ") + origin(holds, fails)
}

// origin names the origin of the connection where the change depends on it.
func origin(holds, fails tracked) string {
	switch {
	case holds&isPassive != 0:
		return " (passive)"
	case holds&isReopened != 0:
		return " (reopened)"
	case fails&isPassive != 0:
		return " (active)"
	}
	return ""
}
