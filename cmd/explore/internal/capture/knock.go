package capture

import (
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A knock is a SYN that nobody has answered yet, and how often it was sent. Two
// oracles, which have to be ready for everything, are made for it when anything else
// is seen: of a flood of SYNs, or a scan, there are hundreds of thousands.
type knock struct {
	standing
	wire  wire.Packet // the SYN, as it came first
	pair  pair
	from  int
	frame int
	count int
	began time.Duration
	last  time.Duration
	rungs []rung // if a ladder was asked for
}

func (k *knock) begins() int { return k.frame }

// knocks reports whether p can be no more than a knock: a SYN without text.
func (p *packet) knocks() bool { return p.Segment.CTL == fsm.SYN && p.Segment.Text == 0 }

func newKnock(p *packet) *knock {
	k := &knock{wire: *p.Packet, pair: p.pair, from: p.from, frame: p.frame, began: p.at}
	k.wire.Octets = nil // they are those of the reader
	return k
}

// again reports whether p is the SYN of k, be it for the first time.
func (k *knock) again(p *packet) bool {
	w := &k.wire
	return p.from == k.from && p.Segment == w.Segment && p.Scaled == w.Scaled && p.Shift == w.Shift
}

// take counts the SYN once more.
func (k *knock) take(p *packet, ladder bool) {
	k.count++
	k.last = p.at
	if ladder && len(k.rungs) < maxRungs {
		k.rungs = append(k.rungs, p.rung(k.began))
	}
}

// packet returns the SYN as it came.
func (k *knock) packet() *packet {
	return &packet{Packet: &k.wire, pair: k.pair, from: k.from, frame: k.frame, at: k.began}
}

// connection returns what k is the beginning of, to be followed.
func (k *knock) connection(opts *Options) *Connection {
	p := k.packet()
	c := newConnection(p)
	c.follow(p, opts.posts(&c.pair))
	c.take(p)
	c.streams[p.from].advance(&p.Segment)
	k.counted(c)
	return c
}

// unanswered returns what k has come to if nothing else comes.
func (k *knock) unanswered() *Connection {
	p := k.packet()
	c := newConnection(p)
	c.heard[c.opener] = true
	c.History[c.opener] = []Change{{Frame: k.frame, State: fsm.Closed, Known: true}, {Frame: k.frame, State: fsm.SynSent, Known: true}}
	c.count(p)
	k.counted(c)
	return c
}

// answered makes a connection of k, about which there is more than its SYN.
func (t *tracer) answered(k *knock) (*Connection, error) {
	k.leave()
	delete(t.knocks, k.pair)
	c := k.connection(&t.opts)
	return c, t.enter(c)
}

// counted has c know of the times that its SYN was sent again.
func (k *knock) counted(c *Connection) {
	c.Segments, c.last = k.count, k.last
	c.rungs, c.rung = k.rungs, len(k.rungs)
	f := &c.flows[c.opener]
	f.segments, f.again = k.count, k.count-1
}
