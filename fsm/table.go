package fsm

// A Table is the specification: an ordered list of checks. An event meets the
// checks that name its kind, the state of the connection and the policy, in
// order. In each of them exactly one rule fires, and says how to go on.
type Table []Check

// A Check is one paragraph of RFC 9293 section 3.10.
type Check struct {
	Clause string   // section, with the number of the step after a slash
	Title  string   // what the paragraph does
	Label  Flow     // the flow that leads here, if any does
	On     Events   // the events it is for
	In     States   // the states it is for
	Under  []Choice // the choices it is for, as those of a rule; empty: every policy
	Rules  []Rule
	Forms  []Form // what effects write into segments; such a paragraph is for no event

	// Routine: it does what any event may leave to be done, an ACK that is owed
	// or a timer, so that its rules say nothing of what the event was about.
	Routine bool
}

// A Rule is one requirement inside a paragraph. It fires in the states of In,
// under the choices of Under, when all facts of If hold and none of Not does.
type Rule struct {
	ID    string   // stable name; the unit of coverage, mutation and reports
	In    States   // zero: every state of the Check
	Under []Choice // alternatives within an option, conditions across options; empty: as the Check
	If    []Fact
	Not   []Fact
	Do    []Effect // applied in order
	Enter Target   // zero: stay
	Then  Flow     // the zero Flow is invalid, so a forgotten one is caught
	Fault Fault    // an end whose segment has the fault breaks this rule; zero: no fault says so
	Req   string   // the requirement and choice ids that the rule carries
	Why   string   // where the rule is surprising
}

// Challenges reports whether the rule asks for a challenge ACK. Another rule
// sends it, or does not if they are throttled.
func (r *Rule) Challenges() bool { return r.Then == gotoChallenge }

// The field types of a Rule as its literals write them.
type (
	choices = []Choice
	facts   = []Fact
	effects = []Effect
)

// A Flow says where processing goes on after a rule.
type Flow uint8

// Continue goes to the next check, Stop ends the event. The other flows lead
// forward to the first check, from the one that bears the label on, that is
// for the event and the state.
const (
	noFlow Flow = iota
	Continue
	Stop
	gotoFIN       // TRANSMIT's FIN
	gotoSYN       // a SYN is accepted
	gotoFirst     // the first step of 3.10.7.4
	gotoTrim      // trimming, still in the first
	gotoSecond    // the second step
	gotoReset     // a RST has been found valid, still in the second
	gotoFourth    // the fourth step
	gotoFifth     // the fifth step
	gotoSixth     // the sixth step
	gotoEighth    // the eighth step
	gotoForm      // a segment of text is being formed
	gotoLost      // text is lost, and the peer is to know
	gotoSYNError  // a SYN is an error
	gotoChallenge // a challenge ACK
	gotoListen    // return to LISTEN
	gotoFinish    // what remains to be done
	numFlows
)

// A Target is the state that a rule enters. The zero Target is the present
// state.
type Target uint8

// The targets.
const (
	stay Target = iota
	toClosed
	toListen
	toSynSent
	toSynReceived
	toEstablished
	toFinWait1
	toFinWait2
	toCloseWait
	toClosing
	toLastAck
	toTimeWait

	numTargets
)

// Enter returns the target that enters s, one of the eleven states.
func Enter(s State) Target { return Target(s) + toClosed }

// From returns the state that a rule with target t leaves the connection in
// when it was in s.
func (t Target) From(s State) State {
	if t == stay {
		return s
	}
	return State(t - toClosed)
}

// Events is a set of kinds of events.
type Events uint32

// Has reports whether k is in the set.
func (set Events) Has(k EventKind) bool { return set>>k&1 != 0 }

// The sets that the checks use.
const (
	openPassive           Events = 1 << OpenPassive
	openActive            Events = 1 << OpenActive
	sendCall              Events = 1 << Send
	receiveCall           Events = 1 << Receive
	closeCall             Events = 1 << Close
	abortCall             Events = 1 << Abort
	statusCall            Events = 1 << Status
	transmit              Events = 1 << Transmit
	arrival               Events = 1 << SegmentArrives
	retransmissionTimeout Events = 1 << RetransmissionTimeout
	r1Reached             Events = 1 << R1Reached
	r2Reached             Events = 1 << R2Reached
	userTimeout           Events = 1 << UserTimeout
	persistTimeout        Events = 1 << PersistTimeout
	keepAliveTimeout      Events = 1 << KeepAliveTimeout
	keepAliveFailed       Events = 1 << KeepAliveFailed
	timeWaitTimeout       Events = 1 << TimeWaitTimeout
	finWait2Timeout       Events = 1 << FinWait2Timeout
	icmpSoft              Events = 1 << ICMPSoft
	icmpHard              Events = 1 << ICMPHard
	icmpFragNeeded        Events = 1 << ICMPFragNeeded
	icmpSourceQuench      Events = 1 << ICMPSourceQuench

	// forming are the events that form a segment of text.
	forming = transmit | retransmissionTimeout | persistTimeout

	// finishing are the events after which timers are looked after.
	finishing = openActive | sendCall | receiveCall | closeCall | transmit | arrival
)

// Clone returns a deep copy of t.
func (t Table) Clone() Table {
	var kept arenas
	c := append(Table(nil), t...)
	for i := range c {
		k := &c[i]
		k.Under, k.Rules, k.Forms = keep(&kept.choices, k.Under), append([]Rule(nil), k.Rules...), append([]Form(nil), k.Forms...)
		for j := range k.Rules {
			r := &k.Rules[j]
			r.Under, r.Do = keep(&kept.choices, r.Under), keep(&kept.effects, r.Do)
			r.If, r.Not = keep(&kept.facts, r.If), keep(&kept.facts, r.Not)
		}
	}
	return c
}

// arenas are what a copy of a table is cut from: an allocation for each of some
// thousand short lists takes longer than all else that a Machine needs.
type arenas struct {
	choices []Choice
	facts   []Fact
	effects []Effect
}

// keep returns a copy of list, which nobody can append to in place.
func keep[T any](arena *[]T, list []T) []T {
	if len(list) == 0 {
		return nil
	}
	from := len(*arena)
	*arena = append(*arena, list...)
	return (*arena)[from:len(*arena):len(*arena)]
}

// rules counts the rules of t.
func (t Table) rules() (n int) {
	for i := range t {
		n += len(t[i].Rules)
	}
	return n
}

// Rule returns the rule of t with the given ID, or nil.
func (t Table) Rule(id string) *Rule {
	for i := range t {
		for j := range t[i].Rules {
			if t[i].Rules[j].ID == id {
				return &t[i].Rules[j]
			}
		}
	}
	return nil
}

// Form returns the form of e in t, or nil.
func (t Table) Form(e Effect) *Form {
	for i := range t {
		for j := range t[i].Forms {
			if t[i].Forms[j].Effect == e {
				return &t[i].Forms[j]
			}
		}
	}
	return nil
}

// forms returns the forms of t. Where there are several of an effect the last
// counts; [Table.validate] refuses that.
func (t Table) forms() *forms {
	set := new(forms)
	for i := range t {
		for _, f := range t[i].Forms {
			set[f.Effect] = f
		}
	}
	return set
}

// States returns the states in which r, a rule of k, can fire.
func (k *Check) States(r *Rule) States {
	if r.In == 0 {
		return k.In
	}
	return k.In & r.In
}
