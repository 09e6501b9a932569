package capture

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A Change is a change of the likeliest state of an end.
type Change struct {
	Frame int // the frame or line that brought it
	State fsm.State
	Known bool // false: it is a guess
}

// A Note is a verdict that is not plain conformance.
type Note struct {
	Frame   int
	End     int
	Verdict oracle.Verdict
}

// maxNotes bounds the notes of each kind that a connection keeps. The first
// ones count; the rest is counted.
const maxNotes = 16

// A Connection is what is known of one connection.
type Connection struct {
	Name     string    // both ends, whoever opened it first
	Ends     [2]string // the names of the ends
	Segments int
	First    int // the first frame
	History  [2][]Change
	Deviates []Note // deviations
	Permits  []Note // permitted variations
	Doubts   []Note // what could not be decided
	Suspects []Note // what only losses that nobody saw excuse
	Notes    [oracle.Deviates + 1]int
	Oracles  [2]*oracle.Oracle

	heard   [2]bool
	streams [2]stream // what is known of the texts
	scale   [2]int8   // -1: none, -2: not known
	opener  int
	windows [2]uint32 // the last that a log named
	rungs   []rung    // of its ladder, if that was asked for
	rung    int       // how many there were
	sockets [2]netip.AddrPort
	began   time.Time
	last    time.Time
	closing bool // a FIN or a RST was seen
	over    bool // reset, or closed by both ends
	parted  bool // it was given away before it was over
	logged  bool // it comes from an event log, which may tell of one end only
}

// Verdict is the verdict on the whole connection: deviates if anything did, else
// suspicious or undecided if anything was, else conforms.
func (c *Connection) Verdict() oracle.Kind {
	switch {
	case c.Notes[oracle.Deviates] > 0:
		return oracle.Deviates
	case c.Notes[oracle.Suspicious] > 0:
		return oracle.Suspicious
	case c.Notes[oracle.Undecided] > 0 || c.parted || c.silent(0) || c.silent(1):
		return oracle.Undecided
	}
	return oracle.Conforms
}

// silent reports whether nothing is known of end i, although it should be.
func (c *Connection) silent(i int) bool { return !c.heard[i] && !c.logged }

// State returns the likeliest state of end i, or "?".
func (c *Connection) State(i int) string {
	if !c.heard[i] {
		return "?"
	}
	s, known := c.Oracles[i].Likely()
	if !known {
		return "?"
	}
	return s.String()
}

// begin names the ends, opener first, and says whether the beginning was seen.
func (c *Connection) begin(p *packet, opts oracle.Options) {
	opener := p.from
	if p.Segment.CTL.Has(fsm.SYN | fsm.ACK) {
		opener = 1 - p.from
	}
	opts.Family = p.Family()
	for i := range c.Ends {
		c.Ends[i] = p.socket(i).String()
		c.Oracles[i] = oracle.New(opts)
		c.scale[i] = -2
		if !p.Segment.CTL.Has(fsm.SYN) || p.Segment.CTL.Has(fsm.ACK) {
			c.Oracles[i].Join()
		}
		s, known := c.Oracles[i].Likely()
		c.History[i] = append(c.History[i], Change{p.frame, s, known})
	}
	c.Name = c.Ends[opener] + "-" + c.Ends[1-opener] + inside(p.Tunnel)
	c.opener = opener
}

// take gives a segment to the oracles of both ends: one has sent it, the other
// may receive it.
func (c *Connection) take(p *packet) {
	g := p.Segment
	c.Segments++
	c.last = p.time
	c.window(p, &g)
	from, to := p.from, 1-p.from
	if c.Ends[0] == c.Ends[1] { // a socket that is connected with itself
		to = from
		c.heard[1-from] = true
	}
	c.judge(p.frame, from, c.Oracles[from].Out(g))
	c.judge(p.frame, to, c.Oracles[to].In(g))
	c.heard[from] = true
	if g.CTL&(fsm.FIN|fsm.RST) != 0 || c.closing {
		c.closing = true
		c.over = g.CTL.Has(fsm.RST) || c.closed(0) && c.closed(1)
	}
}

// window scales SEG.WND (RFC 7323): by what the SYN of the sender said, if both
// SYNs did. Without the SYNs nobody knows, and any window is taken for large.
func (c *Connection) window(p *packet, g *fsm.Segment) {
	if g.CTL.Has(fsm.SYN) {
		c.scale[p.from] = -1
		if p.Scaled {
			c.scale[p.from] = int8(p.Shift)
		}
		return
	}
	mine, other := c.scale[p.from], c.scale[1-p.from]
	switch {
	case mine == -1 || other == -1:
	case mine == -2 || other == -2:
		g.WND = largeWindow
	default:
		g.WND <<= mine
	}
}

const largeWindow = 65535 << 14

// closed reports whether end i is done, as far as one can guess.
func (c *Connection) closed(i int) bool {
	s, _ := c.Oracles[i].Likely()
	return s == fsm.Closed || s == fsm.TimeWait
}

// judge notes a verdict on end i and its change of state.
func (c *Connection) judge(frame, i int, v oracle.Verdict) {
	s, known := c.Oracles[i].Likely()
	h := &c.History[i]
	if at := (*h)[len(*h)-1]; (at.State != s || at.Known != known) && len(*h) < maxChanges {
		*h = append(*h, Change{frame, s, known})
	}
	if v.Kind == oracle.Conforms {
		return
	}
	c.Notes[v.Kind]++
	list := map[oracle.Kind]*[]Note{oracle.Permitted: &c.Permits, oracle.Undecided: &c.Doubts, oracle.Suspicious: &c.Suspects, oracle.Deviates: &c.Deviates}[v.Kind]
	if len(*list) < maxNotes {
		*list = append(*list, Note{frame, i, v})
	}
}

// maxChanges bounds the history of an end: a few incarnations.
const maxChanges = 64

// where says where something was: in a frame of a capture or a line of a log.
func (c *Connection) where(n int) string {
	if c.logged {
		return fmt.Sprintf("line %d", n)
	}
	return fmt.Sprintf("frame %d", n)
}
