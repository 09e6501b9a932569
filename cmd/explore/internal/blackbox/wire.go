package blackbox

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// A wire carries Ethernet frames.
type wire interface {
	// write sends a frame.
	write(frame []byte) error

	// read returns the next frame, or nil if none has come by the deadline.
	read(deadline time.Time) ([]byte, error)

	close() error
}

// Wires says what addresses of wires look like.
const Wires = "unix:PATH, unix-listen:PATH, udp:LOCAL,REMOTE, tap:DEVICE"

// open opens the wire of an address.
func open(address string, patience time.Duration) (wire, error) {
	kind, rest, _ := strings.Cut(address, ":")
	switch {
	case rest == "":
	case kind == "unix":
		c, err := net.DialTimeout("unix", rest, patience)
		if err != nil {
			return nil, fmt.Errorf("there is nobody at %s: %w\nhint: start what is under test first, or listen with unix-listen:%s", address, err, rest)
		}
		return &stream{Conn: c}, nil
	case kind == "unix-listen":
		return accept(rest, patience)
	case kind == "udp":
		return datagrams(rest)
	case kind == "tap":
		return openTap(rest)
	}
	return nil, fmt.Errorf("%q is no wire\nhint: it is one of %s", address, Wires)
}

// accept waits for who connects to a socket.
func accept(path string, patience time.Duration) (wire, error) {
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = l.Close() }()
	_ = l.(*net.UnixListener).SetDeadline(time.Now().Add(patience))
	c, err := l.Accept()
	if err != nil {
		return nil, fmt.Errorf("nobody has connected to %s within %v\nhint: qemu -netdev stream,id=n,addr.type=unix,addr.path=%s; -patience is how long to wait", path, patience, path)
	}
	return &stream{Conn: c}, nil
}

// A stream is a wire over a stream: each frame stands behind its length, as qemu and
// passt have it.
type stream struct {
	net.Conn
	pending []byte // of what has come, not a whole frame yet
}

// longest is the longest frame that is believed.
const longest = 1 << 17

func (s *stream) write(frame []byte) error {
	_, err := s.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(frame))), frame...))
	return err
}

func (s *stream) read(deadline time.Time) ([]byte, error) {
	var buffer [65536]byte
	for {
		if frame, whole, err := s.frame(); whole || err != nil {
			return frame, err
		}
		if err := s.SetReadDeadline(deadline); err != nil {
			return nil, err
		}
		n, err := s.Read(buffer[:])
		s.pending = append(s.pending, buffer[:n]...)
		if err != nil && n == 0 {
			return nil, late(err)
		}
	}
}

// frame takes a frame from what has come, if there is a whole one.
func (s *stream) frame() (frame []byte, whole bool, err error) {
	if len(s.pending) < 4 {
		return nil, false, nil
	}
	n := int(binary.BigEndian.Uint32(s.pending))
	if n > longest {
		return nil, false, fmt.Errorf("a frame of %d octets: what is at the other end does not put the length, most significant octet first, before each frame", n)
	}
	if len(s.pending) < 4+n {
		return nil, false, nil
	}
	frame = append(frame, s.pending[4:4+n]...)
	s.pending = s.pending[4+n:]
	return frame, true, nil
}

func (s *stream) close() error { return s.Close() }

// late is the error of a read, nil if it has just taken too long.
func late(err error) error {
	if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
		return nil
	}
	if errors.Is(err, io.EOF) {
		return errors.New("the other end of the wire is gone")
	}
	return err
}

// A dgram is a wire of datagrams, a frame each, as qemu -netdev dgram has it.
type dgram struct {
	*net.UDPConn
	to *net.UDPAddr
}

// datagrams opens a wire between two UDP sockets, as in "127.0.0.1:5001,127.0.0.1:5002".
func datagrams(pair string) (wire, error) {
	own, other, _ := strings.Cut(pair, ",")
	local, err := net.ResolveUDPAddr("udp", own)
	if err != nil {
		return nil, err
	}
	to, err := net.ResolveUDPAddr("udp", other)
	if err != nil || other == "" {
		return nil, fmt.Errorf("%q is no pair of UDP sockets\nhint: udp:LOCAL,REMOTE, as in udp:127.0.0.1:5001,127.0.0.1:5002", pair)
	}
	c, err := net.ListenUDP("udp", local)
	return &dgram{c, to}, err
}

func (d *dgram) write(frame []byte) error {
	_, err := d.WriteToUDP(frame, d.to)
	return err
}

func (d *dgram) read(deadline time.Time) ([]byte, error) {
	buffer := make([]byte, 65536)
	if err := d.SetReadDeadline(deadline); err != nil {
		return nil, err
	}
	n, err := d.Read(buffer)
	if err != nil {
		return nil, late(err)
	}
	return buffer[:n], nil
}

func (d *dgram) close() error { return d.Close() }
