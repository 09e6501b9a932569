package capture

import (
	"time"

	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A capture that is made at a host misses nothing between itself and that host: what
// the host sends is seen in order, and what is seen on its way in arrives. Only the
// moment is not known when it does.

// How long an end at the host may take to process what has arrived, and how long it is
// quiet at least before a timer may have ended its connection. What demands an answer
// at once is answered in microseconds, but a host that is busy may stop for a while: an
// answer that comes later is one all the same. A timer that gives up takes a second or
// more.
const (
	reacts   = 100 * time.Millisecond
	timesOut = time.Second
)

// A post is how one end is watched.
type post struct {
	opts oracle.Options
	here bool // the capture was made at the end
}

// rests tells the oracles at the host that nothing was seen of the connection from its
// last segment up to a time: what was owed has not come, unless it is p that comes then.
func (c *Connection) rests(until time.Duration, p *packet) {
	for i, at := range c.host {
		idle := until - c.last
		if !at || idle < reacts || p != nil && p.from == i && idle < timesOut && c.Oracles[i].Awaits(p.Segment) {
			continue
		}
		if v := c.Oracles[i].Quiet(); v.Kind != oracle.Undecided {
			c.judge(c.latest, i, v)
		}
		if idle >= timesOut {
			c.Oracles[i].Idle()
		}
	}
}
