package wire

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// maxText is the longest text that a packet is made for, in octets: more than
// any network card takes in one piece.
const maxText = 1 << 20

// Encode returns the IP packet that carries the segment, with right checksums. Its
// text is p.Octets, and zeros behind them; a tunnel is left out. Windows beyond 16 bits, which no header has without an
// option, are cut. A packet that is longer than its header can say has a length
// of 0 there, as one has that was captured before the network card cut it to size.
func (p *Packet) Encode() ([]byte, error) {
	text := int(p.Segment.Text)
	if p.Segment.Text > maxText {
		return nil, fmt.Errorf("no packet has room for a text of %d octets", p.Segment.Text)
	}
	from, to := p.From.Addr(), p.To.Addr()
	if from.Is4() && !to.Is4() {
		return nil, fmt.Errorf("%v and %v are of two families", from, to)
	}
	header := p.header()
	b := make([]byte, 0, 40+len(header)+text)
	b = appendIP(b, from, to, protocolTCP, len(header)+text)
	tcp := len(b)
	b = append(append(b, header...), p.Octets[:min(len(p.Octets), text)]...)
	b = b[:tcp+len(header)+text]
	sum := addWords(pseudo(protocolTCP, from.AsSlice(), to.AsSlice())+uint32(len(b)-tcp), b[tcp:])
	binary.BigEndian.PutUint16(b[tcp+16:], ^uint16(fold(sum)))
	return b, nil
}

// EncodeReport returns the packet in which the receiver of p tells its sender of an error by ICMP:
// a type and a code of the version of IP, and the MTU of the next link, 0 if the error is not about
// that (RFC 792, RFC 1191, RFC 4443). It quotes p as a whole.
func (p *Packet) EncodeReport(kind, code uint8, mtu uint16) ([]byte, error) {
	quoted, err := p.Encode()
	if err != nil {
		return nil, err
	}
	message := append([]byte{kind, code, 0, 0, 0, 0, byte(mtu >> 8), byte(mtu)}, quoted...)
	from, to := p.To.Addr(), p.From.Addr()
	if !from.Is4() {
		return EncodeICMPv6(from, to, hops, message), nil
	}
	binary.BigEndian.PutUint16(message[2:], ^uint16(fold(addWords(0, message))))
	return append(appendIP(nil, from, to, protocolICMP, len(message)), message...), nil
}

// hops is how far a packet goes.
const hops = 64

// appendIP appends the header of an IP packet that carries so many octets of a protocol.
func appendIP(b []byte, from, to netip.Addr, carries protocolNumber, length int) []byte {
	if !from.Is4() {
		return appendIPv6(b, from, to, carries, hops, length)
	}
	const header = 20
	b = append(b, 0x45, 0)
	b = binary.BigEndian.AppendUint16(b, inHeader(header+length))
	b = append(b, 0, 0, 0, 0, hops, byte(carries), 0, 0)
	b = append(append(b, from.AsSlice()...), to.AsSlice()...)
	binary.BigEndian.PutUint16(b[10:], ^uint16(fold(addWords(0, b))))
	return b
}

func appendIPv6(b []byte, from, to netip.Addr, next protocolNumber, hops uint8, length int) []byte {
	b = append(b, 0x60, 0, 0, 0)
	b = binary.BigEndian.AppendUint16(b, inHeader(length))
	b = append(b, byte(next), hops)
	src, dst := from.As16(), to.As16()
	return append(append(b, src[:]...), dst[:]...)
}

// EncodeICMPv6 returns the packet that carries a message of ICMPv6, whose checksum it
// fills in.
func EncodeICMPv6(from, to netip.Addr, hops uint8, message []byte) []byte {
	b := append(appendIPv6(nil, from, to, protocolICMPv6, hops, len(message)), message...)
	message = b[len(b)-len(message):]
	sum := addWords(pseudo(protocolICMPv6, from.AsSlice(), to.AsSlice())+uint32(len(message)), message)
	binary.BigEndian.PutUint16(message[2:], ^uint16(fold(sum)))
	return b
}

// inHeader returns a length as a header of 16 bits has it.
func inHeader(length int) uint16 {
	if length > 1<<16-1 {
		return 0
	}
	return uint16(length)
}

// header returns the TCP header, without its checksum (RFC 9293 section 3.1).
func (p *Packet) header() []byte {
	g, order := &p.Segment, binary.BigEndian
	b := order.AppendUint16(make([]byte, 0, minHeader+8), p.From.Port())
	b = order.AppendUint16(b, p.To.Port())
	b = order.AppendUint32(b, uint32(g.SEQ))
	ack := uint32(p.Blank)
	if g.CTL.Has(fsm.ACK) {
		ack = uint32(g.ACK)
	}
	b = append(order.AppendUint32(b, ack), 0, byte(g.CTL))
	b = order.AppendUint16(b, uint16(min(g.WND, 1<<16-1)))
	b = order.AppendUint32(b, uint32(uint16(g.UP))) // behind the checksum
	b = p.appendOptions(b)
	b[12] = byte(len(b)/4) << 4
	return b
}

// appendOptions appends the options of a segment, to whole words.
func (p *Packet) appendOptions(b []byte) []byte {
	if p.Segment.MSS > 0 {
		b = binary.BigEndian.AppendUint16(append(b, optionMSS, 4), p.Segment.MSS)
	}
	if p.Scaled {
		b = append(b, optionScale, 3, min(p.Shift, maxShift), 0)
	}
	return b
}
