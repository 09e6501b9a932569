package wire

import "encoding/binary"

// What is not looked into of IEEE 802.11.
const (
	management = iota
	control
	noData
	encrypted
	aggregated
	wrongFCS
)

// The bits of the frame control field of IEEE 802.11, and of the QoS control
// field.
const (
	typeMask, typeData = 0x0c, 0x08
	subtypeNull        = 0x40
	subtypeQoS         = 0x80
	bothWays           = 0x03 // to and from a distribution system: a fourth address
	protected          = 0x40
	order              = 0x80 // of a frame with QoS: an HT control field
	qosAggregate       = 0x80
)

// radio takes apart a frame of IEEE 802.11.
func (d *Decoder) radio(data []byte) Content { return d.wireless(data, false) }

// wireless takes apart a frame of IEEE 802.11, whose header may be padded to
// whole words.
func (d *Decoder) wireless(data []byte, padded bool) Content {
	if len(data) < 2 {
		return Broken
	}
	switch kind := data[0] & typeMask; {
	case kind == 0:
		return d.other(radioFrames, management)
	case kind != typeData:
		return d.other(radioFrames, control)
	case data[0]&subtypeNull != 0:
		return d.other(radioFrames, noData)
	case data[1]&protected != 0:
		return d.other(radioFrames, encrypted)
	}
	header := 24
	if data[1]&bothWays == bothWays {
		header += 6
	}
	if data[0]&subtypeQoS != 0 {
		if len(data) < header+2 {
			return Broken
		}
		if data[header]&qosAggregate != 0 {
			return d.other(radioFrames, aggregated)
		}
		if header += 2; data[1]&order != 0 {
			header += 4
		}
	}
	if padded {
		header = (header + 3) &^ 3
	}
	if len(data) < header {
		return Broken
	}
	return d.llc(data[header:])
}

// radiotap takes apart a frame of IEEE 802.11 behind a radiotap header. Of that
// the flags count, the second field if there is one.
func (d *Decoder) radiotap(data []byte) Content {
	const timestamp, flags, more = 1 << 0, 1 << 1, 1 << 31
	if len(data) < 8 {
		return Broken
	}
	length := int(binary.LittleEndian.Uint16(data[2:]))
	if length < 8 || length > len(data) {
		return Broken
	}
	present, at := binary.LittleEndian.Uint32(data[4:]), 8
	for word := present; word&more != 0; at += 4 {
		if at+4 > length {
			return Broken
		}
		word = binary.LittleEndian.Uint32(data[at:])
	}
	if present&timestamp != 0 {
		at = (at+7)&^7 + 8
	}
	const padding, wrong = 0x20, 0x40
	bits := byte(0)
	if present&flags != 0 && at < length {
		bits = data[at]
	}
	if bits&wrong != 0 {
		return d.other(radioFrames, wrongFCS)
	}
	return d.wireless(data[length:], bits&padding != 0)
}

// prism takes apart a frame of IEEE 802.11 behind a Prism or an AVS header. Both
// say how long they are, in their own order.
func (d *Decoder) prism(data []byte) Content {
	if len(data) < 8 {
		return Broken
	}
	length := uint64(binary.LittleEndian.Uint32(data[4:]))
	if binary.BigEndian.Uint32(data)>>12 == 0x80211 { // the magic number of AVS
		length = uint64(binary.BigEndian.Uint32(data[4:]))
	}
	if length < 8 || length > uint64(len(data)) {
		return Broken
	}
	return d.wireless(data[length:], false)
}
