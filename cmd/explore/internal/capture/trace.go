package capture

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// Options are the options of a trace.
type Options struct {
	Oracle    oracle.Options
	Checksums bool // segments with a wrong checksum do not count
	Ladder    bool // keep the segments of each connection
	Open      int  // connections that are followed at a time; 0: 65536
	Only      Filter

	// At are the addresses of the host at which the capture was made: nothing is lost
	// between the two. Of a host elsewhere any segment may have been missed.
	At []netip.Addr

	// Live says that the input is made while it is read: a connection is given away
	// when it is over, and when nothing comes for long.
	Live bool

	// Alarm, if there is one, is told of what deviates or is suspicious as soon as
	// it is seen.
	Alarm func(*Connection, Note) error
}

// A Tally counts what an input held.
type Tally struct {
	Frames      int
	Segments    int // TCP segments
	Connections int
	Other       int                      // frames without TCP
	Left        Left                     // what those hold
	Reports     int                      // ICMP errors about a segment of a connection
	Strays      int                      // ICMP errors about others
	Broken      int                      // headers that are cut or contradict themselves
	Fragments   int                      // parts of IP packets, which are not put together
	Mangled     int                      // wrong checksums, if they are looked at
	Options     int                      // segments with malformed options, which were passed over
	Links       map[wire.LinkType]int    // link types that are not read
	Verdicts    [oracle.Deviates + 1]int // of the connections asked for, but for those unanswered
	Summary
}

// Trace reads a capture or an event log, gives each connection to done when it
// is over, the rest in the order of their first frames at the end, and counts.
// Done may keep what it is given. An error is a *Fault; what was read before it
// has been given to done. An error of done ends the trace.
func Trace(name string, r io.Reader, opts Options, done func(*Connection) error) (Tally, error) {
	t := newTracer(name, opts, done)
	if opts.Live {
		p := newPatient(r, t.every, t.pause)
		defer p.close()
		r = p
	}
	b, f, err := open(r)
	if err != nil {
		return Tally{}, &Fault{name, "", err, openHint}
	}
	if f == jsonLines {
		err = t.lines(b)
	} else {
		err = t.frames(b, f)
	}
	if t.failed != nil {
		return t.tally, t.failed
	}
	if e := t.rest(); e != nil {
		return t.tally, e
	}
	return t.tally, err
}

// A tracer is a trace in the making.
type tracer struct {
	name  string
	opts  Options
	done  func(*Connection) error
	tally Tally

	decoder wire.Decoder
	packet  packet // the last one
	open    map[pair]*Connection
	knocks  map[pair]*knock
	recent  [32]*Connection // those of the last segments, by place
	queues  queues
	every   time.Duration // how often what is idle is looked for
	swept   time.Duration // when that was done
	now     time.Duration // of the last frame
	last    time.Duration // the clock at the last frame
	clock   time.Duration // the latest that there was: it never goes back
	failed  error         // of done, while nothing came

	lanes    lanes
	contents contents
}

func newTracer(name string, opts Options, done func(*Connection) error) *tracer {
	opts.Oracle.Workspace = new(oracle.Workspace)
	t := &tracer{name: name, opts: opts, done: done, open: map[pair]*Connection{}, knocks: map[pair]*knock{}, every: sweepEvery}
	t.tally.Links = map[wire.LinkType]int{}
	t.queues.setUp(0)
	if opts.Live {
		t.queues.setUp(sweepEvery)
	}
	return t
}

func (t *tracer) frames(b *bufio.Reader, f format) error {
	in, err := reader(b, f)
	if err != nil {
		return &Fault{t.name, "file header", cutShort(err), "the file is damaged or was cut"}
	}
	t.decoder.Checksums, t.decoder.ChecksumsTo = t.opts.Checksums, t.opts.At // whoever receives what is damaged drops it
	for {
		r, err := in.next()
		if errors.Is(err, io.EOF) {
			return t.verify()
		}
		if err != nil {
			return &Fault{t.name, fmt.Sprintf("frame %d", t.tally.Frames+1), cutShort(err), "what stands before it was read; the file is damaged or was cut"}
		}
		t.tally.Frames++
		t.tick(r.at)
		if err := t.frame(r.link, r.octets); err != nil {
			return err
		}
	}
}

// tick is the time of a frame.
func (t *tracer) tick(at time.Duration) {
	t.now, t.clock = at, max(t.clock, at)
	t.last = t.clock
}

// cutShort says in plain words that an input ends too early.
func cutShort(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return errors.New("it ends in the middle")
	}
	return err
}

