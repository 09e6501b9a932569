package capture

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A Report writes connections as they come, for people or as JSON.
type Report struct {
	w    io.Writer
	text bytes.Buffer // what is to be written next
	json bool
}

// NewReport returns a Report to w: text, or one JSON object for each connection,
// each on a line of its own.
func NewReport(w io.Writer, asJSON bool) *Report {
	return &Report{w: w, json: asJSON}
}

// flush writes what there is.
func (r *Report) flush() error {
	_, err := r.w.Write(r.text.Bytes())
	r.text.Reset()
	return err
}

// Connection writes one connection.
func (r *Report) Connection(c *Connection) error {
	if r.json {
		e := json.NewEncoder(&r.text)
		e.SetEscapeHTML(false) // segments are full of < and >
		return errors.Join(e.Encode(object(c)), r.flush())
	}
	fmt.Fprintf(&r.text, "%s: %v, %s%s\n", plain(c.Name), c.Verdict(), count(c.Segments, "segment"), c.why())
	for _, i := range []int{c.opener, 1 - c.opener} {
		if c.Ends[i] != "" && (i == c.opener || c.Ends[0] != c.Ends[1]) {
			fmt.Fprintf(&r.text, "    %s: %s\n", plain(c.Ends[i]), history(c.History[i], c.heard[i]))
		}
	}
	for _, n := range c.notes() {
		fmt.Fprintf(&r.text, "    %s: %v\n", c.where(n.Frame), n.Verdict)
	}
	return errors.Join(r.ladder(c), r.flush())
}

// ladder draws the segments of a connection, if they were kept.
func (r *Report) ladder(c *Connection) error {
	l := c.Ladder()
	if l == nil || c.logged {
		return nil
	}
	var b strings.Builder
	err := l.Frames(&b)
	for line := range strings.Lines(b.String()) {
		r.text.WriteString("    " + line)
	}
	return err
}

// plain returns a name as a line can have it. Those of a log may be anything: the
// end of a line, and another verdict behind it, or what commands a terminal.
func plain(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.Quote(name)
	}
	return name
}

// notes lists what is to be said of a connection: its first deviation, the first
// that is suspicious, all that is permitted, and else the first doubt.
func (c *Connection) notes() (list []Note) {
	list = append(list, c.Deviates[:min(len(c.Deviates), 1)]...)
	list = append(list, c.Suspects[:min(len(c.Suspects), 1)]...)
	list = append(list, c.Permits...)
	if len(c.Deviates) == 0 {
		list = append(list, c.Doubts[:min(len(c.Doubts), 1)]...)
	}
	slices.SortStableFunc(list, func(a, b Note) int { return a.Frame - b.Frame })
	return list
}

// why says in a few words what a verdict rests on.
func (c *Connection) why() string {
	var parts []string
	if n := c.Notes[oracle.Deviates]; n > 1 {
		parts = append(parts, count(n, "deviation"))
	}
	if n := c.Notes[oracle.Suspicious]; n > 0 {
		parts = append(parts, fmt.Sprintf("%d suspicious", n))
	}
	if n := c.Notes[oracle.Permitted]; n > 0 {
		parts = append(parts, count(n, "permitted variation"))
	}
	if n := c.Notes[oracle.Undecided]; n > 0 {
		parts = append(parts, fmt.Sprintf("%d undecided", n))
	}
	if c.parted {
		parts = append(parts, "not followed to the end, among too many at a time")
	}
	for i := range c.heard {
		if c.silent(i) {
			parts = append(parts, "nothing from "+plain(c.Ends[i]))
		}
	}
	if parts == nil {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// name is the state, with a question mark if it is a guess.
func (c Change) name() string {
	switch {
	case c.Known:
		return c.State.String()
	case c.State == fsm.Closed:
		return "?"
	}
	return c.State.String() + "?"
}

// history writes the states of an end, each with the frame that brought it.
func history(list []Change, heard bool) string {
	if !heard {
		return "nothing heard"
	}
	var states []string
	for i, c := range list {
		state := c.name()
		if i > 0 {
			state += fmt.Sprintf(" %d", c.Frame)
		}
		states = append(states, state)
	}
	return strings.Join(states, ", ")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// End writes what an input came to.
func (r *Report) End(t *Tally) error {
	if !r.json && t.Connections > 0 {
		fmt.Fprintf(&r.text, "%s, %s: %d conform, %d deviate, %d undecided%s%s\n", count(t.Connections, "connection"), count(t.Segments, "segment"),
			t.Verdicts[oracle.Conforms], t.Verdicts[oracle.Deviates], t.Verdicts[oracle.Undecided], t.suspicious(), t.left())
	}
	return r.flush()
}

// suspicious says how many connections are, if any.
func (t *Tally) suspicious() string {
	if n := t.Verdicts[oracle.Suspicious]; n > 0 {
		return fmt.Sprintf(", %d suspicious", n)
	}
	return ""
}

// left says what was passed over.
func (t *Tally) left() string {
	var parts []string
	for _, p := range []struct {
		n    int
		text string
	}{
		{t.Other, "without TCP (" + t.Left.String() + ")"}, {t.Strays, "ICMP errors about other connections"}, {t.Broken, "with broken headers"}, {t.Fragments, "IP fragments"},
		{t.Mangled, "with wrong checksums"}, {t.Options, "with malformed options"},
	} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.text))
		}
	}
	if parts == nil {
		return ""
	}
	return "; frames: " + strings.Join(parts, ", ")
}

// A jsonConnection is a connection as JSON.
type jsonConnection struct {
	Connection string     `json:"connection"`
	Segments   int        `json:"segments"`
	Verdict    string     `json:"verdict"`
	States     [2]string  `json:"states"`
	Deviations []jsonNote `json:"deviations"`
	Permitted  []jsonNote `json:"permitted,omitempty"`
	Undecided  []jsonNote `json:"undecided,omitempty"`
	Suspicious []jsonNote `json:"suspicious,omitempty"`
}

type jsonNote struct {
	Frame int    `json:"frame"`
	Rule  string `json:"rule"`
	Text  string `json:"text"`
}

func object(c *Connection) jsonConnection {
	return jsonConnection{
		Connection: c.Name, Segments: c.Segments, Verdict: c.Verdict().String(),
		States:     [2]string{c.State(c.opener), c.State(1 - c.opener)},
		Deviations: jsonNotes(c.Deviates), Permitted: jsonNotes(c.Permits), Undecided: jsonNotes(c.Doubts),
		Suspicious: jsonNotes(c.Suspects),
	}
}

func jsonNotes(list []Note) []jsonNote {
	notes := []jsonNote{}
	for _, n := range list {
		notes = append(notes, jsonNote{n.Frame, n.Verdict.Finding.Rule, n.Verdict.Finding.String()})
	}
	return notes
}
