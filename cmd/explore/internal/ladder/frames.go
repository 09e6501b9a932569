package ladder

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Frames writes a capture with a line for each frame: when it was seen, the
// segment between the states of both ends, and below it what was found. What reaches
// one end alone comes from between them.
func (l *Ladder) Frames(w io.Writer) error {
	wide := 0
	for i := range l.Steps {
		if m := l.Steps[i].only(); m != nil {
			wide = max(wide, len(m.Segment.String()))
		} else if l.Steps[i].End >= 0 {
			wide = max(wide, len(l.Steps[i].Event))
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
	if m == nil && s.End < 0 {
		fmt.Fprintf(b, "... %s ...\n", s.Event)
		return
	}
	arrow := fmt.Sprintf("<- %-*s   ", wide, s.Event)
	switch {
	case m == nil && s.End != 0:
		arrow = fmt.Sprintf("   %-*s ->", wide, s.Event)
	case m == nil:
	case m.From != 0:
		arrow = fmt.Sprintf("<- %-*s --", wide, m.Segment)
	default:
		arrow = fmt.Sprintf("-- %-*s ->", wide, m.Segment)
	}
	fmt.Fprintf(b, "%6d %12.6f  %-13s %s %s\n", s.N, time.Duration(s.Time).Seconds(), s.After.Ends[0].State, arrow, s.After.Ends[1].State)
	for i := range s.Findings {
		fmt.Fprintf(b, "%6s %v\n", "", &s.Findings[i])
	}
}
