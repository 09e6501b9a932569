package wire

import (
	"encoding/binary"
	"fmt"
)

// A Tunnel says what a packet is in, all around it: several tunnels in each other
// are one. What is the same in two packets is told by numbers that are made of what
// the headers say; that two unlike tunnels have the same numbers is as good as
// impossible.
type Tunnel struct {
	Kind   Kind   // of the innermost one
	Number uint32 // that tells it from others of its kind, 0 if nothing does

	// Shared is of the numbers that both directions have as a rule: networks and
	// keys. It is 0 without such ones.
	Shared uint64

	// Way is of everything, also of what belongs to one direction: labels,
	// endpoint identifiers, and the outer addresses.
	Way uint64

	// Out is of the outer addresses, and Back of the same in reverse: what the
	// answer has as Out, if it takes the same way.
	Out, Back uint64
}

// A Kind is what a tunnel is called.
type Kind uint8

// The kinds of tunnels.
const (
	NoTunnel Kind = iota
	MPLS
	PPPoE
	IPinIP
	SixInFour
	EtherIP
	GRE
	NVGRE
	ERSPAN
	PPTP
	VXLAN
	Geneve
	GTP
	numKinds
)

var kindNames = [numKinds]string{"no tunnel", "MPLS", "PPPoE", "IPIP", "6in4", "EtherIP", "GRE", "NVGRE", "ERSPAN", "PPTP", "VXLAN", "Geneve", "GTP-U"}

// String returns the name of the kind, as in "VXLAN".
func (k Kind) String() string {
	if k < numKinds {
		return kindNames[k]
	}
	return fmt.Sprintf("Kind(%d)", k)
}

// String returns the innermost tunnel, as in "VXLAN 7".
func (t Tunnel) String() string {
	if t.Number == 0 {
		return t.Kind.String()
	}
	return fmt.Sprintf("%v %d", t.Kind, t.Number)
}

// through notes a tunnel with its number, which both directions share or not.
func (d *Decoder) through(k Kind, number uint32, shared bool) {
	t := &d.Packet.Tunnel
	t.Kind, t.Number = k, number
	t.Way = mix(t.Way, uint64(k)<<32|uint64(number))
	if shared {
		t.Shared = mix(t.Shared, uint64(k)<<32|uint64(number))
	}
}

// outside notes the addresses of the IP packet that a tunnel is in.
func (d *Decoder) outside() {
	t := &d.Packet.Tunnel
	src, dst := d.src, d.dst
	for _, a := range [][]byte{src, dst} {
		t.Out = mixAddress(t.Out, a)
	}
	for _, a := range [][]byte{dst, src} {
		t.Back = mixAddress(t.Back, a)
	}
	t.Way = mix(t.Way, t.Out)
}

func mixAddress(sum uint64, a []byte) uint64 {
	for ; len(a) >= 4; a = a[4:] {
		sum = mix(sum, uint64(binary.BigEndian.Uint32(a)))
	}
	return sum
}

// mix adds a number to a sum that is 0 only of nothing.
func mix(sum, n uint64) uint64 {
	const golden = 0x9e3779b97f4a7c15
	sum = (sum ^ n ^ golden) * golden
	return (sum ^ sum>>29) | 1
}
