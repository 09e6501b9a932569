package kernel

import (
	"errors"

	"golang.org/x/sys/unix"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Release closes the sockets and removes what the kernel keeps.
func (c *connection) Release() error {
	err := c.remove()
	for _, s := range []*int{&c.socket, &c.listener, &c.again} {
		if *s != none {
			err = errors.Join(err, unix.Close(*s))
			*s = none
		}
	}
	if drained := c.tun.drain(); drained != nil {
		err = errors.Join(err, drained)
	}
	delete(c.tun.inbox, c.address)
	return err
}

// remove has the kernel forget the connection. Not every kernel has a call for that: the one
// in user mode that Debian ships has none. Such a one is reset.
func (c *connection) remove() error {
	if !c.tun.unforgetting {
		err := c.destroy()
		if !errors.Is(err, unix.EOPNOTSUPP) {
			return err
		}
		c.tun.unforgetting = true
	}
	return c.reset()
}

// reset ends the connection by what ends any: by an ABORT if a user holds it, else by a RST of
// the peer. In TIME-WAIT an ABORT does not reach it, nor does a RST if tcp_rfc1337 is set.
func (c *connection) reset() error {
	v, err := c.observe()
	if err != nil || v.Is(fsm.Closed) || v.Is(fsm.Listen) {
		return err
	}
	if c.socket != none && !v.Is(fsm.TimeWait) {
		return unix.SetsockoptLinger(c.socket, unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1}) // it is closed next
	}
	// A segment beyond any window is answered by an ACK, which says what RCV.NXT is: a RST is
	// taken if that is its number (RFC 5961 section 3.2).
	if err := c.arrive(fsm.Segment{SEQ: c.heard + 1<<30, CTL: fsm.ACK}); err != nil {
		return err
	}
	if _, err := c.collect(); err != nil {
		return err
	}
	return c.arrive(fsm.Segment{SEQ: c.heard, CTL: fsm.RST})
}
