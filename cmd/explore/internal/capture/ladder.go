package capture

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A rung is what one frame of a capture, or one line of a log, is about. It is
// kept small: there may be many.
type rung struct {
	frame   int
	time    time.Duration // since the first segment
	end     int           // the end that sent it, or that the line is about
	kind    rungKind
	segment fsm.Segment // as sent, SEG.WND not scaled
	scaled  bool
	shift   uint8
	event   string // of a log
}

// A rungKind says what became of the segment of a rung.
type rungKind uint8

const (
	crossed  rungKind = iota // seen between the ends
	sent                     // the end has sent it
	received                 // it has reached the end
	happened                 // there is none, but an event
)

// maxRungs bounds the rungs that a connection keeps: the first half, and the
// last. Left out are those between.
const maxRungs = 400

// climb adds the segment of a packet to the ladder.
func (c *Connection) climb(p *packet) {
	c.keep(p.rung(c.began))
}

// rung is a packet as a rung of the ladder that began then.
func (p *packet) rung(began time.Duration) rung {
	return rung{frame: p.frame, time: p.at - began, end: p.from, segment: p.Segment, scaled: p.Scaled, shift: p.Shift}
}

// keep adds a rung to the ladder.
func (c *Connection) keep(r rung) {
	c.rung++
	if len(c.rungs) < maxRungs {
		c.rungs = append(c.rungs, r)
		return
	}
	copy(c.rungs[maxRungs/2:], c.rungs[maxRungs/2+1:])
	c.rungs[maxRungs-1] = r
}

// Ladder returns the connection as a ladder, the opener first, or nil if its
// segments were not kept: see [Options].
func (c *Connection) Ladder() *ladder.Ladder {
	if len(c.rungs) == 0 {
		return nil
	}
	l := &ladder.Ladder{
		Title: fmt.Sprintf("%s: %v", plain(c.Name), c.Verdict()), Note: "Numbers are those on the wire. States are what the table makes of the segments; of a guess there is a question mark.",
		Ends: [2]string{"A", "B"}, Unit: "line", Start: c.moment(-1),
	}
	if !c.logged {
		l.Unit, l.Began = "frame", date(c.began)
		l.Sockets = [2]netip.AddrPort{c.pair.socket(c.opener), c.pair.socket(1 - c.opener)}
	}
	for i := range l.Names {
		l.Names[i] = plain(c.Ends[c.side(i)])
	}
	for i := range c.rungs {
		if i == maxRungs/2 && c.rung > maxRungs {
			left := fmt.Sprintf("%d segments left out", c.rung-maxRungs)
			l.Steps = append(l.Steps, ladder.Step{End: -1, Event: left, After: c.moment(c.rungs[i-1].frame)})
		}
		l.Steps = append(l.Steps, c.step(&c.rungs[i]))
	}
	pairUp(l.Steps)
	return l
}

// side returns which end stands on a side of the ladder, and where an end stands.
func (c *Connection) side(i int) int { return i ^ c.opener }

// step returns a rung as a step of the ladder.
func (c *Connection) step(r *rung) ladder.Step {
	end := c.side(r.end)
	s := ladder.Step{N: r.frame, Time: int64(r.time), End: end, Event: r.event, After: c.moment(r.frame)}
	m := ladder.Message{ID: r.frame, From: end, To: 1 - end, Text: r.segment.String(), Segment: r.segment, Direct: true, Scaled: r.scaled, Shift: r.shift}
	if c.Ends[0] == c.Ends[1] { // a socket that is connected with itself
		m.To = end
	}
	switch r.kind {
	case crossed, sent:
		s.Sends = []ladder.Message{m}
	case received:
		m.From, m.To = 1-end, end
		s.Arrives = &ladder.Arrival{Message: m}
	}
	for _, n := range c.at(r.frame) {
		s.Findings = append(s.Findings, ladder.Finding{End: c.side(n.End), Kind: n.Verdict.Kind.String(), Text: n.Verdict.Finding.String()})
	}
	return s
}

// pairUp makes one message of what one end of a log has sent and the other received
// later on.
func pairUp(steps []ladder.Step) {
	for i := range steps {
		a := steps[i].Arrives
		if a == nil {
			continue
		}
		if m := unmet(steps[:i], &a.Message); m != nil {
			m.Direct = false
			a.Message = *m
		}
	}
}

// unmet returns the first message in the steps that is m and has not arrived yet.
func unmet(steps []ladder.Step, m *ladder.Message) *ladder.Message {
	for i := range steps {
		for j := range steps[i].Sends {
			if sent := &steps[i].Sends[j]; sent.Direct && sent.From == m.From && sent.Segment == m.Segment {
				return sent
			}
		}
	}
	return nil
}

// moment returns the states after a frame, those of before the first one if it is
// negative.
func (c *Connection) moment(frame int) ladder.Moment {
	return ladder.States(c.stateAt(c.side(0), frame), c.stateAt(c.side(1), frame))
}

// stateAt is the state of end i after a frame.
func (c *Connection) stateAt(i, frame int) string {
	state := "?"
	for j, h := range c.History[i] {
		if j > 0 && h.Frame > frame {
			break
		}
		state = h.name()
	}
	return state
}

// at lists what was noted of a frame.
func (c *Connection) at(frame int) (list []Note) {
	for _, notes := range [][]Note{c.Deviates, c.Suspects, c.Permits, c.Doubts} {
		for _, n := range notes {
			if n.Frame == frame {
				list = append(list, n)
			}
		}
	}
	return list
}
