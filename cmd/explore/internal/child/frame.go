package child

import (
	"encoding/binary"
	"fmt"
	"io"
)

// A frame is a length of four octets, most significant first, a kind, and as many
// octets as the length says.
type frame struct {
	kind    byte
	payload []byte
}

// The kinds of frames.
const (
	packet  = 'P' // an IP packet, either way
	command = 'C' // to the child
	done    = 'D' // of the child, when it has come to rest
)

// longestFrame is how long a payload may be: an IP packet, and some room.
const longestFrame = 1 << 17

// write writes a frame.
func (f frame) write(w io.Writer) error {
	b := binary.BigEndian.AppendUint32(make([]byte, 0, 5+len(f.payload)), uint32(len(f.payload)))
	_, err := w.Write(append(append(b, f.kind), f.payload...))
	return err
}

// readFrame reads a frame. The error of what is no frame is a *nonsense.
func readFrame(r io.Reader) (f frame, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return f, err
	}
	n := binary.BigEndian.Uint32(head[:])
	if f.kind = head[4]; n > longestFrame || f.kind != packet && f.kind != done {
		return f, &nonsense{fmt.Sprintf("a frame of kind %q and %d octets", f.kind, n)}
	}
	f.payload = make([]byte, n)
	_, err = io.ReadFull(r, f.payload)
	return f, err
}

// A nonsense is the error of what a child has said and nobody understands.
type nonsense struct{ what string }

func (n *nonsense) Error() string { return "it answers nonsense: " + n.what }
