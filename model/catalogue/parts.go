package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// What scenarios are made of: numbers, networks, and a policy.

// Initial sequence numbers. That of A lies just before the wrap, so that every
// scenario with A runs through it.
const (
	issA fsm.Seq = 1<<32 - 2
	issB fsm.Seq = 5000

	// issSeam takes the place of issA where a CLOSED A may be sent a SYN. The
	// RST with which it answers bears SEQ=0, and an end that expects exactly 0
	// would believe it long after. The seam of signed comparison is near.
	issSeam fsm.Seq = 1<<31 - 2
)

// hostile is a network that does everything to segments but change them.
func hostile(capacity int) model.Network {
	return model.Network{Capacity: capacity, Loss: true, Duplicate: true, Reorder: true}
}

// fair is a network that loses and reorders, and in which what was sent last
// displaces what was sent before.
func fair(capacity int) model.Network {
	return model.Network{Capacity: capacity, Loss: true, Reorder: true, Displaces: true}
}

// replaying is a fair network that repeats too what is on its way.
func replaying(capacity int) model.Network {
	n := fair(capacity)
	n.Duplicate = true
	return n
}

// waitingClose is the policy of scenarios in which old segments are about. As
// the RFC has it a CLOSE in SYN-RECEIVED leads to FIN-WAIT-1, which takes old
// segments that SYN-RECEIVED refuses.
const waitingClose = "Hardened,close_in_syn_received=wait_established"
