package model

import (
	"github.com/tcpfsm/tcpfsm/fsm"
)

// far is a distance at which no window meets numbers used before.
const far = 1 << 30

// candidates returns the initial sequence numbers that the next incarnation of
// an end may choose from; none if it has no incarnation left.
//
// An arbitrary one is chosen from those that make a difference: all from which
// the window of the other end reaches a number used before, or that are
// themselves such a number, and one that is far from them. Everywhere else
// the connection behaves as it does there.
func (m *Model) candidates(e *End) []fsm.Seq {
	side := &m.scenario.Ends[e.Side]
	switch {
	case e.Used >= max(1, side.Incarnations):
		return nil
	case e.Used == 0, m.scenario.ISN == Constant:
		return []fsm.Seq{side.ISS}
	case m.scenario.ISN == Advancing:
		return []fsm.Seq{e.top.Add(1)}
	}
	reach := m.scenario.Ends[1-e.Side].rcvBUFF() + 1
	var all []fsm.Seq
	for s := side.ISS - fsm.Seq(reach); s != e.top.Add(1); s++ {
		all = append(all, s)
	}
	return append(all, side.ISS.Add(far))
}
