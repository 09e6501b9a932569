package blackbox

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"time"
)

// The kinds of frames that matter, and the two operations of ARP (RFC 826).
const (
	typeIPv4 = 0x0800
	typeIPv6 = 0x86dd
	typeARP  = 0x0806

	arpRequest = 1
	arpReply   = 2
)

// ethernet is the length of the header of a frame; arpLength is that of ARP over it.
const (
	ethernet  = 14
	arpLength = 28
)

// own is our address on the wire, locally administered.
var (
	own       = net.HardwareAddr{0x02, 0, 0, 0x92, 0x93, 0x02}
	broadcast = net.HardwareAddr{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
)

// framed returns a frame from us.
func framed(to net.HardwareAddr, kind uint16, payload []byte) []byte {
	b := append(append([]byte{}, to...), own...)
	return append(binary.BigEndian.AppendUint16(b, kind), payload...)
}

// arp returns a frame of ARP from us.
func (s *Stack) arp(operation uint16, to net.HardwareAddr, about netip.Addr) []byte {
	b := []byte{0, 1, typeIPv4 >> 8, typeIPv4 & 0xff, 6, 4}
	b = binary.BigEndian.AppendUint16(b, operation)
	b = append(append(b, own...), s.Peer.AsSlice()...)
	b = append(append(b, to...), about.AsSlice()...)
	return framed(to, typeARP, b)
}

// heard understands a frame of ARP: it answers who asks for us, and learns who answers.
func (s *Stack) heard(b []byte) error {
	if len(b) < arpLength || binary.BigEndian.Uint16(b[2:]) != typeIPv4 {
		return nil
	}
	from, _ := netip.AddrFromSlice(b[14:18])
	about, _ := netip.AddrFromSlice(b[24:28])
	sender := net.HardwareAddr(append([]byte{}, b[8:14]...))
	if from == s.Subject {
		s.neighbour = sender
	}
	if binary.BigEndian.Uint16(b[6:]) == arpRequest && about == s.Peer {
		return s.wire.write(s.arp(arpReply, sender, from))
	}
	return nil
}

// resolve finds out the address on the wire of who is under test.
func (s *Stack) resolve() error {
	const again = 200 * time.Millisecond
	for begun := time.Now(); s.neighbour == nil; {
		if time.Since(begun) > s.Patience {
			return fmt.Errorf("nobody on %s answers for %v within %v\nhint: -address is the address of what is under test, -peer the one that we take; -patience is how long to wait", s.Address, s.Subject, s.Patience)
		}
		if err := s.wire.write(s.question()); err != nil {
			return fmt.Errorf("%s: %w", s.Address, err)
		}
		if err := s.listen(again, func() bool { return s.neighbour != nil }); err != nil {
			return err
		}
	}
	return nil
}

// question asks for the address on the wire of who is under test.
func (s *Stack) question() []byte {
	if s.Subject.Is4() {
		return s.arp(arpRequest, broadcast, s.Subject)
	}
	return s.solicitation()
}
