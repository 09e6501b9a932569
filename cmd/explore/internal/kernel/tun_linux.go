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
	family  fsm.Family
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
func newTUN(family fsm.Family, tap func([]byte, bool) error) (*tun, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &Unavailable{"/dev/net/tun", "modprobe tun makes the device; it is opened as root", err}
	}
	if err := configure(fd, family); err != nil {
		_ = unix.Close(fd)
		return nil, &Unavailable{"a TUN device", "run it as root, or as: unshare --map-root-user --net COMMAND", err}
	}
	return &tun{fd: fd, family: family, inbox: map[address][]fsm.Segment{}, tap: tap}, nil
}

func configure(fd int, family fsm.Family) error {
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
	if err := giveAddress(link, family); err != nil {
		return err
	}
	if err := device.Up(deviceName); err != nil {
		return err
	}
	if err := route(link, family); err != nil {
		return err
	}
	return settled(family)
}

// The messages are put together here: the library that has functions for them has so many
// more that it takes five seconds to compile.

// domains are the families of addresses as the kernel numbers them.
var domains = map[fsm.Family]int{fsm.IPv4: unix.AF_INET, fsm.IPv6: unix.AF_INET6}

// giveAddress gives a device its address, which is of use at once: nobody else on the wire could
// have it.
func giveAddress(link *net.Interface, family fsm.Family) error {
	request := nl.NewNetlinkRequest(unix.RTM_NEWADDR, unix.NLM_F_CREATE|unix.NLM_F_EXCL|unix.NLM_F_ACK)
	message := nl.NewIfAddrmsg(domains[family])
	network := networks[family]
	message.Prefixlen, message.Index = uint8(network.Bits()), uint32(link.Index)
	if family == fsm.IPv6 {
		message.Flags = unix.IFA_F_NODAD
	}
	request.AddData(message)
	request.AddData(nl.NewRtAttr(unix.IFA_LOCAL, network.Addr().AsSlice()))
	_, err := request.Execute(unix.NETLINK_ROUTE, 0)
	return err
}

// route replaces the way to the network behind a device by one on which nothing is
// acknowledged late, of an ACK that is held back lock step cannot tell whether it is owed,
// and nothing sent again soon: a machine may have more to do. By IPv6 it stands before that way.
func route(link *net.Interface, family fsm.Family) error {
	request := nl.NewNetlinkRequest(unix.RTM_NEWROUTE, unix.NLM_F_CREATE|unix.NLM_F_REPLACE|unix.NLM_F_ACK)
	message := nl.NewRtMsg()
	network := networks[family]
	message.Family, message.Dst_len = uint8(domains[family]), uint8(network.Bits())
	message.Scope, message.Protocol = unix.RT_SCOPE_LINK, unix.RTPROT_KERNEL
	request.AddData(message)
	request.AddData(nl.NewRtAttr(unix.RTA_DST, network.Masked().Addr().AsSlice()))
	request.AddData(nl.NewRtAttr(unix.RTA_PREFSRC, network.Addr().AsSlice()))
	request.AddData(nl.NewRtAttr(unix.RTA_OIF, nl.Uint32Attr(uint32(link.Index))))
	if family == fsm.IPv6 {
		request.AddData(nl.NewRtAttr(unix.RTA_PRIORITY, nl.Uint32Attr(1)))
	}
	metrics := nl.NewRtAttr(unix.RTA_METRICS, nil)
	metrics.AddRtAttr(unix.RTAX_QUICKACK, nl.Uint32Attr(1))
	metrics.AddRtAttr(unix.RTAX_RTO_MIN, nl.Uint32Attr(5000)) // ms; not every kernel has a switch for it
	metrics.AddRtAttr(unix.RTAX_LOCK, nl.Uint32Attr(1<<unix.RTAX_RTO_MIN))
	request.AddData(metrics)
	_, err := request.Execute(unix.NETLINK_ROUTE, 0)
	return err
}

// settled waits until what is sent to the kernel's address is for the kernel: by IPv6 it sees to
// that a little after it has taken the address.
func settled(family fsm.Family) error {
	const patience = 5 * time.Second
	own := networks[family].Addr()
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(time.Millisecond) {
		request := nl.NewNetlinkRequest(unix.RTM_GETROUTE, 0)
		message := nl.NewRtMsg()
		message.Family, message.Dst_len = uint8(domains[family]), uint8(own.BitLen())
		request.AddData(message)
		request.AddData(nl.NewRtAttr(unix.RTA_DST, own.AsSlice()))
		answers, err := request.Execute(unix.NETLINK_ROUTE, unix.RTM_NEWROUTE)
		const kind = 7 // of struct rtmsg
		if err == nil && len(answers) > 0 && len(answers[0]) > kind && answers[0][kind] == unix.RTN_LOCAL {
			return nil
		}
	}
	return fmt.Errorf("the kernel does not take packets to %v", own)
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
	if !wire.Is(packet, t.family) {
		return nil
	}
	switch t.decoder.Decode(wire.LinkTypeRaw, packet) {
	case wire.Other:
		return nil
	case wire.Broken, wire.Fragment, wire.Mangled:
		return fmt.Errorf("the kernel has sent what is no TCP over %v: % x", t.family, packet)
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
