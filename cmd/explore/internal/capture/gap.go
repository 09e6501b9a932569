package capture

import "slices"

// gaps are what an end has sent as far as one can see, and what was not captured.
type gaps struct {
	holes    []hole
	captured uint64 // numbers that the capture misses: the other end has acknowledged them
	nobody   uint64 // numbers that were passed over, and that nobody has acknowledged
}

// missing returns what is missing of end i. If an acknowledgment of what was not seen
// is a deviation, nothing is.
func (c *Connection) missing(i int) (g gaps) {
	f, peer := &c.flows[i], &c.flows[1-i]
	g.captured = f.lost
	for _, h := range f.holes {
		invented := func(n Note) bool { return n.Frame == h.frame && n.End != i }
		switch {
		case slices.ContainsFunc(c.Deviates, invented):
			continue
		case peer.acked && h.hi.LessEq(peer.ack):
			g.captured += h.size()
		default:
			g.nobody += h.size()
		}
		g.holes = append(g.holes, h)
	}
	return g
}
