package capture

import (
	"cmp"
	"fmt"
)

// The bounds of what is kept at a time: connections, of some 6 KiB each, and SYNs
// without an answer, of some 400 octets.
const (
	maxOpen   = 1 << 16
	maxKnocks = 1 << 15
)

// crowded reports whether n connections are as many as can be followed.
func (t *tracer) crowded(n int) bool { return n >= cmp.Or(t.opts.Open, maxOpen) }

// relieve makes room for another connection, or for another knock. What comes later
// of a connection that is given away for it begins another, so that nothing is certain
// of either part.
func (t *tracer) relieve() error {
	if !t.crowded(len(t.open)) {
		return nil
	}
	c := t.queues.spare().longest().(*Connection)
	c.parted = !c.over
	return t.give(c)
}

// relieveKnocks makes room for another knock.
func (t *tracer) relieveKnocks() error {
	if len(t.knocks) < cmp.Or(t.opts.Open, maxKnocks) {
		return nil
	}
	return t.give(t.queues.knocks.longest())
}

// spare returns the queue that makes room for another connection: of those that are
// over, else what there is most of, so that a flood drives out itself.
func (q *queues) spare() *queue {
	if q.over.Len() > 0 {
		return &q.over
	}
	most := &q.ended
	for _, other := range []*queue{&q.opening, &q.closing, &q.open} {
		if other.Len() > most.Len() {
			most = other
		}
	}
	return most
}

// overfull is the error of a log with too many connections. A log does not say that a
// connection is over, so that all of them must be kept.
func (l *eventLog) overfull() error {
	if !l.tracer.crowded(len(l.order)) {
		return nil
	}
	return fmt.Errorf("there are %d connections before it, which is all that a log may have", len(l.order))
}
