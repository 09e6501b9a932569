package blackbox

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/device"
)

// A tap is a wire to a TAP device.
type tap struct{ *os.File }

// openTap opens a TAP device, and makes it if it is not there.
func openTap(name string) (wire, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("/dev/net/tun: %w\nhint: modprobe tun makes it; it is opened as root", err)
	}
	request, err := unix.NewIfreq(name)
	if err == nil {
		request.SetUint16(unix.IFF_TAP | unix.IFF_NO_PI)
		err = unix.IoctlIfreq(fd, unix.TUNSETIFF, request)
	}
	if err != nil {
		_ = unix.Close(fd)
		return nil, fmt.Errorf("the TAP device %s: %w\nhint: run it as root, or have the device made for you: ip tuntap add %s mode tap user NAME", name, err, name)
	}
	// Who makes a device for others has set it up; of one that is our own we do it.
	_ = device.Up(name)
	return &tap{os.NewFile(uintptr(fd), "/dev/net/tun")}, nil
}

func (t *tap) write(frame []byte) error {
	_, err := t.Write(frame)
	return err
}

func (t *tap) read(deadline time.Time) ([]byte, error) {
	buffer := make([]byte, 65536)
	if err := t.SetReadDeadline(deadline); err != nil {
		return nil, err
	}
	n, err := t.Read(buffer)
	if os.IsTimeout(err) {
		return nil, nil
	}
	return buffer[:n], err
}

func (t *tap) close() error { return t.Close() }
