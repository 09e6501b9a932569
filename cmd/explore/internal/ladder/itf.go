package ladder

import (
	"io"

	"github.com/tcpfsm/tcpfsm/checker/trace"
)

// ITF writes the ladder in the Informal Trace Format of Apalache: one state for
// each moment, with the step that led there. The cycle of an infinite behaviour is
// written once and leads back to the state whose index is loop; a behaviour that
// ends is one that stays in its last state.
func (l *Ladder) ITF(w io.Writer) error {
	t := trace.ITF{Description: l.Title}
	t.States = append(t.States, l.vars(&l.Start, &Step{Event: "initial"}))
	for _, s := range l.all() {
		if s.Arrives != nil {
			s.Event = s.Arrives.label() + " arrives"
		}
		t.States = append(t.States, l.vars(&s.After, &s))
	}
	if l.Endless {
		at := len(l.Steps)
		t.Loop = &at
	}
	return t.Write(w)
}

// vars returns a moment and the step that led there as variables.
func (l *Ladder) vars(m *Moment, s *Step) []trace.Var {
	network := map[string]any{"#tup": []any{m.Network[0], m.Network[1]}}
	return []trace.Var{
		{Name: "step", Value: s.N}, {Name: "time", Value: s.Time}, {Name: "event", Value: s.Event},
		{Name: l.Ends[0], Value: m.Ends[0]}, {Name: l.Ends[1], Value: m.Ends[1]}, {Name: "network", Value: network},
	}
}
