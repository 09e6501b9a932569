package conform

import (
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// Time, for a subject that has a Clock. How long its timers run is its own affair; that
// they run is not: what is outstanding is sent again in time, a closed window is probed,
// 2MSL end, and who never answers is given up. What nobody waits for stays as it is.

// soon is when at the latest something outstanding has been sent again, or a closed window
// probed: RFC 6298 has the first timeout after a second, or three. late is when 2MSL are
// over: two times two minutes, and as much again. ever is when all that ends has ended: R2
// are minutes (RFC 9293 section 3.8.3), and keep-alives, if the user has asked for any, begin
// after two hours (MUST-28).
const (
	soon = 7 * time.Second
	late = 8 * time.Minute
	ever = 3 * time.Hour
)

// timed returns the classes of time that passes at the end of a route.
func timed(r *Route) (all []Class) {
	c := &r.TCB
	_, due := owed(c)
	if due || c.State == fsm.TimeWait {
		all = append(all, Class{Call: Elapse, For: soon})
	}
	switch {
	case c.State == fsm.TimeWait:
		return append(append(all, Class{Call: Elapse, For: late}), aged(r)...)
	case c.State != fsm.Closed && r.first && !r.peer.far() && r.peer.own == 0:
		return append(all, Class{Call: Elapse, For: ever})
	}
	return all
}

// owed returns the timeout by which the table sends something in c, if there is one: it
// probes a closed window, or repeats what is outstanding.
func owed(c *fsm.TCB) (e fsm.Event, due bool) {
	for _, e.Kind = range []fsm.EventKind{fsm.PersistTimeout, fsm.RetransmissionTimeout} {
		var out fsm.Output
		after := *c
		if fsm.RFC9293.Step(&after, &e, &out); len(out.Segments()) > 0 {
			return e, true
		}
	}
	return e, false
}

// ends returns the timeouts that end a connection, or may do so, which a step of time has
// brought it, where something was owed or not: who keeps a connection alive has sent something.
func ends(c *fsm.TCB, s *Step, due bool) (all []fsm.Event) {
	add := func(k fsm.EventKind) { all = append(all, fsm.Event{Kind: k}) }
	switch {
	case c.State == fsm.TimeWait && (s.Input.For >= late || s.Input.Ages && s.States != 0 && !s.States.Has(fsm.TimeWait)):
		add(fsm.TimeWaitTimeout)
	case s.Input.For < ever:
	case due:
		add(fsm.R2Reached)
	default:
		if c.State == fsm.FinWait2 {
			add(fsm.FinWait2Timeout)
		}
		if len(s.Segments) > 0 {
			add(fsm.KeepAliveFailed)
		}
	}
	return all
}

// passing tells the oracle that time passes. A timeout by which something is sent need not
// be told where that is seen, as it is when it comes. One that ends the connection comes
// behind all that, but for a RST.
func passing(o *oracle.Oracle, s *Step) (all []oracle.Verdict) {
	connections := o.Connections()
	if len(connections) == 0 {
		return says(o, s.Segments)
	}
	c := &connections[0]
	e, due := owed(c)
	if due && len(s.Segments) == 0 {
		all = append(all, o.Event(e))
	}
	n := repeats(s)
	all = append(all, says(o, s.Segments[:n])...)
	for _, e := range ends(c, s, due) {
		all = append(all, o.Event(e))
	}
	return append(all, says(o, s.Segments[n:])...)
}

// repeats returns how many of the segments of a step come before the connection ends.
func repeats(s *Step) int {
	n := len(s.Segments)
	if n > 0 && s.Segments[n-1].CTL.Has(fsm.RST) {
		n--
	}
	return n
}

// timeouts appends those that a step of time has brought c: one for each segment that was
// seen, or one that should have been, and what ends the connection.
func timeouts(all []fsm.Event, c *fsm.TCB, s *Step) []fsm.Event {
	e, due := owed(c)
	n := repeats(s)
	if !due {
		e.Kind = fsm.KeepAliveTimeout
	} else if len(s.Segments) == 0 {
		n = 1
	}
	for range n {
		all = append(all, e)
	}
	return append(all, ends(c, s, due)...)
}

// aged returns the classes by which a clock shows what starts 2MSL anew: a FIN that comes again
// has to (3.10.7.4, eighth step), and an ACK has not.
func aged(r *Route) (all []Class) {
	if !r.peer.plain() {
		return nil
	}
	for _, f := range AllFlags {
		switch f.CTL {
		case fsm.FIN | fsm.ACK:
			all = append(all, Class{Flags: f, At: JustLeft, Ack: Unacked, Aged: true})
		case fsm.ACK:
			all = append(all, Class{Flags: f, At: Next, Ack: Unacked, Aged: true})
		}
	}
	return all
}
