package capture

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A line is one line of an event log. docs/trace.md says what each field means.
type line struct {
	Told []string `json:"told"`

	Connection string `json:"connection"`
	End        string `json:"end"`

	In      string `json:"in"`
	Out     string `json:"out"`
	Content string `json:"content"`
	Scale   *uint8 `json:"scale"`

	Event    string `json:"event"`
	Octets   uint32 `json:"octets"`
	Urgent   bool   `json:"urgent"`
	SndBUFF  uint32 `json:"sndbuff"`
	RcvBUFF  uint32 `json:"rcvbuff"`
	MSS      uint16 `json:"mss"`
	Returned string `json:"returned"`

	State   string `json:"state"`
	Quiet   bool   `json:"quiet"`
	Missing bool   `json:"missing"`
}

// maxLine bounds a line of a log, in octets.
const maxLine = 1 << 20

const lineHint = "docs/trace.md describes the lines; what stands before it was read"

// lines reads an event log. The first line that tells something of an end makes
// its connection.
func (t *tracer) lines(b *bufio.Reader) error {
	s := bufio.NewScanner(b)
	s.Buffer(nil, maxLine)
	log := eventLog{tracer: t, open: map[string]*Connection{}, judged: map[*Connection]bool{}, hashes: map[*Connection]*[2]hashes{}}
	n := 0
	for s.Scan() {
		n++
		text := bytes.TrimSpace(s.Bytes())
		if len(text) == 0 {
			continue
		}
		if err := log.line(n, text); err != nil {
			return log.finish(&Fault{t.name, fmt.Sprintf("line %d", n), err, lineHint})
		}
	}
	if err := s.Err(); err != nil {
		return log.finish(&Fault{t.name, fmt.Sprintf("line %d", n+1), cutShort(err), lineHint})
	}
	if len(log.order) == 0 {
		return &Fault{t.name, "", errors.New("it is a log without events"), lineHint}
	}
	return log.finish(nil)
}

// An eventLog is a log in the making.
type eventLog struct {
	tracer *tracer
	told   oracle.Told
	open   map[string]*Connection
	order  []*Connection
	judged map[*Connection]bool // those of which more than events was told
	hashes map[*Connection]*[2]hashes
}

// finish gives the connections away and returns err, or what went wrong then. Of
// one that only events were told of nothing is known.
func (l *eventLog) finish(err error) error {
	for _, c := range l.order {
		if !l.judged[c] {
			c.judge(c.First, 0, oracle.Verdict{Kind: oracle.Undecided, Finding: &oracle.Finding{Seen: "events alone", Reason: "no segment, no state and no quiet was told"}})
		}
		if e := l.tracer.finish(c); e != nil {
			return e
		}
	}
	return err
}

// line takes one line into account.
func (l *eventLog) line(n int, text []byte) error {
	x, err := parseLine(text)
	if err != nil {
		return err
	}
	if x.Told != nil {
		return l.tell(x)
	}
	if x.End == "" {
		return errors.New(`no "end"`)
	}
	c, i, err := l.end(n, x)
	if err != nil {
		return err
	}
	v, err := l.observe(c, i, x)
	if err != nil {
		return err
	}
	c.heard[i] = true
	c.judge(n, i, v)
	if x.In != "" || x.Out != "" {
		if v := l.content(c, n, i, x); v.Kind != oracle.Conforms {
			c.judge(n, i, v)
		}
	}
	if x.Event == "" && !x.Missing {
		l.judged[c] = true
	}
	if l.tracer.opts.Ladder {
		c.keep(x.rung(n, i))
	}
	if l.tracer.opts.Alarm != nil {
		l.tracer.failed = l.tracer.alarm(c, n)
	}
	return l.tracer.failed
}

// parseLine reads a line. A field that does not exist is an error.
func parseLine(text []byte) (*line, error) {
	var x line
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode(&x)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errors.New("it ends in the middle")
	}
	if err == nil && d.More() {
		err = errors.New("more than one object")
	}
	return &x, err
}

// toldNames are what a log may say it tells without exception.
var toldNames = map[string]oracle.Told{
	"calls": oracle.Calls, "timeouts": oracle.Timeouts, "arrivals": oracle.Arrivals,
	"segments": oracle.Segments, "everything": oracle.Everything,
}

// tell notes what the log tells without exception, which has to come first.
func (l *eventLog) tell(x *line) error {
	if len(l.order) > 0 {
		return errors.New(`"told" stands behind an event; it has to come first`)
	}
	for _, name := range x.Told {
		told, ok := toldNames[name]
		if !ok {
			return fmt.Errorf(`"told": there is no %q, but calls, timeouts, arrivals, segments and everything`, name)
		}
		l.told |= told
	}
	return nil
}

// end returns the connection that x is about, and which of its ends.
func (l *eventLog) end(n int, x *line) (*Connection, int, error) {
	c := l.open[x.Connection]
	if c == nil {
		if err := l.overfull(); err != nil {
			return nil, 0, err
		}
		c = &Connection{First: n, Name: x.Connection, logged: true, scale: [2]int8{noScale, noScale}}
		l.open[x.Connection] = c
		l.order = append(l.order, c)
		l.tracer.tally.Connections++
	}
	for i := range c.Ends {
		if c.Ends[i] == x.End {
			return c, i, nil
		}
		if c.Ends[i] == "" {
			opts := l.tracer.opts.Oracle
			opts.Told |= l.told
			c.Ends[i], c.Oracles[i] = x.End, oracle.New(opts)
			c.History[i] = []Change{{Frame: n, State: fsm.Closed, Known: true}}
			return c, i, nil
		}
	}
	return nil, 0, fmt.Errorf("end %q is the third of connection %q, after %q and %q", x.End, x.Connection, c.Ends[0], c.Ends[1])
}

