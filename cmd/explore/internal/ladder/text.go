package ladder

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// The widths of the parts of a line.
const (
	margin  = 5  // the number of the step
	ticks   = 7  // the time in ticks
	seconds = 14 // the time of a capture
	states  = 13 // the longest name of a state, and a blank
	between = 62 // between the lines of the ends
	middle  = between / 2
)

// A sheet is a ladder on its way to being text.
type sheet struct {
	strings.Builder
	ladder   *Ladder
	rules    bool
	clock    int // how wide the time is; 0: there is none
	arrivals map[int]int
}

// Text draws the ladder with characters, and the rules that fired if rules is
// set. A message leaves one line and reaches the other further down; the
// number in front of it tells which arrival belongs to which departure.
func (l *Ladder) Text(w io.Writer, rules bool) error {
	s := &sheet{ladder: l, rules: rules, arrivals: l.arrivals()}
	switch {
	case !l.Began.IsZero():
		s.clock = seconds
	case l.Clock:
		s.clock = ticks
	}
	s.WriteString(l.Title + "\n")
	if l.Note != "" {
		s.WriteString(l.Note + "\n")
	}
	s.head()
	s.line("0", l.when(&Step{}), l.Start, "")
	before := l.Start
	for i := range l.Steps {
		s.step(&l.Steps[i])
		before = l.Steps[i].After
	}
	if l.Endless {
		s.endless(before)
	}
	_, err := io.WriteString(w, s.String())
	return err
}

// endless draws what goes on for ever.
func (s *sheet) endless(at Moment) {
	if len(s.ladder.Cycle) == 0 {
		s.divider("and then nothing, for ever")
		return
	}
	s.divider("and from here again and again:")
	s.line("", "", at, "")
	for i := range s.ladder.Cycle {
		s.step(&s.ladder.Cycle[i])
	}
	s.divider("and so on, for ever")
}

func (s *sheet) divider(text string) {
	s.row("", "", "", center("  "+text+"  ", '=', between), "")
}

func (s *sheet) head() {
	time := ""
	if s.clock > 0 {
		time = "time"
	}
	s.row(s.ladder.unit(), time, s.ladder.Ends[0], strings.Repeat(" ", between), s.ladder.Ends[1])
}

// line draws a line that tells the states.
func (s *sheet) line(n, when string, m Moment, inside string) {
	s.row(n, when, m.Ends[0].State, inside, m.Ends[1].State)
}

// row draws a line. The lines of the ends are left out where there are no ends.
func (s *sheet) row(n, time, a, inside, b string) {
	s.WriteString(strings.TrimRight(s.frame(n, time, a, inside, b), " ") + "\n")
}

func (s *sheet) frame(n, time, a, inside, b string) string {
	left := fmt.Sprintf("%*s  ", margin-1, n)
	left += fmt.Sprintf("%-*s", s.clock, time)
	return fmt.Sprintf("%s%-*s|%s| %s", left, states, a, pad(inside), b)
}

// pad fills what is written between the ends.
func pad(inside string) string { return inside + strings.Repeat(" ", max(0, between-len(inside))) }

// step draws what happens in one step: on the first line the event with the
// states that it leads to, then what changed, then what is sent.
func (s *sheet) step(step *Step) {
	n := fmt.Sprint(step.N)
	if step.N == 0 {
		n = ""
	}
	s.line(n, s.ladder.when(step), step.After, s.event(step))
	for _, text := range s.remarks(step) {
		s.row("", "", "", aside(step.End, "    "+text), "")
	}
	for i := range step.Lost {
		if m := &step.Lost[i]; (step.End >= 0 || i > 0) && !step.sends(m.ID) {
			s.row("", "", "", center(lost(m, s.ladder.Ends, "is lost"), ' ', between), "")
		}
	}
	for i := range step.Sends {
		if step.only() != nil {
			break // it is the event
		}
		s.row("", "", "", s.departure(step, &step.Sends[i]), "")
	}
}

// event draws the first line of a step.
func (s *sheet) event(step *Step) string {
	switch {
	case step.Arrives != nil:
		return s.arrival(step)
	case step.only() != nil:
		return across(step.only())
	case step.End >= 0:
		return aside(step.End, " "+step.Event)
	case len(step.Lost) > 0:
		return center(lost(&step.Lost[0], s.ladder.Ends, step.Event), ' ', between)
	}
	return center("  "+step.Event+"  ", '.', between)
}

// lost says what has become of a message between the ends.
func lost(m *Message, ends [2]string, event string) string {
	if m.Arrived {
		event += " at last" // it has arrived and could have come again
	}
	return fmt.Sprintf("x  %s from %s %s", m.label(), ends[m.From], event)
}

