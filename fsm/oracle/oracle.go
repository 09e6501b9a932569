package oracle

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Told says what the observer tells without exception. What is not told may
// have happened unseen.
type Told uint8

// What an observer may tell.
const (
	// Calls: every user call is told, by Event, before what it causes.
	Calls Told = 1 << iota

	// Timeouts: every timeout that ends a state or gives up is told, by Event.
	// Retransmissions and probes need not be, ever.
	Timeouts

	// Arrivals: a segment told by In has been processed when the next thing is
	// told. Without, it may come later or never, as it is seen on a wire; Calls
	// and Timeouts count for nothing then.
	Arrivals

	// Segments: all that the end sends is observed, in the order in which it is
	// sent. Without, segments may be lost, delayed or duplicated on their way to
	// the observer too, as they are where a capture is made far from the end.
	Segments
)

// Everything is what a test knows that drives a stack in lock step.
const Everything = Calls | Timeouts | Arrivals | Segments

// Options are the options of an Oracle. The zero Options follow one end of a
// connection in a capture, judged by RFC 9293 and all its choices.
type Options struct {
	_ struct{}

	// Told is what the observer tells without exception.
	Told Told

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

// A Workspace holds what many Oracles that one goroutine uses need only once:
// memory to work in, and counts of the rules that fired. All of them have
// variants of the same table. The zero Workspace is ready for use.
type Workspace struct {
	next  []hypothesis // what is being made of a set
	kept  []hypothesis // the set before the segment at hand, far away
	pre   []hypothesis // what one of it may have become unseen
	stack []hypothesis // what they become by late arrivals
	ev    fsm.Event
	out   fsm.Output
	fired []uint64 // by RuleID
}

type workspace = Workspace

// DefaultLimit is the number of connections that an Oracle follows at a time,
// unless told otherwise.
const DefaultLimit = 64

// An Oracle follows one end of a connection. It is not safe for concurrent use.
// Make one with [New].
type Oracle struct {
	told     Told
	variants []Variant
	limit    int
	family   fsm.Family

	*workspace
	set     []hypothesis // what may be
	best    int          // the first variant that explains everything so far
	lost    bool         // nothing is known; the next segment out tells
	guessed bool         // the set was made of one segment, in the middle
	cut     bool         // the set was cut

	recent recent      // arrivals that may yet be processed or answered
	beyond textSet     // text that arrived, and that the end may hold though the table does not
	syn    fsm.Segment // the last SYN that was sent
	reset  fsm.Segment // the last RST
	sent   fsm.Seq     // after the last sequence number that was sent
	heard  fsm.Seq     // after the last sequence number that was seen to arrive
	low    fsm.Seq     // the largest SEG.ACK that was sent
	edge   fsm.Seq     // the largest right edge of the window announced
	spoken bool        // sent, low and edge say something
	hears  bool        // heard says something
	opens  bool        // the segment at hand announces a larger window
	doubt  int         // observations that a gap still casts doubt on

	overtaken []hypothesis // the sets before the last segments that turn, which may have come first

	earlier []hypothesis  // the set before the last event, in lock step
	since   []observation // that event and what was observed after it
}

// New returns an Oracle for an end that has no connection yet: its state is
// CLOSED, or if calls are not told, perhaps LISTEN. It panics if there are more
// than 128 variants.
func New(opts Options) *Oracle {
	o := &Oracle{told: opts.Told, variants: opts.Variants, limit: opts.Limit, family: opts.Family}
	if o.told&Arrivals == 0 {
		o.told &= Segments
	}
	if o.variants == nil {
		o.variants = usual()
	}
	if len(o.variants) > maxVariants {
		panic(fmt.Sprintf("oracle: %d variants, at most %d are possible; leave some out", len(o.variants), maxVariants))
	}
	if o.limit <= 0 {
		o.limit = DefaultLimit
	}
	if o.workspace = opts.Workspace; o.workspace == nil {
		o.workspace = new(Workspace)
	}
	if o.fired == nil {
		o.fired = make([]uint64, o.variants[0].Machine.Rules())
	}
	o.set = append(o.set, hypothesis{by: o.initially()})
	return o
}

// initially is the set of variants that the end is followed under from the
// start. On a wire the others are tried when the first no longer explains what
// is seen: what a choice changes is seen soon after. In lock step each is
// followed from the start, which is exact.
func (o *Oracle) initially() variantSet {
	if o.told&Arrivals == 0 {
		return variantSet{1}
	}
	return o.all()
}

// all is the set of all variants.
func (o *Oracle) all() variantSet { return firstVariants(len(o.variants)) }

// Join says that the end may be in any state: observation begins in the middle
// of a connection, or something was missed. The next segment that the end sends
// tells where it is; until then all is undecided.
func (o *Oracle) Join() {
	o.set, o.lost, o.guessed, o.spoken, o.hears = o.set[:0], true, true, false, false
	o.recent, o.beyond, o.overtaken = recent{}, textSet{}, o.overtaken[:0]
}

// States returns the states that the end may be in, all of them if nothing is
// known.
func (o *Oracle) States() fsm.States {
	if o.lost {
		return fsm.StatesOf(fsm.AllStates()...)
	}
	var set fsm.States
	for i := range o.set {
		set |= fsm.StatesOf(o.set[i].c.State)
	}
	return set
}

// Likely returns the state that the end is in if all that is on its way has
// arrived and the user has done nothing unseen. It reports whether that is more
// than a guess: where observation began in the middle, or anew after a
// deviation, it is one as long as several states are possible.
func (o *Oracle) Likely() (s fsm.State, known bool) {
	if o.lost {
		return fsm.Closed, false
	}
	if o.guessed {
		states := o.States()
		o.guessed = states&(states-1) != 0
	}
	return o.set[0].c.State, !o.guessed
}

// Hypotheses returns how many connections are possible now, 0 if nothing is
// known.
func (o *Oracle) Hypotheses() int { return len(o.set) }

// Connections returns the connections that are possible now, the likeliest
// first. Variables that no observation has shown are best guesses.
func (o *Oracle) Connections() []fsm.TCB {
	var list []fsm.TCB
	for i := range o.set {
		list = append(list, o.set[i].c)
	}
	return list
}

// Variant returns the first variant that explains all that has been observed
// since the last deviation, to be read only.
func (o *Oracle) Variant() *Variant { return &o.variants[o.best] }

// Covered returns how often each rule fired, by [fsm.RuleID], in what may have
// happened to the ends of all Oracles with the same Workspace: a rule that never
// fired was not exercised. The slice is the Workspace's own.
func (o *Oracle) Covered() []uint64 { return o.fired }
