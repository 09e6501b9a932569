package trace

import (
	"io"
	"math/big"
)

// ITF writes the trace in the Informal Trace Format of Apalache (its ADR 15): one
// state for each state, with the name of the step that led there in the variable
// "action" unless the model has one of that name. Numbers that readers of JSON
// would round are big integers. An infinite behaviour leads from its last state
// back to the one whose index is loop; one that ends stays in its last state.
func (t *Trace) ITF(w io.Writer) error {
	f := ITF{Description: t.Title}
	name := "action"
	if find(t.States[0].Vars, name) != nil {
		name = ""
	}
	for _, s := range t.States {
		state := s.Vars
		if name != "" {
			state = append([]Var{{name, s.Action}}, state...)
		}
		f.States = append(f.States, state)
	}
	if t.Endless {
		f.Loop = &t.Loop
	}
	return f.Write(w)
}

// An ITF is a trace in the Informal Trace Format as it is written, for those who
// have their states from elsewhere.
type ITF struct {
	Description string
	States      [][]Var // the variables of each, the same in all
	Loop        *int    // the index of the state that the last one leads back to; nil: none
}

// Write writes the trace as one JSON object on one line.
func (f *ITF) Write(w io.Writer) error {
	object := struct {
		Meta   map[string]any   `json:"#meta"`
		Params []string         `json:"params"`
		Vars   []string         `json:"vars"`
		States []map[string]any `json:"states"`
		Loop   *int             `json:"loop,omitempty"`
	}{Meta: map[string]any{"format": "ITF", "description": f.Description}, Params: []string{}, Loop: f.Loop}
	for i, vars := range f.States {
		state := map[string]any{"#meta": map[string]any{"index": i}}
		for _, v := range vars {
			if i == 0 {
				object.Vars = append(object.Vars, v.Name)
			}
			state[v.Name] = itfValue(v.Value)
		}
		object.States = append(object.States, state)
	}
	return encode(w, object)
}

// exact is the largest integer up to which JSON readers have all of them.
const exact = 1<<53 - 1

// itfValue returns a value as the format has it.
func itfValue(x any) any {
	switch x := x.(type) {
	case int64:
		if x > exact || x < -exact {
			return bigInt(big.NewInt(x))
		}
	case uint64:
		if x > exact {
			return bigInt(new(big.Int).SetUint64(x))
		}
	case []any:
		items := make([]any, len(x))
		for i := range x {
			items[i] = itfValue(x[i])
		}
		return items
	case []Var:
		record := make([]Var, len(x))
		for i, f := range x {
			record[i] = Var{f.Name, itfValue(f.Value)}
		}
		return fields(record)
	}
	return x
}

func bigInt(n *big.Int) any { return map[string]string{"#bigint": n.String()} }
