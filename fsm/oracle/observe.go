package oracle

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Event tells a user call or a timeout of the end, or the arrival of a segment.
// Buffers that an OPEN does not name are as large as need be; an ISS of 0 is
// one that the SYN will show. TRANSMIT, retransmissions, probes and STATUS need
// not be told and change nothing. On a wire only arrivals count: when a call was
// made is not known to who does not know when a segment arrived.
func (o *Oracle) Event(ev fsm.Event) Verdict {
	if o.lost {
		return o.undecided(ev.String(), "what state the end is in is not known")
	}
	o.doubt--
	o.begin(observation{ev: ev, kind: happened})
	return o.happen(&ev)
}

func (o *Oracle) happen(ev *fsm.Event) Verdict {
	switch ev.Kind {
	case fsm.Transmit, fsm.Status, fsm.RetransmissionTimeout, fsm.R1Reached, fsm.PersistTimeout, fsm.KeepAliveTimeout:
	case fsm.SegmentArrives:
		o.arrival(ev)
	default:
		if o.told&Arrivals != 0 {
			o.call(*ev)
		}
	}
	if o.cut {
		return o.undecided(ev.String(), cutReason)
	}
	return Verdict{}
}

// call follows a user call, a timeout or a report of ICMP.
func (o *Oracle) call(ev fsm.Event) {
	anyISS := ev.ISS == 0
	if ev.Kind == fsm.OpenActive && ev.Remote == fsm.Unspecified {
		ev.Remote = fsm.Specified
	}
	if ev.Kind == fsm.OpenActive || ev.Kind == fsm.OpenPassive {
		ev.SndBUFF = anyBuffer
		if ev.RcvBUFF == 0 {
			ev.RcvBUFF = unknownBuffer
		}
	}
	for i := range o.set {
		h := &o.set[i]
		begin := len(o.next)
		o.next = o.step(o.next, h, &ev)
		if ev.Kind == fsm.R2Reached || ev.Kind == fsm.UserTimeout {
			probed := *h
			probed.c.Probed = true // whether a probe waits for an answer is not told
			o.next = o.step(o.next, &probed, &ev)
		}
		for j := begin; j < len(o.next); j++ {
			n := &o.next[j]
			n.anyISS = n.anyISS || anyISS && n.c.State == fsm.SynSent && h.c.State != fsm.SynSent
		}
	}
	o.cover()
	o.commit()
}

// State tells a reading of the end's state: it is one of set. A reading that
// cannot tell two states apart names both.
func (o *Oracle) State(set fsm.States) Verdict {
	if o.lost {
		return o.undecided(set.String(), "what state the end is in is not known")
	}
	o.begin(observation{states: set, kind: read})
	text := func() string { return "state " + set.String() }
	if o.read(set) || o.retry() {
		return o.settle(text)
	}
	v := o.deviates(text(), "state "+o.States().String())
	o.enterStates(set)
	return v
}

// read keeps what is in one of the states, or may have come there unseen, and
// reports whether anything is.
func (o *Oracle) read(set fsm.States) bool {
	o.next = o.next[:0]
	for i := range o.set {
		h := &o.set[i]
		if set.Has(h.c.State) {
			o.next = append(o.next, *h)
		}
		o.readUnseen(h, set)
	}
	if len(o.next) == 0 {
		return false
	}
	o.commit()
	return true
}

// readUnseen appends what h may have become unseen that is in one of the
// states.
func (o *Oracle) readUnseen(h *hypothesis, set fsm.States) {
	o.pre = o.pre[:0]
	if o.told&Timeouts == 0 {
		for _, k := range []fsm.EventKind{fsm.UserTimeout, fsm.TimeWaitTimeout, fsm.FinWait2Timeout} {
			o.pre = o.step(o.pre, h, &fsm.Event{Kind: k})
		}
	}
	if o.told&Calls == 0 {
		for _, k := range []fsm.EventKind{fsm.Close, fsm.Abort} {
			o.pre = o.step(o.pre, h, &fsm.Event{Kind: k})
		}
		o.pre = o.openPassive(o.pre, h)
	}
	for i := range maxRecent {
		if h.late>>i&1 != 0 {
			begin := len(o.pre)
			ev := arrives(o.recent.list[i])
			o.pre = o.deliver(o.pre, h, &ev)
			for j := begin; j < len(o.pre); j++ {
				o.pre[j].late &^= 1 << i
			}
		}
	}
	for i := range o.pre {
		if n := &o.pre[i]; set.Has(n.c.State) && n.c.State != h.c.State {
			o.next = append(o.next, *n)
		}
	}
}

