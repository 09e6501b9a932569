package oracle

// lockstep is the set before the last event, and what was observed from that
// event on.
type lockstep struct {
	before []hypothesis
	since  []observation
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
	if o.seen.onWire() || len(o.lockstep.since) == 0 {
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
