package kernel

import (
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A wire is the TUN device, and what has arrived on it and was not asked for
// yet.
type wire struct {
	fd      int
	buffer  [65536]byte
	decoder *decoder
	inbox   map[address][]fsm.Segment
	tap     func(packet []byte, toKernel bool) error
}

const device = "explore"

// newWire creates the device in the namespace of this thread, gives it its
// address and sets it up.
func newWire(tap func([]byte, bool) error) (*wire, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &Unavailable{"/dev/net/tun", "modprobe tun makes the device; it is opened as root", err}
	}
	if err := configure(fd); err != nil {
		_ = unix.Close(fd)
		return nil, &Unavailable{"a TUN device", "run it as root, or as: unshare --map-root-user --net COMMAND", err}
	}
	return &wire{fd: fd, decoder: newDecoder(), inbox: map[address][]fsm.Segment{}, tap: tap}, nil
}

func configure(fd int) error {
	request, err := unix.NewIfreq(device)
	if err != nil {
		return err
	}
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, request); err != nil {
		return err
	}
	link, err := netlink.LinkByName(device)
	if err != nil {
		return err
	}
	network := &net.IPNet{IP: local[:], Mask: net.CIDRMask(prefix, 32)}
	if err := netlink.AddrAdd(link, &netlink.Addr{IPNet: network}); err != nil {
		return err
	}
	if err := netlink.LinkSetUp(link); err != nil {
		return err
	}
	// Of an ACK that is held back lock step cannot tell whether it is owed.
	return netlink.RouteReplace(&netlink.Route{
		LinkIndex: link.Attrs().Index, Scope: netlink.SCOPE_LINK, Src: local[:],
		Dst:      &net.IPNet{IP: network.IP.Mask(network.Mask), Mask: network.Mask},
		Protocol: unix.RTPROT_KERNEL, QuickACK: 1,
	})
}

// send hands packet to the kernel, which has processed it when send returns.
func (w *wire) send(packet []byte) error {
	if err := w.tap(packet, true); err != nil {
		return err
	}
	if _, err := unix.Write(w.fd, packet); err != nil {
		return fmt.Errorf("cannot write to the TUN device: %w", err)
	}
	return nil
}

// drain reads what the kernel has sent until there is nothing left.
func (w *wire) drain() error {
	for {
		n, err := unix.Read(w.fd, w.buffer[:])
		switch {
		case errors.Is(err, unix.EAGAIN):
			return nil
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return fmt.Errorf("cannot read from the TUN device: %w", err)
		}
		if err := w.receive(w.buffer[:n]); err != nil {
			return err
		}
	}
}

// receive sorts a packet into the inbox of its connection. What belongs to none
// that is being driven is late and of no interest.
func (w *wire) receive(packet []byte) error {
	a, g, ok, err := w.decoder.decode(packet)
	if err != nil || !ok {
		return err
	}
	if err := w.tap(packet, false); err != nil {
		return err
	}
	if _, driven := w.inbox[a]; driven {
		w.inbox[a] = append(w.inbox[a], g)
	}
	return nil
}

// wait waits at most for d until there is something to drain.
func (w *wire) wait(d time.Duration) error {
	fds := []unix.PollFd{{Fd: int32(w.fd), Events: unix.POLLIN}}
	_, err := unix.Poll(fds, int(d.Milliseconds()))
	if err != nil && !errors.Is(err, unix.EINTR) {
		return fmt.Errorf("cannot wait for the TUN device: %w", err)
	}
	return w.drain()
}

// take returns what has arrived for a.
func (w *wire) take(a address) []fsm.Segment {
	all := w.inbox[a]
	w.inbox[a] = nil
	return all
}
