package conform

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Known are causes that are known, by ID: a subject may have them.
type Known map[string]bool

// ReadKnown reads a file of known causes: one ID a line. Empty lines, and what follows a
// # that begins a line or stands behind a space, are passed over.
func ReadKnown(r io.Reader) (Known, error) {
	known := Known{}
	s := bufio.NewScanner(r)
	for s.Scan() {
		line, _, _ := strings.Cut(" "+s.Text(), " #")
		if line = strings.TrimSpace(line); line != "" {
			known[line] = true
		}
	}
	return known, s.Err()
}

// WriteKnown writes the causes of a report as a file of known ones: what it comes to, and
// above each cause what the subject does, and the shortest trace on lines that begin
// with "#|", which [Stacks] reads again.
func (r *Report) WriteKnown(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "# %s: %s\n", r.Subject, r.Summary()); err != nil {
		return err
	}
	for i := range r.Causes {
		c := &r.Causes[i]
		var trace strings.Builder
		for i := range c.Steps {
			fmt.Fprintf(&trace, "#| %s\n", c.Steps[i].line())
		}
		fmt.Fprintf(&trace, "#! %d | %s | %s\n", c.Step+1, c.Expected, c.Seen)
		if _, err := fmt.Fprintf(w, "\n# %s\n%s%s\n", c.Sentence(), &trace, c.ID); err != nil {
			return err
		}
	}
	return nil
}

// line returns a step in one line that readStep reads: input, what was sent, state.
func (s *Step) line() string {
	var sent []string
	for _, g := range s.Segments {
		sent = append(sent, g.String())
	}
	if s.Refused != "" {
		sent = append(sent, "refused: "+s.Refused)
	}
	return fmt.Sprintf("%v | %s | %v", s.Input, strings.Join(sent, " "), &s.View)
}

// readStep reads what line writes.
func readStep(line string) (s Step, err error) {
	parts := strings.SplitN(line, " | ", 3)
	if len(parts) < 3 {
		return s, fmt.Errorf("%q is no step", line)
	}
	if s.Input, err = readInput(parts[0]); err != nil {
		return s, err
	}
	if refused, was := strings.CutPrefix(parts[1], "refused: "); was {
		s.Refused, parts[1] = refused, ""
	}
	for text := range strings.FieldsSeq(parts[1]) {
		g, err := fsm.ParseSegment(text)
		if err != nil {
			return s, err
		}
		s.Segments = append(s.Segments, g)
	}
	for name := range strings.SplitSeq(parts[2], ",") {
		if state, err := fsm.ParseState(name); err == nil {
			s.States |= fsm.StatesOf(state)
		}
	}
	return s, nil
}

// readInput reads what Input.String writes.
func readInput(text string) (in Input, err error) {
	called, number, told := strings.Cut(text, numberedBy)
	for call := OpenPassive; call < Elapse; call++ {
		if call == Send || called != call.String() {
			continue
		}
		if in.Call = call; told {
			var n uint64
			n, err = strconv.ParseUint(number, 10, 32)
			in.ISS = fsm.Seq(n)
		}
		return in, err
	}
	if octets, send := strings.CutPrefix(text, Send.String()+" "); send {
		n, err := strconv.ParseUint(octets, 10, 32)
		return Input{Call: Send, Octets: uint32(n)}, err
	}
	if span, pass := strings.CutSuffix(text, " pass"); pass {
		in.Call = Elapse
		in.For, err = time.ParseDuration(span)
		return in, err
	}
	if in, is, err := readMessage(text); is {
		return in, err
	}
	in.Segment, err = fsm.ParseSegment(text)
	return in, err
}
