package wire

import (
	"encoding/binary"

	"github.com/gopacket/gopacket/layers"
)

// wrongChecksum reports whether the checksum of a segment is wrong (RFC 9293
// section 3.1), pseudo header included.
func (d *Decoder) wrongChecksum(data []byte) bool {
	return fold(addWords(d.pseudo(len(data)), data)) != 0xffff
}

// pseudo is the sum of the pseudo header of a segment of the given length.
func (d *Decoder) pseudo(length int) uint32 {
	return addWords(addWords(uint32(layers.IPProtocolTCP)+uint32(length), d.src), d.dst)
}

// A Seal says whether the octets of a text are those that were sent: what its
// checksum covers beside them.
type Seal struct {
	head uint16 // the sum of the pseudo header and the header
	kind seal
}

type seal uint8

// The kinds of seals.
const (
	sealed   seal = iota
	cut           // the checksum covers octets that were not captured
	unsealed      // the checksum is left to the network card: it has not been made yet
)

// Seal returns the seal of the text of the last segment.
func (d *Decoder) Seal() Seal {
	text := d.Packet.Octets
	header := d.whole[:len(d.whole)-len(text)]
	if len(d.whole) < d.length {
		return Seal{kind: cut}
	}
	pseudo := d.pseudo(d.length)
	sum := uint32(binary.BigEndian.Uint16(header[16:]))
	if sum == fold(pseudo) || sum == fold(d.pseudo(0)) { // of a packet that the card cuts to size, it adds the length too
		return Seal{kind: unsealed}
	}
	return Seal{head: uint16(fold(addWords(pseudo, header)))}
}

// Broken reports whether a text with the seal is certainly damaged.
func (s Seal) Broken(text []byte) bool {
	return s.kind == sealed && fold(addWords(uint32(s.head), text)) != 0xffff
}

// Bits returns the seal as a number, and [SealOf] makes it a seal again.
func (s Seal) Bits() uint32 { return uint32(s.kind)<<16 | uint32(s.head) }

// SealOf returns the seal whose Bits are given.
func SealOf(bits uint32) Seal { return Seal{uint16(bits), seal(bits >> 16)} }

// addWords adds the words of data to a sum of the Internet checksum (RFC 1071).
func addWords(sum uint32, data []byte) uint32 {
	for ; len(data) >= 2; data = data[2:] {
		if sum += uint32(data[0])<<8 | uint32(data[1]); sum > 1<<30 {
			sum = sum>>16 + sum&0xffff
		}
	}
	if len(data) == 1 {
		sum += uint32(data[0]) << 8
	}
	return sum
}

// fold makes a sum one of 16 bits.
func fold(sum uint32) uint32 {
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return sum
}
