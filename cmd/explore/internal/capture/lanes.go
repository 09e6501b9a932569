package capture

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// Connections in different tunnels may have the same sockets.
//
// What a tunnel says does not tell its connection as sockets do: labels of MPLS and
// endpoints of GTP-U belong to one direction, a routed segment may come back in
// another VXLAN, an answer may need no tunnel at all, and a tunnel may move. So
// each connection between two sockets has a lane of its own, and a way, which is
// all that a packet of one direction was wrapped in, belongs to one lane.
//
//	  sockets A-B    lane 0    A->B  {TEID 1}      B->A  {TEID 7}
//	                 lane 1    A->B  {TEID 2}      B->A  -
//
//	  <SEQ=900><ACK=101><CTL=SYN,ACK> from B, TEID 8, goes to lane 1: A->B of lane 0
//	  stands at 5000, that of lane 1 at 101
//
// A way that was not seen before goes to the lane whose numbers it continues; a SYN
// on its own opens a lane if its direction has another way already.

// A laning is the way of one direction of a lane.
type laning struct {
	ways   []uint64 // of its tunnels, the last ones
	tunnel wire.Tunnel
	next   fsm.Seq // the sequence number after the highest that was seen
	fin    bool
}

// A lane is what is known of the tunnels of one connection.
type lane struct {
	direction [2]laning
	reset     bool
}

// lanes gives connections in different tunnels different pairs. The zero lanes are
// ready. Those that were not used for long are forgotten: a way that comes back
// begins anew.
type lanes struct {
	young, old map[pair]*[]lane
}

// Bounds of what lanes keep: sockets, lanes of two sockets, ways of a direction.
const (
	maxLaned = 1 << 14
	maxLanes = 1 << 8
	maxWays  = 8
)

// assign says which lane a packet belongs to, in its pair. As long as there was no
// tunnel in a capture nothing is noted; what has no tunnel then is in the first lane,
// and known from the connections that are open.
func (l *lanes) assign(p *packet, open map[pair]*Connection, knocks map[pair]*knock) {
	if p.Tunnel.Way == 0 && len(l.young) == 0 {
		return
	}
	list := l.find(p.pair)
	if len(*list) == 0 {
		if c := open[p.pair]; c != nil {
			*list = append(*list, laneOf(c))
		} else if k := knocks[p.pair]; k != nil {
			*list = append(*list, k.lane())
		}
	}
	i := place(*list, p)
	switch {
	case i == maxLanes: // too many: whatever comes in this way is by itself
		p.pair.lane = uint16(p.Tunnel.Way) | 1<<15
		return
	case i == len(*list):
		*list = append(*list, lane{})
	}
	(*list)[i].enter(p)
	p.pair.lane = uint16(i)
}

// laneOf is the lane of a connection without a tunnel.
func laneOf(c *Connection) (l lane) {
	for i, t := range c.streams {
		if t.began {
			l.direction[i].ways, l.direction[i].next = []uint64{0}, t.end
		}
	}
	l.reset = c.over
	return l
}

// lane is the lane of a SYN without a tunnel that nobody has answered yet.
func (k *knock) lane() (l lane) {
	l.direction[k.from] = laning{ways: []uint64{0}, next: k.wire.Segment.End()}
	return l
}

// find returns the lanes of two sockets.
func (l *lanes) find(key pair) *[]lane {
	list := l.young[key]
	if list != nil {
		return list
	}
	if list = l.old[key]; list == nil {
		list = new([]lane)
	}
	if l.young == nil || len(l.young) == maxLaned {
		l.young, l.old = map[pair]*[]lane{}, l.young
	}
	l.young[key] = list
	return list
}

// place returns which lane of a list the packet belongs to, or one that is not
// there yet.
func place(list []lane, p *packet) int {
	best, most := len(list), 0
	for i := range list {
		if slices.Contains(list[i].direction[p.from].ways, p.Tunnel.Way) {
			return i
		}
		if likeness := list[i].suits(p); likeness > most {
			best, most = i, likeness
		}
	}
	return best
}

// suits says how well a packet that comes in a new way suits the lane, 0 if not at
// all.
func (l *lane) suits(p *packet) int {
	mine, other := &l.direction[p.from], &l.direction[1-p.from]
	opens := p.Segment.CTL&(fsm.SYN|fsm.ACK|fsm.RST) == fsm.SYN
	moved := len(mine.ways) > 0
	switch {
	case opens && l.over() && p.Tunnel.Shared == mine.tunnel.Shared:
		return 1 // the sockets are used again
	case opens && (moved || p.Tunnel.Shared != other.tunnel.Shared):
		return 0
	case moved && p.Tunnel.Shared != mine.tunnel.Shared || !opens && !l.fits(p):
		return 0
	}
	likeness := 1
	if !moved {
		likeness += 8
	}
	if p.Tunnel.Shared == other.tunnel.Shared {
		likeness += 4
	}
	if p.Tunnel.Kind == other.tunnel.Kind && p.Tunnel.Number == other.tunnel.Number {
		likeness += 2
	}
	if p.Tunnel.Out == other.tunnel.Back {
		likeness++
	}
	return likeness
}

// over reports whether the connection of the lane has ended.
func (l *lane) over() bool { return l.reset || l.direction[0].fin && l.direction[1].fin }

// near is how far numbers may be from each other that are of one connection: more
// than is in flight, and so little that others are hardly ever so near.
const near = 1 << 22

// fits reports whether a packet continues the numbers of the lane.
func (l *lane) fits(p *packet) bool {
	mine, other := &l.direction[p.from], &l.direction[1-p.from]
	ack := p.Segment.CTL.Has(fsm.ACK)
	return (len(mine.ways) == 0 || distance(mine.next, p.Segment.SEQ) < near) &&
		(len(other.ways) == 0 || !ack || distance(other.next, p.Segment.ACK) < near)
}

// distance is how far two numbers are from each other, in either direction.
func distance(a, b fsm.Seq) uint32 { return min(a.Sub(b), b.Sub(a)) }

// enter notes a packet of the lane.
func (l *lane) enter(p *packet) {
	d, g := &l.direction[p.from], &p.Segment
	if g.CTL&(fsm.SYN|fsm.RST) == fsm.SYN && !(len(d.ways) > 0 && g.End() == d.next) {
		l.reset, d.fin, d.next = false, false, g.End()
	}
	if len(d.ways) == 0 || d.next.Less(g.End()) {
		d.next = g.End()
	}
	l.reset = l.reset || g.CTL.Has(fsm.RST)
	d.fin = d.fin || g.CTL.Has(fsm.FIN)
	d.tunnel = p.Tunnel
	if !slices.Contains(d.ways, p.Tunnel.Way) {
		if len(d.ways) == maxWays {
			d.ways = slices.Delete(d.ways, 0, 1)
		}
		d.ways = append(d.ways, p.Tunnel.Way)
	}
}

// quoted says which lane a packet belongs to that an ICMP error quotes: the one
// whose numbers it has. The error itself comes another way.
func (l *lanes) quoted(p *packet) {
	if len(l.young) == 0 {
		return
	}
	for i, lane := range *l.find(p.pair) {
		if d := &lane.direction[p.from]; len(d.ways) > 0 && distance(d.next, p.Segment.SEQ) < near {
			p.pair.lane = uint16(i)
			return
		}
	}
}
