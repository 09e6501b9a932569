package blackbox

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"time"

	packets "github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A Stack is what is under test at the other end of a wire.
type Stack struct {
	Address       string     // of the wire, one of Wires
	Subject, Peer netip.Addr // what is under test, and who we are; both of IPv4 or both of IPv6
	Port          uint16     // of its application

	// Hook is a command that has it connect to PORT of ADDRESS, which are variables of its
	// environment; empty: there is none.
	Hook string

	Patience time.Duration // how long to wait for who is there
	Settle   time.Duration // how long it has to be silent to be at rest

	// Tap, if it is not nil, is told of each packet.
	Tap func(packet []byte, toSubject bool) error

	wire      wire
	neighbour net.HardwareAddr
	decoder   packets.Decoder
	next      uint16
	inbox     map[uint16][]packets.Packet // by our port
}

// Open opens the wire and finds who is under test.
func (s *Stack) Open() (err error) {
	if s.wire, err = open(s.Address, s.Patience); err != nil {
		return err
	}
	s.inbox, s.next = map[uint16][]packets.Packet{}, uint16(time.Now().UnixNano()) // a port may be in TIME-WAIT since the last time
	if err = s.resolve(); err != nil {
		_ = s.wire.close()
	}
	return err
}

// Close closes the wire.
func (s *Stack) Close() error { return s.wire.close() }

// Connection returns a connection between ports of which ours is new.
func (s *Stack) Connection() (conform.Connection, error) {
	s.next++
	return &connection{stack: s, port: 1024 + s.next%60000, theirs: s.Port + 1}, nil
}

// listen reads frames for some time, or until something is so.
func (s *Stack) listen(d time.Duration, until func() bool) error {
	for deadline := time.Now().Add(d); !until(); {
		frame, err := s.wire.read(deadline)
		if err != nil {
			return fmt.Errorf("%s: %w", s.Address, err)
		}
		if frame == nil {
			return nil
		}
		if err := s.take(frame); err != nil {
			return err
		}
	}
	return nil
}

// take puts a frame where it belongs. What is neither about neighbours nor TCP for us is
// passed over.
func (s *Stack) take(frame []byte) error {
	if len(frame) < ethernet {
		return nil
	}
	switch binary.BigEndian.Uint16(frame[12:]) {
	case typeARP:
		return s.heard(frame[ethernet:])
	case typeIPv6:
		if was, err := s.discovered(frame); was {
			return err
		}
	case typeIPv4:
	default:
		return nil
	}
	return s.arrived(frame[ethernet:])
}

// arrived keeps a packet of TCP for us.
func (s *Stack) arrived(ip []byte) error {
	if s.decoder.Decode(packets.LinkTypeRaw, ip) != packets.TCP {
		return nil
	}
	p := s.decoder.Packet
	if p.To.Addr() != s.Peer || p.From.Addr() != s.Subject {
		return nil
	}
	p.Octets = nil // they are part of the frame
	s.inbox[p.To.Port()] = append(s.inbox[p.To.Port()], p)
	if s.Tap != nil {
		return s.Tap(ip, false)
	}
	return nil
}

// send sends a segment.
func (s *Stack) send(from, to uint16, g fsm.Segment) error {
	p := packets.Packet{From: netip.AddrPortFrom(s.Peer, from), To: netip.AddrPortFrom(s.Subject, to), Segment: g}
	b, err := p.Encode()
	if err == nil && s.Tap != nil {
		err = s.Tap(b, true)
	}
	if err != nil {
		return err
	}
	kind := uint16(typeIPv4)
	if s.Subject.Is6() {
		kind = typeIPv6
	}
	return s.wire.write(framed(s.neighbour, kind, b))
}

// call has the subject connect to a port of ours.
func (s *Stack) call(port uint16) error {
	c := exec.Command("sh", "-c", s.Hook)
	c.Env = append(os.Environ(), fmt.Sprintf("PORT=%d", port), "ADDRESS="+s.Peer.String())
	if said, err := c.CombinedOutput(); err != nil {
		line, _, _ := strings.Cut(strings.TrimSpace(string(said)), "\n")
		return fmt.Errorf("the hook failed: %w: %s\nhint: it is to have the subject connect to $PORT of $ADDRESS, and not to wait", err, line)
	}
	return nil
}
