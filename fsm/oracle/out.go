package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// What a segment means that the end has sent.
//
// Invariant: after Out, the set holds every connection that may have sent all
// that was seen, g included; or the verdict says why it does not.
//
// There are three steps, and each is one call:
//
//	         explain                     judge           goOn
//	  g ----> which of the set   ------> what to say --> what g tells of
//	          may have sent it?          of it           windows and ACKs
//	            |
//	            | none
//	            v
//	          excuse: sent before, a gap, an arrival twice,
//	            |     another variant, another order
//	            | none
//	            v
//	          unexplained: begin anew with whatever may have sent it
//
// Example, far away from the end. RCV.NXT is 501 in all connections of the set.
//
//	out <SEQ=101><ACK=501><CTL=ACK>   explained: the ACK of what has arrived
//	out <SEQ=101><ACK=401><CTL=ACK>   repeated: 501 was acknowledged before
//	out <SEQ=101><ACK=601><CTL=ACK>   unheard: nobody saw 501 to 600 arrive;
//	                                  RCV.NXT is 601 from here on, undecided
//
// Where nothing is missing,
//
//	out <SEQ=101><ACK=501><CTL=FIN,ACK>       explained: the user has closed
//	out <SEQ=102><ACK=501><CTL=ACK><DATA=5>   unexplained: text behind the FIN; what
//	                                          follows is joined anew

// Out tells that the end has sent a segment. On a wire it is the moment when it
// was seen; SEG.WND is in octets, scaled already.
func (o *Oracle) Out(g fsm.Segment) Verdict {
	x := observation{kind: observedDeparture, g: g, departure: departure{Segment: g}}
	o.seen.strip(&x.departure)
	how := outcome{means: unknown, lost: true}
	if !o.possible.lost {
		o.doubt--
		o.record(&x)
		how = o.explain(&x.departure)
	}
	v := o.judge(&x, how)
	if v.Kind == Conforms && !o.seen.onWire() && o.seen.windows.shrinks(&g) {
		v = o.shrunk(&x)
	}
	o.goOn(&g, how)
	return v
}

// An outcome is what a segment that the end has sent comes to.
type outcome struct {
	means meaning
	lost  bool // nothing that is followed has sent it
}

// A meaning is what a segment says of the end that has sent it.
type meaning uint8

const (
	explained   meaning = iota // the set is what may have sent it
	repeated                   // nothing: it was sent before
	unheard                    // the end has heard what nobody saw
	unopened                   // nobody saw its connection open
	unknown                    // it is the first to say anything
	outside                    // nothing: it is no matter of the table
	unexplained                // it is wrong
)

// explain finds out what g means, and makes the set what may have sent it.
func (o *Oracle) explain(g *departure) outcome {
	switch {
	case o.seen.stale(g):
		return outcome{means: repeated}
	case o.explainNow(g):
		return outcome{means: explained}
	}
	return o.excuse(g)
}

// excuse finds out what g means, which nothing explains that is followed.
func (o *Oracle) excuse(g *departure) outcome {
	why, p := o.seen.excuse(g), &o.possible
	switch {
	case why == older, o.wasOvertaken(g):
		return outcome{means: repeated}
	case why == ahead:
		return o.gap(g)
	}
	list := o.successors.explainClosely(p.set, g)
	switch {
	case p.become(list), o.replay():
		return outcome{means: explained}
	case o.unopened(g):
		return o.gap(g)
	case why == fastOpen:
		return outcome{means: outside, lost: true}
	}
	return outcome{means: unexplained, lost: true}
}

// unopened reports whether, far away, g comes from a connection whose SYN nobody saw.
func (o *Oracle) unopened(g *departure) bool {
	if !o.seen.far() || g.CTL&(fsm.SYN|fsm.RST) != 0 {
		return false
	}
	for i := range o.possible.set {
		if o.possible.set[i].anyISS {
			return true
		}
	}
	return !o.seen.spoken
}

// doubtful is the number of observations on which a gap casts doubt: what is
// not explained there may follow from what is missing.
const doubtful = 64

// gap goes on behind segments that are missing, which g tells of.
func (o *Oracle) gap(g *departure) outcome {
	how := outcome{means: unopened}
	if o.possible.assume(g.ACK) {
		how.means = unheard
	}
	o.doubt = doubtful
	list := o.successors.explain(o.possible.set, g)
	how.lost = !o.possible.become(list)
	return how
}

// goOn notes what a segment out says of acknowledgments and windows. If nothing
// that is followed has sent it, whatever may have is followed from now on.
func (o *Oracle) goOn(g *fsm.Segment, how outcome) {
	if how.lost {
		o.adopt(g)
	}
	if how.means != repeated {
		o.announce(g)
	}
}

// announce notes what a segment out says of acknowledgments and windows.
func (o *Oracle) announce(g *fsm.Segment) {
	announces := o.seen.departs(g)
	if !o.seen.onWire() {
		o.seen.windows.departs(g)
		announces = announces && o.seen.windows.out
	}
	if announces {
		o.possible.announced(o.seen.edge)
	}
	if !o.seen.onWire() && o.seen.windows.out && !g.CTL.Has(fsm.RST) {
		o.possible.buffered(g)
	}
}
