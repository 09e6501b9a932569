package ladder

import (
	"encoding/json"
	"io"
)

// An itf is a trace in the Informal Trace Format of Apalache.
type itf struct {
	Meta   map[string]any   `json:"#meta"`
	Params []string         `json:"params"`
	Vars   []string         `json:"vars"`
	States []map[string]any `json:"states"`
	Loop   *int             `json:"loop,omitempty"`
}

// ITF writes the ladder in the Informal Trace Format: one state for each
// moment, with the step that led there. The cycle of an infinite behaviour is
// written once and leads back to the state whose index is loop; a behaviour
// that ends is one that stays in its last state.
func (l *Ladder) ITF(w io.Writer) error {
	t := itf{
		Meta:   map[string]any{"format": "ITF", "description": l.Title},
		Params: []string{},
		Vars:   []string{"step", "time", "event", l.Ends[0], l.Ends[1], "network"},
	}
	t.add(l.Ends, l.Start, Step{Event: "initial"})
	for _, s := range l.all() {
		if s.Arrives != nil {
			s.Event = s.Arrives.label() + " arrives"
		}
		t.add(l.Ends, s.After, s)
	}
	if l.Endless {
		at := len(l.Steps)
		t.Loop = &at
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(t)
}

func (t *itf) add(ends [2]string, m Moment, s Step) {
	t.States = append(t.States, map[string]any{
		"#meta": map[string]any{"index": len(t.States)},
		"step":  s.N, "time": s.Time, "event": s.Event,
		ends[0]: m.Ends[0], ends[1]: m.Ends[1],
		"network": map[string]any{"#tup": []any{m.Network[0], m.Network[1]}},
	})
}
