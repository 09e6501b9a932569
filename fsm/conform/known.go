package conform

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Known is what is known of a subject: the causes that it may have, how these were found, and
// what it has chosen.
type Known struct {
	ids     map[string]bool
	finds   []finding
	choices []chosenIn
}

// chosenIn is a choice that a subject seems to have made, in some states; 0: all in all.
type chosenIn struct {
	choice fsm.Choice
	in     fsm.States
}

// A finding is one step on the way to the causes, in the order of a campaign: the table is edited,
// or all that deviates for one reason is told as it was seen.
type finding struct {
	edit    *Edit
	reason  string // if there is no edit
	further bool   // for routes of another kind, when the rest was explained
}

// narrowedFrom stands between an edit and what it was before it was narrowed down once more.
const narrowedFrom = " <- "

// String returns the reason, or the edit, and what it was before.
func (f *finding) String() string {
	if f.edit == nil {
		return f.reason
	}
	text := f.edit.String()
	for e := f.edit.wider; e != nil; e = e.wider {
		text += narrowedFrom + e.String()
	}
	return text
}

// readFinding reads what String writes.
func readFinding(text string) finding {
	var first *Edit
	at := &first
	for part := range strings.SplitSeq(text, narrowedFrom) {
		e, err := readEdit(part)
		if err != nil {
			return finding{reason: text}
		}
		*at, at = &e, &e.wider
	}
	return finding{edit: first}
}

// The marks of findings and choices in a file of known causes.
const (
	foundMark   = "+ "
	furtherMark = "++ "
	choiceMark  = "= "
)

// ReadKnown reads a file of known causes: one ID a line. Behind a "+", or "++", stands how they
// were found, step by step, and behind a "=" what the subject has chosen: by that what it does
// is known again in a part of the cases, too. Empty lines, and what follows a # that begins a line or stands behind a space, are passed
// over.
func ReadKnown(r io.Reader) (Known, error) {
	known := Known{ids: map[string]bool{}}
	s := bufio.NewScanner(r)
	for n := 1; s.Scan(); n++ {
		line, _, _ := strings.Cut(" "+s.Text(), " #")
		line = strings.TrimSpace(line)
		found, further := strings.CutPrefix(line, furtherMark)
		found, plain := strings.CutPrefix(found, foundMark)
		choice, chosen := strings.CutPrefix(line, choiceMark)
		switch {
		case chosen:
			c, err := readChosen(choice)
			if err != nil {
				return known, fmt.Errorf("line %d: %w", n, err)
			}
			known.choices = append(known.choices, c)
		case plain || further:
			f := readFinding(found)
			f.further = further
			known.finds = append(known.finds, f)
		case line != "":
			known.ids[line] = true
		}
	}
	return known, s.Err()
}

// Has reports whether a cause of that ID is known, or an edit that belongs to one.
func (k Known) Has(id string) bool {
	return k.ids[id] || slices.ContainsFunc(k.finds, func(f finding) bool { return f.edit != nil && f.edit.String() == id })
}

// readChosen reads what String writes.
func readChosen(text string) (c chosenIn, err error) {
	name, in, some := strings.Cut(text, " "+inWord+" ")
	if c.choice, err = fsm.ParseChoice(name); err == nil && some {
		c.in, err = readStates(in)
	}
	return c, err
}

// String returns the choice, and the states.
func (c *chosenIn) String() string {
	if c.in == 0 {
		return c.choice.String()
	}
	return fmt.Sprintf("%v %s %v", c.choice, inWord, c.in)
}

// WriteKnown writes the causes of a report as a file of known ones: what it comes to, and
// above each cause what the subject does, and the shortest trace on lines that begin
// with "#|", which [Stacks] reads again. At the end stands how they were found, and what the
// subject has chosen.
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
	return r.writeFinds(w)
}

// writeFinds writes how the causes were found.
func (r *Report) writeFinds(w io.Writer) error {
	var lines strings.Builder
	for i := range r.finds {
		mark := foundMark
		if r.finds[i].further {
			mark = furtherMark
		}
		fmt.Fprintf(&lines, "%s%v\n", mark, &r.finds[i])
	}
	for i := range r.choices {
		fmt.Fprintf(&lines, "%s%v\n", choiceMark, &r.choices[i])
	}
	if lines.Len() == 0 {
		return nil
	}
	_, err := fmt.Fprintf(w, "\n# How they were found, step by step, and what it has chosen.\n%s", &lines)
	return err
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
