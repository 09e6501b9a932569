package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// What a segment means that the end has sent.
//
// Invariant: after Out, the set holds every connection that may have sent all
// that was seen, g included; or the verdict says why it does not.
//
// There are three steps, and each is one call; blame.go weighs the manner of it then:
//
//	         means                       judge           goOn
//	  g ----> which of the set   ------> what to say --> what g tells of
//	          may have sent it?          of it           windows and ACKs
//	            |
//	            | none
//	            v
//	          excuse (excuse.go), from: it was sent before, to: a segment was missed
//	            | none
//	            v
//	          begin anew with whatever may have sent it
//
// On a wire one thing comes first: whether g contradicts numbers that are certain
// (numbers.go). Far away, where any segment may have been missed, that alone is a
// deviation; all else that nothing explains is as good as the capture is.
//
// Example, far away from the end. RCV.NXT is 501 in all connections of the set.
//
//	out <SEQ=101><ACK=501><CTL=ACK>   explained: the ACK of what has arrived
//	out <SEQ=101><ACK=401><CTL=ACK>   repeated: 501 was acknowledged before
//	out <SEQ=101><ACK=601><CTL=ACK>   acknowledges: nobody saw 501 to 600 arrive;
//	                                  RCV.NXT is 601 from here on, undecided
//	out <SEQ=101><ACK=601><CTL=FIN,ACK>       explained: the user has closed
//	out <SEQ=102><ACK=601><CTL=ACK><DATA=5>   broken: text behind the FIN; what
//	                                          follows is joined anew

// Out tells that the end has sent a segment. On a wire it is the moment when it
// was seen; SEG.WND is in octets, scaled already.
func (o *Oracle) Out(g fsm.Segment) Verdict {
	x := observation{kind: observedDeparture, g: g, departure: departure{Segment: g}}
	o.seen.strip(&x.departure)
	how := o.means(&x)
	o.seen.open = how.lost || how.ahead || how.means == repeated && o.seen.open
	v := o.judge(&x, how)
	return o.weigh(v, o.goOn(&x, how)).on(&x)
}

// An outcome is what a segment that the end has sent comes to.
type outcome struct {
	means   meaning
	lost    bool     // nothing that is followed has sent it
	ahead   bool     // it acknowledges what nobody saw
	reason  string   // unsure: why
	breach  breach   // broken: what it contradicts
	reading *Variant // read: what allows it
}

// A meaning is what a segment says of the end that has sent it.
type meaning uint8

const (
	explained   meaning = iota // the set is what may have sent it
	repeated                   // nothing: it was sent before
	read                       // the set is what may have sent it, by another reading
	unsure                     // nobody knows, for a reason
	untold                     // what has led to it was missed
	broken                     // it contradicts what is certain
	unexplained                // it is wrong
)

// A manner is how a segment was sent, apart from its numbers, which may be in order.
type manner struct {
	edge    fsm.Seq // the right edge of the window that was announced before, in lock step
	shrinks bool    // it moves that back
	times   int     // how often the same was sent though it was acknowledged, on a wire
}

// means finds out what a segment out means, and makes the set what may have sent it.
func (o *Oracle) means(x *observation) outcome {
	g := &x.departure
	o.doubt--
	if o.seen.onWire() {
		if b, yes := o.seen.certain.breach(&g.Segment); yes {
			return outcome{means: broken, lost: true, breach: b}
		}
	}
	if o.possible.lost {
		return outcome{means: unsure, reason: unknownReason, lost: true}
	}
	o.record(x)
	switch {
	case o.seen.stale(g):
		return outcome{means: repeated}
	case o.explainNow(g):
		return outcome{means: explained}
	}
	return o.excuse(g)
}

// goOn notes what a segment out says of acknowledgments and windows. If nothing
// that is followed has sent it, whatever may have is followed from now on.
func (o *Oracle) goOn(x *observation, how outcome) (m manner) {
	g := &x.g
	if how.means == broken {
		o.seen.forget()
	}
	if how.lost {
		o.adopt(g)
	}
	if how.means != repeated {
		m.edge = o.seen.windows.edge
		m.shrinks = o.possible.announce(g, &x.departure)
	}
	if o.seen.onWire() {
		o.seen.certain.departs(g)
		m.times = o.seen.patience.departs(g)
	}
	o.seen.sends++
	if o.seen.idle = false; g.LEN() == 0 && o.seen.credit > 0 {
		o.seen.credit--
	}
	return m
}
