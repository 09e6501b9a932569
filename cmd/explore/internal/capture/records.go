package capture

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
)

// records reads the frames of a pcap file where they lie in the buffer, since most
// of what it takes to read a file is to copy it.
type records struct {
	octets
	link wire.LinkType
	unit time.Duration // of the fractions of a second
	most uint32        // octets of a frame
}

// mostOctets is what a frame may have whatever the file says that frames have, as
// tcpdump reads them.
const mostOctets = 1 << 18

// newRecords reads the header of a file.
func newRecords(b *bufio.Reader) (*records, error) {
	const header = 24
	r := &records{octets: octets{b: b}, unit: time.Microsecond}
	head, err := r.take(header)
	if err != nil {
		return nil, err
	}
	magic := binary.BigEndian.Uint32(head)
	r.big = magic == magicBig || magic == magicNano
	if magic == magicNano || magic == magicLittleNano {
		r.unit = time.Nanosecond
	}
	if major, minor := r.short(head[4:]), r.short(head[6:]); major != 2 || minor != 4 {
		return nil, fmt.Errorf("it is of version %d.%d of pcap, and 2.4 can be read", major, minor)
	}
	r.most = max(mostOctets, r.number(head[16:]))
	r.link = wire.LinkType(r.number(head[20:])) // above it stands how long the check sequence of a frame is
	return r, nil
}

// recordHeader is the octets before a frame: when it was seen, how much of it was
// captured, and how long it was.
const recordHeader = 16

// next returns the next frame.
func (r *records) next() (record, error) {
	head, err := r.peek(recordHeader)
	if err != nil {
		return record{}, err
	}
	captured, length := r.number(head[8:]), r.number(head[12:])
	at := time.Duration(r.number(head))*time.Second + time.Duration(r.number(head[4:]))*r.unit
	switch {
	case captured > r.most:
		return record{}, fmt.Errorf("it has %d octets, more than %d", captured, r.most)
	case captured > length:
		return record{}, fmt.Errorf("%d octets of it were captured, and it has %d", captured, length)
	}
	data, err := r.take(recordHeader + int(captured))
	if err != nil {
		return record{}, cut(err)
	}
	return record{r.link, at, data[recordHeader:]}, nil
}
