package conform

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// The quick set. At each kind of connection every flag meets every place of SEG.SEQ, and every place of
// SEG.ACK, though not each of one with each of the other; whatever else the table does to a segment
// with the flag is tried as well, once. Each of these is tried on one of the routes that lead there, on
// all of them in turn; the calls are tried on each.
//
//	SEG.ACK     1 2 3 4 5 6
//	SEG.SEQ 1   a . . b . .    a: by shutdown
//	        2   . . b . . a    b: by shutdown, text in flight
//	        3   . d . . a .    c: by close
//	        4   d . . c . .    d: by close, text in flight

// A kind is what connections have in common that stacks treat alike, however they came about
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

// pairs is how many pairs of places there are for one that is tried.
const pairs = 3

// sample has but some of the classes tried on routes: those of the quick set.
func (c *Campaign) sample(routes []Route) {
	type attempt struct {
		kind
		Class
	}
	type treatment struct {
		kind
		column, fired string
	}
	on, seen := map[attempt][]*Route{}, map[treatment]bool{}
	for i := range routes {
		r := &routes[i]
		k, some := kindOf(r), map[Class]bool{}
		for _, class := range c.able(r) {
			a, is := attempt{k, class}, treatment{k, class.Column(), r.fires(class)}
			on[a] = append(on[a], r)
			some[class] = class.Call != Arrival || !seen[is]
			seen[is] = true
		}
		r.some = some
	}
	for a, all := range on {
		if t := a.turn(); !a.paired() || t%pairs == 0 {
			all[t%len(all)].some[a.Class] = true
		}
	}
}

// fires names the rules that fire in the table where a class is tried at the end of r.
func (r *Route) fires(class Class) string {
	var fired []byte
	var out fsm.Output
	tcb := r.TCB
	for _, e := range Events(class.input(r.peer, &tcb, tcb.RCV.NXT.Add(tcb.RCV.WND)), ISS) {
		fsm.RFC9293.Step(&tcb, &e, &out)
		for _, id := range out.Fired() {
			fired = append(fired, byte(id>>8), byte(id))
		}
	}
	return string(fired)
}

// paired reports whether a class is one of the pairs of places, of which but some are tried.
func (c Class) paired() bool { return c.At != Nowhere && c.Ack != Nowhere && !c.Aged }

// turn says whose turn it is to try a class: that of the next route for each next place of SEG.SEQ, and
// of SEG.ACK.
func (c Class) turn() int {
	return max(slices.Index(seqPositions, c.At), 0) + max(slices.Index(ackPositions, c.Ack), 0)
}
