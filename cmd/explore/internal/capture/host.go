package capture

import (
	"net/netip"
	"slices"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A capture that is made at a host misses nothing between itself and that host: what
// the host sends is seen in order, and what is seen on its way in arrives. Only the
// moment is not known when it does.

// How long an end at the host may take to process what has arrived, and how long it is
// quiet at least before a timer may have ended its connection. What demands an answer
// at once is answered in microseconds; a timer that gives up takes a second or more.
const (
	reacts   = 100 * time.Millisecond
	timesOut = time.Second
)

// heldAt returns the options for an end with the given address, and whether the capture
// was made there.
func (o *Options) heldAt(end netip.Addr) (oracle.Options, bool) {
	opts := o.Oracle
	at := slices.Contains(o.At, end.Unmap())
	if at {
		opts.Told, opts.Overlaps = oracle.Segments|oracle.Arrivals|oracle.Timeouts, true
	}
	return opts, at
}

// rests tells the oracles at the host that nothing was seen of the connection from its
// last segment up to a time: what was owed has not come.
func (c *Connection) rests(until time.Duration) {
	for i, at := range c.host {
		if !at || until-c.last < reacts {
			continue
		}
		if v := c.Oracles[i].Quiet(); v.Kind != oracle.Undecided {
			c.judge(c.latest, i, v)
		}
		if until-c.last >= timesOut {
			c.Oracles[i].Idle()
		}
	}
}
