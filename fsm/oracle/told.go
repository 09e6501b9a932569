package oracle

// Told says what the observer tells without exception. What is not told may
// have happened unseen.
type Told uint8

// What an observer may tell.
const (
	// Calls: every user call is told, by Event, before what it causes.
	Calls Told = 1 << iota

	// Timeouts: every timeout that ends a state or gives up is told, by Event.
	// Those of retransmissions, probes and keep-alives need not be, ever; one that is
	// has to be followed by its segment.
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
