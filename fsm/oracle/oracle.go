package oracle

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// An Oracle has four rooms. What is below knows nothing of what is above.
//
//	  Out, In, Event, State, Quiet      observe.go, out.go     what excuses a segment:
//	     |            |           |                            excuse.go; verdicts:
//	     |            |           |                            judge.go, blame.go
//	  lockstep     possible       |     what happened last; the connections that
//	     |            |           |     may be: lockstep.go, possible.go, overtaken.go
//	     |            |       successors   what a connection may become: step.go,
//	     |            |           |        arrival.go, predict.go, unseen.go, missed.go,
//	     |            |           |        explain.go, sends.go, text.go, timeout.go
//	     |            +-- seen ---+     the wire: seen.go, numbers.go, patience.go,
//	                                    window.go
//
// Who reads on begins with out.go.

// Options are the options of an Oracle. The zero Options follow one end of a
// connection in a capture, judged by RFC 9293 and all its choices.
type Options struct {
	_ struct{}

	// Told is what the observer tells without exception.
	Told Told

	// Overlaps says that the end may process an arrival a little later than it is
	// told, as where a capture is made at the end itself: what it sends next may be
	// from before. Quiet says that it has had time. It goes with Arrivals.
	Overlaps bool

	// Variants are the behaviours that are allowed, at most 128: the first
	// conforms, the others are permitted variations. Nil stands for
	// Variants("RFC9293", fsm.Policy{}).
	Variants []Variant

	// Limit bounds the connections that are followed at a time; 0 stands for
	// DefaultLimit. If more are possible, verdicts are undecided from then on.
	Limit int

	// Family is the version of IP under the connection.
	Family fsm.Family

	// Workspace is shared with other Oracles; nil stands for one of its own.
	Workspace *Workspace
}

// An Oracle follows one end of a connection. It is not safe for concurrent use.
// Make one with [New].
type Oracle struct {
	seen       seen       // the wire
	successors successors // what may become of a connection
	possible   possible   // the connections that may be
	lockstep   lockstep   // what happened last, in lock step

	overtaken []hypothesis // the sets before the last segments that turn, which may have come first
	doubt     int          // observations that a gap still casts doubt on
}

// New returns an Oracle for an end that has no connection yet: its state is
// CLOSED, or if calls are not told, perhaps LISTEN. It panics if there are more
// than 128 variants.
func New(opts Options) *Oracle {
	o := &Oracle{seen: seen{told: opts.Told, overlaps: opts.Overlaps}}
	if o.seen.onWire() {
		o.seen.told &= Segments
	}
	o.successors = successors{variants: opts.Variants, family: opts.Family, seen: &o.seen, Workspace: opts.Workspace}
	s := &o.successors
	if s.variants == nil {
		s.variants = usual()
	}
	if len(s.variants) > maxVariants {
		panic(fmt.Sprintf("oracle: %d variants, at most %d are possible; leave some out", len(s.variants), maxVariants))
	}
	if s.Workspace == nil {
		s.Workspace = new(Workspace)
	}
	if s.fired == nil {
		s.fired = make([]uint64, s.variants[0].Machine.Rules())
	}
	o.possible = possible{limit: opts.Limit, seen: &o.seen, set: []hypothesis{{by: o.initially()}}}
	if o.possible.limit <= 0 {
		o.possible.limit = DefaultLimit
	}
	return o
}

// initially is the set of variants that the end is followed under from the
// start. On a wire the others are tried when the first no longer explains what
// is seen: what a choice changes is seen soon after. In lock step each is
// followed from the start, which is exact.
func (o *Oracle) initially() variantSet {
	if o.seen.onWire() || o.seen.overlaps {
		return variantSet{1}
	}
	return o.all()
}

// all is the set of all variants.
func (o *Oracle) all() variantSet { return firstVariants(len(o.successors.variants)) }

// Join says that the end may be in any state: observation begins in the middle
// of a connection, or something was missed. The next segment that the end sends
// tells where it is; until then all is undecided.
func (o *Oracle) Join() {
	o.possible.forget()
	o.seen.forget()
	o.overtaken = o.overtaken[:0]
}

// Settled reports whether what the end sends is judged: the set holds every connection
// that may be, and what was missed, if anything was, has been made up for. Where
// observation begins in the middle, or a segment acknowledges what nobody saw, that is
// when the numbers meet: the end sends something that follows, or the peer goes on from
// where the end has said.
func (o *Oracle) Settled() bool { return !o.possible.lost && !o.seen.open && !o.cut() }

// States returns the states that the end may be in, all of them if nothing is
// known.
func (o *Oracle) States() fsm.States {
	if o.possible.lost {
		return fsm.StatesOf(fsm.AllStates()...)
	}
	return o.possible.states()
}

// Likely returns the state that the end is in if all that is on its way has
// arrived and the user has done nothing unseen. It reports whether that is more
// than a guess: where observation began in the middle, or anew after a
// deviation, it is one as long as several states are possible.
func (o *Oracle) Likely() (s fsm.State, known bool) {
	p := &o.possible
	if p.lost {
		return fsm.Closed, false
	}
	if p.set[0].lags > 0 {
		return o.successors.processed(p.set[:1])[0].c.State, !p.guessed
	}
	if p.guessed {
		states := p.states()
		p.guessed = states&(states-1) != 0
	}
	return p.set[0].c.State, !p.guessed
}

// Hypotheses returns how many connections are possible now, 0 if nothing is
// known.
func (o *Oracle) Hypotheses() int { return len(o.possible.set) }

// Connections returns the connections that are possible now, the likeliest
// first. Variables that no observation has shown are best guesses.
func (o *Oracle) Connections() []fsm.TCB {
	var list []fsm.TCB
	for i := range o.possible.set {
		list = append(list, o.possible.set[i].c)
	}
	return list
}

// Variant returns the first variant that explains all that has been observed
// since the last deviation, to be read only.
func (o *Oracle) Variant() *Variant { return &o.successors.variants[o.possible.best] }

// Covered returns how often each rule fired, by [fsm.RuleID], in what may have
// happened to the ends of all Oracles with the same Workspace: a rule that never
// fired was not exercised. The slice is the Workspace's own.
func (o *Oracle) Covered() []uint64 {
	o.successors.count()
	return o.successors.fired
}
