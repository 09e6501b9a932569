package capture

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A Change is a change of the likeliest state of an end.
type Change struct {
	Frame int // the frame or line that brought it
	State fsm.State
	Known bool          // false: it is a guess
	At    time.Duration // since the first segment
}

// A Note is a verdict that is not plain conformance.
type Note struct {
	Frame    int // where it shows
	Happened int // the frame where it happened, 0 if that is too long ago to be known
	End      int
	Verdict  oracle.Verdict
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
	Oracles  [2]*oracle.Oracle // of a SYN that nobody has answered there are none

	standing // among those that are open
	pair     pair
	heard    [2]bool
	scale    [2]int8 // -1: none, -2: not known
	flows    [2]flow
	opener   int
	closer   int // who sent the first FIN or RST, if closing
	frames   [2]recent
	streams  [2]stream     // what is known of the texts
	windows  [2]uint32     // the last that a log named
	reports  []report      // ICMP errors, the first ones
	rungs    []rung        // of its ladder, if that was asked for
	rung     int           // how many there were
	began    time.Duration // since 1970, as all that follow
	last     time.Duration // when it was last heard of
	until    time.Duration // up to when it was watched
	rtt      time.Duration // of the opening; 0: not known
	since    [2]int        // the frame from which on what the end sends is judged
	latest   int           // the frame of the last segment
	host     [2]bool       // the capture was made at this end
	own      bool          // a socket that is connected with itself
	closing  bool          // a FIN or a RST was seen
	over     bool          // reset, or closed by both ends
	given    bool          // it was reported
	parted   bool          // it was given away before it was over
	logged   bool          // it comes from an event log, which may tell of one end only
}

// recent are the frames of the last observations of an end.
type recent struct {
	frames [32]uint32 // a ring
	n      uint
}

// note notes the frame of an observation. What more is told of a frame is no other.
func (r *recent) note(frame int) {
	if r.n > 0 && r.frames[(r.n-1)%uint(len(r.frames))] == uint32(frame) {
		return
	}
	r.frames[r.n%uint(len(r.frames))] = uint32(frame)
	r.n++
}

// ago returns the frame of the observation that was n before the last, 0 if it is
// not known any more.
func (r *recent) ago(n int) int {
	if n >= min(int(r.n), len(r.frames)) {
		return 0
	}
	return int(r.frames[(r.n-1-uint(n))%uint(len(r.frames))])
}

// Verdict is the verdict on the whole connection: deviates if anything did, else
// suspicious if anything was, undecided if anything was and was not decided again by
// the end, else conforms. Of a connection that is
// [Connection.Unanswered] the end that was heard is judged.
func (c *Connection) Verdict() oracle.Kind {
	switch {
	case c.Notes[oracle.Deviates] > 0:
		return oracle.Deviates
	case c.Notes[oracle.Suspicious] > 0:
		return oracle.Suspicious
	case c.Notes[oracle.Undecided] > 0 && c.Since() == 0:
		return oracle.Undecided
	case c.attempt():
		return oracle.Conforms
	case c.parted || c.silent(0) || c.silent(1):
		return oracle.Undecided
	}
	return oracle.Conforms
}

// Since is the frame from which on both ends are judged again, after something that
// could not be decided, 0 if it never came to that, or if there was no doubt.
func (c *Connection) Since() int {
	if c.Notes[oracle.Undecided] == 0 || c.logged || c.parted {
		return 0
	}
	latest := 0
	for i, frame := range c.since {
		if frame == 0 && !c.own || c.silent(i) {
			return 0
		}
		latest = max(latest, frame)
	}
	return latest
}

// decide notes from which frame on what the ends send is judged.
func (c *Connection) decide(frame int) {
	for i, o := range c.Oracles {
		if !o.Settled() {
			c.since[i] = 0
		} else if c.since[i] == 0 {
			c.since[i] = frame
		}
	}
}

// Unanswered reports whether nothing was seen but the SYN of one end, be it often,
// and perhaps its RST. Nobody's conduct is in doubt then, and nothing is to be said
// of the other end.
func (c *Connection) Unanswered() bool { return c.attempt() && c.Verdict() == oracle.Conforms }

func (c *Connection) attempt() bool {
	return !c.own && !c.logged && c.flows[c.opener].attempt(&c.flows[1-c.opener])
}

// Judged is the verdict in one word, "unanswered" among them.
func (c *Connection) Judged() string {
	if c.Unanswered() {
		return unanswered
	}
	return c.Verdict().String()
}

const unanswered = "unanswered"

// silent reports whether nothing is known of end i, although it should be.
func (c *Connection) silent(i int) bool { return !c.heard[i] && !c.logged }

// State returns the likeliest state of end i, or "?".
func (c *Connection) State(i int) string {
	h := c.History[i]
	if !c.heard[i] || len(h) == 0 || !h[len(h)-1].Known {
		return "?"
	}
	return h[len(h)-1].State.String()
}

func (c *Connection) begins() int { return c.First }