// enterStates believes a reading that deviates: whatever is followed is in one
// of the states, with the sequence numbers that it has.
func (o *Oracle) enterStates(set fsm.States) {
	o.next = o.next[:0]
	for _, s := range fsm.AllStates() {
		if !set.Has(s) {
			continue
		}
		n := o.set[0]
		n.forgive()
		n.by, n.late = o.initially(), 0
		if s == fsm.Closed {
			n.c = fsm.TCB{}
		}
		n.c.State = s
		o.next = append(o.next, n)
	}
	if len(o.next) == 0 {
		o.Join()
		return
	}
	o.commit()
}

// Quiet tells that the end sends nothing more until something else happens to
// it: answers that may not wait are due. ACKs that may be delayed are not.
func (o *Oracle) Quiet() Verdict {
	if o.lost {
		return o.undecided("nothing", "what state the end is in is not known")
	}
	o.begin(observation{kind: silence})
	if o.silent() || o.retry() {
		return o.settle(func() string { return "nothing more" })
	}
	v := o.deviates("nothing more", o.owedText())
	for i := range o.set {
		o.set[i].forgive()
	}
	return v
}

func (o *Oracle) silent() bool {
	o.next = o.next[:0]
	for i := range o.set {
		if o.set[i].n == 0 {
			o.next = append(o.next, o.set[i])
		}
	}
	if len(o.next) == 0 {
		return false
	}
	o.commit()
	return true
}

// owedText lists what the likeliest connection owes.
func (o *Oracle) owedText() string {
	var list []string
	h := &o.set[0]
	for _, g := range h.owed[:h.n] {
		list = append(list, g.String())
	}
	return strings.Join(list, " ")
}

// An observation is kept until the next event, to be explained anew.
type observation struct {
	kind   happening
	ev     fsm.Event
	g      fsm.Segment
	opens  bool // g announces a larger window
	states fsm.States
}

type happening uint8

const (
	happened happening = iota
	departed
	read
	silence
)

// begin notes an observation. What was possible before the last event is kept
// with it: a variant that had nothing to do with what came before may yet
// explain what comes after.
func (o *Oracle) begin(x observation) {
	if o.told&Arrivals == 0 {
		return
	}
	if x.kind == happened {
		o.earlier = append(o.earlier[:0], o.set...)
		o.since = o.since[:0]
	}
	o.since = append(o.since, x)
}

// retry goes back to before the last event and explains all that was observed
// since under the variants that had been ruled out by then. It reports whether
// that succeeds; if not, everything is as before.
func (o *Oracle) retry() bool {
	if o.told&Arrivals == 0 || len(o.since) == 0 {
		return false
	}
	kept, cut := append([]hypothesis(nil), o.set...), o.cut
	o.set = append(o.set[:0], o.earlier...)
	for i := range o.set {
		o.set[i].by = o.all()
	}
	for i := range o.since {
		if !o.again(&o.since[i]) {
			o.set, o.cut = append(o.set[:0], kept...), cut
			return false
		}
	}
	return true
}

// again explains one observation anew.
func (o *Oracle) again(x *observation) bool {
	switch x.kind {
	case happened:
		o.happen(&x.ev)
		return true
	case departed:
		g := bare(x.g)
		o.opens = x.opens
		if !o.explainAll(&g) {
			return false
		}
		o.announced(&x.g)
		return true
	case read:
		return o.read(x.states)
	}
	return o.silent()
}

// settle turns a set that explains what was seen into a verdict.
func (o *Oracle) settle(seen func() string) Verdict {
	if o.cut {
		return o.undecided(seen(), cutReason)
	}
	var by variantSet
	for i := range o.set {
		by = by.with(o.set[i].by)
	}
	was := o.best
	if o.best = by.first(); o.best == 0 || o.best == was {
		return Verdict{}
	}
	f := o.finding(seen(), "")
	f.Variant = o.Variant()
	return Verdict{Permitted, f}
}

const cutReason = "more connections are possible than are followed"

func (o *Oracle) undecided(seen, reason string) Verdict {
	return Verdict{Undecided, &Finding{Seen: seen, Reason: reason}}
}

// deviates makes the verdict that nothing explains what was seen.
func (o *Oracle) deviates(seen, expected string) Verdict {
	if o.cut {
		return o.undecided(seen, cutReason)
	}
	return Verdict{Deviates, o.finding(seen, expected)}
}

// finding names the telling rule of what happened last to the likeliest
// connection.
func (o *Oracle) finding(seen, expected string) *Finding {
	f := &Finding{Seen: seen, Expected: expected}
	if h := &o.set[0]; h.judged {
		m := o.machine(h)
		f.Rule, f.Clause = m.Rule(h.rule).ID, m.Check(h.rule).Clause
	}
	return f
}
