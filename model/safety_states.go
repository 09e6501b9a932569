package model

import "github.com/tcpfsm/tcpfsm/fsm"

// Which states both ends may be in, and where they can still come to.

var noOpenNoEstablished = &Property{
	Name:      "no-open-no-established",
	Statement: "where nobody opens actively or sends, no handshake completes",
	Needs:     Assume(MONO, NOATT),
	Under:     []fsm.Choice{fsm.AbortToClosed}, // or else TIME-WAIT counts a SYN as acknowledged that was not
	Meaningless: func(s *Scenario) string {
		if s.allows(fsm.OpenActive, fsm.Send) {
			return "somebody may open actively or send"
		}
		return ""
	},
	Event: &Event{
		When: func(_ *Model, h *Happening) bool {
			return h.Before.TCB.State == fsm.SynReceived || h.entered(fsm.SynReceived)
		},
		Broken: func(_ *Model, h *Happening) bool {
			return h.After.TCB.State == fsm.Established || h.After.TCB.SYNAcked
		},
	},
}

var statePairMatrix = &Property{
	Name:      "state-pair-matrix",
	Statement: "while an end is in a connection with the present incarnation of the other, that one is in a state of the matrix",
	Needs:     undisturbed.Needs | Assume(FRESH),
	Under:     undisturbed.and(fsm.OutOfOrderACKProcess).Under,
	Or:        []Ground{undisturbedAgain.and(fsm.OutOfOrderACKProcess)},
	State: &Always{
		When:  func(v View) bool { return v.A.knows(v.B) || v.B.knows(v.A) },
		Holds: func(v View) bool { return pairs(v.A, v.B) && pairs(v.B, v.A) },
	},
}

// knows reports whether e has accepted the SYN of the present incarnation of
// its peer.
func (e *End) knows(peer *End) bool { return e.Peer != 0 && e.Peer == peer.Inc }

func pairs(e, peer *End) bool {
	return !e.knows(peer) || matrix[e.handshakeState()].Has(peer.TCB.State)
}

// handshakeState is the state of e, or SYN-RECEIVED as long as its SYN is not
// acknowledged, though a CLOSE has led it on.
func (e *End) handshakeState() fsm.State {
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

var terminalStates = &Property{
	Name:  "terminal-states",
	Under: []fsm.Choice{fsm.ClosingTimeWaitStart}, // or else nothing ends the TIME-WAIT that CLOSING enters (A16)
	Statement: "where no step is possible any more, though the network has room, it is empty and neither end waits for anything but its user: " +
		"it is in CLOSED, LISTEN, ESTABLISHED, FIN-WAIT-2 or CLOSE-WAIT, and undisturbed both are in matching ones",
	Ends: func(v View) bool {
		a, b := v.States()
		if !v.Empty() || !v.In(resting, resting) {
			return false
		}
		policy := v.m.machine.Policy()
		if v.m.scenario.Loopback {
			return true // there is one end
		}
		return !v.m.scenario.grants(undisturbed.Needs) || !policy.Allows(undisturbed.Under...) || matches[a].Has(b)
	},
}

// together is the ground on which no end survives the other once both are
// established; undisturbed that on which none does before, undisturbedAgain that
// where segments of earlier connections are on their way: FIN-WAIT-1 that is
// entered from SYN-RECEIVED takes the ACK of a segment beyond RCV.NXT, which
// SYN-RECEIVED does not (A46).
var (
	together = Ground{
		Needs: Assume(MONO, NOATT, NOCRASH, NOABORT, NOR2),
		Under: []fsm.Choice{
			fsm.HalfDuplexCloseOff, fsm.FinWait2TimeoutNone,
			fsm.RSTValidationExact, fsm.SYNInSyncChallenge,
		},
	}
	undisturbed      = together.and(fsm.CloseInSynReceivedText, fsm.CloseInSynReceivedWaitEstablished)
	undisturbedAgain = together.and(fsm.CloseInSynReceivedWaitEstablished)
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

var comesToRest = &Property{
	Name: "comes-to-rest",
	Statement: "what a user and a TCP do at once after an event comes to an end: " +
		"octets that have arrived are received, octets that may be sent are, and then there are none",
	Event: &Event{Broken: func(*Model, *Happening) bool { return false }}, // what does not come to rest is seen of a step as a whole
}

var noTimelock = &Property{
	Name:        "no-timelock",
	Statement:   "from every state one can be reached in which time may pass",
	Meaningless: noClock,
	Can: &Promise{
		From: func(View) bool { return true },
		To:   View.TimePasses,
	},
}

var openStaysPossible = &Property{
	Name: "open-stays-possible",
	Statement: "while both ends of an attempt to open have a TCB, none is established and no RST is on its way that must arrive, " +
		"both can still come to ESTABLISHED in the same connection (P-OPEN)",
	Needs: Assume(MONO, FRESH, NOATT, NOABORT, NOCRASH, NOR2),
	Meaningless: func(s *Scenario) string {
		if s.allows(fsm.Close) {
			return "somebody may close before"
		}
		return ""
	},
	Can: &Promise{
		From: func(v View) bool {
			return v.attempting(0) && v.attempting(1) && !v.In(listening, listening) && !v.mustReset()
		},
		To: func(v View) bool { return v.Same() && v.In(inEstablished, inEstablished) },
	},
}

// attempting reports whether end i opens, or listens and may take a SYN.
func (v View) attempting(i int) bool {
	switch v.End(i).TCB.State {
	case fsm.SynSent, fsm.SynReceived:
		return true
	}
	return v.accepts(i)
}

// accepts reports whether end i listens and may take a SYN: it has a connection
// left.
func (v View) accepts(i int) bool {
	e := v.End(i)
	return e.TCB.State == fsm.Listen && len(v.m.candidates(e)) > 0
}

// mustReset reports whether a RST is on its way that cannot be lost.
func (v View) mustReset() bool {
	for i, d := range v.s.Dir {
		for j, f := range v.m.dirs.at(d).all() {
			if v.Flights(i)[j].Packet.CTL.Has(fsm.RST) && (f.owed || !v.m.scenario.Net.Loss) {
				return true
			}
		}
	}
	return false
}

var closeStaysPossible = &Property{
	Name:      "close-stays-possible",
	Statement: "when both users have closed and the network has room, both ends can still come to CLOSED or TIME-WAIT (P-CLOSE)",
	Needs:     undisturbed.Needs | Assume(FRESH),
	Under:     []fsm.Choice{fsm.OutOfOrderACKProcess, fsm.LastACKPartialProcess, fsm.SYNACKWindowSet},
	Meaningless: func(s *Scenario) string {
		switch {
		case !s.allows(fsm.OpenActive):
			return "nobody opens actively, and two listeners that have taken old SYNs are rid of each other only by R2"
		case !s.mayEmpty(0) || !s.mayEmpty(1):
			return "a user may leave his window full, and a FIN waits until there is room in it"
		}
		return ""
	},
	Can: &Promise{
		From: func(v View) bool { return v.A.Closed && v.B.Closed },
		To:   func(v View) bool { return v.In(over, over) },
	},
}

var (
	listening     = fsm.StatesOf(fsm.Listen)
	inEstablished = fsm.StatesOf(fsm.Established)
	over          = fsm.StatesOf(fsm.Closed, fsm.TimeWait)
)
