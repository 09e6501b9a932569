package oracle

// The record of a lock step, to be explained anew.
//
// In lock step all observations are facts, in that order. What is not known is
// which variant the end follows, and a variant is ruled out by what it does not
// explain. A stack may mix choices that no variant mixes: under one option it is as
// the first, under another as the second.
//
// Invariant: lockstep holds the set before the last event, and all observations
// from that event on. If nothing explains the latest, they are followed once more
// from there under all variants, as if none had been ruled out before.
//
//	  before     since
//	  {A15} ---> RST arrives ---> state CLOSED: nothing explains it
//	    |          (event)            |
//	    |  under all variants         |
//	    v                             |  replay
//	  {all} ---> RST arrives ---> state CLOSED: {A39}
//
// Example: ESTABLISHED, ISS=300, RCV.NXT=101. Text with SEG.ACK=200 arrives, and the
// end answers with an ACK: only A15 ack_range_check=sent explains that, and the
// others are ruled out. Later a RST with number 150 arrives, and the connection is
// gone: only A39 rst_validation=in_window explains that. No variant has both
// choices, but replay finds A39, from before the RST.

// lockstep is the set before the last event, and what was observed from that
// event on.
type lockstep struct {
	before []hypothesis
	since  []observation
}

// record keeps an observation, to be followed anew.
func (o *Oracle) record(x *observation) {
	if !o.seen.onWire() && !o.seen.overlaps {
		o.lockstep.record(x, o.possible.set)
	}
}

// record notes an observation of connections that may be those of set.
func (l *lockstep) record(x *observation, set []hypothesis) {
	if x.kind == observedEvent {
		l.before = append(l.before[:0], set...)
		l.since = l.since[:0]
	}
	l.since = append(l.since, *x)
}

// replay goes back to before the last event and follows all that was observed
// since under all variants: one that had been ruled out by then had perhaps
// nothing to do with what came before. It reports whether that explains
// everything; if not, all is as before.
func (o *Oracle) replay() bool {
	if o.seen.onWire() || o.seen.overlaps || len(o.lockstep.since) == 0 {
		return false
	}
	p, s := &o.possible, &o.successors
	set, cut, forgot := append([]hypothesis(nil), p.set...), p.cut, s.forgot
	p.set = append(p.set[:0], o.lockstep.before...)
	for i := range p.set {
		p.set[i].by = o.all()
	}
	for i := range o.lockstep.since {
		if !o.follow(&o.lockstep.since[i]) {
			p.set, p.cut, s.forgot = append(p.set[:0], set...), cut, forgot
			return false
		}
	}
	return true
}
