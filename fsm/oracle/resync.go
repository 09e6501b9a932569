package oracle

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// What happens when nothing explains a segment.

// doubtful is the number of observations on which a gap casts doubt: what is
// not explained there may follow from what is missing.
const doubtful = 64

// thorough is the number of connections, the likeliest, that are looked at
// closely when nothing explains a segment on a wire: whether they have processed
// an arrival twice, and whether another variant explains it.
const thorough = 16

// unexplained judges a segment that nothing explains under the variants
// followed so far.
func (o *Oracle) unexplained(g *fsm.Segment) Verdict {
	b := bare(*g)
	far := o.far()
	switch {
	case far && (o.older(&b) || o.wasOvertaken(&b)):
		return o.nothingNew(g)
	case far && o.unheard(&b):
		return o.gap(g)
	case o.told&Arrivals == 0 && (o.explainAgain(&b) || o.widen(&b)), o.told&Arrivals != 0 && o.retry():
		o.announced(g)
		return o.settle(g.String)
	case far && o.unopened(&b):
		return o.gap(g)
	}
	v := o.deviates(g.String(), o.expected())
	o.accuse(&v, &b)
	if o.told&Arrivals == 0 && o.fastOpen(&b) {
		v = o.undecided(g.String(), "text on a SYN that is not held back, as in Fast Open (RFC 7413), is outside the table")
	}
	if len(o.set) > thorough && o.told&Arrivals == 0 {
		v = o.undecided(g.String(), cutReason)
	}
	if o.doubt > 0 && v.Kind == Deviates {
		v.Kind, v.Finding.Reason = Undecided, "it may follow from what is missing"
	}
	o.adopt(g)
	return v
}

// widen tries the variants that are not followed.
func (o *Oracle) widen(b *fsm.Segment) bool {
	kept := append([]hypothesis(nil), o.set...)
	others := o.set[:0]
	for _, h := range kept[:min(len(kept), thorough)] {
		if h.by = o.all().without(h.by); !h.by.empty() {
			others = append(others, h)
		}
	}
	o.set = others
	if o.explainAll(b) {
		return true
	}
	o.set = append(o.set[:0], kept...)
	return false
}

// older reports whether b may have been sent earlier, and was late or duplicated
// on its way to the observer: it carries and acknowledges nothing that is new.
func (o *Oracle) older(b *fsm.Segment) bool {
	return o.spoken && !b.CTL.Has(fsm.RST) && b.End().LessEq(o.sent) &&
		(b.ACK.LessEq(o.low) || b.ACK.LessEq(o.heard))
}

// stale reports whether b tells nothing of where the end is now, because it was
// sent earlier, be it that it was late or that it is there for another time.
func (o *Oracle) stale(b *fsm.Segment) bool {
	switch {
	case o.told&Arrivals == 0 && b.CTL.Has(fsm.RST):
		return *b == o.reset // it answers one more segment
	case o.told&Segments != 0 || b.CTL.Has(fsm.RST):
		return false
	case !o.spoken:
		return false
	case b.CTL.Has(fsm.SYN):
		return *b == o.syn
	}
	return b.CTL.Has(fsm.ACK) && b.End().LessEq(o.sent) && b.ACK.Less(o.low)
}

// nothingNew is the verdict on a segment that tells nothing.
func (o *Oracle) nothingNew(g *fsm.Segment) Verdict {
	if o.cut {
		return o.undecided(g.String(), cutReason)
	}
	return Verdict{}
}

// far reports whether the wire is observed far from the end, where segments come
// late, twice or not at all.
func (o *Oracle) far() bool { return o.told&(Arrivals|Segments) == 0 }

// turns reports whether a connection begins or ends with b, so that what was sent
// before and is seen later, far away, looks out of place.
func (o *Oracle) turns(b *fsm.Segment) bool {
	return o.far() && (b.CTL.Has(fsm.SYN) || b.CTL.Has(fsm.RST) && o.States() != fsm.StatesOf(fsm.Closed))
}

// mayBeOld reports whether one of the connections that were overtaken sends such
// segments as b.
func (o *Oracle) mayBeOld(b *fsm.Segment) bool {
	if b.CTL&(fsm.RST|fsm.SYN) != 0 {
		return len(o.overtaken) > 0
	}
	return slices.ContainsFunc(o.overtaken, func(h hypothesis) bool { return h.c.State.Synchronized() })
}

