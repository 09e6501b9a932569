package capture

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
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

// frames reads frames one by one; data is good until the next call.
type frames interface {
	ZeroCopyReadPacketData() (data []byte, ci gopacket.CaptureInfo, err error)
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

// reader makes what reads the frames of a capture, and says how the link type
// of a frame is found.
func reader(b *bufio.Reader, f format) (frames, func(gopacket.CaptureInfo) layers.LinkType, error) {
	if f == pcap {
		r, link, err := newRecords(b)
		if err != nil {
			return nil, nil, err
		}
		return r, func(gopacket.CaptureInfo) layers.LinkType { return link }, nil
	}
	options := pcapgo.NgReaderOptions{WantMixedLinkType: true, SkipUnknownVersion: true}
	r, err := pcapgo.NewNgReader(b, options)
	if err != nil {
		return nil, nil, err
	}
	return r, func(ci gopacket.CaptureInfo) layers.LinkType {
		if len(ci.AncillaryData) > 0 {
			if link, ok := ci.AncillaryData[0].(layers.LinkType); ok {
				return link
			}
		}
		return r.LinkType()
	}, nil
}
