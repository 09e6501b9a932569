package capture

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// records reads the frames of a pcap file where they lie in the buffer, since most
// of what it takes to read a file is to copy it. What stands before them the library
// reads.
type records struct {
	b     *bufio.Reader
	big   bool          // numbers begin with their high octet
	unit  time.Duration // of the fractions of a second
	most  uint32        // octets of a frame
	large bytes.Buffer  // a frame for which the buffer has no room
}

// mostOctets is what a frame may have whatever the file says that frames have, as
// tcpdump reads them.
const mostOctets = 1 << 18

// newRecords reads the header of a file, and returns the link type of its frames.
func newRecords(b *bufio.Reader) (*records, layers.LinkType, error) {
	head, err := b.Peek(4)
	if err != nil {
		return nil, 0, err
	}
	magic := binary.BigEndian.Uint32(head)
	header, err := pcapgo.NewReader(b)
	if err != nil {
		return nil, 0, err
	}
	r := &records{b: b, big: magic == magicBig || magic == magicNano, unit: time.Microsecond, most: max(mostOctets, header.Snaplen())}
	if magic == magicNano || magic == magicLittleNano {
		r.unit = time.Nanosecond
	}
	const number = 0xffff // beside it stands how long the check sequence of a frame is
	return r, header.LinkType() & number, nil
}

// recordHeader is the octets before a frame: when it was seen, how much of it was
// captured, and how long it was.
const recordHeader = 16

// ZeroCopyReadPacketData returns the next frame. Its octets are good until the next
// call.
func (r *records) ZeroCopyReadPacketData() (data []byte, ci gopacket.CaptureInfo, err error) {
	head, err := r.b.Peek(recordHeader)
	if err != nil {
		if len(head) > 0 && errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, ci, err
	}
	captured, length := r.number(head[8:]), r.number(head[12:])
	ci.CaptureLength, ci.Length = int(captured), int(length)
	ci.Timestamp = time.Unix(int64(r.number(head)), int64(r.number(head[4:]))*int64(r.unit)).UTC()
	switch {
	case captured > r.most:
		return nil, ci, fmt.Errorf("it has %d octets, more than %d", captured, r.most)
	case captured > length:
		return nil, ci, fmt.Errorf("%d octets of it were captured, and it has %d", captured, length)
	}
	data, err = r.octets(int(captured))
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return data, ci, err
}

func (r *records) number(b []byte) uint32 {
	if r.big {
		return binary.BigEndian.Uint32(b)
	}
	return binary.LittleEndian.Uint32(b)
}

// octets returns the n octets behind a header, and goes on to what follows them.
func (r *records) octets(n int) ([]byte, error) {
	both, err := r.b.Peek(recordHeader + n)
	if errors.Is(err, bufio.ErrBufferFull) {
		return r.beyond(n)
	}
	if err != nil {
		return nil, err
	}
	_, err = r.b.Discard(len(both)) // moves nothing
	return both[recordHeader:], err
}

// beyond reads a frame for which the buffer has no room.
func (r *records) beyond(n int) ([]byte, error) {
	if _, err := r.b.Discard(recordHeader); err != nil {
		return nil, err
	}
	r.large.Reset()
	_, err := io.CopyN(&r.large, r.b, int64(n))
	return r.large.Bytes(), err
}
