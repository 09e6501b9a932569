package kernel

import (
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/device"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A tun is the TUN device, and what has arrived on it and was not asked for
// yet.
type tun struct {
	fd      int
	buffer  [65536]byte
	decoder wire.Decoder
	inbox   map[address][]fsm.Segment
	tap     func(packet []byte, toKernel bool) error

	// unforgetting is a kernel that has no call to forget a connection.
	unforgetting bool
}

const deviceName = "explore"

// newTUN creates the device in the namespace of this thread, gives it its
// address and sets it up.
func newTUN(tap func([]byte, bool) error) (*tun, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &Unavailable{"/dev/net/tun", "modprobe tun makes the device; it is opened as root", err}
	}
	if err := configure(fd); err != nil {
		_ = unix.Close(fd)
		return nil, &Unavailable{"a TUN device", "run it as root, or as: unshare --map-root-user --net COMMAND", err}
	}
	return &tun{fd: fd, inbox: map[address][]fsm.Segment{}, tap: tap}, nil
}

func configure(fd int) error {
	request, err := unix.NewIfreq(deviceName)
	if err != nil {
		return err
	}
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, request); err != nil {
		return err
	}
	link, err := net.InterfaceByName(deviceName)
	if err != nil {
		return err
	}
	if err := giveAddress(link); err != nil {
		return err
	}
	if err := device.Up(deviceName); err != nil {
		return err
	}
	return route(link)
}

// The messages are put together here: the library that has functions for them has so many
// more that it takes five seconds to compile.

// giveAddress gives a device its address.
func giveAddress(link *net.Interface) error {
	request := nl.NewNetlinkRequest(unix.RTM_NEWADDR, unix.NLM_F_CREATE|unix.NLM_F_EXCL|unix.NLM_F_ACK)
	message := nl.NewIfAddrmsg(unix.AF_INET)
	message.Prefixlen, message.Index = prefix, uint32(link.Index)
	request.AddData(message)
	request.AddData(nl.NewRtAttr(unix.IFA_LOCAL, local[:]))
	_, err := request.Execute(unix.NETLINK_ROUTE, 0)
	return err
}

// route replaces the way to the network behind a device by one on which nothing is
// acknowledged late, of an ACK that is held back lock step cannot tell whether it is owed,
// and nothing sent again soon: a machine may have more to do.
func route(link *net.Interface) error {
	request := nl.NewNetlinkRequest(unix.RTM_NEWROUTE, unix.NLM_F_CREATE|unix.NLM_F_REPLACE|unix.NLM_F_ACK)
	message := nl.NewRtMsg()
	message.Family, message.Dst_len = unix.AF_INET, prefix
	message.Scope, message.Protocol = unix.RT_SCOPE_LINK, unix.RTPROT_KERNEL
	request.AddData(message)
	request.AddData(nl.NewRtAttr(unix.RTA_DST, net.IP(local[:]).Mask(net.CIDRMask(prefix, 32))))
	request.AddData(nl.NewRtAttr(unix.RTA_PREFSRC, local[:]))
	request.AddData(nl.NewRtAttr(unix.RTA_OIF, nl.Uint32Attr(uint32(link.Index))))
	metrics := nl.NewRtAttr(unix.RTA_METRICS, nil)
	metrics.AddRtAttr(unix.RTAX_QUICKACK, nl.Uint32Attr(1))
	metrics.AddRtAttr(unix.RTAX_RTO_MIN, nl.Uint32Attr(5000)) // ms; not every kernel has a switch for it
	request.AddData(metrics)
	_, err := request.Execute(unix.NETLINK_ROUTE, 0)
	return err
}

// send hands packet to the kernel, which has processed it when send returns.
func (t *tun) send(packet []byte) error {
	if err := t.tap(packet, true); err != nil {
		return err
	}
	if _, err := unix.Write(t.fd, packet); err != nil {
		return fmt.Errorf("cannot write to the TUN device: %w", err)
	}
	return nil
}

// drain reads what the kernel has sent until there is nothing left.
func (t *tun) drain() error {
	for {
		n, err := unix.Read(t.fd, t.buffer[:])
		switch {
		case errors.Is(err, unix.EAGAIN):
			return nil
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return fmt.Errorf("cannot read from the TUN device: %w", err)
		}
		if err := t.receive(t.buffer[:n]); err != nil {
			return err
		}
	}
}

// receive sorts a packet into the inbox of its connection. What belongs to none
// that is being driven is late and of no interest.
func (t *tun) receive(packet []byte) error {
	if len(packet) == 0 || packet[0]>>4 != 4 {
		return nil
	}
	switch t.decoder.Decode(wire.LinkTypeIPv4, packet) {
	case wire.Other:
		return nil
	case wire.Broken, wire.Fragment, wire.Mangled:
		return fmt.Errorf("the kernel has sent what is no TCP over IPv4: % x", packet)
	}
	if err := t.tap(packet, false); err != nil {
		return err
	}
	p := &t.decoder.Packet
	a := sentTo(p)
	if _, driven := t.inbox[a]; driven {
		t.inbox[a] = append(t.inbox[a], p.Segment)
	}
	return nil
}

// wait waits at most for d until there is something to drain.
func (t *tun) wait(d time.Duration) error {
	fds := []unix.PollFd{{Fd: int32(t.fd), Events: unix.POLLIN}}
	_, err := unix.Poll(fds, int(d.Milliseconds()))
	if err != nil && !errors.Is(err, unix.EINTR) {
		return fmt.Errorf("cannot wait for the TUN device: %w", err)
	}
	return t.drain()
}

// take returns what has arrived for a.
func (t *tun) take(a address) []fsm.Segment {
	all := t.inbox[a]
	t.inbox[a] = nil
	return all
}
