package conform

import (
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// Time, for a subject that has a Clock. How long its timers run is its own affair; that
// they run is not: what is outstanding is sent again in time, and 2MSL end.

// soon is when at the latest something outstanding has been sent again: RFC 6298 has the
// first timeout after a second, or three. late is when 2MSL are over: two times two
// minutes, and as much again.
const (
	soon = 7 * time.Second
	late = 8 * time.Minute
)

// timed returns the classes of time that passes at the end of a route.
func timed(r *Route) []Class {
	c := &r.TCB
	switch {
	case c.State == fsm.TimeWait:
		return []Class{{Call: Elapse, For: soon}, {Call: Elapse, For: late}}
	case c.SND.UNA != c.SND.NXT:
		return []Class{{Call: Elapse, For: soon}}
	}
	return nil
}

// expires returns the timeout that a step of time has surely brought to the connection that
// the oracle holds likeliest, if there is one.
func expires(o *oracle.Oracle, s *Step) (e fsm.Event, due bool) {
	if all := o.Connections(); s.Input.Call == Elapse && len(all) > 0 {
		return timeout(&all[0], s)
	}
	return e, false
}

// timeout returns the timeout that a step of time has surely brought: a retransmission
// need not be told where it is seen, as it is when it comes.
func timeout(c *fsm.TCB, s *Step) (e fsm.Event, due bool) {
	switch {
	case c.State == fsm.TimeWait && s.Input.For >= late:
		e.Kind = fsm.TimeWaitTimeout
	case c.SND.UNA != c.SND.NXT && len(s.Segments) == 0:
		e.Kind = fsm.RetransmissionTimeout
	default:
		return e, false
	}
	return e, true
}
