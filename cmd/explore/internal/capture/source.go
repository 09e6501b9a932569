package capture

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
)

// A Fault is why reading a capture or a log ended early, and where. What was
// read before it counts.
type Fault struct {
	Name  string // of the input
	Where string // as in "frame 12"
	Err   error
	Hint  string
}

// Error returns what is wrong, where, and on a second line what to do.
func (f *Fault) Error() string {
	text := f.Name
	if f.Where != "" {
		text += ": " + f.Where
	}
	return fmt.Sprintf("%s: %v\nhint: %s", text, f.Err, f.Hint)
}

// Unwrap returns the error alone.
func (f *Fault) Unwrap() error { return f.Err }

// A record is a frame as it was captured.
type record struct {
	link   wire.LinkType
	at     time.Duration // since 1970
	octets []byte        // good until the next one is read
}

// frames reads frames one by one; the error is [io.EOF] behind the last.
type frames interface {
	next() (record, error)
}

// A format is what an input turned out to be.
type format uint8

const (
	pcap format = iota
	pcapng
	jsonLines
)

// magics are the numbers that a pcap file begins with, in both byte orders, for
// micro- and nanoseconds.
var magics = map[uint32]bool{magicBig: true, magicLittle: true, magicNano: true, magicLittleNano: true}

const (
	magicBig        = 0xa1b2c3d4
	magicLittle     = 0xd4c3b2a1
	magicNano       = 0xa1b23c4d
	magicLittleNano = 0x4d3cb2a1

	ngMagic  = 0x0a0d0d0a
	gzMagic  = 0x1f8b
	openHint = "explore trace reads pcap, pcapng and JSON Lines event logs, each also compressed by gzip"
)

// open looks at the first octets of an input to see what it is, and unpacks it
// if need be.
func open(r io.Reader) (*bufio.Reader, format, error) {
	b := bufio.NewReaderSize(r, 1<<18)
	head, err := b.Peek(4)
	if len(head) >= 2 && binary.BigEndian.Uint16(head) == gzMagic {
		z, zerr := gzip.NewReader(b)
		if zerr != nil {
			return nil, 0, zerr
		}
		b = bufio.NewReaderSize(z, 1<<18)
		head, err = b.Peek(4)
	}
	switch {
	case len(head) == 0 && (err == nil || err == io.EOF):
		return nil, 0, errors.New("it is empty")
	case err != nil && err != io.EOF:
		return nil, 0, err
	case len(head) == 4 && magics[binary.BigEndian.Uint32(head)]:
		return b, pcap, nil
	case len(head) == 4 && binary.BigEndian.Uint32(head) == ngMagic:
		return b, pcapng, nil
	case head[0] == '{':
		return b, jsonLines, nil
	}
	return nil, 0, errors.New("it is no capture")
}

// reader makes what reads the frames of a capture.
func reader(b *bufio.Reader, f format) (frames, error) {
	if f == pcap {
		return newRecords(b)
	}
	return newBlocks(b)
}
