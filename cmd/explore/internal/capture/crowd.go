package capture

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// maxOpen bounds the connections that are followed at a time, of some 6 KiB
// each. A capture of a flood of SYNs has millions, and none of them ends.
const maxOpen = 1 << 16

// crowded reports whether n connections are as many as can be followed.
func (t *tracer) crowded(n int) bool { return n >= cmp.Or(t.opts.Open, maxOpen) }

// relieve gives away half of the connections if there are too many: those that
// have been idle for longest. What comes of them later begins another
// connection, so that nothing is certain of either part.
func (t *tracer) relieve() error {
	if !t.crowded(len(t.open)) {
		return nil
	}
	all := slices.SortedFunc(maps.Keys(t.open), func(a, b pair) int {
		x, y := t.open[a], t.open[b]
		return cmp.Or(x.last.Compare(y.last), x.First-y.First)
	})
	idle := all[:(len(all)+1)/2]
	for _, key := range idle {
		c := t.open[key]
		c.parted = !c.over
	}
	return t.finishAll(idle)
}

// overfull is the error of a log with too many connections. A log does not say that a
// connection is over, so that all of them must be kept.
func (l *eventLog) overfull() error {
	if !l.tracer.crowded(len(l.order)) {
		return nil
	}
	return fmt.Errorf("there are %d connections before it, which is all that a log may have", len(l.order))
}