// overtakes looks again at what explains b; kept is the set before it. If b may as well have been overtaken
// by an earlier segment that turns, it tells nothing. If b turns itself, it may
// have overtaken what was sent before.
func (o *Oracle) overtakes(b *fsm.Segment, turns bool) {
	if o.wasOvertaken(b) {
		for i := range o.kept {
			o.enter(&o.kept[i])
		}
	}
	if turns {
		earlier := o.overtaken
		o.overtaken = append(o.kept, earlier[:min(len(earlier), max(0, o.limit-len(o.kept)))]...)
		o.kept = earlier[:0]
	}
}

// wasOvertaken reports whether b was sent before the last RST or SYN, which has
// overtaken it, or is that segment another time.
func (o *Oracle) wasOvertaken(b *fsm.Segment) bool {
	if !o.mayBeOld(b) {
		return false
	}
	now := o.set
	o.set = append([]hypothesis(nil), o.overtaken...)
	good := o.explainAll(b)
	if good && b.CTL&(fsm.RST|fsm.SYN) == 0 {
		o.overtaken = o.set
	}
	o.set = now
	return good
}

// unheard reports whether b acknowledges what nobody saw arrive.
func (o *Oracle) unheard(b *fsm.Segment) bool {
	return o.spoken && b.CTL&(fsm.SYN|fsm.RST) == 0 && (!o.hears || o.heard.Less(b.ACK))
}

// unopened reports whether b comes from a connection whose SYN nobody saw.
func (o *Oracle) unopened(b *fsm.Segment) bool {
	if b.CTL&(fsm.SYN|fsm.RST) != 0 {
		return false
	}
	for i := range o.set {
		if o.set[i].anyISS {
			return true
		}
	}
	return !o.spoken
}

// fastOpen reports whether b is a SYN with text, or a SYN,ACK that acknowledges
// text at once.
func (o *Oracle) fastOpen(b *fsm.Segment) bool {
	return b.CTL.Has(fsm.SYN) && (b.Text > 0 || b.CTL.Has(fsm.ACK) && o.hears && b.ACK == o.heard)
}

// gap goes on behind segments that are missing, which g tells of.
func (o *Oracle) gap(g *fsm.Segment) Verdict {
	b := bare(*g)
	reason := "the opening of this end was not observed"
	for i := range o.set {
		if o.assume(&o.set[i].c, &b) {
			reason = "it acknowledges segments that were not observed"
		}
	}
	o.doubt = doubtful
	if o.explainAll(&b) {
		o.announced(g)
	} else {
		o.adopt(g)
	}
	return o.undecided(g.String(), reason)
}

// assume lets c have received up to SEG.ACK of b, and reports whether that is
// news.
func (o *Oracle) assume(c *fsm.TCB, b *fsm.Segment) bool {
	if !c.State.Synchronized() || c.RCV.FINTaken || !c.RCV.NXT.Less(b.ACK) {
		return false
	}
	c.RCV.WND -= min(c.RCV.WND, b.ACK.Sub(c.RCV.NXT))
	c.RCV.NXT = b.ACK
	c.RCV.Held, c.RCV.FINHeld = fsm.Held{}, false
	return true
}

// expected says what the likeliest connection might have sent instead.
func (o *Oracle) expected() string {
	h := &o.set[0]
	var list []string
	for _, g := range h.owed[:h.n] {
		list = append(list, g.String())
	}
	if c := &h.c; c.State.Synchronized() && len(list) == 0 {
		g := fsm.Segment{SEQ: c.SND.NXT, ACK: c.RCV.NXT, CTL: fsm.ACK}
		list = append(list, g.String())
	}
	if len(list) == 0 {
		list = append(list, "nothing")
	}
	return strings.Join(list, " ") + " in " + h.c.State.String()
}

// accuse names the rule that b breaks if b itself shows it; else it is the one
// that told what was expected.
func (o *Oracle) accuse(v *Verdict, b *fsm.Segment) {
	if v.Kind != Deviates {
		return
	}
	m := o.machine(&o.set[0])
	if id, ok := m.Accused(faultOf(b, &o.set[0].c)); ok {
		v.Finding.Rule, v.Finding.Clause = m.Rule(id).ID, m.Check(id).Clause
	}
}

// faultOf returns what b, sent by c, shows to be wrong by itself.
func faultOf(b *fsm.Segment, c *fsm.TCB) fsm.Fault {
	switch {
	case b.CTL&(fsm.SYN|fsm.RST) != 0 || !c.State.Synchronized():
		return fsm.NoFault
	case c.RCV.NXT.Less(b.ACK):
		return fsm.UnreceivedACK
	case c.FINSent && c.FINSeq.Less(b.SEQ.Add(b.Text)):
		return fsm.TextBeyondFIN
	case c.SND.NXT.Less(b.SEQ):
		return fsm.SkippedNumbers
	case c.SND.NXT.Less(b.SEQ.Add(b.Text)):
		return fsm.UnaskedText
	case b.CTL.Has(fsm.FIN):
		return fsm.UnaskedFIN
	}
	return fsm.NoFault
}

