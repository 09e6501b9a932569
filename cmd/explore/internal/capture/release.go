package capture

import (
	"cmp"
	"slices"
	"time"
)

// What is kept, and for how long, by the clock of the capture. Memory grows with what
// is open and recent; crowd.go says how many there may be.
//
//	knocks ----> opening ----> open ----> closing ----> over
//	 4 min        4 min      2 h 4 min     4 min        60 s, and the last 2048
//
// What is given away and goes on is another connection, of which the beginning was not
// seen: nothing is held against it that hangs on what came before.
const (
	// A SYN is repeated for three minutes at least before it is given up (RFC 9293
	// MUST-23), and its repetitions are about a minute apart at most (RFC 6298
	// rule 2.5). Four minutes are also what a NAT has to keep a connection that is
	// half open or half closed by both (RFC 5382 REQ-5).
	transitory = 4 * time.Minute

	// A keep-alive comes after two hours by default (RFC 9293 section 3.8.4), and a
	// NAT has to wait a little longer (RFC 5382 REQ-5).
	established = 2*time.Hour + 4*time.Minute

	// Segments of a connection that is over may be late or in answer to late ones.
	// TIME-WAIT lasts a minute or more; whoever uses the sockets again sooner begins
	// with a SYN.
	lingers  = 60 * time.Second
	maxOvers = 2048
)

// sweepEvery is how often what is idle is looked for.
const sweepEvery = time.Second

// queues are those of a trace: all that it keeps stands in one of them.
type queues struct {
	knocks, opening, open, closing, ended, over queue
}

// setUp says how long what is in a queue may be idle. What has ended is reported
// after settles if that is not 0, and kept on.
func (q *queues) setUp(settles time.Duration) {
	q.knocks.idle, q.opening.idle, q.closing.idle = transitory, transitory, transitory
	q.open.idle, q.ended.idle, q.over.idle = established, settles, lingers
}

// of returns the queue that c belongs to.
func (q *queues) of(c *Connection) *queue {
	switch {
	case c.over && !c.given && q.ended.idle > 0:
		return &q.ended
	case c.over:
		return &q.over
	case c.finished():
		return &q.closing
	case c.opened():
		return &q.open
	}
	return &q.opening
}

// finished reports whether both ends have sent a FIN.
func (c *Connection) finished() bool { return c.flows[0].fin && c.flows[1].fin }

// opened reports whether c is past its opening, as far as was seen of it.
func (c *Connection) opened() bool {
	a, b := &c.flows[c.opener], &c.flows[1-c.opener]
	return a.talked || b.octets > 0 || !a.syn && !b.syn
}

// stand lets c stand in its queue, at the end.
func (t *tracer) stand(c *Connection) error {
	c.given = c.given && (c.over || c.finished()) // else it was no end
	c.move(t.queues.of(c), c, t.clock)
	if t.queues.over.Len() > maxOvers {
		return t.give(t.queues.over.longest())
	}
	return nil
}

// sweep gives away what has been idle for too long, at most once in a while.
func (t *tracer) sweep() error {
	if t.clock-t.swept < t.every {
		return nil
	}
	t.swept = t.clock
	q := &t.queues
	for w := q.ended.overdue(t.clock); w != nil; w = q.ended.overdue(t.clock) {
		c := w.(*Connection)
		if err := t.tell(c); err != nil {
			return err
		}
		c.move(&q.over, c, c.active)
	}
	for _, q := range []*queue{&q.knocks, &q.opening, &q.open, &q.closing, &q.over} {
		for w := q.overdue(t.clock); w != nil; w = q.overdue(t.clock) {
			if err := t.give(w); err != nil {
				return err
			}
		}
	}
	return nil
}

// rest gives away what is left, in the order of the first frames.
func (t *tracer) rest() error {
	var all []waiting
	for _, c := range t.open {
		all = append(all, c)
	}
	for _, k := range t.knocks {
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b waiting) int { return cmp.Compare(a.begins(), b.begins()) })
	for _, w := range all {
		if err := t.give(w); err != nil {
			return err
		}
	}
	return nil
}

// give gives away one of those that are kept.
func (t *tracer) give(w waiting) error {
	switch w := w.(type) {
	case *knock:
		w.leave()
		delete(t.knocks, w.pair)
		return t.finish(w.unanswered())
	case *Connection:
		w.leave()
		delete(t.open, w.pair)
		if at := &t.recent[w.pair.place(len(t.recent))]; *at == w {
			*at = nil
		}
		w.rests(t.clock, nil)
		return t.finish(w)
	}
	return nil
}

// finish counts a connection that goes, and tells of it if that was not done before.
func (t *tracer) finish(c *Connection) error {
	if !c.given {
		if err := t.tell(c); err != nil {
			return err
		}
	}
	t.tally.count(c, t.opts.Only.wants(c))
	return nil
}

// tell gives a connection to who asked for it.
func (t *tracer) tell(c *Connection) error {
	c.until, c.given = max(t.now, c.last), true
	if !t.opts.Only.wants(c) {
		return nil
	}
	return t.done(c)
}
