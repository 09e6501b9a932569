package oracle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// Which rule is broken.
//
// Invariant: the rule that a finding names is the one that the end has broken, not
// the one that happened to fire last:
//
//	  seen                               named
//	  nothing, though something is due   the rule that sends it
//	  another state                      the rule that enters the right one, or that
//	                                     leaves the state alone
//	  a segment that by itself is wrong  the rule that it breaks: an ACK of what did
//	                                     not arrive, text beyond a FIN, beyond the
//	                                     window, or that nobody asked for
//	  of its own accord, an empty one    what the table does at that timeout
//	  any other                          the rule that says what to do with what
//	                                     happened last, be it nothing
//
// Example: RCV.NXT=101, <SEQ=111><ACK=301><CTL=FIN,ACK> arrives, and is answered by
// <SEQ=301><ACK=112><CTL=ACK>. 112 has not been received, and as it came with what
// arrived last the rule that did not count it is broken, fin.hold, and not text.take,
// which says the same of an ACK of what was never there.
//
// Some breaches name their rule outright: a number that is certain (numbers.go), too
// many losses in a row (patience.go), a window that shrinks (window.go).

// accuseSilence names the rule by which the first debt is due.
func (o *Oracle) accuseSilence(f *Finding) {
	if h := &o.possible.set[0]; f.Reason == "" && h.n > 0 {
		f.blame(o.successors.machine(h), h.why[0])
	}
}

// accuse names the rule that g breaks if g itself shows it; else the finding
// keeps the rule of what was expected.
func (o *Oracle) accuse(f *Finding, g *departure) {
	h := &o.possible.set[0]
	m := o.successors.machine(h)
	if !o.seen.onWire() {
		if o.exceeds(&h.c, g) {
			f.demand(m, "SHLD-15") // new text does not leave beyond the window
			return
		}
		if id, ok := o.broken(h, m, g); ok {
			f.blame(m, id)
			return
		}
	}
	fault := faultOf(&g.Segment, &h.c)
	if id, ok := m.Accused(fault); ok && !(fault == fsm.UnreceivedACK && o.refused(g)) {
		f.blame(m, id)
	}
}

// refused reports whether g acknowledges what arrived last, and was not to be
// counted.
func (o *Oracle) refused(g *departure) bool {
	if o.seen.onWire() || len(o.lockstep.since) == 0 {
		return false
	}
	x := &o.lockstep.since[0]
	return x.kind == observedEvent && x.ev.Kind == fsm.SegmentArrives &&
		x.ev.Segment.SEQ.Less(g.ACK) && g.ACK.LessEq(x.ev.Segment.End())
}

// faultOf returns what g, sent by c, shows to be wrong by itself.
func faultOf(g *fsm.Segment, c *fsm.TCB) fsm.Fault {
	switch {
	case g.CTL&(fsm.SYN|fsm.RST) != 0 || !c.State.Synchronized():
		return fsm.NoFault
	case c.RCV.NXT.Less(g.ACK):
		return fsm.UnreceivedACK
	case c.FINSent && c.FINSeq.Less(g.SEQ.Add(g.Text)) && g.LEN() > 0:
		return fsm.TextBeyondFIN
	case c.SND.NXT.Less(g.SEQ):
		return fsm.SkippedNumbers
	case c.SND.NXT.Less(g.SEQ.Add(g.Text)):
		return fsm.UnaskedText
	case g.CTL.Has(fsm.FIN):
		return fsm.UnaskedFIN
	}
	return fsm.NoFault
}

// exceeds reports whether g carries new text beyond the window that c knows of.
func (o *Oracle) exceeds(c *fsm.TCB, g *departure) bool {
	end := g.SEQ.Add(g.Text)
	return c.State.Synchronized() && g.CTL&(fsm.SYN|fsm.RST) == 0 && !c.FINSent && g.SEQ.LessEq(c.SND.NXT) &&
		c.SND.NXT.Less(end) && !o.seen.windows.mayTransmit(c, end.Sub(c.SND.NXT))
}

// broken returns the rule of m that h breaks by g in lock step, and whether g shows
// it though no fault by itself does.
func (o *Oracle) broken(h *hypothesis, m *fsm.Machine, g *departure) (fsm.RuleID, bool) {
	c, s := h.c, &o.successors
	end := g.SEQ.Add(g.Text)
	switch {
	case o.unprovoked(h, g):
		return s.idles(h), true
	case g.CTL&(fsm.SYN|fsm.RST) != 0 || !c.State.Synchronized():
	case g.CTL.Has(fsm.ACK) && o.seen.acked.LessEq(g.ACK) && g.ACK.Less(c.RCV.NXT) && o.seen.spoken:
		return h.counted, true // what arrived was not counted
	case g.CTL.Has(fsm.FIN) && finWanted(&c):
		c.SND.Wait = 0
		return s.would(&c, m, &fsm.Event{Kind: fsm.Transmit}), true // another FIN than this one
	case g.Text > 0 && end.LessEq(c.SND.UNA):
		return s.would(&c, m, &fsm.Event{Kind: fsm.RetransmissionTimeout}), true // this is not outstanding
	}
	return 0, false
}

