package serve

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/behaviour"
)

// A way is the steps that an address takes through its subject: numbers of choices. Of
// one that goes on for ever the steps after the first stem come again and again.
type way struct {
	steps []int
	stem  int // -1: it ends
}

// parseWay reads a way from an address, as in "way=0.3.1&stem=2".
func parseWay(v url.Values) (w way, err error) {
	w.stem = -1
	if text := v.Get("way"); text != "" {
		for _, part := range strings.Split(text, ".") {
			n, err := strconv.ParseUint(part, 10, 16)
			if err != nil {
				return w, fmt.Errorf("the way of the address has the step %q\nhint: numbers stand there, and dots between them", part)
			}
			w.steps = append(w.steps, int(n))
		}
	}
	if len(w.steps) > mostSteps {
		return w, fmt.Errorf("the way of the address has %d steps\nhint: at most %d are drawn", len(w.steps), mostSteps)
	}
	if text := v.Get("stem"); text != "" {
		if w.stem, err = strconv.Atoi(text); err != nil || w.stem < 0 || w.stem > len(w.steps) {
			return w, fmt.Errorf("the stem %q of the address is no part of its way\nhint: choose 0 to %d", text, len(w.steps))
		}
	}
	return w, nil
}

// addressed returns the subject and the way of an address.
func (s *Server) addressed(v url.Values) (k *subject, w way, err error) {
	if k, err = s.subject(v); err == nil {
		w, err = parseWay(v)
	}
	return k, w, err
}

// String is the way as an address has it.
func (w way) String() string {
	var b strings.Builder
	for i, n := range w.steps {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}

// to returns the way up to a step.
func (w way) to(n int) way { return way{w.steps[:n], -1} }

// address names the subject, the way and the table, as the page keeps it.
func (k *subject) addressOf(w way) string {
	v := url.Values{}
	for name, text := range k.address {
		v[name] = text
	}
	v.Set("table", k.table)
	if len(w.steps) > 0 {
		v.Set("way", w.String())
	}
	if w.stem >= 0 {
		v.Set("stem", strconv.Itoa(w.stem))
	}
	return v.Encode()
}

// walk takes a way. What was taken before is not taken again.
func (k *subject) walk(w way) (*behaviour.Walk, error) {
	t := k.start
	t.Lock()
	defer t.Unlock()
	at, n := t.first, 0
	for i := len(w.steps); i > 0; i-- {
		if known := t.known[w.to(i).String()]; known != nil {
			at, n = known, i
			break
		}
	}
	at = at.On()
	if err := at.Follow(w.steps[n:]); err != nil {
		if known := new(behaviour.WayError); errors.As(err, &known) {
			n += known.Step
		}
		return nil, fmt.Errorf("step %d of the way is not there\nhint: the address may come from another version, or was cut; begin anew", n)
	}
	if len(t.known) >= mostWalks {
		clear(t.known)
	}
	t.known[w.String()] = at
	return at, nil
}
