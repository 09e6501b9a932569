package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// What is allowed to leave: for each segment out and each hypothesis, every way
// in which the end may have come to send it.

// Out tells that the end has sent a segment. On a wire it is the moment when it
// was seen; SEG.WND is in octets, scaled already.
func (o *Oracle) Out(g fsm.Segment) Verdict {
	if o.lost {
		return o.adopt(&g)
	}
	o.doubt--
	b := bare(g)
	o.opens = o.spoken && g.CTL.Has(fsm.ACK) && o.edge.Less(g.ACK.Add(g.WND))
	o.begin(observation{kind: departed, g: g, opens: o.opens})
	if o.stale(&b) {
		return o.nothingNew(&g)
	}
	turns := o.turns(&b)
	again := turns || o.mayBeOld(&b)
	if again {
		o.kept = append(o.kept[:0], o.set...)
	}
	if o.explainAll(&b) {
		if again {
			o.overtakes(&b, turns)
		}
		o.announced(&g)
		return o.settle(g.String)
	}
	return o.unexplained(&g)
}

// explainAll makes the set what explains that g was sent, and reports whether
// anything does. If nothing does, the set stays.
func (o *Oracle) explainAll(g *fsm.Segment) bool {
	o.next = o.next[:0]
	for i := range o.set {
		o.explain(&o.set[i], g)
	}
	if len(o.next) == 0 {
		return false
	}
	o.commit()
	return true
}

// explain appends to next what h may be after it has sent g.
func (o *Oracle) explain(h *hypothesis, g *fsm.Segment) {
	if h.n > 0 && o.explainOwed(h, g) {
		return
	}
	o.explainHere(h, g)
	if h.late != 0 {
		o.explainLate(h, g, 2)
	}
}

// explainOwed appends what h may be if g is a segment that it owes, and reports
// whether it is.
func (o *Oracle) explainOwed(h *hypothesis, g *fsm.Segment) bool {
	for i := range int(h.n) {
		n := *h
		if o.pays(&n, i, g) {
			o.next = append(o.next, n)
			return true
		}
	}
	return false
}

// pays takes g for the segment that h owes in place i, and strikes it out.
func (o *Oracle) pays(h *hypothesis, i int, g *fsm.Segment) bool {
	owed := h.owed[i]
	if h.anyISS && owed.CTL.Has(fsm.SYN) && g.CTL.Has(fsm.SYN) {
		owed.SEQ = g.SEQ
		rebase(h, g.SEQ)
	}
	if owed != *g && !o.isReset(&owed, g) {
		return false
	}
	h.n--
	copy(h.owed[i:], h.owed[i+1:])
	h.owed[maxOwed-1] = fsm.Segment{}
	return true
}

// isReset reports whether g is the RST that is owed. Section 3.10.5 writes the
// RST of an ABORT without ACK, section 3.1 has ACK in every segment of an
// established connection; both are in use.
func (o *Oracle) isReset(owed, g *fsm.Segment) bool {
	if owed.CTL != fsm.RST || g.CTL&^fsm.ACK != fsm.RST || g.SEQ != owed.SEQ || g.Text != 0 {
		return false
	}
	switch {
	case !g.CTL.Has(fsm.ACK) || g.ACK == owed.ACK && owed.ACK != 0:
		return true
	case o.told&Arrivals != 0 || owed.ACK == 0:
		return false
	}
	return o.spoken && o.low.LessEq(g.ACK) && g.ACK.Less(owed.ACK) // what was seen may not have arrived
}

// forgive strikes out all that h owes: on a wire nobody knows when it comes.
func (h *hypothesis) forgive() {
	h.ack, h.n, h.owed = false, 0, [maxOwed]fsm.Segment{}
}

// explainHere takes g for a segment that h sends without another arrival.
func (o *Oracle) explainHere(h *hypothesis, g *fsm.Segment) {
	o.explainNow(h, g)
	if o.far() {
		o.explainSkipped(h, g)
	}
}

// explainNow takes g for a segment that h sends as it is, of its own accord or
// because its user asks for it unseen.
func (o *Oracle) explainNow(h *hypothesis, g *fsm.Segment) {
	switch {
	case g.CTL.Has(fsm.RST):
		o.explainRST(h, g)
	case g.CTL.Has(fsm.SYN):
		o.explainSYN(h, g)
	case !g.CTL.Has(fsm.ACK):
		// nothing but SYN and RST leaves without ACK
	case g.CTL.Has(fsm.FIN):
		o.explainFIN(h, g)
	default:
		o.explainText(h, g)
	}
}

// explainLate takes g for something that h sends once it has processed some of
// the arrivals that are late, at most depth of them.
func (o *Oracle) explainLate(h *hypothesis, g *fsm.Segment, depth int) {
	for i := range maxRecent {
		if h.late>>i&1 == 0 {
			continue
		}
		begin := len(o.stack)
		o.process(h, &o.recent.list[i])
		for j := begin; j < len(o.stack); j++ {
			n := o.stack[j]
			n.late &^= 1 << i
			o.explainHere(&n, g)
			if depth > 1 && n.late != 0 {
				o.explainLate(&n, g, depth-1)
			}
		}
		o.stack = o.stack[:begin]
	}
}

// process puts on the stack what h may be once it has processed in, which came
// earlier.
func (o *Oracle) process(h *hypothesis, in *fsm.Segment) {
	ev := arrives(*in)
	for _, b := range o.before(h, &ev) {
		o.stack = o.deliver(o.stack, &b, &ev)
	}
}

