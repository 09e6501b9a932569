package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// maxOwed bounds the segments that a connection owes at a time.
const maxOwed = 4

// A possibility is a connection as it may be.
type possibility struct {
	c fsm.TCB

	late   uint16 // places of arrivals that the connection has not processed
	anyISS bool   // ISS is not known before a SYN is seen
	ack    bool   // an ACK is owed that may wait
	n      uint8  // how many segments are owed that may not
	owed   [maxOwed]fsm.Segment
}

// A hypothesis is a possibility, the variants under which it is one, and how
// the connection came there.
type hypothesis struct {
	possibility
	by     variantSet
	rule   fsm.RuleID // the telling rule of the last step
	judged bool       // rule says something
}

// machine returns the first machine under which h is possible.
func (o *Oracle) machine(h *hypothesis) *fsm.Machine {
	return o.variants[h.by.first()].Machine
}

// step appends to list what becomes of h when ev happens, under each of its
// variants. What is sent is owed from then on.
func (o *Oracle) step(list []hypothesis, h *hypothesis, ev *fsm.Event) []hypothesis {
	begin := len(list)
	for by := h.by; !by.empty(); by = by.rest() {
		one := *h
		one.by = by.without(by.rest())
		if v := &o.variants[by.first()]; ev.Kind == fsm.SegmentArrives && (v.Throttles || v.Crowded) {
			limited := *ev
			limited.Throttled, limited.NoResources = v.Throttles, v.Crowded
			list = o.stepInto(list, begin, one, &limited)
		}
		list = o.stepInto(list, begin, one, ev)
	}
	return list
}

// stepInto appends what becomes of h under its first variant, unless that is in
// the list from begin on.
func (o *Oracle) stepInto(list []hypothesis, begin int, h hypothesis, ev *fsm.Event) []hypothesis {
	o.stepOne(&h, ev)
	for i := begin; i < len(list); i++ {
		if list[i].possibility == h.possibility {
			list[i].by = list[i].by.with(h.by)
			return list
		}
	}
	return append(list, h)
}

// stepOne makes of h what becomes of it when ev happens, under its first
// variant.
func (o *Oracle) stepOne(h *hypothesis, ev *fsm.Event) {
	m := o.machine(h)
	nxt, answers := h.c.RCV.NXT, h.c.State.Synchronized() || h.c.State == fsm.SynReceived
	o.stepPlain(h, m, ev)
	if !answers {
		nxt = 0
	}
	t := traits(m)
	h.rule, h.judged = telling(t, o.out.Fired()), true
	o.owe(h, t, nxt)
}

// stepPlain is stepOne for a step that owes nothing of interest.
func (o *Oracle) stepPlain(h *hypothesis, m *fsm.Machine, ev *fsm.Event) {
	m.Step(&h.c, ev, &o.out)
	h.c.Timers = 0 // time is not followed
	if o.told&Calls == 0 {
		h.c.RCV.USER, h.c.RCV.Want = 0, 0 // the user may have taken all there is
	}
	if o.told&Arrivals == 0 {
		o.blur(&h.c)
	}
}

// blur removes what cannot be known on a wire, so that connections that differ
// in nothing else are one: windows, PUSH, urgent pointers, and when which text
// came. The end may have taken all text that has been seen, its acknowledgments
// tell; a FIN that came early is one that is late.
func (o *Oracle) blur(c *fsm.TCB) {
	v, r := &c.SND, &c.RCV
	c.CloseOutstanding, c.Probed = false, false
	v.WND, v.WL1, v.WL2, v.MAX = unknownBuffer, v.UNA-1, v.UNA-1, 1<<30
	v.UP, v.Urgent = 0, false
	r.Pushed, r.PushHeld, r.PUSH = false, false, 0
	r.UP, r.Urgent, r.UPHeld = 0, false, false
	r.FINHeld = false
	if !r.FINTaken {
		r.FINSeq = 0
	}
	if r.Held.Runs() != 0 {
		r.Held = fsm.Held{}
	}
	if c.State.Synchronized() {
		c.Origin, c.OldNXT, c.OldRCV = fsm.Active, 0, 0
		if len(o.beyond.runs) > 0 && !r.FINTaken {
			r.NXT = o.beyond.reach(r.NXT)
		}
	}
}

// owe notes what a step has sent. An ACK may be delayed or merged with others if
// it is no answer to a segment that was refused. Nxt was RCV.NXT before the step,
// 0 if the connection had none.
func (o *Oracle) owe(h *hypothesis, t []trait, nxt fsm.Seq) {
	waits := false
	for _, id := range o.out.Fired() {
		waits = waits || t[id]&owes != 0
	}
	for _, g := range o.out.Segments() {
		if g = bare(g); waits && g.CTL == fsm.ACK {
			h.ack = true
			continue
		}
		if g.CTL == fsm.RST {
			g.ACK = nxt // which the RST may carry, see isReset
		}
		if h.n == maxOwed {
			copy(h.owed[:], h.owed[1:])
			h.n--
			o.cut = true
		}
		h.owed[h.n] = g
		h.n++
	}
}

// cover counts the rules that the last step has fired.
func (o *Oracle) cover() {
	for _, id := range o.out.Fired() {
		o.fired[id]++
	}
}

// bare is g without what verdicts leave out: window, options, PSH and URG.
func bare(g fsm.Segment) fsm.Segment {
	g.WND, g.UP, g.MSS = 0, 0, 0
	g.CTL &^= fsm.PSH | fsm.URG
	if !g.CTL.Has(fsm.ACK) {
		g.ACK = 0
	}
	return g
}

// commit makes next the set, each possibility once, and cuts it at the limit.
func (o *Oracle) commit() {
	o.set = o.set[:0]
	for i := range o.next {
		o.enter(&o.next[i])
	}
	o.next = o.next[:0]
	if len(o.set) > o.limit {
		o.set, o.cut = o.set[:o.limit], true
	}
}

func (o *Oracle) enter(h *hypothesis) {
	if h.late != 0 && h.c.State.Synchronized() {
		o.outlive(h)
	}
	for i := range o.set {
		at := &o.set[i]
		late := h.late
		h.late = at.late
		if at.possibility == h.possibility {
			at.by = at.by.with(h.by)
			at.late |= late // whoever may process more may process less
			return
		}
		h.late = late
	}
	o.set = append(o.set, *h)
}

// outlive forgets late arrivals that can do nothing more to h: all their numbers
// lie behind it.
func (o *Oracle) outlive(h *hypothesis) {
	for i := range min(o.recent.n, maxRecent) {
		g := &o.recent.list[i]
		nxt := h.c.RCV.NXT
		if g.CTL.Has(fsm.RST) {
			nxt = o.low // what was seen may not have arrived, what is acknowledged has
		}
		old := g.End().LessEq(nxt) && (g.LEN() > 0 || g.SEQ.Less(nxt) || !g.CTL.Has(fsm.RST))
		if old && (!g.CTL.Has(fsm.ACK) || g.ACK.LessEq(h.c.SND.UNA)) {
			h.late &^= 1 << i
		}
	}
}
