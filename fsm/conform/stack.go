package conform

import (
	"cmp"
	"fmt"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Stack is a TCP under test.
type Stack interface {
	// Connection returns a connection that does not exist yet. Its pair of
	// sockets is one that the stack has not seen before.
	Connection() (Connection, error)
}

// A Connection is one end of one connection. It is driven in lock step: Do
// returns when the stack has come to rest. Its errors are faults of the
// instrument, never findings.
type Connection interface {
	// Do applies one input and returns what came of it.
	Do(Input) (Outcome, error)

	// Observe reads the state of the connection, as far as the stack shows it.
	Observe() (View, error)

	// Release forgets the connection without a trace.
	Release() error
}

// A Waiter is a Connection of a stack that runs in real time, so that its answer may
// come a little later than Do returns.
type Waiter interface {
	// Wait waits at most for d until the stack has sent something, and returns
	// that. With 0 it returns what there is.
	Wait(d time.Duration) ([]fsm.Segment, error)
}

// A Clock is a Connection of a stack whose time is virtual: it passes when the test
// says so, and not otherwise. That of a [Slow] stack just waits.
type Clock interface {
	// Advance lets d pass for the stack and returns what it has sent meanwhile, in
	// order.
	Advance(d time.Duration) ([]fsm.Segment, error)
}

// A Numbered is a Stack that can perhaps be told its initial send sequence number, by the ISS
// of an Input.
type Numbered interface {
	// Numbered reports whether it can. Its numbers are tried at both wraps then (RFC 9293
	// section 3.4), and the SYN of a connection that was told one has to bear it.
	Numbered() bool
}

// A Slow is a Stack whose clock is perhaps none of its own: for time to pass it has to be waited.
type Slow interface {
	// Slow reports whether it is so. What time brings is tried last then, when the causes of the
	// rest are known: these are the same whether the stack lets time pass or calls it a [Limit].
	Slow() bool
}

// ISS is the initial send sequence number of the subject's end, to which the
// numbers of a stack that chooses its own are shifted. So a run reads the same
// every time. Numbers that a stack was told are not shifted.
const ISS = fsm.Seq(100)

// A Call is what a user of a stack may ask for. Shutdown and Close are two
// readings of the RFC's CLOSE: Shutdown ends sending only, Close ends both
// directions, as shutdown(SHUT_WR) and close() of the sockets interface do.
type Call uint8

// The calls. Arrival is none: a segment arrives.
const (
	Arrival Call = iota
	OpenPassive
	OpenActive
	Send
	Shutdown
	Close
	Abort

	// Elapse is no call either: time passes, for a Clock. Nor is ICMP: a message of ICMP arrives,
	// at a Reported stack.
	Elapse
	ICMP
)

var callNames = [...]string{"arrival", "OPEN passive", "OPEN active", "SEND", "shutdown", "close", "ABORT", "time passes", "ICMP"}

// String returns the name of c, as in "OPEN passive".
func (c Call) String() string { return callNames[c] }

// An Input is a call or a segment that arrives.
type Input struct {
	Call    Call
	Octets  uint32      // of a Send
	Segment fsm.Segment // of an Arrival; of an ICMP the one of the stack that it quotes
	Message Message     // of an ICMP

	For  time.Duration // of an Elapse
	Ages bool          // of an Elapse: TIME-WAIT may end in it, when depends on what came before

	// ISS is of an OPEN what the SYN of the stack is to bear, if the stack is Numbered, and
	// the same of the segments of such a connection; 0: the stack chooses.
	ISS fsm.Seq

	// What the user does of himself when the segment of an Arrival is there, as a Service
	// has it: he reads so many octets, sends so many, and closes.
	Reads, Echoes uint32
	Closes        bool
}

// String returns i as a line of a report.
func (i Input) String() string {
	switch i.Call {
	case Arrival:
		return i.Segment.String() + i.reaction()
	case Send:
		return fmt.Sprintf("SEND %d", i.Octets)
	case Elapse:
		return fmt.Sprintf("%v pass", i.For)
	case ICMP:
		return i.Message.String() + about + i.Segment.String()
	}
	if i.ISS != 0 {
		return fmt.Sprintf("%v%s%d", i.Call, numberedBy, uint32(i.ISS))
	}
	return i.Call.String()
}

// numberedBy stands between a call and the number that the stack was told.
const numberedBy = ", ISS "

// Numbers returns the number that the SYN of the stack bears, as it is shown.
func (i Input) Numbers() fsm.Seq { return cmp.Or(i.ISS, ISS) }

// reaction is what the user does when the segment is there.
func (i Input) reaction() (text string) {
	if i.Reads > 0 {
		text = fmt.Sprintf(", then RECEIVE %d", i.Reads)
	}
	if i.Echoes > 0 {
		text += fmt.Sprintf(", then SEND %d", i.Echoes)
	}
	if i.Closes {
		text += ", then close"
	}
	return text
}

// Arrive is the input of a segment.
func Arrive(g fsm.Segment) Input { return Input{Segment: g} }

// An Outcome is what came of one input.
type Outcome struct {
	Segments []fsm.Segment // what the stack has sent, in order
	Refused  string        // why a call was refused, in the stack's words; empty if it was not
}

// A View is what a stack shows of a connection. The zero View shows nothing.
type View struct {
	// States are those that the connection may be in: one if the stack tells,
	// several if it calls them alike, none if it is not known.
	States fsm.States

	// Left is how long TIME-WAIT has still to last, 0 in other states or if the
	// stack does not tell.
	Left time.Duration
}

// A Limit is the error of an input that the stack offers no way to apply to a
// connection in its present state. The connection is as it was.
type Limit struct{ Reason string }

// In is the view of a connection that is known to be in state s.
func In(s fsm.State) View { return View{States: fsm.StatesOf(s)} }

// Is reports whether the connection is known to be in s.
func (v View) Is(s fsm.State) bool { return v.States == fsm.StatesOf(s) }

// String names the states, as in "FIN-WAIT-2", or is "?" if they are not known.
func (v View) String() string {
	if v.States == 0 {
		return "?"
	}
	return v.States.String()
}

// Error returns the reason.
func (l *Limit) Error() string { return l.Reason }

// A Crash is the error of an input that the stack did not survive: it has died, or does
// not answer, or answers what is no answer. That is a finding. The connection is gone,
// and the next one is made by the stack as it is when it has been started anew.
type Crash struct{ Reason string }

// Error returns the reason.
func (c *Crash) Error() string { return c.Reason }
