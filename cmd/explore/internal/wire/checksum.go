package wire

import (
	"encoding/binary"
	"net/netip"
)

// wrongChecksum reports whether the checksum of a segment is wrong (RFC 9293
// section 3.1), pseudo header included.
func (d *Decoder) wrongChecksum(data []byte) bool {
	return fold(addWords(pseudo(protocolTCP, d.src, d.dst)+uint32(len(data)), data)) != 0xffff
}

// pseudo is the sum of the pseudo header but for the length.
func pseudo(of protocolNumber, src, dst []byte) uint32 {
	return addWords(addWords(uint32(of), src), dst)
}

// Damaged reports whether a segment between two addresses is certainly not what was
// sent, by its checksum. Raw is what was captured of it, with the header at least,
// and length what it had when it was sent: of one that was cut nothing is certain,
// nor of one whose checksum is left to the network card of the sender.
func Damaged(from, to netip.Addr, raw []byte, length int) bool {
	if len(raw) < length {
		return false
	}
	bare := pseudo(protocolTCP, from.AsSlice(), to.AsSlice())
	whole, sum := bare+uint32(length), uint32(binary.BigEndian.Uint16(raw[16:]))
	if sum == 0 || sum == fold(bare) || sum == fold(whole) { // without the length if the card cuts it to size
		return false
	}
	return fold(addWords(whole, raw)) != 0xffff
}

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