// verify complains of a capture that holds nothing to be judged.
func (t *tracer) verify() error {
	if t.tally.Segments > 0 {
		return nil
	}
	for link, n := range t.tally.Links {
		return &Fault{t.name, "", fmt.Errorf("%d frames of %v, which is not read", n, wire.OfLink(link)), wire.LinkTypes}
	}
	hint := "was it captured with the right filter?"
	if len(t.tally.Left) > 0 {
		hint = "it holds " + t.tally.Left.String() + "; " + hint
	}
	return &Fault{t.name, "", fmt.Errorf("no TCP in it; frames: %d", t.tally.Frames), hint}
}

// frame takes one frame into account.
func (t *tracer) frame(link wire.LinkType, data []byte) error {
	if !wire.Reads(link) {
		t.tally.Links[link]++
		t.tally.Other++
		t.tally.Left.add(wire.OfLink(link))
		return nil
	}
	switch t.decoder.Decode(link, data) {
	case wire.Other:
		t.tally.Other++
		t.tally.Left.add(t.decoder.Left)
	case wire.Report:
		p := t.take()
		t.lanes.quoted(p)
		return t.reported(p)
	case wire.Broken:
		t.tally.Broken++
	case wire.Fragment:
		t.tally.Fragments++
	case wire.Mangled:
		t.tally.Mangled++
	case wire.TCP:
		if t.decoder.Malformed {
			t.tally.Options++
		}
		p := t.take()
		t.lanes.assign(p, t.open, t.knocks)
		return t.segment(p)
	}
	return nil
}

// take returns what was decoded.
func (t *tracer) take() *packet {
	p := &t.packet
	p.Packet, p.frame, p.at = &t.decoder.Packet, t.tally.Frames, t.now
	p.order()
	return p
}

// segment takes one segment into account.
func (t *tracer) segment(p *packet) error {
	t.tally.Segments++
	if !t.opts.Only.hears(p) {
		t.tally.Unasked++
		return nil
	}
	if err := t.sweep(); err != nil {
		return err
	}
	c, err := t.connection(p)
	if c == nil || err != nil {
		return err
	}
	if t.opts.Ladder {
		c.climb(p)
	}
	c.take(p)
	if v := t.contents.compare(c, p, t.decoder.Raw()); v.Kind != oracle.Conforms {
		c.judge(p.frame, p.from, v)
	}
	if t.opts.Alarm != nil {
		if err := t.alarm(c, p.frame); err != nil {
			return err
		}
	}
	return t.stand(c)
}

// alarm tells at once what a frame has shown to be wrong.
func (t *tracer) alarm(c *Connection, frame int) error {
	if c.Notes[oracle.Deviates]+c.Notes[oracle.Suspicious] == 0 || !t.opts.Only.wants(c) {
		return nil
	}
	for _, n := range c.at(frame) {
		if n.Verdict.Kind >= oracle.Suspicious {
			if err := t.opts.Alarm(c, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// connection returns the connection that p belongs to, nil if it is a SYN without an
// answer so far. A SYN on sockets whose connection is over begins another.
func (t *tracer) connection(p *packet) (*Connection, error) {
	at := &t.recent[p.pair.place(len(t.recent))]
	c := *at
	if c == nil || c.pair != p.pair {
		c = t.open[p.pair]
	}
	var err error
	if c != nil && c.over && p.Segment.CTL&(fsm.SYN|fsm.ACK|fsm.RST) == fsm.SYN {
		err = t.give(c)
		c = nil
	}
	if c == nil && err == nil {
		c, err = t.begin(p)
	}
	*at = c
	return c, err
}

// begin begins a connection with p, or with the SYN that was there before.
func (t *tracer) begin(p *packet) (*Connection, error) {
	switch k := t.knocks[p.pair]; {
	case k != nil && k.again(p):
		k.take(p, t.opts.Ladder)
		k.move(&t.queues.knocks, k, t.clock)
		return nil, nil
	case k != nil:
		return t.answered(k)
	case p.knocks():
		return nil, t.knock(p)
	}
	t.tally.Connections++
	c := newConnection(p)
	c.follow(p, t.opts.posts(&c.pair))
	return c, t.enter(c)
}

// enter makes c one of those that are open.
func (t *tracer) enter(c *Connection) error {
	if err := t.relieve(); err != nil {
		return err
	}
	t.open[c.pair] = c
	return t.stand(c)
}

// knock keeps a SYN that is the first segment of its connection.
func (t *tracer) knock(p *packet) error {
	t.tally.Connections++
	if err := t.relieveKnocks(); err != nil {
		return err
	}
	k := newKnock(p)
	k.take(p, t.opts.Ladder)
	t.knocks[p.pair] = k
	k.move(&t.queues.knocks, k, t.clock)
	return nil
}
