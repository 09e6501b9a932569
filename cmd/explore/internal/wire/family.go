package wire

import "github.com/tcpfsm/tcpfsm/fsm"

// versions are the numbers that packets of IP begin with.
var versions = map[fsm.Family]byte{fsm.IPv4: 4, fsm.IPv6: 6}

// Is reports whether a packet begins as one of a version of IP does.
func Is(packet []byte, f fsm.Family) bool {
	return len(packet) > 0 && packet[0]>>4 == versions[f]
}
