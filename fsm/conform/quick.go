package conform

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// The quick set: of each kind of connection every class is tried on one of the routes that lead
// there, on all of them in turn, and the calls on each. So every class meets every kind of
// connection, and each flag and each place most of the routes.
//
//	FIN-WAIT-1   by shutdown   by close   by shutdown, text in flight   by close, text in flight
//	ACK, SEQ 1       ACK 1       ACK 2                ACK 3                          ACK 4
//	ACK, SEQ 2       ACK 4       ACK 1                ACK 2                          ACK 3

// A kind is what connections have in common that a stack treats alike, however they came about
// and whatever is in flight.
type kind struct {
	state   fsm.State
	origin  fsm.Origin // in SYN-RECEIVED
	listens bool       // somebody, for the one behind it
}

// kindOf returns the kind of the connection at the end of a route.
func kindOf(r *Route) kind {
	k := kind{state: r.State(), listens: r.listensAgain()}
	if k.state == fsm.SynReceived {
		k.origin = r.TCB.Origin
	}
	return k
}

// spread has each class tried on one of the routes to each kind of connection.
func (c *Campaign) spread(routes []Route) {
	type attempt struct {
		kind
		Class
	}
	on := map[attempt][]*Route{}
	for i := range routes {
		r := &routes[i]
		for _, class := range c.able(r) {
			a := attempt{kindOf(r), class}
			on[a] = append(on[a], r)
		}
		r.some = map[Class]bool{}
	}
	for a, all := range on {
		if a.Call == Arrival {
			n := a.turn() % len(all)
			all = all[n : n+1]
		}
		for _, r := range all {
			r.some[a.Class] = true
		}
	}
}

// turn says whose turn it is to try a class of segments: that of the next route for each next
// place of SEG.SEQ, and of SEG.ACK.
func (c Class) turn() int {
	return max(slices.Index(seqPositions, c.At), 0) + max(slices.Index(ackPositions, c.Ack), 0)
}
