package capture

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// octets reads the numbers of a file, in the order of octets of the machine that has
// written it.
type octets struct {
	b     *bufio.Reader
	big   bool         // numbers begin with their high octet
	large bytes.Buffer // what the buffer has no room for
}

// peek returns the next n octets, which fit into the buffer and are still to come:
// [io.EOF] if there is none at all, [io.ErrUnexpectedEOF] if there are fewer.
func (o *octets) peek(n int) ([]byte, error) {
	head, err := o.b.Peek(n)
	if err != nil && len(head) > 0 {
		err = cut(err)
	}
	return head, err
}

// take returns the next n octets, and goes on to what follows them. They are good until
// something else is read. What the buffer has no room for is read as it comes: a
// number in a damaged file takes no memory.
func (o *octets) take(n int) ([]byte, error) {
	data, err := o.peek(n)
	if errors.Is(err, bufio.ErrBufferFull) {
		o.large.Reset()
		_, err = io.CopyN(&o.large, o.b, int64(n))
		return o.large.Bytes(), err
	}
	if err != nil {
		return nil, err
	}
	_, err = o.b.Discard(n) // moves nothing
	return data, err
}

func (o *octets) short(b []byte) uint16 {
	if o.big {
		return binary.BigEndian.Uint16(b)
	}
	return binary.LittleEndian.Uint16(b)
}

func (o *octets) number(b []byte) uint32 {
	if o.big {
		return binary.BigEndian.Uint32(b)
	}
	return binary.LittleEndian.Uint32(b)
}

// cut is the error of what ends where it may not.
func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
