package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// What excuses a segment out that nothing explains which is followed.
//
// Invariant: excuse tries the ways in their order, the commonest on a wire first, and
// takes the first that may be:
//
//	  what may be                               then it means
//	  sent before what was seen last            nothing              older, overtaken.go
//	  it acknowledges what nobody saw           what it tells of     missed.go
//	  an arrival was processed twice, or        as any               explain.go
//	    another variant explains it
//	  a timeout had ended the connection        as any               goneBefore
//	  several variants, one after the other     as any               lockstep.go
//	  text on a SYN                             nobody knows         fastOpen
//	  the answer of an end that is gone to      as any               answersLate
//	    what came late
//	  of a connection that is older than        nobody knows         sent
//	    the capture, as one in TIME-WAIT
//	  behind text that the capture dropped      nobody knows         skipped
//	  a RST of another form                     as any               otherwise
//	  behind what nobody saw                    what it tells of     missed.go
//
// Example: an end in ESTABLISHED has given up, unseen. <SEQ=501><ACK=301><CTL=ACK>
// arrives, and the end sends <SEQ=301><CTL=RST>, as CLOSED does, and ESTABLISHED never:
// it was gone before.
//
// Readings of RFC 9293 that no option of the table has are about the form of a RST alone:
// whoever receives it takes it as any other. <SEQ=0><ACK=101><CTL=RST,ACK><DATA=11> in
// answer to <SEQ=100><CTL=SYN> is one: the table sends it without text; RFC 1122 section
// 4.2.2.12 has receivers accept it, since some stacks say there why they reset.

// excuse finds out what g means, which nothing explains that is followed.
func (o *Oracle) excuse(g *departure) outcome {
	why, p := o.seen.excuse(g), &o.possible
	switch {
	case why == older, o.wasOvertaken(g):
		return outcome{means: repeated}
	case why == ahead, o.seen.far() && g.CTL&(fsm.RST|fsm.SYN) == 0 && p.behind(g.ACK):
		o.doubt = doubtful
		how := o.missed(g, unheardReason)
		how.ahead = true
		return how
	}
	list := o.successors.explainClosely(p.set, g)
	switch {
	case p.become(list), o.goneBefore(g), o.replay():
		return outcome{means: explained}
	case why == fastOpen:
		return outcome{means: unsure, reason: fastOpenReason, lost: true}
	case o.answersLate(g):
		return outcome{means: explained}
	case o.seen.overlaps && !o.seen.sent() && g.CTL&(fsm.SYN|fsm.RST) == 0:
		return outcome{means: unsure, reason: unopenedReason, lost: true}
	case o.seen.overlaps && p.skipped(g.SEQ):
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

// An excuse is why nothing that is followed may explain a segment.
type excuse uint8

const (
	noExcuse excuse = iota
	older           // far: it may be stale, it carries and acknowledges nothing that is new
	ahead           // far: it acknowledges what nobody saw arrive
	fastOpen        // on a wire: a SYN with text, or a SYN,ACK that acknowledges text at once
)

// excuse returns why nothing may explain g.
func (w *seen) excuse(g *departure) excuse {
	switch syn, rst := g.CTL.Has(fsm.SYN), g.CTL.Has(fsm.RST); {
	case w.far() && w.spoken && !rst && g.End().LessEq(w.nxt) && (g.ACK.LessEq(w.acked) || g.ACK.LessEq(w.peer)):
		return older
	case w.far() && w.spoken && !rst && !syn && (!w.hears || w.peer.Less(g.ACK)):
		return ahead
	case w.onWire() && syn && (g.Text > 0 || g.CTL.Has(fsm.ACK) && w.hears && g.ACK == w.peer):
		return fastOpen
	}
	return noExcuse
}

// sent reports whether the end was seen to send anything before.
func (w *seen) sent() bool {
	return w.spoken || w.syn != fsm.Segment{} || w.reset != fsm.Segment{}
}

// behind reports whether ack lies ahead of all that the connections have received.
func (p *possible) behind(ack fsm.Seq) bool {
	return p.all(func(c *fsm.TCB) bool { return c.RCV.NXT.Less(ack) })
}

// skipped reports whether text of the connections is missing before seq, at an end where
// nothing is: it is the capture that has dropped it. One number is not text that is
// missing, but one that was counted wrong.
func (p *possible) skipped(seq fsm.Seq) bool {
	return p.all(func(c *fsm.TCB) bool {
		return (c.SND.NXT + 1).Less(seq) && within(seq, c.SND.NXT, c.SND.NXT+farOff)
	})
}

// all reports whether there are connections in synchronized states and holds is true of
// each.
func (p *possible) all(holds func(*fsm.TCB) bool) bool {
	any := false
	for i := range p.set {
		if c := &p.set[i].c; c.State.Synchronized() {
			if any = true; !holds(c) {
				return false
			}
		}
	}
	return any
}

// goneBefore explains the RST g as the answer of an end whose connection a timeout had
// ended before the last arrival, and reports whether it is.
func (o *Oracle) goneBefore(g *departure) bool {
	s, l := &o.successors, &o.lockstep
	if o.seen.onWire() || o.seen.overlaps || !o.seen.misses(Timeouts) || !g.CTL.Has(fsm.RST) || len(l.since) == 0 {
		return false
	}
	ev := l.since[0].ev
	if ev == nil || ev.Kind != fsm.SegmentArrives {
		return false
	}
	var list []hypothesis
	for i := range l.before {
		if gone, ok := s.gone(&l.before[i]); ok {
			list = s.caused(list, &gone, ev, g)
		}
	}
	return o.possible.become(list)
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

// The readings. Each is the Variant that verdicts name.
var (
	rstWithText  = Variant{Name: "text on a RST (RFC 1122 4.2.2.12)"}
	rstNumbered  = Variant{Name: "a number on the RST that answers a SYN (3.5.2)"}
	rstWhileLast = Variant{Name: "ABORT in CLOSING and LAST-ACK sends a RST (3.10.5)"}
)

// otherwise explains the RST g, on a wire, by another reading, and makes the set what
// may have sent it. It returns the reading, or nil.
func (o *Oracle) otherwise(g *departure) *Variant {
	if !o.seen.onWire() || !g.CTL.Has(fsm.RST) {
		return nil
	}
	p, s := &o.possible, &o.successors
	plain := *g
	if plain.Text = 0; g.Text > 0 && p.become(s.explain(p.set, &plain)) {
		return &rstWithText
	}
	if plain.SEQ = 0; g.SEQ != 0 && g.CTL.Has(fsm.ACK) && p.become(s.explain(p.set, &plain)) {
		return &rstNumbered
	}
	if p.become(s.explain(s.unlast(p.set), g)) {
		return &rstWhileLast
	}
	return nil
}

// unlast is what of set is in CLOSING or LAST-ACK, in FIN-WAIT-1 instead, where an ABORT
// sends a RST.
func (s *successors) unlast(set []hypothesis) (list []hypothesis) {
	for _, h := range set {
		if c := &h.c; c.State == fsm.Closing || c.State == fsm.LastAck {
			c.State, c.RCV.FINTaken = fsm.FinWait1, false
			list = append(list, h)
		}
	}
	return list
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
