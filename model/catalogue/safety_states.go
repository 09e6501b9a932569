package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// Which states both ends may be in, and where they can still come to.

var noOpenNoEstablished = &model.Property{
	Name:      "no-open-no-established",
	Statement: "where nobody opens actively or sends, no handshake completes",
	Needs:     model.Assume(model.MONO, model.NOATT),
	Under:     []fsm.Choice{fsm.AbortToClosed}, // or else TIME-WAIT counts a SYN as acknowledged that was not
	Meaningless: func(s *model.Scenario) string {
		if s.Allows(fsm.OpenActive, fsm.Send) {
			return "somebody may open actively or send"
		}
		return ""
	},
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			return h.Before.TCB.State == fsm.SynReceived || entered(h, fsm.SynReceived)
		},
		Broken: func(h *model.Happening) bool {
			return h.After.TCB.State == fsm.Established || h.After.TCB.SYNAcked
		},
	},
}

var statePairMatrix = &model.Property{
	Name:      "state-pair-matrix",
	Statement: "while an end is in a connection with the present incarnation of the other, that one is in a state of the matrix",
	Needs:     undisturbed.Needs | model.Assume(model.FRESH),
	Under:     undisturbed.And(fsm.OutOfOrderACKProcess).Under,
	Or:        []model.Ground{undisturbedAgain.And(fsm.OutOfOrderACKProcess)},
	State: &model.Always{
		When:  func(v model.View) bool { return knows(v.A, v.B) || knows(v.B, v.A) },
		Holds: func(v model.View) bool { return pairs(v.A, v.B) && pairs(v.B, v.A) },
	},
}

// knows reports whether e has accepted the SYN of the present incarnation of
// its peer.
func knows(e, peer *model.End) bool { return e.Peer != 0 && e.Peer == peer.Inc }

func pairs(e, peer *model.End) bool {
	return !knows(e, peer) || matrix[handshakeState(e)].Has(peer.TCB.State)
}

// handshakeState is the state of e, or SYN-RECEIVED as long as its SYN is not
// acknowledged, though a CLOSE has led it on.
func handshakeState(e *model.End) fsm.State {
	if !e.TCB.SYNAcked {
		return fsm.SynReceived
	}
	return e.TCB.State
}

// matrix says of an end that has accepted its peer's SYN in which states the
// peer may be. To be in SYN-RECEIVED says little of it: it may be in another
// connection still, or be gone. But an end in ESTABLISHED, FIN-WAIT-1,
// FIN-WAIT-2 or CLOSE-WAIT is never alone, nor with a peer in SYN-SENT or
// TIME-WAIT.
var matrix = map[fsm.State]fsm.States{
	fsm.SynReceived: fsm.StatesOf(fsm.Closed, fsm.Listen, fsm.SynSent, fsm.SynReceived, fsm.Established,
		fsm.FinWait1, fsm.CloseWait, fsm.Closing, fsm.LastAck, fsm.TimeWait),
	fsm.Established: fsm.StatesOf(fsm.SynReceived, fsm.Established, fsm.FinWait1),
	fsm.FinWait1: fsm.StatesOf(fsm.SynReceived, fsm.Established,
		fsm.FinWait1, fsm.CloseWait, fsm.Closing, fsm.LastAck),
	fsm.FinWait2:  fsm.StatesOf(fsm.CloseWait, fsm.Closing, fsm.LastAck),
	fsm.CloseWait: fsm.StatesOf(fsm.FinWait1, fsm.FinWait2),
	fsm.Closing:   fsm.StatesOf(fsm.Closed, fsm.Listen, fsm.FinWait1, fsm.FinWait2, fsm.Closing, fsm.TimeWait),
	fsm.LastAck:   fsm.StatesOf(fsm.Closed, fsm.Listen, fsm.FinWait1, fsm.FinWait2, fsm.TimeWait),
	fsm.TimeWait:  fsm.StatesOf(fsm.Closed, fsm.Listen, fsm.Closing, fsm.LastAck, fsm.TimeWait),
}

var terminalStates = &model.Property{
	Name:  "terminal-states",
	Under: []fsm.Choice{fsm.ClosingTimeWaitStart}, // or else nothing ends the TIME-WAIT that CLOSING enters (A16)
	Statement: "where no step is possible any more, though the network has room, it is empty and neither end waits for anything but its user: " +
		"it is in CLOSED, LISTEN, ESTABLISHED, FIN-WAIT-2 or CLOSE-WAIT, and undisturbed both are in matching ones",
	Ends: func(v model.View) bool {
		a, b := v.States()
		if !v.Empty() || !v.In(resting, resting) {
			return false
		}
		if v.Scenario().Loopback {
			return true // there is one end
		}
		return undisturbed.Needs&^v.Scenario().Assumptions() != 0 || !v.Allows(undisturbed.Under...) || matches[a].Has(b)
	},
}