// observe tells the oracle of end i of c what the line tells.
func (l *eventLog) observe(c *Connection, i int, x *line) (v oracle.Verdict, err error) {
	if err := x.misplaced(); err != nil {
		return v, err
	}
	o := c.Oracles[i]
	switch {
	case x.In != "" || x.Out != "":
		g, err := x.scaled(c, i)
		if err != nil {
			return v, err
		}
		c.Segments++
		l.tracer.tally.Segments++
		if x.In != "" {
			return o.In(g), nil
		}
		return o.Out(g), nil
	case x.Event != "":
		return x.happen(o)
	case x.State != "":
		set, err := parseStates(x.State)
		if err != nil {
			return v, err
		}
		v = o.State(set)
	case x.Quiet:
		v = o.Quiet()
	case x.Missing:
		o.Join()
	}
	return v, nil
}

// misplaced complains of a line that tells nothing, several things, or of a thing
// what it does not have.
func (x *line) misplaced() error {
	told := 0
	for _, tells := range []bool{x.In != "", x.Out != "", x.Event != "", x.State != "", x.Quiet, x.Missing} {
		if tells {
			told++
		}
	}
	switch {
	case told == 0:
		return errors.New(`none of "in", "out", "event", "state", "quiet" and "missing"`)
	case told > 1:
		return errors.New(`more than one of "in", "out", "event", "state", "quiet" and "missing"; each has a line of its own`)
	case x.In == "" && x.Out == "" && (x.Content != "" || x.Scale != nil):
		return errors.New(`"content" and "scale" are of a segment, "in" or "out"`)
	case x.Event == "" && (x.Octets != 0 || x.Urgent || x.SndBUFF != 0 || x.RcvBUFF != 0 || x.MSS != 0 || x.Returned != ""):
		return errors.New(`"octets", "urgent", "sndbuff", "rcvbuff", "mss" and "returned" are of an "event"`)
	}
	return nil
}

// happen tells an oracle of a call or a timeout, and what the call returned.
func (x *line) happen(o *oracle.Oracle) (v oracle.Verdict, err error) {
	k, err := fsm.ParseEventKind(x.Event)
	if err != nil {
		return v, err
	}
	ev := fsm.Event{Kind: k, Octets: x.Octets, Urgent: x.Urgent, SndBUFF: x.SndBUFF, RcvBUFF: x.RcvBUFF, MSS: x.MSS}
	if x.Returned == "" {
		return o.Event(ev), nil
	}
	r, err := fsm.ParseReply(x.Returned)
	switch {
	case err != nil:
		return v, err
	case k > fsm.Status:
		return v, fmt.Errorf("%v is no call, and returns nothing", k)
	}
	return o.Returned(ev, r), nil
}

// scaled returns the segment of a line of end i, with its window in octets. The
// scale of a SYN counts for the windows after it if both SYNs have one (RFC 7323
// section 2.2).
func (x *line) scaled(c *Connection, i int) (g fsm.Segment, err error) {
	from := i
	if x.In != "" {
		from = 1 - i
	}
	if g, err = c.told(from, x.In+x.Out); err != nil {
		return g, err
	}
	switch {
	case x.Scale != nil && !g.CTL.Has(fsm.SYN):
		return g, errors.New(`"scale" stands at a segment without SYN`)
	case x.Scale != nil && *x.Scale > maxScale:
		return g, fmt.Errorf(`"scale": a window is scaled by %d at most, not %d`, maxScale, *x.Scale)
	case x.Scale != nil:
		c.scale[from] = int8(*x.Scale)
	case !g.CTL.Has(fsm.SYN) && c.scale[from] >= 0 && c.scale[1-from] >= 0:
		g.WND = uint32(min(uint64(g.WND)<<c.scale[from], math.MaxUint32))
	}
	return g, nil
}

// The largest shift count of a window, and what stands for none.
const (
	maxScale = 14
	noScale  = -1
)

// rung returns the line, which is good, as a rung of the ladder.
func (x *line) rung(n, end int) rung {
	r := rung{frame: n, end: end, kind: happened, scaled: x.Scale != nil}
	if r.scaled {
		r.shift = *x.Scale
	}
	switch {
	case x.In != "":
		r.kind, r.segment = received, segment(x.In)
	case x.Out != "":
		r.kind, r.segment = sent, segment(x.Out)
	case x.Event != "":
		r.event = x.called()
	case x.State != "":
		r.event = "is in " + x.State
	case x.Quiet:
		r.event = "is quiet"
	case x.Missing:
		r.event = "segments are missing"
	}
	return r
}

// called is the event of a line, with what it returned.
func (x *line) called() string {
	text := x.Event
	if x.Octets > 0 {
		text += fmt.Sprintf(" %d", x.Octets)
	}
	if x.Returned != "" {
		text += fmt.Sprintf(" returns %q", x.Returned)
	}
	return text
}

// segment returns a segment that was read before.
func segment(text string) fsm.Segment {
	g, _ := fsm.ParseSegment(text)
	return g
}

// parseStates reads one state, or several with commas between them.
func parseStates(text string) (set fsm.States, err error) {
	for name := range strings.SplitSeq(text, ",") {
		s, err := fsm.ParseState(strings.TrimSpace(name))
		if err != nil {
			return 0, err
		}
		set |= fsm.StatesOf(s)
	}
	return set, nil
}
