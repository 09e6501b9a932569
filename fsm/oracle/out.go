package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// What a segment means that the end has sent.
//
// Invariant: after Out, the set holds every connection that may have sent all
// that was seen, g included; or the verdict says why it does not.
//
// There are three steps, and each is one call:
//
//	         means                       judge           goOn
//	  g ----> which of the set   ------> what to say --> what g tells of
//	          may have sent it?          of it           windows and ACKs
//	            |
//	            | none
//	            v
//	          excuse: sent before, an arrival twice, another variant, another
//	            |     order, another reading, a segment that was missed
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
	o.seen.open = how.lost || how.reason == unheardReason || how.means == repeated && o.seen.open
	v := o.judge(&x, how)
	if v.Kind == Conforms && !o.seen.onWire() && o.seen.windows.shrinks(&g) {
		v = o.shrunk(&x)
	}
	o.goOn(&g, how)
	if o.seen.onWire() {
		v = o.resent(v, &x, o.seen.patience.departs(&g))
	}
	return v
}

// An outcome is what a segment that the end has sent comes to.
type outcome struct {
	means   meaning
	lost    bool     // nothing that is followed has sent it
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

// excuse finds out what g means, which nothing explains that is followed.
func (o *Oracle) excuse(g *departure) outcome {
	why, p := o.seen.excuse(g), &o.possible
	switch {
	case why == older, o.wasOvertaken(g):
		return outcome{means: repeated}
	case why == ahead, o.seen.far() && g.CTL&(fsm.RST|fsm.SYN) == 0 && p.behind(g.ACK):
		o.doubt = doubtful
		return o.missed(g, unheardReason)
	}
	list := o.successors.explainClosely(p.set, g)
	switch {
	case p.become(list), o.goneBefore(g), o.replay():
		return outcome{means: explained}
	case why == fastOpen:
		return outcome{means: unsure, reason: fastOpenReason, lost: true}
	}
	if o.answersLate(g) {
		return outcome{means: explained}
	}
	if o.seen.overlaps && o.possible.skipped(g.SEQ) {
		return outcome{means: unsure, reason: skippedReason, lost: true}
	}
	if r := o.otherwise(g); r != nil {
		return outcome{means: read, reading: r}
	}
	if o.seen.far() {
		return o.missed(g, followsReason)
	}
	return outcome{means: unexplained, lost: true}
}

// unopened reports whether g comes from a connection whose SYN nobody saw.
func (o *Oracle) unopened(g *departure) bool {
	if g.CTL&(fsm.SYN|fsm.RST) != 0 {
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

// missed goes on behind segments that the observer has missed, far away, as g tells; why
// says how.
func (o *Oracle) missed(g *departure, why string) outcome {
	switch list := o.successors.explainMissed(o.possible.set, g); {
	case o.possible.become(list):
		return outcome{means: unsure, reason: why}
	case o.unopened(g):
		o.doubt = doubtful
		return outcome{means: unsure, reason: unopenedReason, lost: true}
	}
	return outcome{means: untold, lost: true}
}

// answersLate explains the RST g, far away, as the answer of an end that is gone to a
// segment that has come so late that it is not among the last arrivals: one that
// acknowledged what the peer has acknowledged by now. It reports whether g may be that.
func (o *Oracle) answersLate(g *departure) bool {
	p := &o.seen.patience
	if !o.seen.far() || g.CTL != fsm.RST || !p.hears || !within(g.SEQ, p.heard-farOff, p.heard) {
		return false
	}
	var list []hypothesis
	for i := range o.possible.set {
		if gone, ok := o.successors.gone(&o.possible.set[i]); ok {
			list = append(list, gone)
		}
	}
	return o.possible.become(list)
}

// goOn notes what a segment out says of acknowledgments and windows. If nothing
// that is followed has sent it, whatever may have is followed from now on.
func (o *Oracle) goOn(g *fsm.Segment, how outcome) {
	if how.means == broken {
		o.seen.forget()
	}
	if how.lost {
		o.adopt(g)
	}
	if o.seen.onWire() {
		o.seen.certain.departs(g)
	}
	if how.means != repeated {
		o.announce(g)
	}
	o.seen.acks++
	if o.seen.idle = false; g.LEN() == 0 && o.seen.credit > 0 {
		o.seen.credit--
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
