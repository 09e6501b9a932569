package fsm

// A Reply is the answer to a user call, in the words of RFC 9293 section 3.10.
// The zero value is no reply: the event is no call, or the call waits.
type Reply uint8

// The replies. The comments give the RFC's text without its "error:".
const (
	NoReply              Reply = iota
	OK                         // ok
	ConnectionIllegal          // connection illegal for this process
	NoConnection               // connection does not exist
	InsufficientResource       // insufficient resources
	RemoteUnspecified          // remote socket unspecified
	RemoteInvalid              // invalid remote address (MUST-46, which names no text)
	ConnectionExists           // connection already exists
	ConnectionClosing          // connection closing: the user or the peer has closed
	CallClosing                // closing: the call was cut short by CLOSE
	CallReset                  // connection reset
	CallTimedOut               // connection aborted due to user timeout

	numReplies
)

// AllReplies lists the replies in the order of the constants.
func AllReplies() []Reply {
	all := make([]Reply, numReplies)
	for i := range all {
		all[i] = Reply(i)
	}
	return all
}

// A Signal is something a TCP tells its user without being asked.
type Signal uint8

// The signals.
const (
	SignalReset       Signal = iota // connection reset
	SignalRefused                   // connection refused
	SignalClosing                   // connection closing: the peer has sent its FIN
	SignalUserTimeout               // connection aborted due to user timeout
	SignalUrgent                    // urgent octets lie ahead
	SignalUrgentEnd                 // the urgent octets have been received
	SignalTrouble                   // R1 reached: delivery is in trouble
	SignalGivenUp                   // R2 reached: the connection was given up
	SignalICMPSoft                  // a soft error was reported by ICMP
	SignalICMPHard                  // a hard error was reported by ICMP
	SignalDead                      // keep-alive got no answer

	numSignals
)

// Signals is a set of signals.
type Signals uint16

// Has reports whether s is in the set.
func (set Signals) Has(s Signal) bool { return set>>s&1 != 0 }

// MaxSegments is the largest number of segments that one Step emits. A test
// derives it from the table.
const MaxSegments = 2

// MaxFired bounds the number of rules that fire in one Step. A test derives
// from the table that fewer do.
const MaxFired = 64

// maxGuess bounds the rules that fire on the way of a guess.
const maxGuess = 6

// Answered says which calls that had been waiting were answered in a Step. A
// Reply of NoReply means that none of the kind was.
type Answered struct {
	Send    Reply  // the SENDs whose octets were not acknowledged ...
	Octets  uint32 // ... and how many octets those were, perhaps 0
	Receive Reply  // the outstanding RECEIVE
	Close   Reply  // the outstanding CLOSE
}

// An Output says everything that happened in one Step. It is overwritten by
// the next one.
type Output struct {
	From, To State

	Reply    Reply    // to the call that was the event
	Answered Answered // to calls made earlier
	Signals  Signals  // to the user

	Delivered uint32 // octets handed to the user
	Acked     uint32 // octets of text of ours that the peer newly acknowledged

	Started Timers // timers to start, or to start anew
	Stopped Timers // timers that ran and are to be stopped

	segments [MaxSegments]Segment
	octets   [MaxSegments]Seq
	fired    [MaxFired + maxGuess]RuleID // with room for a guess at the end
	nsegs    uint8
	nfired   uint8
}

// Segments returns the segments to send, in order. The slice is part of o.
func (o *Output) Segments() []Segment { return o.segments[:o.nsegs] }

// Octets returns the place in the stream of the first octet of text that
// segment i of Segments bears: the sequence number under which the user's octet
// was queued. It is its TextStart, unless the table has been altered. Without text
// it means nothing.
func (o *Output) Octets(i int) Seq { return o.octets[i] }

// Fired returns the rules that fired, in order. The slice is part of o.
func (o *Output) Fired() []RuleID { return o.fired[:min(o.nfired, MaxFired)] }

// A RuleID is the position of a rule in the table of a Machine; see
// [Machine.Rule].
type RuleID uint16

// Same reports whether two outputs say the same but for the rules that fired: the same
// replies, signals, octets, timers and segments, in the same order.
func (o *Output) Same(p *Output) bool {
	a, b := *o, *p
	a.fired, a.nfired, b.fired, b.nfired = p.fired, 0, p.fired, 0
	for i := range a.segments {
		if i >= int(a.nsegs) {
			a.segments[i], a.octets[i] = Segment{}, 0
		}
		if i >= int(b.nsegs) {
			b.segments[i], b.octets[i] = Segment{}, 0
		}
	}
	return a == b
}
