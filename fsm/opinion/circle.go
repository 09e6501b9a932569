package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// Sequence numbers lie on a circle of 2^32 (section 3.4): which of two comes
// first depends on which way around is shorter.

// distance is how many numbers lie from a up to b.
func distance(a, b fsm.Seq) uint32 { return uint32(b) - uint32(a) }

// before reports whether a < b. Of two numbers that lie opposite each other,
// each is before the other; a window of 2^30 keeps it from mattering.
func before(a, b fsm.Seq) bool {
	d := distance(a, b)
	return d != 0 && d <= 1<<31
}

// upTo reports whether a =< b.
func upTo(a, b fsm.Seq) bool { return a == b || before(a, b) }

// latest returns the later of a and b.
func latest(a, b fsm.Seq) fsm.Seq {
	if before(a, b) {
		return b
	}
	return a
}

// inWindow reports whether lo =< x < lo+size.
func inWindow(x, lo fsm.Seq, size uint32) bool { return distance(lo, x) < size }

// between reports whether lo < x =< hi, going up from lo: the way in which step
// five asks for SND.UNA < SEG.ACK =< SND.NXT. Two comparisons would not do, for
// opposite numbers are before each other.
func between(lo, x, hi fsm.Seq) bool { return distance(lo+1, x) < distance(lo, hi) }
