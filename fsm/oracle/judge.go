package oracle

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
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

// judge turns what a segment comes to into a verdict, without what was seen.
func (o *Oracle) judge(x *observation, how outcome) Verdict {
	switch how.means {
	case explained:
		return o.settle(x)
	case repeated:
		return o.passed()
	case unsure:
		return undecided(how.reason)
	case read:
		return o.permit(how.reading)
	case untold, unexplained:
		return o.accused(&x.departure, how.means)
	}
	return o.contradicted(how.breach)
}

// accused makes the verdict that nothing explains g, with the rule that it breaks. Only
// segments that nobody saw can have led to what is untold; where there is a gap, that is
// no wonder.
func (o *Oracle) accused(g *departure, means meaning) Verdict {
	if means == unexplained && o.seen.onWire() && len(o.possible.set) > thorough {
		return undecided(cutReason)
	}
	v := o.deviates(o.possible.expected())
	if v.Kind != Deviates {
		return v
	}
	switch f := v.Finding; {
	case means == unexplained:
	case o.doubt > 0:
		v.Kind, f.Reason = Undecided, doubtReason
	default:
		v.Kind, f.Reason, f.Losses = Suspicious, untoldReason, 1
	}
	o.accuse(v.Finding, g)
	return v
}

// settle turns a set that explains what was seen into a verdict.
func (o *Oracle) settle(x *observation) Verdict {
	p := &o.possible
	if o.cut() {
		return undecided(cutReason)
	}
	was, by := p.best, p.by()
	if p.best = by.first(); p.best == 0 {
		return Verdict{}
	}
	if by.has(was) {
		p.best = was
		return Verdict{}
	}
	v := o.permit(o.Variant())
	if x.kind == observedQuiet {
		o.limited(v.Finding, by)
	}
	if v.Finding.Variant.Throttles && !o.seen.onWire() && !p.under(p.best).challenged {
		v.Kind, v.Finding.Reason = Suspicious, unlikelyReason
	}
	return v
}

// permit makes the verdict that v allows what was seen.
func (o *Oracle) permit(v *Variant) Verdict {
	f := o.finding("")
	f.Variant = v
	if list := fsm.Refuted(v.Choice); list != nil {
		f.Harm = "refuted by " + strings.Join(list, " and ")
	}
	return Verdict{Permitted, f}
}

// passed is the verdict on what tells nothing new.
func (o *Oracle) passed() Verdict {
	if o.cut() {
		return undecided(cutReason)
	}
	return Verdict{}
}

// deviates makes the verdict that nothing explains what was seen.
func (o *Oracle) deviates(expected string) Verdict {
	if o.cut() {
		return undecided(cutReason)
	}
	return Verdict{Deviates, o.finding(expected)}
}

// undecided makes the verdict that the oracle does not know.
func undecided(reason string) Verdict {
	return Verdict{Undecided, &Finding{Reason: reason}}
}

// finding names the telling rule of what happened last to the likeliest
// connection.
func (o *Oracle) finding(expected string) *Finding {
	f := &Finding{Expected: expected}
	if h := &o.possible.set[0]; h.judged {
		f.blame(o.successors.machine(h), h.rule)
	}
	return f
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

// on says that v is about x, behind which stands what the verdict says of it.
func (v Verdict) on(x *observation) Verdict {
	if f := v.Finding; f != nil {
		f.Seen = x.String() + f.Seen
	}
	return v
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
