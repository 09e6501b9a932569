package wire

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// minHeader is the length in octets of a header without options.
const minHeader = 20

// segment takes apart a TCP segment that had the given length when it was sent
// (RFC 9293 section 3.1).
func (d *Decoder) segment(data []byte, length int) Content {
	if len(data) < minHeader {
		return Broken
	}
	header := int(data[12]>>4) * 4
	if header < minHeader || header > length {
		return Broken
	}
	d.raw = data
	number, p := binary.BigEndian.Uint16, &d.Packet
	p.From, p.To = socket(d.src, number(data)), socket(d.dst, number(data[2:]))
	if checked := d.Checksums || len(d.ChecksumsTo) > 0 && slices.Contains(d.ChecksumsTo, p.To.Addr()); checked && len(data) == length && d.wrongChecksum(data) {
		return Mangled
	}
	g := fsm.Segment{
		SEQ: fsm.Seq(binary.BigEndian.Uint32(data[4:])), WND: uint32(number(data[14:])),
		Text: uint32(length - header), CTL: fsm.Control(data[13] & 0x3f),
	}
	if g.CTL.Has(fsm.ACK) {
		g.ACK = fsm.Seq(binary.BigEndian.Uint32(data[8:]))
	}
	if g.CTL.Has(fsm.URG) {
		g.UP = uint32(number(data[18:]))
	}
	captured := min(header, len(data))
	p.Segment, p.Octets = g, data[captured:]
	p.Scaled, p.Shift = false, 0
	d.Malformed = !d.options(data[minHeader:captured]) || captured < header
	return TCP
}

// options reads the options of a segment, and reports whether they are well-formed.
// Those that are not are passed over: what stands before them counts.
func (d *Decoder) options(list []byte) bool {
	for len(list) > 0 {
		kind, data, rest, ok := firstOption(list)
		if !ok {
			return false
		}
		d.option(kind, data)
		list = rest
	}
	return true
}

// firstOption takes the first option off a list of them, as TCP and IPv4 have it, and
// reports whether it is well-formed.
func firstOption(list []byte) (kind byte, data, rest []byte, ok bool) {
	const end, nop = 0, 1
	switch {
	case list[0] == end:
		return end, nil, nil, true
	case list[0] == nop:
		return nop, nil, list[1:], true
	case len(list) < 2 || list[1] < 2 || int(list[1]) > len(list):
		return 0, nil, nil, false
	}
	return list[0], list[2:list[1]], list[list[1]:], true
}

// The options that a SYN may carry, and that are looked at.
const (
	optionMSS   = 2
	optionScale = 3
)

// option reads an option that a SYN may carry.
func (d *Decoder) option(kind byte, data []byte) {
	p := &d.Packet
	switch {
	case !p.Segment.CTL.Has(fsm.SYN):
	case kind == optionMSS && len(data) == 2:
		p.Segment.MSS = binary.BigEndian.Uint16(data)
	case kind == optionScale && len(data) == 1:
		p.Scaled, p.Shift = true, min(data[0], maxShift)
	}
}

// Raw returns the last segment, header and text, as far as it was captured. It is
// part of the frame.
func (d *Decoder) Raw() []byte { return d.raw }

func socket(address []byte, port uint16) netip.AddrPort {
	if len(address) == 4 {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(address)), port)
	}
	return netip.AddrPortFrom(netip.AddrFrom16([16]byte(address)), port)
}