// newConnection returns a connection that begins with p, opener first. It is followed
// once it has oracles.
func newConnection(p *packet) *Connection {
	c := &Connection{First: p.frame, pair: p.pair, began: p.at, last: p.at, scale: [2]int8{-2, -2}}
	c.opener = p.from
	if p.Segment.CTL.Has(fsm.SYN | fsm.ACK) {
		c.opener = 1 - p.from
	}
	for i := range c.Ends {
		c.Ends[i] = p.pair.socket(i).String()
	}
	c.own = c.Ends[0] == c.Ends[1]
	c.Name = c.Ends[c.opener] + "-" + c.Ends[1-c.opener] + inside(p.Tunnel)
	return c
}

// follow gives a connection oracles, which know whether its beginning was seen: p is
// its first segment.
func (c *Connection) follow(p *packet, posts [2]post) {
	for i := range c.Ends {
		posts[i].opts.Family, c.host[i] = p.Family(), posts[i].here && !c.own
		c.Oracles[i] = oracle.New(posts[i].opts)
		if p.Segment.CTL&(fsm.SYN|fsm.ACK) != fsm.SYN {
			c.Oracles[i].Join()
		}
		s, known := c.Oracles[i].Likely()
		c.History[i] = append(c.History[i], Change{Frame: p.frame, State: s, Known: known})
	}
}

// take gives a segment to the oracles of both ends: one has sent it, the other
// may receive it.
func (c *Connection) take(p *packet) {
	g := p.Segment
	c.rests(p.at, p)
	c.Segments++
	c.last, c.latest = p.at, p.frame
	c.count(p)
	c.window(p, &g)
	from, to := p.from, 1-p.from
	if c.own { // a socket that is connected with itself
		to = from
		c.heard[1-from] = true
	}
	c.judge(p.frame, from, unscaled(c.Oracles[from].Out(g), p, &g))
	c.judge(p.frame, to, c.Oracles[to].In(g))
	c.heard[from] = true
	c.decide(p.frame)
	if g.CTL&(fsm.FIN|fsm.RST) != 0 || c.closing {
		c.closing = true
		c.over = g.CTL.Has(fsm.RST) || c.closed(0) && c.closed(1)
		c.refused(p)
	}
}

// refused forgets that an end may have been in SYN-RECEIVED if all that it ever said
// was a RST in answer to the SYN: nobody was there.
func (c *Connection) refused(p *packet) {
	if i := 1 - c.opener; p.from == i && c.flows[c.opener].refused(&c.flows[i]) {
		c.History[i] = c.History[i][:1]
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

// unscaled has v, on g, show the window of the packet where nobody knows its scale.
func unscaled(v oracle.Verdict, p *packet, g *fsm.Segment) oracle.Verdict {
	if f := v.Finding; f != nil && g.WND == largeWindow {
		f.Seen = strings.Replace(f.Seen, g.String(), p.Segment.String(), 1)
	}
	return v
}

// closed reports whether end i is done, as far as one can guess.
func (c *Connection) closed(i int) bool {
	s, _ := c.Oracles[i].Likely()
	return s == fsm.Closed || s == fsm.TimeWait
}

// judge notes a verdict on end i and its change of state.
func (c *Connection) judge(frame, i int, v oracle.Verdict) {
	c.frames[i].note(frame)
	s, known := c.Oracles[i].Likely()
	h := c.History[i]
	if at := &h[len(h)-1]; at.State != s || at.Known != known {
		if len(h) == maxChanges {
			h = h[:maxChanges-1]
		}
		c.History[i] = append(h, Change{frame, s, known, c.last - c.began})
	}
	if v.Kind == oracle.Conforms {
		return
	}
	if c.Notes[v.Kind]++; v.Kind == oracle.Undecided {
		c.since[i] = 0
	}
	if list := c.list(v.Kind); len(*list) < maxNotes {
		*list = append(*list, Note{frame, c.frames[i].ago(v.Finding.Ago), i, v})
	}
}

// list returns the notes of a kind, which is not Conforms.
func (c *Connection) list(k oracle.Kind) *[]Note {
	switch k {
	case oracle.Permitted:
		return &c.Permits
	case oracle.Undecided:
		return &c.Doubts
	case oracle.Suspicious:
		return &c.Suspects
	}
	return &c.Deviates
}

// maxChanges bounds the history of an end: a few incarnations. Of more the last
// counts.
const maxChanges = 64

// where says where something was: in a frame of a capture or a line of a log.
func (c *Connection) where(n int) string {
	if c.logged {
		return fmt.Sprintf("line %d", n)
	}
	return fmt.Sprintf("frame %d", n)
}

// inside says what tunnel a connection is in, for its name; of none nothing.
func inside(t wire.Tunnel) string {
	if t.Kind == wire.NoTunnel {
		return ""
	}
	return " in " + t.String()
}

// A report is an ICMP error, about a segment of an end, and who has sent it.
type report struct {
	frame, end int
	kind       fsm.EventKind
	by         netip.Addr
}

// happen gives an event to the oracle of end i. Of one that has not been heard of
// there is nothing to say.
func (c *Connection) happen(frame, i int, kind fsm.EventKind) {
	if v := c.Oracles[i].Event(fsm.Event{Kind: kind}); v.Kind != oracle.Undecided {
		c.judge(frame, i, v)
	}
}
