package main

import (
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/spf13/pflag"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/blackbox"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// The subject wire: a TCP that is known from outside alone, at the other end of a wire.

// wireSubject is its name.
const wireSubject = "wire"

// A distant is where and what it is.
type distant struct {
	wire, service, subject, peer, hook string
	port                               uint16
	settle                             time.Duration
	single                             bool
}

// flags adds the flags of the subject wire.
func (d *distant) flags(f *pflag.FlagSet) {
	f.StringVar(&d.wire, "wire", "", "of the subject wire, where it is: "+blackbox.Wires)
	f.StringVar(&d.service, "service", "discard", "of the subject wire, what its application does: discard, echo, or close after the first octet")
	f.StringVar(&d.subject, "address", "192.0.2.1", "of the subject wire, its address, of IPv4 or IPv6")
	f.StringVar(&d.peer, "peer", "192.0.2.2", "of the subject wire, the address that we take, of the same version")
	f.Uint16Var(&d.port, "port", 9, "of the subject wire, the port of its application; nobody may listen at the next one")
	f.StringVar(&d.hook, "connect", "", "of the subject wire, a `command` that has it connect to port $PORT of $ADDRESS")
	f.BoolVar(&d.single, "single", false, "the subject wire has one connection at a time")
	f.DurationVar(&d.settle, "settle", 20*time.Millisecond, "of the subject wire, how long it is silent when it is at rest")
}

// stack returns what is under test, not opened yet, and its application.
func (d *distant) stack(patience time.Duration) (*blackbox.Stack, conform.Service, error) {
	service, known := conform.ServiceOf(d.service)
	switch {
	case d.wire == "":
		return nil, service, fmt.Errorf("the subject wire is nowhere\nhint: -wire says where, %s", blackbox.Wires)
	case !known:
		return nil, service, fmt.Errorf("-service %q is no service\nhint: it is discard, echo or close", d.service)
	case d.settle <= 0:
		return nil, service, fmt.Errorf("-settle %v leaves no time for an answer\nhint: it is a duration, as in 20ms", d.settle)
	}
	s := &blackbox.Stack{Address: d.wire, Port: d.port, Hook: d.hook, Patience: patience, Settle: d.settle}
	for _, a := range []struct {
		flag, text string
		to         *netip.Addr
	}{{"address", d.subject, &s.Subject}, {"peer", d.peer, &s.Peer}} {
		var err error
		if *a.to, err = netip.ParseAddr(a.text); err != nil || a.to.Zone() != "" || a.to.Is4In6() || a.to.IsMulticast() || a.to.IsUnspecified() {
			return nil, service, fmt.Errorf("-%s %q is no address of a host, as 192.0.2.1 or 2001:db8::1 is", a.flag, a.text)
		}
	}
	if s.Subject.Is4() != s.Peer.Is4() {
		return nil, service, fmt.Errorf("-address %v and -peer %v are of two versions of IP\nhint: give both of the same", s.Subject, s.Peer)
	}
	if s.Subject == s.Peer {
		return nil, service, fmt.Errorf("-address and -peer are both %v\nhint: the test takes an address of its own", s.Peer)
	}
	return s, service, nil
}

// driveWire calls f with what drives the subject at the other end of a wire.
func (c *conformity) driveWire(f func(conform.Runner) error) error {
	s, service, err := c.distant.stack(c.patience)
	if err != nil {
		return err
	}
	runner := conform.Runner{Stack: s, Service: service, Passive: c.distant.hook == "", Owed: 10 * c.distant.settle, Single: c.distant.single}
	finish := func() error { return nil }
	if c.pcapng != "" {
		if finish, err = c.record(&s.Tap, &runner); err != nil {
			return err
		}
	}
	if err := s.Open(); err != nil {
		return errors.Join(err, finish())
	}
	return errors.Join(f(runner), s.Close(), finish())
}
