package capture

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A Report writes what a trace comes to, for people or as JSON. For people each
// connection has a page, if there are no more than MaxPages: of more, tables say more
// than pages, so that only those are shown of which something is wrong.
type Report struct {
	// All has a page for each connection, however many there are.
	All bool

	// Live has pages written as they come, and not when it is known how many there
	// are; what is beyond MaxPages is left out from then on.
	Live bool

	// Wide is how many columns there are; 0 is no bound.
	Wide int

	w     io.Writer
	text  bytes.Buffer // what is to be written next
	json  bool
	held  []held
	seen  int // connections
	wrong int // pages of connections with which something is wrong
}

// A held page is one that waits until it is known how many there are.
type held struct {
	text  []byte
	wrong bool // something is, with the connection
}

// The bounds of what is shown page by page: MaxPages is what one may still want to
// page through, and of more connections so many that something is wrong with.
const (
	MaxPages = 100
	maxWrong = 20
)

// NewReport returns a Report to w: text, or one JSON object for each connection,
// each on a line of its own, and one for all.
func NewReport(w io.Writer, asJSON bool) *Report {
	return &Report{w: w, json: asJSON}
}

// write writes what there is, if that is worth it or somebody waits for it.
func (r *Report) write() error {
	if !r.Live && r.text.Len() < 1<<16 {
		return nil
	}
	return r.flush()
}

// flush writes what there is.
func (r *Report) flush() error {
	defer r.text.Reset()
	if !r.json && r.Wide > 0 {
		return fill.Hung(r.w, r.Wide, func(w io.Writer) error { _, err := w.Write(r.text.Bytes()); return err })
	}
	_, err := r.w.Write(r.text.Bytes())
	return err
}

// encode writes an object on a line.
func (r *Report) encode(object any) error {
	e := json.NewEncoder(&r.text)
	e.SetEscapeHTML(false) // segments are full of < and >
	return errors.Join(e.Encode(object), r.write())
}

// Connection writes one connection.
func (r *Report) Connection(c *Connection) error {
	if r.json {
		return r.encode(object(c))
	}
	wrong := c.Verdict() >= oracle.Suspicious
	if r.seen++; !r.All && r.seen > MaxPages {
		if err := r.overfull(); err != nil || !wrong || !r.Live && r.wrong == maxWrong {
			return err
		}
	}
	if wrong {
		r.wrong++
	}
	if err := r.page(c); err != nil {
		return err
	}
	if r.All || r.Live {
		return r.write()
	}
	r.held = append(r.held, held{bytes.Clone(r.text.Bytes()), wrong})
	r.text.Reset()
	return nil
}

// overfull is when there are too many connections for a page each. What was written
// stays; of what was held back the pages with something wrong do.
func (r *Report) overfull() error {
	switch {
	case r.seen > MaxPages+1:
		return nil
	case r.Live:
		fmt.Fprintf(&r.text, "more than %d connections: from here on those that deviate or are suspicious\n", MaxPages)
		return r.flush()
	}
	r.held = slices.DeleteFunc(r.held, func(h held) bool { return !h.wrong })
	r.held = r.held[:min(len(r.held), maxWrong)]
	r.wrong = len(r.held)
	return nil
}

// Alarm writes at once, in one line, what is wrong with a connection.
func (r *Report) Alarm(c *Connection, n Note) error {
	if !c.logged {
		r.text.WriteString(date(c.last).Format(clock) + " ")
	}
	fmt.Fprintf(&r.text, "%s: %s\n", plain(c.Name), strings.Join(c.note(&n), " "))
	return r.flush()
}

// clock and calendar are how times are written, in UTC.
const (
	clock    = "15:04:05.000000"
	calendar = "2006-01-02 " + clock + " UTC"
)

// End writes what an input came to.
func (r *Report) End(t *Tally) error {
	if r.json {
		err := r.encode(struct {
			Summary jsonSummary `json:"summary"`
		}{summary(t)})
		return errors.Join(err, r.flush())
	}
	for _, h := range r.held {
		r.text.Write(h.text)
	}
	if !r.All && r.seen > MaxPages {
		r.tables(t)
	}
	if t.Connections > 0 || t.Unasked > 0 {
		fmt.Fprintf(&r.text, "%s, %s: %d conform, %d deviate, %d undecided%s%s\n", count(t.Asked, "connection"), count(t.Segments, "segment"),
			t.Verdicts[oracle.Conforms], t.Verdicts[oracle.Deviates], t.Verdicts[oracle.Undecided], t.others(), t.left())
	}
	return r.flush()
}

// others says how many connections come to something rarer, if any do.
func (t *Tally) others() (text string) {
	if n := t.Verdicts[oracle.Suspicious]; n > 0 {
		text += fmt.Sprintf(", %d suspicious", n)
	}
	if t.Unanswered > 0 {
		text += fmt.Sprintf(", %d %s", t.Unanswered, unanswered)
	}
	return text
}

// left says what was passed over.
func (t *Tally) left() string {
	var parts []string
	for _, p := range t.passedOver() {
		text := fmt.Sprintf("%d %s", p.n, p.text)
		if p.text == withoutTCP {
			text += " (" + t.Left.String() + ")"
		}
		parts = append(parts, text)
	}
	if parts == nil {
		return ""
	}
	return "; frames: " + strings.Join(parts, ", ")
}

// A passed is frames that were passed over, and why.
type passed struct {
	n    int
	text string
}

const withoutTCP = "without TCP"

// passedOver lists what was passed over.
func (t *Tally) passedOver() []passed {
	return slices.DeleteFunc([]passed{
		{t.Other, withoutTCP}, {t.Strays, "ICMP errors about other connections"}, {t.Broken, "with broken headers"}, {t.Fragments, "IP fragments"},
		{t.Mangled, "with wrong checksums"}, {t.Options, "with malformed options"}, {t.Unasked, "not asked for"},
	}, func(p passed) bool { return p.n == 0 })
}
