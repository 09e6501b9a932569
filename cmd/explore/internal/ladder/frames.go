package ladder

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Frames writes a capture with a line for each frame: when it was seen, the
// segment between the states of both ends, and below it what was found.
func (l *Ladder) Frames(w io.Writer) error {
	wide := 0
	for i := range l.Steps {
		if m := l.Steps[i].only(); m != nil {
			wide = max(wide, len(m.Segment.String()))
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%6s %12s  %-13s %*s %13s\n", l.unit(), "seconds", l.Name(0), wide+6, "", l.Name(1))
	for i := range l.Steps {
		l.Steps[i].frame(&b, wide)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// frame writes one line, and the findings below it.
func (s *Step) frame(b *strings.Builder, wide int) {
	m := s.only()
	if m == nil {
		fmt.Fprintf(b, "... %s ...\n", s.Event)
		return
	}
	text := m.Segment.String()
	arrow := "-- " + text + strings.Repeat(" ", wide-len(text)) + " ->"
	if m.From != 0 {
		arrow = "<- " + arrow[3:len(arrow)-3] + " --"
	}
	fmt.Fprintf(b, "%6d %12.6f  %-13s %s %s\n", s.N, time.Duration(s.Time).Seconds(), s.After.Ends[0].State, arrow, s.After.Ends[1].State)
	for i := range s.Findings {
		fmt.Fprintf(b, "%6s %v\n", "", &s.Findings[i])
	}
}