// adopt makes the set whatever may have sent g, in any state, and says that
// nothing is decided.
func (o *Oracle) adopt(g *fsm.Segment) Verdict {
	o.Join()
	o.best, o.lost = 0, false
	switch {
	case g.CTL.Has(fsm.RST):
		o.join(fsm.TCB{})
	case g.CTL.Has(fsm.SYN | fsm.ACK):
		o.join(opening(fsm.SynReceived, g))
	case g.CTL.Has(fsm.SYN):
		o.join(opening(fsm.SynSent, g))
	case g.CTL.Has(fsm.FIN | fsm.ACK):
		o.join(joined(fsm.FinWait1, true, g), joined(fsm.Closing, true, g), joined(fsm.LastAck, true, g))
	case g.CTL.Has(fsm.ACK):
		o.join(joined(fsm.Established, false, g), joined(fsm.CloseWait, false, g), joined(fsm.Closing, false, g))
		if g.Text == 0 {
			o.join(joined(fsm.FinWait1, true, g), joined(fsm.FinWait2, true, g),
				joined(fsm.Closing, true, g), joined(fsm.LastAck, true, g), joined(fsm.TimeWait, true, g))
		}
	default:
		o.lost = true
	}
	o.announced(g)
	return o.undecided(g.String(), "where the connection is was not known before")
}

// join adds connections to the set.
func (o *Oracle) join(list ...fsm.TCB) {
	for _, c := range list {
		o.set = append(o.set, hypothesis{by: o.initially(), possibility: possibility{c: c}})
	}
}

// opening is a connection that has just sent the SYN g.
func opening(s fsm.State, g *fsm.Segment) fsm.TCB {
	c := fsm.TCB{State: s, Origin: fsm.Active, RemoteKnown: true, ISS: g.SEQ}
	c.SND = fsm.SendSequence{UNA: g.SEQ, NXT: g.End(), WND: unknownBuffer, BUFF: anyBuffer, MSS: fsm.IPv4.DefaultMSS()}
	c.RCV = fsm.ReceiveSequence{NXT: g.ACK, WND: g.WND, BUFF: unknownBuffer}
	if s == fsm.SynReceived {
		c.Origin, c.IRS = fsm.Passive, g.ACK-1
	}
	return c
}

// joined is a connection in a synchronized state that has just sent g and whose
// FIN has been sent or not.
func joined(s fsm.State, finSent bool, g *fsm.Segment) fsm.TCB {
	c := opening(s, g)
	c.ISS, c.IRS, c.SYNAcked = g.SEQ-1, g.ACK-1, true
	c.SND.UNA, c.SND.NXT, c.SND.MAX, c.SND.WL1, c.SND.WL2 = g.SEQ, g.End(), 1<<30, g.ACK-1, g.SEQ
	switch {
	case finSent && !g.CTL.Has(fsm.FIN):
		c.FINSent, c.FINSeq = true, g.SEQ-1 // an ACK behind it
		if s == fsm.FinWait1 || s == fsm.Closing || s == fsm.LastAck {
			c.SND.UNA = g.SEQ - 1
		}
	case finSent:
		c.FINSent, c.FINSeq = true, g.End()-1
	}
	if s == fsm.CloseWait || s == fsm.Closing || s == fsm.LastAck || s == fsm.TimeWait {
		c.RCV.FINTaken, c.RCV.FINSeq = true, g.ACK-1
	}
	return c
}

// announced notes what a segment out says of acknowledgments and windows.
func (o *Oracle) announced(g *fsm.Segment) {
	if g.CTL.Has(fsm.SYN) {
		o.syn, o.spoken = bare(*g), false // a new incarnation, perhaps
	}
	if g.CTL.Has(fsm.RST) {
		o.reset = bare(*g)
	}
	if end := g.End(); !o.spoken || o.sent.Less(end) {
		o.sent = end
	}
	if g.CTL&(fsm.ACK|fsm.RST) != fsm.ACK {
		return
	}
	edge := g.ACK.Add(g.WND)
	if !o.spoken || o.edge.Less(edge) {
		o.edge = edge
	}
	if !o.spoken || o.low.Less(g.ACK) {
		o.low = g.ACK
		if len(o.beyond.runs) > 0 {
			o.beyond.forget(o.low)
		}
	}
	o.spoken = true
	for i := range o.set {
		c := &o.set[i].c
		if c.RCV.NXT.LessEq(o.edge) {
			c.RCV.WND = o.edge.Sub(c.RCV.NXT)
		} else {
			c.RCV.WND = 0
		}
	}
}
