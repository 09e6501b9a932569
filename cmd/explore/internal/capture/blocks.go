package capture

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
)

// blocks reads the frames of a pcapng file (draft-ietf-opsawg-pcapng). It is a row of
// blocks: a section tells its order of octets, an interface the link type and the clock
// of what was captured on it.
type blocks struct {
	octets
	foreign    bool // the section is of a version that nobody here knows
	interfaces []device
	last       time.Duration // the time of the last frame
}

// A device is an interface on which frames were captured.
type device struct {
	link   wire.LinkType
	most   uint32 // octets captured of a frame; 0: all
	second uint64 // in units of its clock
	offset int64  // seconds that its clock is behind
}

// The kinds of blocks that are read.
const (
	ngSection   = ngMagic // the same in both orders of octets
	ngInterface = 1
	ngObsolete  = 2 // packets, once
	ngSimple    = 3
	ngPacket    = 6
)

// mostBlock is what the block of a frame or of an interface may have, in octets, as
// libpcap reads them.
const mostBlock = 16 << 20

// newBlocks reads the header of the first section.
func newBlocks(b *bufio.Reader) (*blocks, error) {
	r := &blocks{octets: octets{b: b}}
	_, body, err := r.block()
	if err == nil {
		err = r.section(body)
	}
	return r, err
}

// next returns the next frame.
func (r *blocks) next() (record, error) {
	for {
		kind, body, err := r.block()
		if err != nil {
			return record{}, err
		}
		switch kind {
		case ngSection:
			err = r.section(body)
		case ngInterface:
			err = r.describe(body)
		case ngPacket, ngObsolete, ngSimple:
			return r.frame(kind, body)
		}
		if err != nil {
			return record{}, err
		}
	}
}

// block returns what the next block holds. Of a kind that is not read it is nothing, and
// the kind is 0, which is none.
func (r *blocks) block() (kind uint32, body []byte, err error) {
	const kindLength, order, around = 8, 12, 12
	head, err := r.peek(kindLength)
	if err != nil {
		return 0, nil, err
	}
	if binary.BigEndian.Uint32(head) == ngSection {
		if head, err = r.peek(order); err != nil {
			return 0, nil, err
		}
		const magic = 0x1a2b3c4d
		r.big = binary.BigEndian.Uint32(head[kindLength:]) == magic
		if r.number(head[kindLength:]) != magic {
			return 0, nil, errors.New("the header of a section has no order of octets")
		}
	}
	kind, length := r.number(head), r.number(head[4:])
	read := kind == ngSection || !r.foreign && (kind == ngInterface || kind == ngObsolete || kind == ngSimple || kind == ngPacket)
	switch {
	case length < around:
		return 0, nil, fmt.Errorf("its block has %d octets, fewer than any has", length)
	case !read:
		_, err = r.b.Discard(int(length))
		return 0, nil, cut(err)
	case length > mostBlock:
		return 0, nil, fmt.Errorf("its block has %d octets, more than %d", length, mostBlock)
	}
	data, err := r.take(int(length))
	if err != nil {
		return 0, nil, cut(err)
	}
	return kind, data[kindLength : length-4], nil // behind it stands its length again
}

// section begins another section, which knows nothing of the interfaces of the last.
func (r *blocks) section(body []byte) error {
	const known = 1
	if len(body) < 16 {
		return errors.New("the header of a section is cut")
	}
	r.foreign, r.interfaces = r.short(body[4:]) != known, r.interfaces[:0]
	return nil
}

// describe notes an interface.
func (r *blocks) describe(body []byte) error {
	if len(body) < 8 {
		return errors.New("the description of an interface is cut")
	}
	d := device{link: wire.LinkType(r.short(body)), most: r.number(body[4:]), second: 1e6}
	const header, end, resolution, offset = 4, 0, 9, 14
	for rest := body[8:]; len(rest) >= header; {
		kind, n := r.short(rest), int(r.short(rest[2:]))
		if kind == end || header+n > len(rest) {
			break
		}
		value := rest[header : header+n]
		switch {
		case kind == resolution && n > 0:
			d.second = units(value[0])
		case kind == offset && n >= 8:
			d.offset = r.signed(value)
		}
		rest = rest[min(header+(n+3)&^3, len(rest)):]
	}
	if d.second == 0 {
		return errors.New("the clock of an interface is finer than its numbers")
	}
	r.interfaces = append(r.interfaces, d)
	return nil
}

// units returns the units of a clock in a second, as an option tells them: as a power
// of ten or, with the high bit, of two. It is 0 if there are too many.
func units(told byte) uint64 {
	const binary, mostDigits = 0x80, 19
	switch power := told &^ binary; {
	case told&binary != 0 && power < 64:
		return 1 << power
	case told&binary == 0 && power <= mostDigits:
		n := uint64(1)
		for range power {
			n *= 10
		}
		return n
	}
	return 0
}

func (r *blocks) signed(b []byte) int64 {
	if r.big {
		return int64(binary.BigEndian.Uint64(b))
	}
	return int64(binary.LittleEndian.Uint64(b))
}

// frame returns the frame in a block.
func (r *blocks) frame(kind uint32, body []byte) (record, error) {
	header, captured := 20, 12
	if kind == ngSimple {
		header, captured = 4, 0
	}
	if len(body) < header {
		return record{}, errors.New("its block is cut")
	}
	on := uint32(0)
	switch kind {
	case ngPacket:
		on = r.number(body)
	case ngObsolete: // behind it stands how many frames were lost
		on = uint32(r.short(body))
	}
	if int64(on) >= int64(len(r.interfaces)) {
		return record{}, fmt.Errorf("it is of interface %d, and %d are described", on, len(r.interfaces))
	}
	d, n := &r.interfaces[on], int64(r.number(body[captured:]))
	switch {
	case kind != ngSimple:
		r.last = d.moment(uint64(r.number(body[4:]))<<32 | uint64(r.number(body[8:])))
	case d.most > 0: // it tells how long the frame was, and no time: it is as late as the one before
		n = min(n, int64(d.most))
	}
	if rest := body[header:]; n > int64(len(rest)) {
		return record{}, fmt.Errorf("%d octets of it were captured, and its block has %d", n, len(rest))
	}
	return record{d.link, r.last, body[header:][:n]}, nil
}

// moment returns the time that a clock shows, as what has passed since 1970.
func (d *device) moment(shown uint64) time.Duration {
	high, low := bits.Mul64(shown%d.second, uint64(time.Second))
	fraction, _ := bits.Div64(high, low, d.second)
	return time.Duration(int64(shown/d.second)+d.offset)*time.Second + time.Duration(fraction)
}
