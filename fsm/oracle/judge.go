package oracle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// Why nothing can be decided.
const (
	cutReason      = "more connections are possible than are followed"
	lostReason     = "what state the end is in is not known"
	unknownReason  = "where the connection is was not known before"
	unheardReason  = "it acknowledges segments that were not observed"
	skippedReason  = "segments that the end has sent before it are not in the capture"
	followsReason  = "it follows from segments that were not observed"
	unopenedReason = "the opening of this end was not observed"
	fastOpenReason = "text on a SYN that is not held back, as in Fast Open (RFC 7413), is outside the table"
	doubtReason    = "it may follow from what is missing"
	untoldReason   = "nothing that was seen has led to it; a segment that was missed may have"
	unlikelyReason = "no challenge ACK was sent before, so that others must have used up the limit"
)

// cut reports whether a connection that is possible may not be followed.
func (o *Oracle) cut() bool { return o.possible.cut || o.successors.forgot }

// judge turns what a segment comes to into a verdict.
func (o *Oracle) judge(x *observation, how outcome) Verdict {
	switch how.means {
	case explained:
		return o.settle(x)
	case repeated:
		return o.passed(x)
	case unsure:
		return undecided(x.String(), how.reason)
	case read:
		return o.permit(x, how.reading)
	case broken:
		return o.contradicted(x, how.breach)
	case untold:
		return o.suspect(x)
	}
	return o.object(x)
}

// contradicted makes the verdict that a segment contradicts what is certain.
func (o *Oracle) contradicted(x *observation, b breach) Verdict {
	f := &Finding{Seen: x.String(), Expected: b.expected}
	o.breaks(f, b.rule)
	return Verdict{Deviates, f}
}

// breaks says that a rule is broken, if there is one.
func (o *Oracle) breaks(f *Finding, broken rule.ID) {
	m := o.successors.variants[0].Machine
	if id, ok := broken.Of(m); ok {
		f.blame(m, id)
	}
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

// resent is Out's verdict on a segment that was sent so often though it was
// acknowledged.
func (o *Oracle) resent(v Verdict, x *observation, times int) Verdict {
	if v.Kind != Conforms || times < tooMany {
		return v
	}
	return o.suspicious(times, rule.ACKNew, Finding{
		Seen:     fmt.Sprintf("%s is sent %d times though it was acknowledged each time", x.String(), times),
		Expected: "nothing that was acknowledged",
	})
}

// suspicious makes the verdict that it takes so many losses to excuse what breaks a rule.
func (o *Oracle) suspicious(losses int, broken rule.ID, f Finding) Verdict {
	o.breaks(&f, broken)
	f.Losses = losses
	return Verdict{Suspicious, &f}
}

// shrunk makes the verdict on a segment that is in order but for the right edge of
// its window.
func (o *Oracle) shrunk(x *observation) Verdict {
	f := &Finding{Seen: x.String(), Variant: &shrinking, Expected: "a window to " + o.seen.windows.edge.String() + " or beyond"}
	f.demand(o.successors.variants[0].Machine, "SHLD-14")
	return Verdict{Permitted, f}
}

// suspect makes the verdict that only segments that nobody saw can have led to what was
// seen. Where there is a gap, that is no wonder.
func (o *Oracle) suspect(x *observation) Verdict {
	v := o.accused(x)
	if v.Kind != Deviates {
		return v
	}
	if v.Kind, v.Finding.Reason, v.Finding.Losses = Suspicious, untoldReason, 1; o.doubt > 0 {
		v.Kind, v.Finding.Reason, v.Finding.Losses = Undecided, doubtReason, 0
	}
	return v
}

// object makes the verdict that nothing explains a segment, or that the oracle
// does not know whether anything does.
func (o *Oracle) object(x *observation) Verdict {
	if o.seen.onWire() && len(o.possible.set) > thorough {
		return undecided(x.String(), cutReason)
	}
	return o.accused(x)
}

// accused makes the verdict that nothing explains a segment, with the rule that it
// breaks.
func (o *Oracle) accused(x *observation) Verdict {
	v := o.deviates(x, o.possible.expected())
	if v.Kind == Deviates {
		o.accuse(v.Finding, &x.departure)
	}
	return v
}

// settle turns a set that explains what was seen into a verdict.
func (o *Oracle) settle(x *observation) Verdict {
	p := &o.possible
	if o.cut() {
		return undecided(x.String(), cutReason)
	}
	was, by := p.best, p.by()
	if p.best = by.first(); p.best == 0 {
		return Verdict{}
	}
	if by.has(was) {
		p.best = was
		return Verdict{}
	}
	v := o.permit(x, o.Variant())
	if x.kind == observedQuiet {
		o.limited(v.Finding, by)
	}
	if v.Finding.Variant.Throttles && !o.seen.onWire() && !p.under(p.best).challenged {
		v.Kind, v.Finding.Reason = Suspicious, unlikelyReason
	}
	return v
}

// permit makes the verdict that v allows what was seen.
func (o *Oracle) permit(x *observation, v *Variant) Verdict {
	f := o.finding(x.String(), "")
	f.Variant = v
	if list := fsm.Refuted(v.Choice); list != nil {
		f.Harm = "refuted by " + strings.Join(list, " and ")
	}
	return Verdict{Permitted, f}
}

// passed is the verdict on what tells nothing new.
func (o *Oracle) passed(x *observation) Verdict {
	if o.cut() {
		return undecided(x.String(), cutReason)
	}
	return Verdict{}
}

// deviates makes the verdict that nothing explains what was seen.
func (o *Oracle) deviates(x *observation, expected string) Verdict {
	if o.cut() {
		return undecided(x.String(), cutReason)
	}
	return Verdict{Deviates, o.finding(x.String(), expected)}
}

// undecided makes the verdict that the oracle does not know.
func undecided(seen, reason string) Verdict {
	return Verdict{Undecided, &Finding{Seen: seen, Reason: reason}}
}

// finding names the telling rule of what happened last to the likeliest
// connection.
func (o *Oracle) finding(seen, expected string) *Finding {
	f := &Finding{Seen: seen, Expected: expected}
	if h := &o.possible.set[0]; h.judged {
		f.blame(o.successors.machine(h), h.rule)
	}
	return f
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

// debts lists what the likeliest connection owes.
func (p *possible) debts() (list []string) {
	h := &p.set[0]
	for _, d := range h.owed[:h.n] {
		list = append(list, d.String())
	}
	if h.must {
		g := fsm.Segment{SEQ: h.c.SND.NXT, ACK: h.c.RCV.NXT, CTL: fsm.ACK}
		list = append(list, g.String())
	}
	return list
}

// expected says what the likeliest connection might have sent instead.
func (p *possible) expected() string {
	list, c := p.debts(), &p.set[0].c
	if c.State.Synchronized() && len(list) == 0 {
		g := fsm.Segment{SEQ: c.SND.NXT, ACK: c.RCV.NXT, CTL: fsm.ACK}
		list = append(list, g.String())
	}
	if len(list) == 0 {
		list = append(list, "nothing")
	}
	return strings.Join(list, " ") + " in " + c.State.String()
}

// String says what was seen, as verdicts do.
func (x *observation) String() string {
	switch x.kind {
	case observedEvent:
		return x.ev.String()
	case observedDeparture:
		return x.g.String()
	case observedState:
		return "state " + x.states.String()
	}
	return "nothing more"
}
