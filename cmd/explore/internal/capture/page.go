package capture

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// page writes what is to be said of one connection.
func (r *Report) page(c *Connection) error {
	fmt.Fprintf(&r.text, "%s: %s, %s%s\n", plain(c.Name), c.Judged(), count(c.Segments, "segment"), c.why())
	if e := c.Ending(); e.Zeek != "" {
		fmt.Fprintf(&r.text, "    %s: %s%s\n", e.Zeek, e.Words, c.first())
		fmt.Fprintf(&r.text, "    %s, %s\n", date(c.began).Format(calendar), lasting(c.last-c.began))
	}
	for _, i := range []int{c.opener, 1 - c.opener} {
		if c.Ends[i] != "" && (i == c.opener || c.Ends[0] != c.Ends[1]) {
			r.end(c, i)
		}
	}
	for _, w := range c.Waits() {
		r.fold(4, " ", append([]string{plain(c.Ends[w.End]) + ":"}, strings.Fields(w.Text)...))
	}
	for _, e := range c.reports {
		fmt.Fprintf(&r.text, "    frame %d, %s: %v from %v\n", e.frame, c.Ends[e.end], e.kind, e.by)
	}
	for _, n := range c.notes() {
		r.fold(4, " ", c.note(&n))
	}
	return r.ladder(c)
}

// first says who was the first to end the connection, if both did.
func (c *Connection) first() string {
	if a, b := &c.flows[0], &c.flows[1]; c.own || !a.fin && !a.rst || !b.fin && !b.rst {
		return ""
	}
	return "; " + c.Ends[c.closer] + " was first"
}

// end writes what is to be said of one end.
func (r *Report) end(c *Connection, i int) {
	f, peer := &c.flows[i], &c.flows[1-i]
	states := c.states(i)
	if i != c.opener && peer.refused(f) {
		states = append(states, "nobody listened")
	}
	states[0] = plain(c.Ends[i]) + ": " + states[0]
	r.fold(4, ", ", states)
	if f.segments > 0 {
		r.fold(8, ", ", f.counts())
		r.fold(8, ", ", c.gaps(i))
	}
}

// states lists the states of an end, each with the frame that brought it, and how
// long it lasted.
func (c *Connection) states(i int) (list []string) {
	if !c.heard[i] {
		return []string{"nothing heard"}
	}
	list = append(list, c.History[i][0].name())
	for _, s := range c.spells(i) {
		text := fmt.Sprintf("%s %d", s.name(), s.Frame)
		if s.lasted > 0 {
			text += " (" + lasting(s.lasted) + ")"
		}
		list = append(list, text)
	}
	return list
}

// counts lists how much an end has sent.
func (f *flow) counts() []string {
	list := []string{count(f.segments, "segment"), count(int(f.octets), "octet")}
	for _, n := range []struct {
		n    int
		text string
	}{
		{f.again, "retransmission"}, {f.late, "late segment"}, {f.doubles, "duplicate ACK"}, {f.probes, "keep-alive"}, {f.zeros, "closed window"},
	} {
		if n.n > 0 {
			list = append(list, count(n.n, n.text))
		}
	}
	return list
}

// A spell is how long an end was in a state.
type spell struct {
	*Change
	lasted time.Duration
}

// spells lists the states of end i but for the one before the first segment, and the
// last one of an end that is done.
func (c *Connection) spells(i int) (list []spell) {
	h := c.History[i]
	for j := 1; j < len(h); j++ {
		until := c.until - c.began
		switch {
		case j+1 < len(h):
			until = h[j+1].At
		case c.over || h[j].State == fsm.Closed || h[j].State == fsm.TimeWait:
			until = h[j].At
		}
		list = append(list, spell{&h[j], until - h[j].At})
	}
	return list
}

// gaps says what an end has sent and the capture does not hold.
func (c *Connection) gaps(i int) (list []string) {
	g := c.missing(i)
	if g.captured > 0 {
		list = append(list, fmt.Sprintf("the capture misses %s of it", count(int(g.captured), "octet")))
	}
	if g.nobody > 0 {
		list = append(list, fmt.Sprintf("%s of it missing and not acknowledged", count(int(g.nobody), "octet")))
	}
	for i := range g.holes[:min(len(g.holes), maxGaps)] {
		h := &g.holes[i]
		list = append(list, fmt.Sprintf("%d to %d before frame %d", h.lo, h.hi-1, h.frame))
	}
	if more := len(g.holes) - maxGaps; more > 0 {
		list = append(list, fmt.Sprintf("%d more", more))
	}
	return list
}

// maxGaps bounds the gaps that are named, one by one.
const maxGaps = 3

// columns is how wide a page is, where there is room.
const columns = 80

// fold writes parts with sep between them, indented, in as many lines as it takes.
func (r *Report) fold(indent int, sep string, parts []string) {
	wide, most := 0, min(cmp.Or(r.Wide, columns), columns)
	for i, part := range parts {
		switch {
		case i == 0:
			r.text.WriteString(strings.Repeat(" ", indent) + part)
			wide = indent + len(part)
			continue
		case wide+len(sep)+len(part) < most:
			r.text.WriteString(sep + part)
			wide += len(sep) + len(part)
			continue
		}
		r.text.WriteString(strings.TrimRight(sep, " ") + "\n" + strings.Repeat(" ", indent+4) + part)
		wide = indent + 4 + len(part)
	}
	if len(parts) > 0 {
		r.text.WriteByte('\n')
	}
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

// notes lists what is to be said of a connection: its first deviation, the last
// that is suspicious, which counts most, all that is permitted, and else the first doubt.
func (c *Connection) notes() (list []Note) {
	list = append(list, c.Deviates[:min(len(c.Deviates), 1)]...)
	list = append(list, c.Suspects[max(0, len(c.Suspects)-1):]...)
	list = append(list, c.Permits...)
	if len(c.Deviates) == 0 {
		list = append(list, c.Doubts[:min(len(c.Doubts), 1)]...)
	}
	slices.SortStableFunc(list, func(a, b Note) int { return a.Frame - b.Frame })
	return list
}

// note says where something was, of which end, and what, in parts.
func (c *Connection) note(n *Note) []string {
	f := n.Verdict.Finding
	at := c.where(n.Frame)
	switch {
	case n.Happened == 0:
		at += fmt.Sprintf(" and %d observations before", f.Ago)
	case n.Happened != n.Frame:
		at = fmt.Sprintf("%s, as %d shows", c.where(n.Happened), n.Frame)
	}
	head, parts := fmt.Sprintf("%s, %s: %v:", at, plain(c.Ends[n.End]), n.Verdict.Kind), f.Parts()
	if f.Variant == nil && f.Rule == "" {
		return append([]string{head}, parts...)
	}
	parts[0] = head + " " + parts[0]
	return parts
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
	if frame := c.Since(); frame > 0 {
		parts = append(parts, fmt.Sprintf("decided since frame %d", frame))
	}
	if c.parted {
		parts = append(parts, "not followed to the end, among too many at a time")
	}
	for i := range c.heard {
		if c.silent(i) && !c.Unanswered() {
			parts = append(parts, "nothing from "+plain(c.Ends[i]))
		}
	}
	if parts == nil {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
