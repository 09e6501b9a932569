package capture

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/gopacket/gopacket/layers"

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
}

// A Tally counts what an input held.
type Tally struct {
	Frames      int
	Segments    int // TCP segments
	Connections int
	Other       int                     // frames without TCP
	Left        Left                    // what those hold
	Reports     int                     // ICMP errors about a segment of a connection
	Strays      int                     // ICMP errors about others
	Broken      int                     // headers that are cut or contradict themselves
	Fragments   int                     // parts of IP packets, which are not put together
	Mangled     int                     // wrong checksums, if they are looked at
	Options     int                     // segments with malformed options, which were passed over
	Links       map[layers.LinkType]int // link types that are not read
	Verdicts    [oracle.Deviates + 1]int
}

// Trace reads a capture or an event log, gives each connection to done when it
// is over, the rest in the order of their first frames at the end, and counts.
// Done may keep what it is given. An error is a *Fault; what was read before it
// has been given to done. An error of done ends the trace.
func Trace(name string, r io.Reader, opts Options, done func(*Connection) error) (Tally, error) {
	b, f, err := open(r)
	if err != nil {
		return Tally{}, &Fault{name, "", err, openHint}
	}
	opts.Oracle.Workspace = new(oracle.Workspace)
	t := tracer{name: name, opts: opts, done: done, open: map[pair]*Connection{}}
	t.tally.Links = map[layers.LinkType]int{}
	if f == jsonLines {
		err = t.lines(b)
	} else {
		err = t.frames(b, f)
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
	recent  *Connection // the connection of the last segment, and its pair
	pair    pair
	swept   time.Time

	lanes    lanes
	contents contents
}

func (t *tracer) frames(b *bufio.Reader, f format) error {
	in, link, err := reader(b, f)
	if err != nil {
		return &Fault{t.name, "file header", cutShort(err), "the file is damaged or was cut"}
	}
	t.decoder.Checksums = t.opts.Checksums
	for {
		data, ci, err := in.ZeroCopyReadPacketData()
		if errors.Is(err, io.EOF) && ci.Length == 0 { // or the header of a frame was there
			return t.verify()
		}
		if err != nil {
			return &Fault{t.name, fmt.Sprintf("frame %d", t.tally.Frames+1), cutShort(err), "what stands before it was read; the file is damaged or was cut"}
		}
		t.tally.Frames++
		if err := t.frame(link(ci), data, ci.Timestamp); err != nil {
			return err
		}
	}
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
		return &Fault{t.name, "", fmt.Errorf("%d frames of link type %v, which is not read", n, link), wire.LinkTypes}
	}
	hint := "was it captured with the right filter?"
	if len(t.tally.Left) > 0 {
		hint = "it holds " + t.tally.Left.String() + "; " + hint
	}
	return &Fault{t.name, "", fmt.Errorf("no TCP in it, in %d frames", t.tally.Frames), hint}
}

// frame takes one frame into account.
func (t *tracer) frame(link layers.LinkType, data []byte, at time.Time) error {
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
		p := t.take(at)
		t.lanes.quoted(p)
		t.reported(p)
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
		p := t.take(at)
		t.lanes.assign(p, t.open)
		return t.segment(p)
	}
	return nil
}

// take returns what was decoded, seen at the given time.
func (t *tracer) take(at time.Time) *packet {
	p := &t.packet
	p.Packet, p.frame, p.time = &t.decoder.Packet, t.tally.Frames, at
	p.order()
	return p
}

// segment takes one segment into account.
func (t *tracer) segment(p *packet) error {
	t.tally.Segments++
	c, err := t.connection(p)
	if err != nil {
		return err
	}
	if t.opts.Ladder {
		c.climb(p)
	}
	c.take(p)
	if v := t.contents.compare(c, p, t.decoder.Raw()); v.Kind != oracle.Conforms {
		c.judge(p.frame, p.from, v)
	}
	if p.time.Sub(t.swept) > sweepEvery {
		t.swept = p.time
		return t.sweep(p.time)
	}
	return nil
}

// How long a connection that is over is kept, by the clock of the capture, and
// how often such ones are looked for. TIME-WAIT lasts a minute or more; whoever
// uses the sockets again sooner begins with a SYN.
const (
	lingers    = 60 * time.Second
	abandons   = 10 * time.Minute // one end has closed, the other may not have been captured
	sweepEvery = 5 * time.Second
)

// connection returns the connection that p belongs to. A SYN on sockets whose
// connection is over begins another.
func (t *tracer) connection(p *packet) (*Connection, error) {
	if t.recent != nil && t.pair == p.pair && !t.recent.over {
		return t.recent, nil
	}
	c := t.open[p.pair]
	if c != nil && c.over && p.Segment.CTL&(fsm.SYN|fsm.ACK|fsm.RST) == fsm.SYN {
		if err := t.finish(c); err != nil {
			return nil, err
		}
		c = nil
	}
	if c == nil {
		if err := t.relieve(); err != nil {
			return nil, err
		}
		c = &Connection{First: p.frame}
		c.begin(p, t.opts.Oracle)
		t.open[p.pair] = c
		t.tally.Connections++
	}
	t.recent, t.pair = c, p.pair
	return c, nil
}

// sweep gives away the connections that have been over for long enough.
func (t *tracer) sweep(now time.Time) error {
	var gone []pair
	for key, c := range t.open {
		if idle := now.Sub(c.last); c.over && idle > lingers || c.closing && idle > abandons {
			gone = append(gone, key)
		}
	}
	return t.finishAll(gone)
}

// rest gives away the connections that are left.
func (t *tracer) rest() error {
	var all []pair
	for key := range t.open {
		all = append(all, key)
	}
	return t.finishAll(all)
}

// finishAll gives connections away in the order of their first frames.
func (t *tracer) finishAll(keys []pair) error {
	slices.SortFunc(keys, func(a, b pair) int { return t.open[a].First - t.open[b].First })
	for _, key := range keys {
		c := t.open[key]
		delete(t.open, key)
		if err := t.finish(c); err != nil {
			return err
		}
	}
	return nil
}

// finish gives one connection away.
func (t *tracer) finish(c *Connection) error {
	if t.recent == c {
		t.recent = nil
	}
	t.tally.Verdicts[c.Verdict()]++
	return t.done(c)
}
