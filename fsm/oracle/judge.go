package oracle

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Why nothing can be decided.
const (
	cutReason      = "more connections are possible than are followed"
	lostReason     = "what state the end is in is not known"
	unknownReason  = "where the connection is was not known before"
	unheardReason  = "it acknowledges segments that were not observed"
	unopenedReason = "the opening of this end was not observed"
	fastOpenReason = "text on a SYN that is not held back, as in Fast Open (RFC 7413), is outside the table"
	doubtReason    = "it may follow from what is missing"
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
	case unheard:
		return undecided(x.String(), unheardReason)
	case unopened:
		return undecided(x.String(), unopenedReason)
	case unknown:
		return undecided(x.String(), unknownReason)
	}
	return o.object(x, how)
}

// object makes the verdict that nothing explains a segment, or that the oracle
// does not know whether anything does.
func (o *Oracle) object(x *observation, how outcome) Verdict {
	switch {
	case o.seen.onWire() && len(o.possible.set) > thorough:
		return undecided(x.String(), cutReason)
	case how.means == outside:
		return undecided(x.String(), fastOpenReason)
	}
	v := o.deviates(x, o.possible.expected())
	if v.Kind == Deviates {
		o.accuse(v.Finding, &x.departure)
		if o.doubt > 0 {
			v.Kind, v.Finding.Reason = Undecided, doubtReason
		}
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
	f := o.finding(x.String(), "")
	f.Variant = o.Variant()
	if list := fsm.Refuted(f.Variant.Choice); list != nil {
		f.Harm = "refuted by " + strings.Join(list, " and ")
	}
	if x.kind == observedQuiet {
		o.limited(f, by)
	}
	if f.Variant.Throttles && !o.seen.onWire() && !p.under(p.best).challenged {
		f.Reason = unlikelyReason
		return Verdict{Suspicious, f}
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