// remarks returns what is to be said below the first line of a step.
func (s *sheet) remarks(step *Step) (lines []string) {
	var parts []string
	for _, c := range step.Changes {
		if c.Text != "" {
			parts = append(parts, c.Text)
		}
	}
	lines = append(wrap(parts, ", ", between-8), step.Tells...)
	if step.Refused != "" {
		lines = append(lines, "refused: "+step.Refused)
	}
	for i := range step.Findings {
		lines = append(lines, wrap(strings.Fields(step.Findings[i].String()), " ", between-8)...)
	}
	if s.rules {
		lines = append(lines, wrap(step.Rules, " ", between-8)...)
	}
	return lines
}

// departure draws a message that leaves an end: to the middle, and on from
// there if it arrives in the next step.
func (s *sheet) departure(step *Step, m *Message) string {
	tail := " . . ."
	switch {
	case m.Direct:
		return across(m)
	case step.loses(m.ID):
		tail = "  x  lost"
	case s.follows(step, m):
		tail = "."
	}
	body := "--- " + m.label() + " "
	body += strings.Repeat("-", max(3, middle-len(body)-1)) + tail
	if m.From == 1 {
		return mirror(body, m.label(), tail)
	}
	return body
}

// arrival draws a message that reaches an end.
func (s *sheet) arrival(step *Step) string {
	a := step.Arrives
	tail := ". . . "
	switch {
	case a.Direct:
		return across(&a.Message)
	case a.From < 0:
		tail = "attacker "
	case !a.Again && s.sentJustBefore(step):
		tail = "'"
	}
	label := a.label()
	body := tail + "--- " + label + " "
	reach := max(len(body)+3, between-middle+1)
	body += strings.Repeat("-", reach-len(body)-1) + ">"
	if step.End == 1 {
		return strings.Repeat(" ", max(0, between-len(body))) + body
	}
	return mirrorLeft(body, label, tail)
}

// across draws a message on its whole way from end to end.
func across(m *Message) string {
	body := "--- " + m.label() + " "
	body += strings.Repeat("-", max(3, between-len(body)-1)) + ">"
	if m.From == 1 {
		return mirrorLeft(body, m.label(), "")
	}
	return body
}

// follows reports whether a message arrives in the step after the one in which
// it is sent, and is the last that is sent there.
func (s *sheet) follows(step *Step, m *Message) bool {
	last := step.Sends[len(step.Sends)-1].ID == m.ID
	return last && s.arrivals[m.ID] == step.N+1
}

func (s *sheet) sentJustBefore(step *Step) bool {
	for _, before := range s.ladder.all() {
		if before.N == step.N-1 && len(before.Sends) > 0 {
			return before.Sends[len(before.Sends)-1].ID == step.Arrives.ID
		}
	}
	return false
}

// mirror turns an arrow that leaves the left end into one that leaves the right
// one.
func mirror(body, label, tail string) string {
	before, after, _ := strings.Cut(strings.TrimSuffix(body, tail), label)
	text := words(tail) + reverse(after) + label + reverse(before)
	return strings.Repeat(" ", max(0, between-len(text))) + text
}

// mirrorLeft turns an arrow that reaches the right end into one that reaches
// the left one.
func mirrorLeft(body, label, tail string) string {
	before, after, _ := strings.Cut(strings.TrimPrefix(body, tail), label)
	return strings.ReplaceAll(reverse(after), ">", "<") + label + reverse(before) + words(tail)
}

// words puts the words at the end of an arrow in the order for the other
// direction.
func words(tail string) string {
	if strings.TrimSpace(tail) == tail {
		return tail
	}
	all := strings.Fields(tail)
	slices.Reverse(all)
	if strings.HasPrefix(tail, " ") {
		return strings.Join(all, " ") + " "
	}
	return " " + strings.Join(all, " ")
}

func reverse(text string) string {
	b := []byte(text)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// aside writes beside the line of an end.
func aside(end int, text string) string {
	if end == 1 {
		text = strings.TrimSpace(text) + strings.Repeat(" ", len(text)-len(strings.TrimLeft(text, " ")))
		return strings.Repeat(" ", max(0, between-len(text))) + text
	}
	return text
}

func center(text string, fill byte, wide int) string {
	gap := max(0, wide-len(text))
	return strings.Repeat(string(fill), gap/2) + text + strings.Repeat(string(fill), gap-gap/2)
}

// wrap sets words on lines of at most wide characters.
func wrap(words []string, sep string, wide int) (lines []string) {
	for i, w := range words {
		if n := len(lines) - 1; i > 0 && len(lines[n])+len(sep)+len(w) <= wide {
			lines[n] += sep + w
			continue
		}
		lines = append(lines, w)
	}
	return lines
}