// explainAgain is explainAll for an end that has processed an arrival for a
// second time, which the network has duplicated behind the observer.
func (o *Oracle) explainAgain(g *fsm.Segment) bool {
	o.next = o.next[:0]
	r := &o.recent
	for i := range min(len(o.set), thorough) {
		h := &o.set[i]
		for _, in := range append(r.list[:min(r.n, maxRecent):min(r.n, maxRecent)], r.last[:min(r.m, maxLast)]...) {
			o.process(h, &in)
			for _, n := range o.stack {
				o.explainHere(&n, g)
			}
			o.stack = o.stack[:0]
		}
	}
	if len(o.next) == 0 {
		return false
	}
	o.commit()
	return true
}

// explainRST takes g for the RST of an ABORT, or for the answer to a segment
// that has arrived.
func (o *Oracle) explainRST(h *hypothesis, g *fsm.Segment) {
	if o.told&Calls == 0 {
		o.explainStep(h, g, &fsm.Event{Kind: fsm.Abort})
	}
	if o.told&Timeouts == 0 {
		for _, kind := range endings {
			o.explainStep(h, g, &fsm.Event{Kind: kind})
		}
	}
	if o.told&Arrivals != 0 {
		return // what is owed was tried
	}
	o.explainAnswers(h, g)
	if gone, ok := o.gone(h); ok && h.c.State != fsm.Closed {
		o.explainAnswers(&gone, g)
	}
}

// endings are the timeouts that end a connection, with a RST under some policy.
var endings = [...]fsm.EventKind{fsm.UserTimeout, fsm.R2Reached, fsm.KeepAliveFailed, fsm.FinWait2Timeout}

// explainStep takes g for what h sends when ev happens.
func (o *Oracle) explainStep(h *hypothesis, g *fsm.Segment, ev *fsm.Event) {
	o.pre = o.step(o.pre[:0], h, ev)
	for i := range o.pre {
		n := &o.pre[i]
		for j := int(h.n); j < int(n.n); j++ {
			if o.pays(n, j, g) {
				if o.told&Arrivals == 0 {
					n.forgive()
				}
				o.next = append(o.next, *n)
				break
			}
		}
	}
}

// explainAnswers takes g for the answer of h to one of the last arrivals.
func (o *Oracle) explainAnswers(h *hypothesis, g *fsm.Segment) {
	r := &o.recent
	for i := range min(r.n, maxRecent) {
		ev := arrives(r.list[i])
		o.explainStep(h, g, &ev)
	}
	for i := range min(r.m, maxLast) {
		if ev := arrives(r.last[i]); mayDraw(&ev.Segment, g) {
			o.explainStep(h, g, &ev)
		}
	}
}

// mayDraw reports whether the RST g may be an answer to in: it takes its number
// from it.
func mayDraw(in, g *fsm.Segment) bool {
	return in.CTL.Has(fsm.ACK) && in.ACK == g.SEQ || g.CTL.Has(fsm.ACK) && in.End() == g.ACK
}

// explainSYN takes g for the SYN of an active OPEN, or for a SYN or SYN,ACK that
// is sent, perhaps not for the first time.
func (o *Oracle) explainSYN(h *hypothesis, g *fsm.Segment) {
	if !g.CTL.Has(fsm.ACK) && o.told&Calls == 0 {
		o.explainOpen(h, g)
	}
	n := *h
	if n.anyISS {
		rebase(&n, g.SEQ)
	}
	if g.Text == 0 && g.SEQ == n.c.ISS && o.mayRepeatSYN(&n, g) {
		o.next = append(o.next, n)
	}
}

// mayRepeatSYN reports whether h may send g, its SYN or SYN,ACK, another time,
// or on a wire for the first.
func (o *Oracle) mayRepeatSYN(h *hypothesis, g *fsm.Segment) bool {
	c := &h.c
	switch {
	case c.State == fsm.Closed || c.State == fsm.Listen || c.SYNAcked || o.owesSYN(h):
		return false
	case c.State == fsm.SynSent:
		return g.CTL == fsm.SYN
	case g.CTL != fsm.SYN|fsm.ACK:
		return false
	}
	return g.ACK == c.RCV.NXT || o.told&Arrivals == 0 && c.IRS.Less(g.ACK) && g.ACK.Less(c.RCV.NXT)
}

// owesSYN reports whether h owes a SYN or SYN,ACK: then g is that one.
func (o *Oracle) owesSYN(h *hypothesis) bool {
	for _, g := range h.owed[:h.n] {
		if g.CTL.Has(fsm.SYN) {
			return true
		}
	}
	return false
}

// explainOpen takes g for the SYN of an active OPEN that nobody saw.
func (o *Oracle) explainOpen(h *hypothesis, g *fsm.Segment) {
	open := fsm.Event{Kind: fsm.OpenActive, Remote: fsm.Specified, ISS: g.SEQ,
		RcvBUFF: unknownBuffer, SndBUFF: anyBuffer, Family: o.family}
	if h.c.State == fsm.Listen || h.c.State == fsm.TimeWait { // the latter under open_from_time_wait=reuse
		o.explainStep(h, g, &open)
	}
	if gone, ok := o.gone(h); ok {
		o.explainStep(&gone, g, &open)
	}
}

// rebase gives h the initial sequence number that its SYN shows.
func rebase(h *hypothesis, iss fsm.Seq) {
	d := iss - h.c.ISS
	h.c.ISS += d
	h.c.SND.UNA += d
	h.c.SND.NXT += d
	h.c.SND.WL2 += d
	if h.c.FINSent {
		h.c.FINSeq += d
	}
	for i := range h.owed[:h.n] {
		if !h.owed[i].CTL.Has(fsm.RST) { // whose number is that of a SEG.ACK
			h.owed[i].SEQ += d
		}
	}
	h.anyISS = false
}
