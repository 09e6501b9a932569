package ladder

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
)

// The widths of the parts of a line.
const (
	margin  = 6  // the number of the step, and two blanks
	ticks   = 7  // the time in ticks
	seconds = 14 // the time of a capture
	states  = 13 // the longest name of a state, and a blank
	between = 62 // between the lines of the ends, if there is room
	least   = 26 // and if there is none

	narrowest = 20 // of what is broken
)

// A sheet is a ladder on its way to being text.
type sheet struct {
	strings.Builder
	ladder   *Ladder
	rules    bool
	clock    int  // how wide the time is; 0: there is none
	between  int  // how far apart the lines of the ends are
	bounded  bool // what does not fit in there loses detail
	arrivals map[int]int
}

// Text draws the ladder with characters, and the rules that fired if rules is
// set. A message leaves one line and reaches the other further down; the
// number in front of it tells which arrival belongs to which departure.
func (l *Ladder) Text(w io.Writer, rules bool) error { return l.Fit(w, rules, 0) }

// Fit draws the ladder as Text does, in lines of at most so many characters. What
// does not fit loses detail: the window of a segment, then its numbers. Lines
// are never wider than Text has them, and never narrower than some 66 characters;
// 0 stands for as wide as Text.
func (l *Ladder) Fit(w io.Writer, rules bool, wide int) error {
	s := &sheet{ladder: l, rules: rules, arrivals: l.arrivals(), between: between}
	switch {
	case !l.Began.IsZero():
		s.clock = seconds
	case l.Clock:
		s.clock = ticks
	}
	if wide > 0 {
		if !l.Began.IsZero() || s.clock == 0 {
			wide -= s.clock
		} else {
			s.clock = len("time ")
			wide -= s.clock
		}
		s.bounded, s.between = true, max(least, min(between, wide-margin-states-len("|| ")-states+1))
	}
	s.title()
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

// title writes what stands on top, in lines that are as wide as the ladder if that
// has less room than it would like.
func (s *sheet) title() {
	for _, text := range []string{s.ladder.Title, s.ladder.Note} {
		for line := range strings.Lines(text) {
			if s.bounded {
				line = strings.Join(fill.Lines(strings.TrimSuffix(line, "\n"), s.wide()), "\n")
			}
			s.WriteString(strings.TrimSuffix(line, "\n") + "\n")
		}
	}
}

// wide returns how wide a line is.
func (s *sheet) wide() int { return margin + s.clock + states + s.between + len("|| ") + states - 1 }

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
	s.row("", "", "", center("  "+text+"  ", '=', s.between), "")
}

func (s *sheet) head() {
	time := ""
	if s.clock > 0 {
		time = "time"
	}
	s.row(s.ladder.unit(), time, s.ladder.Ends[0], "", s.ladder.Ends[1])
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
	left := fmt.Sprintf("%*s  ", margin-2, n)
	left += fmt.Sprintf("%-*s", s.clock, time)
	return fmt.Sprintf("%s%-*s|%-*s| %s", left, states, a, s.between, inside, b)
}

// step draws what happens in one step: on the first line the event with the
// states that it leads to, then what changed, then what is sent.
func (s *sheet) step(step *Step) {
	n := fmt.Sprint(step.N)
	if step.N == 0 {
		n = ""
	}
	s.line(n, s.ladder.when(step), step.After, s.event(step))
	for _, text := range s.remarks(step) {
		s.row("", "", "", s.aside(step.End, "    "+text), "")
	}
	for i := range step.Lost {
		if m := &step.Lost[i]; (step.End >= 0 || i > 0) && !step.sends(m.ID) {
			s.row("", "", "", s.gone(m, "is lost"), "")
		}
	}
	for i := range step.Sends {
		if step.only() != nil {
			break // it is the event
		}
		s.row("", "", "", s.departure(step, &step.Sends[i]), "")
	}
	if step.Says != "" {
		for _, line := range fill.Lines(step.Says, s.wide()-margin-len("^ ")) {
			s.WriteString(strings.Repeat(" ", margin) + "^ " + line + "\n")
		}
	}
}

// event draws the first line of a step.
func (s *sheet) event(step *Step) string {
	switch {
	case step.Arrives != nil:
		return s.arrival(step)
	case step.only() != nil:
		return s.across(step.only())
	case step.End >= 0:
		return s.aside(step.End, " "+step.Event)
	case len(step.Lost) > 0:
		return s.gone(&step.Lost[0], step.Event)
	}
	return center("  "+step.Event+"  ", '.', s.between)
}

