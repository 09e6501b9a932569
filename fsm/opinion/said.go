package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// Said is all that one event makes a TCP say: to its user, to its peer and to
// its clock. The fields mean what those of [fsm.Output] mean.
type Said struct {
	Reply     fsm.Reply
	Answered  fsm.Answered
	Signals   fsm.Signals
	Delivered uint32
	Acked     uint32
	Started   fsm.Timers
	Stopped   fsm.Timers

	sent  [maxSent]fsm.Segment
	nsent int
}

// maxSent bounds the segments that one event sends. It is more than a machine
// may send, so that a machine that sends too much is noticed and not this.
const maxSent = 4

// Segments returns what was sent, in order. The slice is part of s.
func (s *Said) Segments() []fsm.Segment { return s.sent[:s.nsent] }

func (s *Said) signal(x fsm.Signal) { s.Signals |= 1 << x }
