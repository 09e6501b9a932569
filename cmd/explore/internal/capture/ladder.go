package capture

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Rung is one segment of a ladder.
type Rung struct {
	Frame   int
	Time    time.Duration // since the first segment
	From    int           // the end that sent it
	Segment fsm.Segment   // as sent, SEG.WND not scaled
}

// maxRungs bounds the segments that a ladder keeps: the first half, and the
// last. Left out are those between.
const maxRungs = 400

// climb adds a segment to the ladder.
func (c *Connection) climb(p *packet) {
	if c.Segments == 0 {
		c.began = p.time
	}
	r := Rung{p.frame, p.time.Sub(c.began), p.from, p.Segment}
	if len(c.Ladder) < maxRungs {
		c.Ladder = append(c.Ladder, r)
		return
	}
	copy(c.Ladder[maxRungs/2:], c.Ladder[maxRungs/2+1:])
	c.Ladder[maxRungs-1] = r
}

// writeLadder draws the segments of a connection, the opener on the left.
func (c *Connection) writeLadder(w *bytes.Buffer) {
	if len(c.Ladder) == 0 {
		return
	}
	width := 0
	for _, r := range c.Ladder {
		width = max(width, len(r.Segment.String()))
	}
	fmt.Fprintf(w, "    %6s %12s  %-13s %*s %13s\n", "frame", "seconds", c.Ends[c.opener], width+6, "", c.Ends[1-c.opener])
	for i, r := range c.Ladder {
		if i == maxRungs/2 && c.Segments > maxRungs {
			fmt.Fprintf(w, "    ... %d segments left out ...\n", c.Segments-maxRungs)
		}
		left, right := c.stateAt(c.opener, r.Frame), c.stateAt(1-c.opener, r.Frame)
		arrow := "-- " + r.Segment.String() + strings.Repeat(" ", width-len(r.Segment.String())) + " ->"
		if r.From != c.opener {
			arrow = "<- " + arrow[3:len(arrow)-3] + " --"
		}
		fmt.Fprintf(w, "    %6d %12.6f  %-13s %s %s\n", r.Frame, r.Time.Seconds(), left, arrow, right)
		for _, n := range c.at(r.Frame) {
			fmt.Fprintf(w, "    %6s %s\n", "", n.Verdict)
		}
	}
}

// stateAt is the state of end i after a frame.
func (c *Connection) stateAt(i, frame int) string {
	state := "?"
	for _, h := range c.History[i] {
		if h.Frame > frame {
			break
		}
		state = h.name()
	}
	return state
}

// at lists what was noted of a frame.
func (c *Connection) at(frame int) (list []Note) {
	for _, notes := range [][]Note{c.Deviates, c.Permits, c.Doubts} {
		for _, n := range notes {
			if n.Frame == frame {
				list = append(list, n)
			}
		}
	}
	return list
}
