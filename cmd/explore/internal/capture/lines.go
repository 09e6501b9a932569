package capture

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	Event   string `json:"event"`
	Octets  uint32 `json:"octets"`
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
	log := eventLog{tracer: t, open: map[string]*Connection{}}
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
}

// finish gives the connections away and returns err, or what went wrong then.
func (l *eventLog) finish(err error) error {
	for _, c := range l.order {
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
	v, err := x.observe(c.Oracles[i], &l.tracer.tally)
	if err != nil {
		return err
	}
	if x.Out != "" || x.In != "" {
		c.Segments++
	}
	c.heard[i] = true
	c.judge(n, i, v)
	if l.tracer.opts.Ladder {
		c.keep(x.rung(n, i))
	}
	return nil
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
		c = &Connection{First: n, Name: x.Connection, heard: [2]bool{}, logged: true}
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

// observe tells an oracle what the line tells.
func (x *line) observe(o *oracle.Oracle, tally *Tally) (v oracle.Verdict, err error) {
	var g fsm.Segment
	switch {
	case x.In != "":
		if g, err = fsm.ParseSegment(x.In); err == nil {
			tally.Segments++
			v = o.In(g)
		}
	case x.Out != "":
		if g, err = fsm.ParseSegment(x.Out); err == nil {
			tally.Segments++
			v = o.Out(g)
		}
	case x.Event != "":
		var k fsm.EventKind
		if k, err = fsm.ParseEventKind(x.Event); err == nil {
			v = o.Event(fsm.Event{Kind: k, Octets: x.Octets})
		}
	case x.State != "":
		var set fsm.States
		if set, err = parseStates(x.State); err == nil {
			v = o.State(set)
		}
	case x.Quiet:
		v = o.Quiet()
	case x.Missing:
		o.Join()
	default:
		err = errors.New(`none of "in", "out", "event", "state", "quiet" and "missing"`)
	}
	return v, err
}

// rung returns the line, which is good, as a rung of the ladder.
func (x *line) rung(n, end int) rung {
	r := rung{frame: n, end: end, kind: happened}
	switch {
	case x.In != "":
		r.kind, r.segment = received, segment(x.In)
	case x.Out != "":
		r.kind, r.segment = sent, segment(x.Out)
	case x.Event != "" && x.Octets > 0:
		r.event = fmt.Sprintf("%s %d", x.Event, x.Octets)
	case x.Event != "":
		r.event = x.Event
	case x.State != "":
		r.event = "is in " + x.State
	case x.Quiet:
		r.event = "is quiet"
	case x.Missing:
		r.event = "segments are missing"
	}
	return r
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
