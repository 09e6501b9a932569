package capture

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// posts returns how the ends of a connection with these sockets are watched.
func (o *Options) posts(q *pair) (posts [2]post) {
	for i := range posts {
		p := post{o.Oracle, slices.Contains(o.At, q.socket(i).Addr().Unmap())}
		if p.here {
			p.opts.Told, p.opts.Overlaps = oracle.Segments|oracle.Arrivals|oracle.Timeouts, true
		}
		posts[i] = p
	}
	return posts
}
