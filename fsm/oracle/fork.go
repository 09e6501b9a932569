package oracle

import "slices"

// Fork returns an Oracle that knows what o knows by now. Each goes on by itself: who
// holds many runs against the table that have begun alike follows their beginning once.
// They share a Workspace, so that one goroutine may use them.
func (o *Oracle) Fork() *Oracle {
	n := new(Oracle)
	*n = *o
	n.seen.waiting = slices.Clone(o.seen.waiting)
	n.seen.beyond.runs = slices.Clone(o.seen.beyond.runs)
	n.successors.seen, n.possible.seen = &n.seen, &n.seen
	n.possible.set = slices.Clone(o.possible.set)
	n.overtaken = slices.Clone(o.overtaken)
	n.lockstep.before, n.lockstep.since = slices.Clone(o.lockstep.before), slices.Clone(o.lockstep.since)
	return n
}
