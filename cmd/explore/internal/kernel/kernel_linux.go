package kernel

import (
	"strings"

	"golang.org/x/sys/unix"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A Kernel is the running kernel in a namespace of its own.
type Kernel struct {
	tun    *tun
	family fsm.Family
	next   int
}

// Run drives the kernel: it makes a namespace and a device, calls f, and
// removes both. The Kernel is of use in the goroutine that f runs in, until f
// returns. An error that is an *Unavailable says what this machine lacks.
func Run(o Options, f func(*Kernel) error) error {
	return within(func() error {
		tap := o.Tap
		if tap == nil {
			tap = func([]byte, bool) error { return nil }
		}
		t, err := newTUN(o.Family, tap)
		if err != nil {
			return err
		}
		defer func() { _ = unix.Close(t.fd) }()
		if err := set(o.Switches); err != nil {
			return err
		}
		return f(&Kernel{tun: t, family: o.Family})
	})
}

// Connection returns a connection that does not exist yet.
func (k *Kernel) Connection() (conform.Connection, error) {
	c := &connection{tun: k.tun, address: addressOf(k.family, k.next), listener: none, socket: none, again: none}
	k.next++
	k.tun.inbox[c.address] = nil
	return c, nil
}

// Version returns the version of the running kernel, as in "6.18.44".
func Version() string {
	var name unix.Utsname
	if unix.Uname(&name) != nil {
		return "of an unknown version"
	}
	version, _, _ := strings.Cut(unix.ByteSliceToString(name.Release[:]), "-")
	return version
}

// ICMP reports that the kernel takes messages of ICMP.
func (k *Kernel) ICMP() bool { return true }

var _ conform.Reported = (*Kernel)(nil)
