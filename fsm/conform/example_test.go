package conform_test

import (
	"context"
	"os"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A silent is a small stack with a bug: it does not challenge a RST. It is built upon
// the table, as any Stack is upon its own code.
type silent struct{ stack conform.Stack }

func (s silent) Connection() (conform.Connection, error) {
	c, err := s.stack.Connection()
	return &connection{c}, err
}

// Numbered says that the stack takes the ISS of an OPEN, as the table does: with More its own
// numbers are tried at both wraps, too.
func (s silent) Numbered() bool { return true }

type connection struct{ conform.Connection }

// Do applies one input, and says what has been sent when the stack is at rest.
func (c *connection) Do(in conform.Input) (conform.Outcome, error) {
	before, err := c.Observe()
	if err != nil {
		return conform.Outcome{}, err
	}
	out, err := c.Connection.Do(in)
	if before.Is(fsm.Established) && in.Call == conform.Arrival && in.Segment.CTL.Has(fsm.RST) {
		out.Segments = nil // the bug: no challenge ACK
	}
	return out, err
}

// The report on a stack says what it does, by one change of the table, and shows the
// shortest trace.
func Example() {
	table, err := conform.NewMachine(fsm.RFC9293Table(), fsm.Policy{})
	if err != nil {
		panic(err)
	}
	report, err := conform.Check(context.Background(), silent{table}, conform.Options{
		Name: "a small stack", Quick: true, States: fsm.StatesOf(fsm.Listen, fsm.Established),
	})
	if err != nil {
		panic(err)
	}
	_ = report.WriteText(os.Stdout)
	// Output:
	// Conformance of a small stack
	//
	// 162 cases on 3 routes, held against RFC9293: 157 conform, 0 are blocked, 5 deviate. That is 1 cause.
	//
	// 1. rst.challenge (3.10.7.4/2, prose)
	//    does    do nothing, end
	//    should  do nothing, go on with "a challenge ACK"
	//    cases   5 in ESTABLISHED
	//    id      rst.challenge: stop
	//
	//    expected  <SEQ=101><ACK=301><CTL=ACK>
	//    seen      nothing more
	//
	//      1  OPEN active                                      -> <SEQ=100><CTL=SYN><WND=64240><MSS=1460>  SYN-SENT
	//      2  <SEQ=300><ACK=101><CTL=SYN,ACK><WND=1000>        -> <SEQ=101><ACK=301><CTL=ACK><WND=64240>  ESTABLISHED
	//    ! 3  <SEQ=311><CTL=RST><WND=1000>  ESTABLISHED
	//      4  <SEQ=300><ACK=101><CTL=ACK><WND=1000>            -> <SEQ=101><ACK=301><CTL=ACK><WND=64240>  ESTABLISHED
}
