package fsm

import (
	"iter"
	"slices"
	"strings"
	"testing"
)

// The law of the table: in every check, for every state, under every
// combination of the options that the check is for and its rules name, and for
// every feasible valuation of the facts that it asks for, exactly one rule fires.
//
// A valuation is feasible if it contains none of the exclusions below. That the
// exclusions say exactly what is impossible is shown by enumeration: over the
// boundary values of everything that a fact depends on (see dimensions), the
// valuations that occur are the feasible ones, no more and no fewer.

// An exclusion is a combination of facts that cannot occur in the states of in.
type exclusion struct {
	ifs, nots facts
	in        States // zero: in any
}

var exclusions = []exclusion{
	// A closed window contains nothing, an open one contains RCV.NXT, and a
	// segment that occupies nothing has no last number.
	{ifs: facts{firstInWindow, zeroWindow}},
	{ifs: facts{lastInWindow, zeroWindow}},
	{ifs: facts{atNXT}, nots: facts{zeroWindow, firstInWindow}},
	{ifs: facts{emptySegment, lastInWindow}},

	// An acknowledgment is of one kind.
	{ifs: facts{ackNew, ackUnsent}},
	{ifs: facts{ackTooOld, ackUnsent}},

	// No octets are asked for unless a RECEIVE waits, and no text needs no room.
	{nots: facts{receiveWaits, coversWant}},
	{nots: facts{hasText, holdFits}},
	// Text at RCV.NXT joins the run that is held there.
	{ifs: facts{atNXT, heldAtNXT}, nots: facts{holdFits}},

	// A timer that runs is a timer that runs.
	{ifs: facts{sendTimerRuns}, nots: facts{retransmissionRuns, persistRuns}},
	{ifs: facts{retransmissionRuns}, nots: facts{sendTimerRuns}},
	{ifs: facts{persistRuns}, nots: facts{sendTimerRuns}},

	// A segment has one FIN, and one is held.
	{ifs: facts{finDue, finAhead, finPassed}},

	// Things that are one way or the other.
	{ifs: facts{urgentAhead, urgentAcked}},
	{ifs: facts{pushTaken, pushAhead}},
	{ifs: facts{passive, reopened}},
	{ifs: facts{urgentSend, emptyCall}},
	{ifs: facts{hasRST, repeatedSYN}},
	{ifs: facts{bareFIN, hasSYN}},
	{ifs: facts{crossedSYNACK}, nots: facts{receivedSYN}},
	{ifs: facts{crossedSYNACK, passive}},
	{ifs: facts{crossedSYNACK, reopened}},
	{ifs: facts{urgentPassed}, nots: facts{urgentMode}},
	{ifs: facts{expectedACK}, nots: facts{hasACK}},
	{ifs: facts{expectedACK, hasRST}},
	{ifs: facts{expectedACK, repeatedFIN}},
	{ifs: facts{atNXT, startsLeft}},
	{ifs: facts{beginsAtEdge, zeroWindow}},
	{ifs: facts{atEdge}, nots: facts{zeroWindow, beginsAtEdge}},
	{ifs: facts{beginsAtEdge, receivedAtNXT}, nots: facts{receivedInWindow}},
	{nots: facts{userClosed}, in: finWait1 | finWait2 | closing | lastAck | timeWait},
	{ifs: facts{emptyCall}, nots: facts{callFitsMSS}},
	{ifs: facts{timestampNewer, timestampOlder}},
	{ifs: facts{remoteGiven, remoteInvalid}},

	// Nothing that waits fits everywhere; a window that is not usable holds
	// nothing and is smaller than a segment.
	{nots: facts{waiting, fitsMSS}},
	{ifs: facts{windowUsable}, nots: facts{waiting, fitsWindow}},
	{ifs: facts{waiting, fitsWindow}, nots: facts{windowUsable}},
	{nots: facts{windowUsable, windowFitsMSS}},
	// What waits =< MSS < window, and what waits =< window =< MSS, by transitivity.
	{ifs: facts{fitsMSS}, nots: facts{fitsWindow, windowFitsMSS}},
	{ifs: facts{fitsWindow, windowFitsMSS}, nots: facts{fitsMSS}},

	// An unacknowledged SYN is no reason to probe, nothing in flight fits a
	// segment, and an unacknowledged FIN is in flight.
	{ifs: facts{frontSYN, mustProbe}},
	{nots: facts{outstanding, frontFitsMSS}},
	{ifs: facts{frontFIN}, nots: facts{outstanding}},
	// Only three states owe a FIN that has not left.
	{ifs: facts{finWanted}, in: anyState &^ (finWait1 | closing | closeWait)},
	{ifs: facts{mustProbe}, nots: facts{outstanding, waiting}, in: anyState &^ (finWait1 | closing | closeWait)},
}

// TestExactlyOneRule is the law. A failure prints the facts and the rules.
func TestExactlyOneRule(t *testing.T) {
	for i := range RFC9293.table {
		k := &RFC9293.table[i]
		for _, s := range AllStates() {
			if k.In.Has(s) {
				checkTotal(t, k, s, k.in(s))
			}
		}
	}
}

// in returns the rules of k that can fire in s under some policy.
func (k *Check) in(s State) []*Rule {
	var in []*Rule
	for i := range k.Rules {
		if r := &k.Rules[i]; k.In.Has(s) && k.States(r).Has(s) {
			in = append(in, r)
		}
	}
	return in
}

