package conform

import (
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// The buffers and the segment size of the table's own connections, those that
// Linux has without being asked.
const (
	buffer = 64240
	mss    = 1460
)

// Events returns the events of the table that in stands for, in a TCP that
// sends at once what it may send. What happens when time passes depends on how much
// it is, which the table does not say: there are none. iss is the number that a SYN of the subject
// would bear.
func Events(in Input, iss fsm.Seq) []fsm.Event { return appendEvents(nil, in, iss) }

// appendEvents appends the events that in stands for.
func appendEvents(all []fsm.Event, in Input, iss fsm.Seq) []fsm.Event {
	e := fsm.Event{ISS: iss, SndBUFF: buffer, RcvBUFF: buffer, MSS: mss, Octets: in.Octets, Segment: in.Segment}
	switch in.Call {
	case OpenPassive:
		e.Kind = fsm.OpenPassive
		return append(all, e)
	case OpenActive:
		e.Kind, e.Remote = fsm.OpenActive, fsm.Specified
	case Send:
		e.Kind = fsm.Send
	case Shutdown, Close:
		e.Kind = fsm.Close
	case Elapse:
		return all
	case ICMP:
		e.Kind, _ = fsm.ICMPKind(in.Message.Family, in.Message.Type, in.Message.Code)
		return append(all, e)
	case Abort:
		e.Kind = fsm.Abort
		return append(all, e)
	default:
		e.Kind = fsm.SegmentArrives
	}
	all = append(all, e, fsm.Event{Kind: fsm.Transmit})
	for n := in.Octets; n > fsm.IPv4.DefaultMSS(); n -= fsm.IPv4.DefaultMSS() { // at least so many segments
		all = append(all, fsm.Event{Kind: fsm.Transmit})
	}
	if in.Reads > 0 {
		all = append(all, fsm.Event{Kind: fsm.Receive, Octets: in.Reads})
	}
	if in.Echoes > 0 {
		all = append(all, fsm.Event{Kind: fsm.Send, Octets: in.Echoes}, fsm.Event{Kind: fsm.Transmit})
	}
	if in.Closes {
		all = append(all, fsm.Event{Kind: fsm.Close}, fsm.Event{Kind: fsm.Transmit})
	}
	return all
}

// A Machine is the table itself as a subject: the experiment on the
// experiment.
type Machine struct {
	// Half and Full are the machines before and after a Close. A Shutdown is
	// the RFC's CLOSE, a Close ends receiving too: Full should differ from Half
	// in half_duplex_close alone.
	Half, Full *fsm.Machine

	// MSL is the maximum segment lifetime, in real time. 0: connections stay in
	// TIME-WAIT and do not tell how long.
	MSL time.Duration
}

// NewMachine compiles table for policy.
func NewMachine(table fsm.Table, policy fsm.Policy) (*Machine, error) {
	half, err := fsm.Compile(table, policy.With(fsm.HalfDuplexCloseOff))
	if err != nil {
		return nil, err
	}
	full, err := half.With(policy.With(fsm.HalfDuplexCloseOn))
	return &Machine{Half: half, Full: full}, err
}

// Numbered reports that the table takes the number that it is told.
func (m *Machine) Numbered() bool { return true }

// ICMP reports that the table takes messages of ICMP.
func (m *Machine) ICMP() bool { return true }

// Connection returns a connection in CLOSED.
func (m *Machine) Connection() (Connection, error) { return &tcb{machine: m}, nil }

// A tcb is a connection of a Machine.
type tcb struct {
	fsm.TCB
	machine *Machine
	closed  bool
	iss     fsm.Seq   // of the connection that was opened last
	ends    time.Time // of TIME-WAIT
}

// Do applies in to the TCB.
func (c *tcb) Do(in Input) (Outcome, error) {
	var out Outcome
	var step fsm.Output
	c.closed = c.closed || in.Call == Close
	m := c.machine.Half
	if c.closed {
		m = c.machine.Full
	}
	if in.Call == OpenPassive || in.Call == OpenActive {
		c.iss = in.Numbers()
	}
	iss := c.iss
	if c.State == fsm.TimeWait {
		iss = c.SND.NXT.Add(1 << 16)
	}
	for _, e := range Events(in, iss) {
		m.Step(&c.TCB, &e, &step)
		out.Segments = append(out.Segments, step.Segments()...)
		if step.Started.Has(fsm.TimeWait2MSL) {
			c.ends = time.Now().Add(2 * c.machine.MSL)
		}
		if in.Call != Arrival && step.Reply > fsm.OK {
			out.Refused = step.Reply.String()
		}
	}
	return out, nil
}

// Observe returns the state of the TCB.
func (c *tcb) Observe() (View, error) {
	v := In(c.State)
	if c.State == fsm.TimeWait && c.machine.MSL > 0 {
		v.Left = time.Until(c.ends)
	}
	return v, nil
}

// Release does nothing.
func (c *tcb) Release() error { return nil }
