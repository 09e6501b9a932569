package kernel

import (
	"errors"
	"fmt"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// none is the descriptor of a socket that is not there.
const none = -1

// A connection is the kernel's end of one connection and the sockets that the
// user holds of it.
type connection struct {
	tun *tun
	address
	listener, socket int

	// again is a listener that was opened while the connection was in
	// TIME-WAIT, for a SYN that may reopen it.
	again int

	// shift is what the kernel's sequence numbers are ahead of those that the
	// subject shows; known once its SYN was seen.
	shift   fsm.Seq
	shifted bool

	// heard is what the kernel has acknowledged last.
	heard fsm.Seq
}

// Do applies one input. What the kernel sends in answer is there when the
// system call returns.
func (c *connection) Do(in conform.Input) (conform.Outcome, error) {
	err := c.apply(in)
	var errno unix.Errno
	var out conform.Outcome
	switch {
	case errors.As(err, &errno) && in.Call != conform.Arrival && in.Call != conform.ICMP:
		out.Refused = errno.Error()
	case err != nil:
		return out, err
	}
	out.Segments, err = c.collect()
	if err == nil {
		err = c.accept()
	}
	return out, err
}

func (c *connection) apply(in conform.Input) error {
	switch in.Call {
	case conform.Arrival:
		return c.arrive(in.Segment)
	case conform.ICMP:
		return c.report(in.Message, in.Segment)
	case conform.OpenPassive:
		return c.listen()
	case conform.OpenActive:
		return c.connect()
	case conform.Send:
		if c.socket == none {
			return &conform.Limit{Reason: unheld}
		}
		_, err := unix.Write(c.socket, make([]byte, in.Octets))
		return err
	}
	return c.end(in.Call)
}

// end applies a call that ends the connection or a direction of it.
func (c *connection) end(call conform.Call) error {
	view, err := c.Observe()
	if err != nil {
		return err
	}
	if reason := c.limit(call, view); reason != "" {
		return &conform.Limit{Reason: reason}
	}
	held := &c.socket
	if c.socket == none {
		held = &c.listener
	}
	switch call {
	case conform.Shutdown:
		return unix.Shutdown(*held, unix.SHUT_WR)
	case conform.Abort:
		linger := unix.Linger{Onoff: 1}
		if err := unix.SetsockoptLinger(*held, unix.SOL_SOCKET, unix.SO_LINGER, &linger); err != nil {
			return err
		}
	}
	err = unix.Close(*held)
	*held = none
	return err
}

// limit says why a call does not reach the connection as v shows it, if it does
// not.
func (c *connection) limit(call conform.Call, v conform.View) string {
	listening := c.socket == none && c.listener != none
	switch {
	case v.Is(fsm.Closed):
		return "a call names a descriptor, and without a connection there is none"
	case c.socket == none && c.listener == none:
		return unheld
	case listening && !v.Is(fsm.Listen):
		return "a connection that was not accepted yet has no descriptor for a call to name"
	case listening && call == conform.Shutdown:
		return "shutdown(SHUT_WR) is for connections, a listener has nothing to shut down"
	case v.Is(fsm.TimeWait) && call == conform.Abort:
		return "in TIME-WAIT the kernel keeps the connection apart from its descriptor, an ABORT does not reach it"
	}
	return ""
}

const unheld = "after close() there is no descriptor for a call to name"

// arrive has the peer send g.
func (c *connection) arrive(g fsm.Segment) error {
	if g.CTL.Has(fsm.ACK) {
		g.ACK += c.shift
	}
	packet, err := c.packet(g).Encode()
	if err != nil {
		return err
	}
	return c.tun.send(packet)
}

// report has the peer send a message about a segment of the kernel's.
func (c *connection) report(m conform.Message, about fsm.Segment) error {
	about.SEQ += c.shift
	p := c.packet(about)
	p.From, p.To = p.To, p.From
	packet, err := p.EncodeReport(m.Type, m.Code, m.Carries())
	if err != nil {
		return err
	}
	return c.tun.send(packet)
}

// at returns a socket address of a host, and its domain.
func (c *connection) at(host netip.Addr) (unix.Sockaddr, int) {
	if host.Is6() {
		return &unix.SockaddrInet6{Port: int(c.port), Addr: host.As16()}, unix.AF_INET6
	}
	return &unix.SockaddrInet4{Port: int(c.port), Addr: host.As4()}, unix.AF_INET
}

// open returns a socket bound to our end.
func (c *connection) open() (int, error) {
	own, domain := c.at(c.local)
	s, err := unix.Socket(domain, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return none, fmt.Errorf("cannot open a socket: %w", err)
	}
	err = unix.SetsockoptInt(s, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1)
	if err == nil {
		err = unix.SetsockoptInt(s, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
	}
	if err == nil {
		err = unix.Bind(s, own)
	}
	if err != nil {
		_ = unix.Close(s)
		return none, fmt.Errorf("cannot bind a socket to port %d: %w", c.port, err)
	}
	return s, nil
}

func (c *connection) listen() error {
	v, err := c.observe()
	if err != nil {
		return err
	}
	s, err := c.open()
	if err != nil {
		return err
	}
	if v.Is(fsm.TimeWait) {
		c.again = s
	} else {
		c.listener = s
	}
	return unix.Listen(s, 1)
}

func (c *connection) connect() (err error) {
	if c.socket, err = c.open(); err != nil {
		return err
	}
	peer, _ := c.at(c.peer)
	err = unix.Connect(c.socket, peer)
	if errors.Is(err, unix.EINPROGRESS) {
		return nil
	}
	return err
}

// accept takes the connection from the listener if it is there, and closes the
// listener then: with it open, a connection that is gone would look like one in
// LISTEN.
func (c *connection) accept() error {
	if c.listener == none || c.socket != none {
		return nil
	}
	s, _, err := unix.Accept4(c.listener, unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)
	switch {
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.ECONNABORTED):
		return nil
	case err != nil:
		return fmt.Errorf("cannot accept: %w", err)
	}
	c.socket = s
	err = unix.Close(c.listener)
	c.listener = none
	return err
}

// collect returns what the kernel has sent, with its numbers shifted.
func (c *connection) collect() ([]fsm.Segment, error) {
	if err := c.tun.drain(); err != nil {
		return nil, err
	}
	all := c.tun.take(c.address)
	for i := range all {
		g := &all[i]
		if !c.shifted && g.CTL.Has(fsm.SYN) {
			c.shift, c.shifted = g.SEQ-conform.ISS, true
		}
		if g.CTL.Has(fsm.ACK) && !g.CTL.Has(fsm.RST) {
			c.heard = g.ACK
		}
		if g.CTL.Has(fsm.RST) && g.SEQ == 0 {
			continue // no number of the kernel's: 3.10.7.1 has a zero here
		}
		g.SEQ -= c.shift
	}
	return all, nil
}

// Wait waits at most for d until the kernel has sent something.
func (c *connection) Wait(d time.Duration) ([]fsm.Segment, error) {
	for end := time.Now().Add(d); ; {
		if all, err := c.collect(); err != nil || len(all) > 0 {
			return all, err
		}
		left := time.Until(end)
		if left <= 0 {
			return nil, nil
		}
		if err := c.tun.wait(left); err != nil {
			return nil, err
		}
	}
}

// Observe asks the kernel for the state of the connection. A listener that was
// opened again is another one.
func (c *connection) Observe() (conform.View, error) {
	v, err := c.observe()
	if c.again != none && v.Is(fsm.Listen) {
		v = conform.In(fsm.Closed)
	}
	return v, err
}
