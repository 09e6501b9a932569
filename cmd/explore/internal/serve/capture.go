package serve

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/capture"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/web"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// captures remembers the ladders of the last captures.
type captures struct {
	sync.Mutex
	ladders map[string][]*ladder.Ladder
	order   []string
}

// The limits on what is remembered and shown of captures.
const (
	mostCaptures    = 2
	mostConnections = 1000
	mostLadders     = 100
)

// A connection is one of a capture.
type connection struct {
	N        int       `json:"n"`
	Name     string    `json:"name"`
	Segments int       `json:"segments"`
	Verdict  string    `json:"verdict"`
	States   [2]string `json:"states"`
	Notes    []string  `json:"notes"` // what deviates or is suspicious
	Drawn    bool      `json:"drawn"` // there is a ladder
}

// A traced is what a capture holds.
type traced struct {
	ID          string         `json:"id"`
	Connections []connection   `json:"connections"`
	Total       int            `json:"total"`
	Frames      int            `json:"frames"`
	Segments    int            `json:"segments"`
	Verdicts    map[string]int `json:"verdicts"`
	Wrong       string         `json:"wrong"` // with the file; what stands before was read

	ladders []*ladder.Ladder
}

// capture holds the capture in the body of a request against the table. The body is the
// file itself: a page names no path.
func (s *Server) capture(r *web.Request) (any, error) {
	v := r.Query
	name := cmp.Or(v.Get("policy"), "RFC9293")
	p, err := hint.ParsePolicy(name)
	if err != nil {
		return nil, err
	}
	variants, err := oracle.Variants(name, p)
	if err != nil {
		return nil, err
	}
	opts := capture.Options{Ladder: true, Oracle: oracle.Options{Variants: variants}}
	if text := v.Get("at"); text != "" {
		a, err := netip.ParseAddr(text)
		if err != nil {
			return nil, fmt.Errorf("%q is no address\nhint: that of the host at which the capture was made, as in 192.0.2.1", text)
		}
		opts.At = []netip.Addr{a.Unmap()}
	}
	t := &traced{ID: rand.Text(), Connections: []connection{}, Verdicts: map[string]int{}}
	tally, err := capture.Trace("the file", r.Body, opts, func(c *capture.Connection) error {
		t.add(c)
		return r.Context().Err()
	})
	var fault *capture.Fault
	switch {
	case errors.As(err, &fault) && tally.Segments > 0:
		t.Wrong = err.Error()
	case err != nil:
		return nil, err
	}
	t.Frames, t.Segments = tally.Frames, tally.Segments
	s.captures.keep(t)
	return t, nil
}

// add takes a connection into account.
func (t *traced) add(c *capture.Connection) {
	t.Total++
	t.Verdicts[c.Judged()]++
	worst := c.Verdict() >= oracle.Suspicious
	if len(t.Connections) >= mostConnections && !worst || len(t.Connections) >= 2*mostConnections {
		return
	}
	out := connection{N: len(t.Connections), Name: c.Name, Segments: c.Segments, Verdict: c.Judged(), States: [2]string{c.State(0), c.State(1)}, Notes: []string{}}
	for _, n := range slices.Concat(c.Deviates, c.Suspects) {
		out.Notes = append(out.Notes, fmt.Sprintf("%d, %s: %v", n.Frame, c.Ends[n.End], n.Verdict))
	}
	var l *ladder.Ladder
	if len(t.ladders) < mostLadders || worst && len(t.ladders) < 2*mostLadders {
		l = c.Ladder()
	}
	out.Drawn = l != nil
	t.ladders = append(t.ladders, l)
	t.Connections = append(t.Connections, out)
}

// keep remembers the ladders of a capture, and forgets those of the oldest.
func (c *captures) keep(t *traced) {
	c.Lock()
	defer c.Unlock()
	if c.ladders == nil {
		c.ladders = map[string][]*ladder.Ladder{}
	}
	if len(c.order) == mostCaptures {
		delete(c.ladders, c.order[0])
		c.order = c.order[1:]
	}
	c.ladders[t.ID], c.order = t.ladders, append(c.order, t.ID)
}

// connection answers the ladder of a connection, as the page shows it, or in a format.
func (s *Server) connection(r *web.Request) (any, error) {
	v := r.Query
	s.captures.Lock()
	all := s.captures.ladders[v.Get("id")]
	s.captures.Unlock()
	n, err := strconv.Atoi(v.Get("n"))
	if err != nil || n < 0 || n >= len(all) || all[n] == nil {
		return nil, &web.Error{Status: web.StatusNotFound, Text: "there is no ladder of this connection\nhint: drop the capture again, or ask explore trace -format svg"}
	}
	if format := v.Get("format"); format != "" {
		var b strings.Builder
		err := page.WriteLadder(&b, all[n], format, true, languageOf(v))
		return map[string]string{"text": b.String()}, err
	}
	return page.Of(all[n], languageOf(v))
}