// gone draws what has become of a message between the ends.
func (s *sheet) gone(m *Message, event string) string {
	return center(s.fit(lost(m, s.ladder.Ends, event), s.between), ' ', s.between)
}

// details are what a line can do without, the first at first.
var details = []*regexp.Regexp{
	regexp.MustCompile(` wnd=\d+`), regexp.MustCompile(` at last`), regexp.MustCompile(` from [AB]`), regexp.MustCompile(` of [AB]#\d+`),
	regexp.MustCompile(` \(duplicate\)`), regexp.MustCompile(` \(forged\)`), regexp.MustCompile(` urg=\d+`), regexp.MustCompile(` ack=\S+`), regexp.MustCompile(` seq=\S+`),
}

// fit leaves details out of a text until it has room.
func (s *sheet) fit(text string, room int) string {
	if !s.bounded {
		return text
	}
	for _, d := range details {
		if len(text) <= room {
			break
		}
		text = d.ReplaceAllString(text, "")
	}
	return text[:min(len(text), max(room, 0))]
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
	room := s.between - 8
	for _, line := range wrap(changes(step), ", ", room) {
		lines = append(lines, s.broken(line, room)...) // what two timers do is one change
	}
	for _, text := range step.Tells {
		lines = append(lines, s.broken(text, room)...)
	}
	if step.Refused != "" {
		lines = append(lines, s.broken("refused: "+step.Refused, room)...)
	}
	for i := range step.Findings {
		lines = append(lines, wrap(strings.Fields(step.Findings[i].String()), " ", room)...)
	}
	if s.rules {
		lines = append(lines, wrap(step.Rules, " ", room)...)
	}
	return lines
}

// changes returns what has changed that a reader wants to see.
func changes(step *Step) (parts []string) {
	for _, c := range step.Changes {
		if c.Text != "" {
			parts = append(parts, c.Text)
		}
	}
	return parts
}

// broken breaks a text where there is no room for it.
func (s *sheet) broken(text string, room int) []string {
	if !s.bounded {
		return []string{text}
	}
	return fill.Lines(text, max(room, narrowest))
}

// departure draws a message that leaves an end: to the middle, and on from
// there if it arrives in the next step.
func (s *sheet) departure(step *Step, m *Message) string {
	tail := " . . ."
	switch {
	case m.Direct:
		return s.across(m)
	case step.loses(m.ID):
		tail = "  x  lost"
	case s.follows(step, m):
		tail = "."
	}
	label := s.fit(m.label(), s.between-len("---  ---")-len(tail))
	body := "--- " + label + " "
	body += strings.Repeat("-", max(3, s.between/2-len(body)-1)) + tail
	if m.From == 1 {
		return s.right(mirror(body, label, tail))
	}
	return body
}

// right writes at the line of the right end.
func (s *sheet) right(text string) string {
	return strings.Repeat(" ", max(0, s.between-len(text))) + text
}

// arrival draws a message that reaches an end.
func (s *sheet) arrival(step *Step) string {
	a := step.Arrives
	tail := ". . . "
	switch {
	case a.Direct:
		return s.across(&a.Message)
	case a.From < 0:
		tail = "attacker "
	case !a.Again && s.sentJustBefore(step):
		tail = "'"
	}
	label := s.fit(a.label(), s.between-len("---  -->")-len(tail))
	body := tail + "--- " + label + " "
	reach := max(len(body)+3, s.between-s.between/2+1)
	body += strings.Repeat("-", reach-len(body)-1) + ">"
	if step.End == 1 {
		return s.right(body)
	}
	return mirrorLeft(body, label, tail)
}

// across draws a message on its whole way from end to end.
func (s *sheet) across(m *Message) string {
	label := s.fit(m.label(), s.between-len("---  --->"))
	body := "--- " + label + " "
	body += strings.Repeat("-", max(3, s.between-len(body)-1)) + ">"
	if m.From == 1 {
		return mirrorLeft(body, label, "")
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
	return words(tail) + reverse(after) + label + reverse(before)
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
func (s *sheet) aside(end int, text string) string {
	if end == 1 {
		return s.right(strings.TrimSpace(text) + strings.Repeat(" ", len(text)-len(strings.TrimLeft(text, " "))))
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
