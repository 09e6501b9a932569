package kernel

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Options are what a kernel is driven with.
type Options struct {
	Switches []Switch
	Family   fsm.Family // the version of IP

	// Tap, if it is not nil, is shown every packet of TCP on its way. The packet
	// is the caller's only until Tap returns.
	Tap func(packet []byte, toKernel bool) error
}

// A Switch is a setting of the kernel's TCP, below net.ipv4.
type Switch struct {
	Name  string // as in "tcp_rfc1337"
	Value string
}

// String returns s as "tcp_rfc1337=1".
func (s Switch) String() string { return s.Name + "=" + s.Value }

// ParseSwitch reads a Switch written name=value. The prefix net.ipv4. may be
// there.
func ParseSwitch(text string) (Switch, error) {
	name, value, ok := strings.Cut(text, "=")
	name = strings.TrimPrefix(name, "net.ipv4.")
	if !ok || value == "" || !strings.HasPrefix(name, "tcp_") || strings.ContainsAny(name, "/.") {
		return Switch{}, fmt.Errorf("%q is no switch of the kernel's TCP\nhint: write name=value, as in tcp_rfc1337=1; sysctl net.ipv4 lists them", text)
	}
	return Switch{name, value}, nil
}