// unprovoked reports whether g draws an answer at most, though nothing has drawn it
// from h: it carries nothing, or an octet that h has sent last.
func (o *Oracle) unprovoked(h *hypothesis, g *departure) bool {
	c := &h.c
	opened := c.State.Synchronized() || c.State == fsm.SynReceived
	inOrder := g.SEQ.LessEq(c.SND.NXT) && (g.ACK == c.RCV.NXT || !g.CTL.Has(fsm.ACK))
	if !opened || !inOrder || g.CTL&(fsm.SYN|fsm.FIN|fsm.RST) != 0 || g.Text > 1 || h.ack != noACK || h.answers() {
		return false
	}
	if g.Text == 1 {
		return g.SEQ == c.SND.NXT-1
	}
	return o.rested() || g.SEQ.Less(c.SND.NXT)
}

// rested reports whether the end was quiet since anything happened to it.
func (o *Oracle) rested() bool {
	for i := range o.lockstep.since {
		if o.lockstep.since[i].kind == observedQuiet {
			return true
		}
	}
	return false
}

// idles returns the rule by which h may send what nothing has drawn: a probe if it
// has to probe, else a keep-alive.
func (s *successors) idles(h *hypothesis) fsm.RuleID {
	if mustProbe(&h.c) {
		return s.would(&h.c, s.machine(h), &fsm.Event{Kind: fsm.PersistTimeout})
	}
	return s.would(&h.c, s.keepsAlive(h), &fsm.Event{Kind: fsm.KeepAliveTimeout})
}

// breaks says that a rule is broken, if there is one.
func (o *Oracle) breaks(f *Finding, broken rule.ID) {
	m := o.successors.variants[0].Machine
	if id, ok := broken.Of(m); ok {
		f.blame(m, id)
	}
}

// blame names a rule of m.
func (f *Finding) blame(m *fsm.Machine, id fsm.RuleID) {
	r := m.Rule(id)
	f.Rule, f.Clause, f.Strength = r.ID, m.Check(id).Clause, strength(r)
}

// demand names the first rule of m that stands for the requirement with the label.
func (f *Finding) demand(m *fsm.Machine, label string) {
	for id := range fsm.RuleID(m.Rules()) {
		if slices.Contains(strings.Fields(m.Rule(id).Req), label) {
			f.blame(m, id)
			f.Strength = label
			return
		}
	}
}

// strength is the label of the requirement that r carries, if any.
func strength(r *fsm.Rule) string {
	for word := range strings.FieldsSeq(r.Req) {
		for _, label := range []string{"MUST-", "SHLD-", "MAY-"} {
			if strings.HasPrefix(word, label) {
				return word
			}
		}
	}
	return ""
}

// contradicted makes the verdict that a segment contradicts what is certain.
func (o *Oracle) contradicted(b breach) Verdict {
	f := &Finding{Expected: b.expected}
	o.breaks(f, b.rule)
	return Verdict{Deviates, f}
}

// inVain is In's verdict on an arrival that has come so often in vain.
func (o *Oracle) inVain(g *fsm.Segment, times int) Verdict {
	if times < tooMany { // nearly always: nothing is written then
		return Verdict{}
	}
	return o.suspicious(times, rule.FinishACK, Finding{
		Seen:     fmt.Sprintf("%s arrives %d times and is never acknowledged", *g, times),
		Expected: "an ACK of " + g.End().String() + " or more",
	})
}

// weigh adds to v what is to be said of the manner in which a segment was sent that is
// in order otherwise.
func (o *Oracle) weigh(v Verdict, m manner) Verdict {
	switch {
	case v.Kind != Conforms:
	case m.shrinks:
		return o.shrunk(m.edge)
	case m.times >= tooMany:
		return o.suspicious(m.times, rule.ACKNew, Finding{
			Seen:     fmt.Sprintf(" is sent %d times though it was acknowledged each time", m.times),
			Expected: "nothing that was acknowledged",
		})
	}
	return v
}

// shrunk makes the verdict on a segment that is in order but for the right edge of
// its window.
func (o *Oracle) shrunk(edge fsm.Seq) Verdict {
	f := &Finding{Variant: &shrinking, Expected: "a window to " + edge.String() + " or beyond"}
	f.demand(o.successors.variants[0].Machine, "SHLD-14")
	return Verdict{Permitted, f}
}

// suspicious makes the verdict that it takes so many losses to excuse what breaks a rule.
func (o *Oracle) suspicious(losses int, broken rule.ID, f Finding) Verdict {
	o.breaks(&f, broken)
	f.Losses = losses
	return Verdict{Suspicious, &f}
}
