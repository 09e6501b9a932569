package capture

import (
	"container/list"
	"time"
)

// A queue holds connections in the order in which they were last heard of, so that
// those that have been idle for longest are found without a look at the others.
type queue struct {
	list.List
	idle time.Duration // how long they may be
}

// A waiting is what stands in a queue: a connection, or a knock.
type waiting interface {
	begins() int            // its first frame
	heardOf() time.Duration // when it was last heard of, by the clock of the trace
}

// longest returns what has been idle for longest, nil if there is nothing.
func (q *queue) longest() waiting {
	e := q.Front()
	if e == nil {
		return nil
	}
	return e.Value.(waiting)
}

// overdue returns what has been idle for longest, nil if that is not too long yet.
func (q *queue) overdue(now time.Duration) waiting {
	w := q.longest()
	if w == nil || now-w.heardOf() <= q.idle {
		return nil
	}
	return w
}

// A standing is where a connection stands in a queue.
type standing struct {
	queue   *queue
	element *list.Element
	active  time.Duration
}

func (p *standing) heardOf() time.Duration { return p.active }

// fine is how exact the order is: who was heard of no longer ago stays in its place.
const fine = time.Second

// move lets w, whose standing p is, stand at the end of q: it was heard of now.
func (p *standing) move(q *queue, w waiting, now time.Duration) {
	if p.queue == q && now-p.active < fine {
		return
	}
	p.active = now
	if p.queue == q {
		q.MoveToBack(p.element)
		return
	}
	p.leave()
	p.queue, p.element = q, q.PushBack(w)
}

// leave takes it out of its queue.
func (p *standing) leave() {
	if p.queue != nil {
		p.queue.Remove(p.element)
		p.queue = nil
	}
}