// together is the ground on which no end survives the other once both are
// established; undisturbed that on which none does before, undisturbedAgain that
// where segments of earlier connections are on their way: FIN-WAIT-1 that is
// entered from SYN-RECEIVED takes the ACK of a segment beyond RCV.NXT, which
// SYN-RECEIVED does not (A46).
var (
	together = model.Ground{
		Needs: model.Assume(model.MONO, model.NOATT, model.NOCRASH, model.NOABORT, model.NOR2),
		Under: []fsm.Choice{
			fsm.HalfDuplexCloseOff, fsm.FinWait2TimeoutNone,
			fsm.RSTValidationExact, fsm.SYNInSyncChallenge,
		},
	}
	undisturbed      = together.And(fsm.CloseInSynReceivedText, fsm.CloseInSynReceivedWaitEstablished)
	undisturbedAgain = together.And(fsm.CloseInSynReceivedWaitEstablished)
)

var (
	unconnected = fsm.StatesOf(fsm.Closed, fsm.Listen)
	resting     = fsm.StatesOf(fsm.Closed, fsm.Listen, fsm.Established, fsm.FinWait2, fsm.CloseWait)
	matches     = map[fsm.State]fsm.States{
		fsm.Closed:      unconnected,
		fsm.Listen:      unconnected,
		fsm.Established: fsm.StatesOf(fsm.Established),
		fsm.FinWait2:    fsm.StatesOf(fsm.CloseWait),
		fsm.CloseWait:   fsm.StatesOf(fsm.FinWait2),
	}
)

var comesToRest = &model.Property{
	Name: "comes-to-rest",
	Statement: "what a user and a TCP do at once after an event comes to an end: " +
		"octets that have arrived are received, octets that may be sent are, and then there are none",
	Event: &model.Event{Broken: func(h *model.Happening) bool { return h.Endless }},
}

var noTimelock = &model.Property{
	Name:        "no-timelock",
	Statement:   "from every state one can be reached in which time may pass",
	Meaningless: noClock,
	Can: &model.Promise{
		From: func(model.View) bool { return true },
		To:   model.View.TimePasses,
	},
}

var openStaysPossible = &model.Property{
	Name: "open-stays-possible",
	Statement: "while both ends of an attempt to open have a TCB, none is established and no RST is on its way that must arrive, " +
		"both can still come to ESTABLISHED in the same connection (P-OPEN)",
	Needs: model.Assume(model.MONO, model.FRESH, model.NOATT, model.NOABORT, model.NOCRASH, model.NOR2),
	Meaningless: func(s *model.Scenario) string {
		if s.Allows(fsm.Close) {
			return "somebody may close before"
		}
		return ""
	},
	Can: &model.Promise{
		From: func(v model.View) bool {
			return attempting(v, 0) && attempting(v, 1) && !v.In(listening, listening) && !mustReset(v)
		},
		To: func(v model.View) bool { return v.Same() && v.In(inEstablished, inEstablished) },
	},
}

// attempting reports whether end i opens, or listens and may take a SYN.
func attempting(v model.View, i int) bool {
	switch v.End(i).TCB.State {
	case fsm.SynSent, fsm.SynReceived:
		return true
	}
	return v.Accepts(i)
}

// mustReset reports whether a RST is on its way that cannot be lost.
func mustReset(v model.View) bool {
	for i := range 2 {
		for _, f := range v.Flights(i) {
			if f.Packet.CTL.Has(fsm.RST) && (f.Owed || !v.Scenario().Net.Loss) {
				return true
			}
		}
	}
	return false
}

var closeStaysPossible = &model.Property{
	Name:      "close-stays-possible",
	Statement: "when both users have closed and the network has room, both ends can still come to CLOSED or TIME-WAIT (P-CLOSE)",
	Needs:     undisturbed.Needs | model.Assume(model.FRESH),
	Under:     []fsm.Choice{fsm.OutOfOrderACKProcess, fsm.LastACKPartialProcess, fsm.SYNACKWindowSet},
	Meaningless: func(s *model.Scenario) string {
		switch {
		case !s.Allows(fsm.OpenActive):
			return "nobody opens actively, and two listeners that have taken old SYNs are rid of each other only by R2"
		case !mayEmpty(s, 0) || !mayEmpty(s, 1):
			return "a user may leave his window full, and a FIN waits until there is room in it"
		}
		return ""
	},
	Can: &model.Promise{
		From: func(v model.View) bool { return v.A.Closed && v.B.Closed },
		To:   func(v model.View) bool { return v.In(over, over) },
	},
}

// mayEmpty reports whether the user of an end can always make room for a FIN.
func mayEmpty(s *model.Scenario, end int) bool {
	return s.HasRoom(end) || s.Ends[end].May[fsm.Receive] == model.Unbounded
}

var (
	listening     = fsm.StatesOf(fsm.Listen)
	inEstablished = fsm.StatesOf(fsm.Established)
	over          = fsm.StatesOf(fsm.Closed, fsm.TimeWait)
)