func checkTotal(t *testing.T, k *Check, s State, rules []*Rule) {
	t.Helper()
	asked := askedBy(rules)
	occurring := valuations(s, asked)
	for v := range 1 << len(asked) {
		if got, want := occurring[v], feasible(s, asked, v); got != want {
			t.Errorf("%s %q in %v: occurs %v, feasible %v: %s", k.Clause, k.Title, s, got, want, valuationText(asked, v))
		}
	}
	for _, p := range k.combinations(rules) {
		for v, fire := range unlawful(p, s, rules, asked) {
			t.Errorf("%s %q in %v under %v: rules %v for %s", k.Clause, k.Title, s, p, fire, valuationText(asked, v))
		}
	}
}

// unlawful yields the feasible valuations under which not exactly one of the
// rules fires, with those that do.
func unlawful(p Policy, s State, rules []*Rule, asked []Fact) iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		alive := aliveUnder(p, rules)
		for v := range 1 << len(asked) {
			if fire := matching(alive, asked, v); feasible(s, asked, v) && len(fire) != 1 && !yield(v, fire) {
				return
			}
		}
	}
}

func askedBy(rules []*Rule) (asked []Fact) {
	var seen factSet
	for _, r := range rules {
		for _, f := range append(append(facts(nil), r.If...), r.Not...) {
			if !seen.has(f) {
				seen = seen.with(f)
				asked = append(asked, f)
			}
		}
	}
	return asked
}

// combinations returns a policy for every combination of the options that k
// and the rules name, if k is for it.
func (k *Check) combinations(rules []*Rule) []Policy {
	named := slices.Clone(k.Under)
	for _, r := range rules {
		named = append(named, r.Under...)
	}
	all := []Policy{{}}
	for i, c := range named {
		o, _ := c.Option()
		if o.among(named[:i]) {
			continue
		}
		var more []Policy
		for _, p := range all {
			for _, a := range o.Choices {
				more = append(more, p.With(a.Choice))
			}
		}
		all = more
	}
	return slices.DeleteFunc(all, func(p Policy) bool { return !p.Allows(k.Under...) })
}

func aliveUnder(p Policy, rules []*Rule) (alive []*Rule) {
	p, _ = p.complete()
	for _, r := range rules {
		if p.allows(r.Under) {
			alive = append(alive, r)
		}
	}
	return alive
}

// matching returns the ids of the rules whose guards valuation v satisfies. Bit
// i of v says whether asked[i] holds.
func matching(rules []*Rule, asked []Fact, v int) (ids []string) {
	holds := factSet{}
	for i, f := range asked {
		if v>>i&1 != 0 {
			holds = holds.with(f)
		}
	}
	for _, r := range rules {
		l := located{if_: factSetOf(r.If), not: factSetOf(r.Not)}
		if l.fires(&holds) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// feasible reports whether v contains no exclusion. An exclusion about a fact
// that is not asked for says nothing.
func feasible(s State, asked []Fact, v int) bool {
	value := map[Fact]int{}
	for i, f := range asked {
		value[f] = 1 + v>>i&1 // 1: fails, 2: holds
	}
	for _, x := range exclusions {
		if (x.in == 0 || x.in.Has(s)) && excludes(x, value) {
			return false
		}
	}
	return true
}

func excludes(x exclusion, value map[Fact]int) bool {
	for _, f := range x.ifs {
		if value[f] != 2 {
			return false
		}
	}
	for _, f := range x.nots {
		if value[f] != 1 {
			return false
		}
	}
	return true
}

func valuationText(asked []Fact, v int) string {
	var b strings.Builder
	for i, f := range asked {
		if v>>i&1 == 0 {
			b.WriteByte('!')
		}
		b.WriteString(f.String() + " ")
	}
	return b.String()
}

// valuations returns the valuations of the facts asked for that occur in s.
func valuations(s State, asked []Fact) []bool {
	occurs := make([]bool, 1<<len(asked))
	var dims []*dimension
	seen := map[*dimension]bool{}
	for _, f := range asked {
		for _, name := range strings.Fields(dependsOn[f]) {
			if d := dimensions[name]; !seen[d] {
				seen[d] = true
				dims = append(dims, d)
			}
		}
	}
	var ev Event
	var c TCB
	var walk func(i int, vary []func(*step))
	walk = func(i int, vary []func(*step)) {
		if i < len(dims) {
			for _, v := range *dims[i] {
				walk(i+1, append(vary, v))
			}
			return
		}
		c, ev = TCB{State: s}, Event{}
		st := witness(&c, &ev, vary)
		v := 0
		var observed groupSet
		for j, f := range asked {
			if observed>>f.group()&1 == 0 {
				observed |= 1 << f.group()
				st.observe(f.group())
			}
			if st.facts.has(f) {
				v |= 1 << j
			}
		}
		occurs[v] = true
	}
	walk(0, nil)
	return occurs
}

// witness makes a step of a plain connection, with two octets in flight and a
// window of four, varied as told.
func witness(c *TCB, ev *Event, vary []func(*step)) *step {
	state := c.State
	*c = TCB{State: state, Origin: Active, SYNAcked: true, ISS: 50, IRS: 400,
		SND: SendSequence{UNA: 100, NXT: 102, UP: 100, WND: 100, MAX: 10, MSS: 40, BUFF: 1000, WL1: 499, WL2: 99},
		RCV: ReceiveSequence{NXT: 500, UP: 500, WND: 4, BUFF: 4}}
	*ev = Event{Kind: SegmentArrives, Segment: Segment{SEQ: 500, ACK: 102, CTL: ACK}}
	st := &step{c: c, ev: ev, out: &Output{}, seg: ev.Segment, form: Segment{SEQ: c.SND.NXT}}
	for _, f := range vary {
		f(st)
	}
	return st
}
