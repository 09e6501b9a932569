package transitions

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ruleset"
	"github.com/tcpfsm/tcpfsm/fsm"
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
	ruleset.Fact("hasRST"):      isRST,
	ruleset.Fact("hasSYN"):      isSYN,
	ruleset.Fact("receivedSYN"): wasSYN,
	ruleset.Fact("newSYN"):      isSYN,
	ruleset.Fact("hasACK"):      isACK,
	ruleset.Fact("hasFIN"):      isFIN,
	ruleset.Fact("hasText"):     isText,
	ruleset.Fact("ackNew"):      newACK,
	ruleset.Fact("ackUnsent"):   unsentACK,
	ruleset.Fact("finAcked"):    finAcked,
	ruleset.Fact("finDue"):      finDue,
	ruleset.Fact("finAtNXT"):    finAtNXT,
	ruleset.Fact("closeQueued"): closeQueued,
	ruleset.Fact("finWanted"):   finWanted,
	ruleset.Fact("passive"):     isPassive,
	ruleset.Fact("reopened"):    isReopened,
	ruleset.Fact("outstanding"): outstanding,
	ruleset.Fact("mustProbe"):   mustProbe,
	ruleset.Fact("unread"):      unread,

	ruleset.Fact("crossedSYNACK"): crossed,
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
func impossible(t fsm.Table, p fsm.Policy) map[fsm.State]tracked {
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
		if s == fsm.SynReceived && p.Allows(fsm.CloseInSynReceivedDrop) {
			never[s] |= closeQueued // no CLOSE waits
		}
		if !reopens(t, p) {
			never[s] |= isReopened
		}
	}
	return never
}

// reopens reports whether a SYN may reopen a connection from TIME-WAIT.
func reopens(t fsm.Table, p fsm.Policy) bool {
	for i := range t {
		for j := range t[i].Rules {
			r := &t[i].Rules[j]
			if strings.HasPrefix(r.ID, "time-wait.syn.") && r.Then != fsm.Stop && len(r.Do) > 0 && ruleset.Alive(p, r) {
				return true
			}
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
