package ladder

import (
	"bytes"
	"encoding/json"
	"io"
)

// MarshalJSON writes the state and the fields as one object.
func (e End) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	put := func(name string, value any) error {
		v, err := json.Marshal(value)
		if err != nil {
			return err
		}
		b.WriteByte(",{"[boolean(b.Len() == 0)])
		key, err := json.Marshal(name)
		b.Write(key)
		b.WriteByte(':')
		b.Write(v)
		return err
	}
	err := put("state", e.State)
	for _, f := range e.Fields {
		if err == nil {
			err = put(f.Name, f.Value)
		}
	}
	b.WriteByte('}')
	return b.Bytes(), err
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// JSON writes the ladder as one object on one line, with all states and all
// fields. Sequence numbers are absolute there, but for the texts of messages.
func (l *Ladder) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(l)
}
